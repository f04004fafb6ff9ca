"""The notice of a recall: for the person who had the data, also once it is closed to them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import NotVisible
from datasets.actions.recalling import confirm_deletion
from datasets.models import RecallNotice
from datasets.views.packages import package_name
from datasets.views.steps import person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """What was recalled, why and what to do; by POST the person confirms that it is deleted."""
    shown = _own(request, number)
    if request.method == "POST":
        confirm_deletion(notice=shown, by=person(request))
        messages.success(request, _("Thank you. The data stewards see that you have confirmed."))
        return redirect("datasets:recall-notice", number)
    edition = shown.recall.edition
    context = {
        "notice": shown,
        "recall": shown.recall,
        "edition": edition,
        "owner": edition.release.dataset.owner,
        "copies": _copies(shown),
        "crumbs": [(_("Inbox"), reverse("notifications:inbox")), (shown.recall.title, "")],
    }
    return render(request, "datasets/recalls/notice.html", context)


def _own(request: HttpRequest, number: int) -> RecallNotice:
    """The person's notice of a recall. Raises NotVisible: others have none."""
    related = ("recall__edition__release__dataset__owner", "recall__by")
    theirs = RecallNotice.objects.visible_to(request.user).select_related(*related)
    shown = theirs.filter(recall_id=number).first()
    if shown is None:
        raise NotVisible
    return shown


def _copies(shown: RecallNotice) -> list[dict[str, Any]]:
    """The files to delete, as they are found on the person's machine."""
    name = package_name(shown.recall.title, shown.recall.edition)
    return [{**copy, "name": name, "at": parse_datetime(str(copy["at"]))} for copy in shown.copies]

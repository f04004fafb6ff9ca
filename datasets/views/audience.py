"""Widening or narrowing who may have an edition: choose, see who gains and who loses, confirm.

Going back to what was before a change starts from the log and takes the same way.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.models import Event
from core.errors import NotVisible, PortalError
from datasets import sharing
from datasets.actions.publishing import change_audience, check_change, who_has
from datasets.difference import difference
from datasets.forms.describing import EditionAudienceForm
from datasets.history import latest_change, restored
from datasets.models import Dataset, Edition
from datasets.views.editions import own_edition
from datasets.views.steps import own_dataset, person


@dataclass(frozen=True)
class Change:
    """One request to change who may have an edition."""

    request: HttpRequest
    dataset: Dataset
    edition: Edition
    name: str

    @cached_property
    def was(self) -> str:
        """The audience now, so that a confirmation counts only for what was looked at."""
        return json.dumps(who_has(self.edition), sort_keys=True)

    @cached_property
    def undoes(self) -> Event | None:
        """The change that is taken back: only the latest one of this edition can be."""
        asked = self.request.POST.get("undoes", "")
        latest = latest_change(self.edition)
        return latest if latest is not None and asked == str(latest.pk) else None

    @property
    def here(self) -> str:
        """The address of this page."""
        if self.name:
            return reverse("datasets:edition-audience", args=[self.dataset.slug, self.name])
        return reverse("datasets:audience", args=[self.dataset.slug])

    def form(self) -> EditionAudienceForm:
        """What was chosen; at first, and before anything is sent, what holds today."""
        named = sharing.named_in(self.edition)
        return EditionAudienceForm(
            self._sent(),
            edition=self.edition,
            initial={
                "audience": self.edition.audience,
                "organisations": [organisation.slug for organisation in named],
            },
        )

    def _sent(self) -> QueryDict | None:
        sent = self.request.POST
        if self.request.method != "POST":
            return None
        if "undoes" not in sent or "audience" in sent:
            return sent
        return self._former() if self.undoes else None

    def _former(self) -> QueryDict:
        """What was before the change that is taken back."""
        assert self.undoes is not None  # noqa: S101
        former = restored(self.undoes)
        sent = QueryDict(mutable=True)
        sent["audience"] = former.audience
        sent.setlist("organisations", list(former.organisations))
        return sent


@login_required
def change(request: HttpRequest, slug: str, name: str = "") -> HttpResponse:
    """Whom an edition of the newest release is for, from now on; without a name, the full one."""
    dataset = own_dataset(request, slug)
    edition = own_edition(dataset, name) if name else _newest(dataset)
    edition.release.dataset = dataset
    asked = Change(request, dataset, edition, name)
    form = asked.form()
    if form.is_bound and form.is_valid() and _possible(asked, form):
        if request.POST.get("confirm") == asked.was and _done(asked, form):
            messages.success(request, _("Who may see the data has changed. It counts at once."))
            return redirect("datasets:editions" if name else "datasets:dataset", dataset.slug)
        if not form.errors:
            return _preview(asked, form)
    context = {
        **_frame(asked),
        "reach": sharing.reach(dataset, edition.audience, sharing.named_in(edition)),
        "form": form,
        "personal": sharing.personal_columns_of(edition),
        "overtaken": "undoes" in request.POST and asked.undoes is None,
    }
    return render(
        request, "datasets/intake/audience.html", context, status=400 if form.errors else 200
    )


def _preview(asked: Change, form: EditionAudienceForm) -> HttpResponse:
    """Who gains and who loses, before it counts."""
    given = form.cleaned_data
    context = {
        **_frame(asked),
        "form": form,
        "audience": given["audience"],
        "reason": given.get("reason", ""),
        "organisations": [organisation.slug for organisation in given["organisations"]],
        "difference": difference(asked.edition, given["audience"], given["organisations"]),
        "was": asked.was,
        "undoes": asked.undoes,
        "ended": bool(asked.undoes and asked.undoes.details.get("ended")),
        "overtaken": "confirm" in asked.request.POST,
    }
    return render(asked.request, "datasets/why/difference.html", context)


def _newest(dataset: Dataset) -> Edition:
    editions = Edition.objects.filter(release__dataset=dataset)
    edition = editions.select_related("release__dataset").most_detailed_first().first()
    if edition is None:
        raise NotVisible
    return edition


def _possible(asked: Change, form: EditionAudienceForm) -> bool:
    given = form.cleaned_data
    try:
        check_change(
            asked.edition,
            given["audience"],
            list(given["organisations"]),
            given.get("reason", ""),
        )
    except PortalError as refused:
        _say(form, refused)
        return False
    return True


def _done(asked: Change, form: EditionAudienceForm) -> bool:
    given, undoes = form.cleaned_data, asked.undoes
    try:
        change_audience(
            edition=asked.edition,
            audience=given["audience"],
            organisations=given["organisations"],
            reason=given.get("reason", ""),
            undoes=undoes.pk if undoes else None,
            by=person(asked.request),
        )
    except PortalError as refused:
        _say(form, refused)
        return False
    return True


def _say(form: EditionAudienceForm, refused: PortalError) -> None:
    form.add_error("reason" if "reason" in form.fields else None, str(refused.message))


def _frame(asked: Change) -> dict[str, Any]:
    dataset = asked.dataset
    return {
        "dataset": dataset,
        "edition": asked.edition,
        "here": asked.here,
        "crumbs": [
            (_("My data"), reverse("datasets:mine")),
            (dataset.title, reverse("datasets:dataset", args=[dataset.slug])),
            (_("Who may see it"), ""),
        ],
    }

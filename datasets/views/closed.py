"""A dataset whose rows are closed to the reader for now: what it is, and what would open it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import NotVisible
from datasets.actions.agreements import accept_agreement
from datasets.models import Dataset, Edition
from datasets.reading import open_dataset
from datasets.views.steps import person


def closed(
    request: HttpRequest, dataset: Dataset, reader: Any, viewing: Any = None
) -> HttpResponse:
    """The page of a dataset without rows: a draft, terms to accept, or access to ask for."""
    if dataset.published is None:
        return redirect("datasets:draft", dataset.slug)
    waiting = Edition.objects.entitled(reader).filter(release__dataset=dataset).exists()
    context = {
        "dataset": dataset,
        "viewing": viewing,
        "facts": _facts(dataset),
        "agreement": _agreement(dataset) if waiting else None,
        "crumbs": [(_("Data"), reverse("datasets:catalogue")), (dataset.title, "")],
    }
    answer = render(request, "datasets/closed.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _facts(dataset: Dataset) -> list[tuple[str, Any]]:
    """Metadata alone: nothing that is counted from rows, no column."""
    return [
        (_("Owner"), dataset.owner.name),
        (_("Project"), dataset.project.title if dataset.project else ""),
        (_("Licence"), dataset.get_licence_display()),
        (_("Language of the data"), dataset.get_language_display()),
    ]


def _agreement(dataset: Dataset) -> Any:
    return dataset.agreement.current if dataset.agreement else None


@login_required
@require_POST
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    """The reader accepts the agreement in the version they read."""
    dataset = open_dataset(request.user, slug).dataset
    number = request.POST.get("version", "")
    if dataset.published is None or not (number.isascii() and number.isdigit() and len(number) < 9):
        raise NotVisible
    accept_agreement(dataset=dataset, version=int(number), by=person(request))
    return redirect("datasets:dataset", dataset.slug)

"""Who can see a dataset, and why, edition by edition: a page for its stewards."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import NotVisible
from datasets import policies
from datasets.access import Access
from datasets.views.steps import own_dataset


@login_required
@require_safe
def who(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules that let people in, each with since when, until when, by whom and why."""
    dataset = own_dataset(request, slug)
    editions = Access(dataset).editions()
    if not editions:
        raise NotVisible
    newest = editions[0].edition.release_id
    context = {
        "dataset": dataset,
        "known": policies.is_known_to_exist(dataset),
        "newest": [each for each in editions if each.edition.release_id == newest],
        "earlier": [each for each in editions if each.edition.release_id != newest],
        "crumbs": [
            (_("My data"), reverse("datasets:mine")),
            (dataset.title, reverse("datasets:dataset", args=[dataset.slug])),
            (_("Who can see it, and why"), ""),
        ],
    }
    return render(request, "datasets/why/who.html", context)

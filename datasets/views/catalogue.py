"""Lists of datasets: the catalogue, and My datasets."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datasets import policies
from datasets.listing import Search, listed
from datasets.models import Dataset, Edition
from datasets.models.dataset import DatasetQuerySet
from datasets.models.release import EditionQuerySet
from partners.enums import Audience

A_PAGE = 25
SHARED_WITH_SOME = (Audience.NAMED, Audience.CONSORTIUM)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every dataset that exists for this reader."""
    search = Search.from_address(request.user, request.GET)
    found = search.found().select_related("owner", "project")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "choices": search.choices(),
        "page": page,
        "entries": listed(search.editions, page.object_list),
        "may_share": policies.may_bring_in(request.user),
    }
    return render(request, "datasets/catalogue.html", context)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Drafts and datasets a steward answers for, and what was shared with the reader's people."""
    user = request.user
    readable = Edition.objects.visible_to(user)
    own = Dataset.objects.stewarded_by(user).select_related("owner", "project")
    context = {
        "drafts": own.filter(published=None),
        "published": listed(readable, own.published()),
        "shared": listed(readable, _shared_with(user, readable)),
        "may_share": policies.may_bring_in(user),
    }
    return render(request, "datasets/mine.html", context)


def _shared_with(user: Any, readable: EditionQuerySet) -> DatasetQuerySet:
    """Datasets the reader has because their organisation is named or in the consortium."""
    some = readable.filter(audience__in=SHARED_WITH_SOME)
    shared = Dataset.objects.published().filter(pk__in=some.values("release__dataset_id"))
    return shared.exclude(policies.stewarded(user)).select_related("owner", "project")

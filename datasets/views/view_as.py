"""A steward looks at a dataset through the eyes of others: the same page, made for them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import NotVisible
from datasets import sharing
from datasets.actions.looking import note_view_as
from datasets.models import Dataset
from datasets.questions import Asked
from datasets.reading import open_dataset
from datasets.views.reading import page_of
from datasets.views.steps import own_dataset, person
from partners.models import Organisation
from partners.policies import Viewpoint

PUBLIC, REGISTERED, ORGANISATION = "public", "registered", "organisation"


@dataclass(frozen=True)
class Viewing:
    """Through whose eyes a steward looks; `reader` is what the policies are asked about."""

    dataset: Dataset
    kind: str
    reader: Any
    organisation: Organisation | None = None

    @property
    def title(self) -> str:
        """For whom the page is made, in words."""
        if self.organisation is not None:
            return _("the members of %(organisation)s") % {"organisation": self.organisation.name}
        if self.kind == REGISTERED:
            return _("somebody who has an account and belongs to no organisation")
        return _("somebody without an account")

    @property
    def whom(self) -> str:
        """The same for the log."""
        return f"{ORGANISATION}:{self.organisation.slug}" if self.organisation else self.kind

    @property
    def terms(self) -> str:
        """The agreement they accept before they get here, where there is one."""
        agreement = self.dataset.agreement
        return "" if agreement is None or self.kind == PUBLIC else agreement.title


@login_required
@require_safe
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Whose eyes to look through."""
    dataset = own_dataset(request, slug)
    people = sharing.people_per_organisation()
    context = {
        "dataset": dataset,
        "organisations": [(each, people.get(each.pk, 0)) for each in sharing.nameable()],
        "crumbs": _crumbs(dataset, _("See it as others do")),
    }
    return render(request, "datasets/why/as.html", context)


@login_required
@require_safe
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """As somebody sees it who is not signed in."""
    return _seen(request, Viewing(own_dataset(request, slug), PUBLIC, AnonymousUser()))


@login_required
@require_safe
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """As somebody sees it who has an account and nothing else."""
    return _seen(request, Viewing(own_dataset(request, slug), REGISTERED, Viewpoint()))


@login_required
@require_safe
def organisation(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """As a plain member of an organisation sees it."""
    dataset = own_dataset(request, slug)
    found = sharing.nameable().filter(slug=organisation).first()
    if found is None:
        raise NotVisible
    return _seen(request, Viewing(dataset, ORGANISATION, Viewpoint(found), found))


def _seen(request: HttpRequest, viewing: Viewing) -> HttpResponse:
    """The page of the dataset made for the reader, or the page that says there is none for them."""
    dataset = viewing.dataset
    note_view_as(dataset=dataset, whom=viewing.whom, by=person(request))
    try:
        version = Asked.from_address(request.GET).version
        return page_of(
            request, open_dataset(viewing.reader, dataset.slug, version), viewing.reader, viewing
        )
    except NotVisible:
        context = {
            "dataset": dataset,
            "viewing": viewing,
            "crumbs": _crumbs(dataset, _("See it as others do")),
        }
        return render(request, "datasets/why/nothing.html", context)


def _crumbs(dataset: Dataset, title: str) -> list[tuple[str, str]]:
    return [
        (_("My data"), reverse("datasets:mine")),
        (dataset.title, reverse("datasets:dataset", args=[dataset.slug])),
        (title, ""),
    ]

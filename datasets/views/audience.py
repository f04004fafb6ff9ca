"""Widening or narrowing who may have an edition that is already published."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import NotVisible, PortalError
from datasets import sharing
from datasets.actions.publishing import change_audience
from datasets.forms.describing import EditionAudienceForm
from datasets.models import Dataset, Edition
from datasets.views.editions import own_edition
from datasets.views.steps import own_dataset, person


@login_required
def change(request: HttpRequest, slug: str, name: str = "") -> HttpResponse:
    """Whom an edition of the newest release is for, from now on; without a name, the full one."""
    dataset = own_dataset(request, slug)
    edition = own_edition(dataset, name) if name else _newest(dataset)
    named = sharing.named_in(edition)
    edition.release.dataset = dataset
    form = EditionAudienceForm(
        request.POST if request.method == "POST" else None,
        edition=edition,
        initial={
            "audience": edition.audience,
            "organisations": [organisation.slug for organisation in named],
        },
    )
    if form.is_bound and form.is_valid() and _change(request, form, edition):
        messages.success(request, _("Who may see the data has changed. It counts at once."))
        return redirect("datasets:editions" if name else "datasets:dataset", dataset.slug)
    context = {
        "dataset": dataset,
        "edition": edition,
        "reach": sharing.reach(dataset, edition.audience, named),
        "form": form,
        "personal": sharing.personal_columns_of(edition),
        "crumbs": [
            (_("My data"), reverse("datasets:mine")),
            (dataset.title, reverse("datasets:dataset", args=[dataset.slug])),
            (_("Who may see it"), ""),
        ],
    }
    return render(
        request, "datasets/intake/audience.html", context, status=400 if form.errors else 200
    )


def _newest(dataset: Dataset) -> Edition:
    editions = Edition.objects.filter(release__dataset=dataset)
    edition = editions.select_related("release__dataset").most_detailed_first().first()
    if edition is None:
        raise NotVisible
    return edition


def _change(request: HttpRequest, form: EditionAudienceForm, edition: Edition) -> bool:
    given = form.cleaned_data
    try:
        change_audience(
            edition=edition,
            audience=given["audience"],
            organisations=given["organisations"],
            reason=given.get("reason", ""),
            by=person(request),
        )
    except PortalError as refused:
        form.add_error("reason" if "reason" in form.fields else None, str(refused.message))
        return False
    return True

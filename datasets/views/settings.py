"""What stewards set for a published dataset, and the agreements of their organisations."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.errors import NotVisible, PortalError
from datasets import policies
from datasets.actions.agreements import choose_agreement, write_agreement
from datasets.actions.discovery import let_be_known
from datasets.actions.intake import describe
from datasets.forms.settings import AgreementForm, SettingsForm
from datasets.models import Agreement, Dataset
from datasets.views.steps import own_dataset, person
from partners.models import Organisation


@login_required
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Metadata, who may know of it, and under which agreement; all of it or nothing is kept."""
    dataset = own_dataset(request, slug)
    if dataset.published is None:
        return redirect("datasets:draft", dataset.slug)
    form = SettingsForm(request.POST or None, dataset=dataset)
    if form.is_valid() and _keep(form, dataset, person(request)):
        messages.success(request, _("The changes are kept. They count at once."))
        return redirect("datasets:dataset", dataset.slug)
    context = {
        "dataset": dataset,
        "form": form,
        "crumbs": [
            (_("My data"), reverse("datasets:mine")),
            (dataset.title, reverse("datasets:dataset", args=[dataset.slug])),
            (_("Description and terms"), ""),
        ],
    }
    return _answer(request, "datasets/settings/settings.html", context, form)


def _keep(form: SettingsForm, dataset: Dataset, by: Any) -> bool:
    given = dict(form.cleaned_data)
    known, agreement = given.pop("discoverable"), given.pop("agreement")
    try:
        with transaction.atomic():
            dataset = describe(dataset=dataset, by=by, **given)
            let_be_known(dataset=dataset, known=known, by=by)
            choose_agreement(dataset=dataset, agreement=agreement, by=by)
    except PortalError as refused:
        form.add_error(None, str(refused.message))
        return False
    return True


@login_required
@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements of the organisations one answers for."""
    owners = _owners(request)
    if not owners:
        raise NotVisible
    found = Agreement.objects.filter(owner__in=owners).select_related("owner", "current")
    context = {
        "agreements": found.prefetch_related("datasets"),
        "owners": owners,
        "crumbs": [(_("My data"), reverse("datasets:mine")), (_("Agreements"), "")],
    }
    return render(request, "datasets/settings/agreements.html", context)


@login_required
def new_agreement(request: HttpRequest, owner: str) -> HttpResponse:
    """Write the first version of an agreement of an organisation."""
    found = next((each for each in _owners(request) if each.slug == owner), None)
    if found is None:
        raise NotVisible
    return _write(request, found, None)


@login_required
def agreement(request: HttpRequest, number: int) -> HttpResponse:
    """Write the next version of an agreement: readers accept it before their next access."""
    found = Agreement.objects.filter(pk=number, owner__in=_owners(request)).first()
    if found is None:
        raise NotVisible
    return _write(request, found.owner, found)


def _write(request: HttpRequest, owner: Organisation, former: Agreement | None) -> HttpResponse:
    form = AgreementForm(request.POST or None, initial=_texts(former))
    if form.is_valid():
        try:
            write_agreement(owner=owner, agreement=former, by=person(request), **form.cleaned_data)
        except PortalError as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("The agreement is published. Readers accept it from now."))
            return redirect("datasets:agreements")
    crumbs = [(_("Agreements"), reverse("datasets:agreements"))]
    crumbs.append((former.title if former else _("New agreement"), ""))
    context = {"form": form, "owner": owner, "former": former, "crumbs": crumbs}
    return _answer(request, "datasets/settings/agreement.html", context, form)


def _texts(former: Agreement | None) -> dict[str, str]:
    if former is None or former.current is None:
        return {}
    current = former.current
    return {"title": former.title, "text_fr": current.text_fr, "text_en": current.text_en}


def _owners(request: HttpRequest) -> list[Organisation]:
    return list(Organisation.objects.filter(policies.brings_in_for(request.user)))


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], form: Any
) -> HttpResponse:
    return render(request, template, context, status=400 if form.errors else 200)

"""Asking for access to a dataset, following a request, and deciding it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.errors import NotVisible, PortalError
from datasets import policies
from datasets.actions import requests as actions
from datasets.actions.granting import renew, revoke
from datasets.forms.asking import ApproveForm, AskForm, MessageForm, RefuseForm, UntilForm
from datasets.models import AccessRequest, Dataset, PersonGrant
from datasets.reading import open_dataset
from datasets.views.steps import person

RELATED = ("dataset__owner", "dataset__project", "requester", "decided_by", "edition__release")


@login_required
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for the reader to decide, and what they asked for themselves."""
    every = AccessRequest.objects.select_related(*RELATED)
    decided = every.visible_to(request.user).exclude(requester=person(request))
    context = {
        "to_decide": every.to_decide_by(request.user),
        "decided": decided.exclude(pk__in=every.undecided())[:50],
        "mine": every.filter(requester=person(request)),
        "crumbs": [(_("My data"), reverse("datasets:mine")), (_("Requests"), "")],
    }
    return render(request, "datasets/requests/list.html", context)


@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the stewards for access, with a purpose."""
    dataset = open_dataset(request.user, slug).dataset
    if dataset.published is None:
        raise NotVisible
    waiting = AccessRequest.objects.filter(dataset=dataset, requester=person(request)).undecided()
    if (already := waiting.first()) is not None:
        return redirect("datasets:request", already.pk)
    form = AskForm(request.POST or None)

    def do() -> AccessRequest:
        given = form.cleaned_data
        return actions.ask_for_access(dataset=dataset, by=person(request), **given)

    made = _done(form, do)
    if made is not None:
        messages.success(request, _("Your request is sent. You hear of it here and by e-mail."))
        return redirect("datasets:request", made.pk)
    crumbs = [
        (_("Data"), reverse("datasets:catalogue")),
        (dataset.title, reverse("datasets:dataset", args=[dataset.slug])),
        (_("Ask for access"), ""),
    ]
    context = {"dataset": dataset, "form": form, "crumbs": crumbs}
    return _answer(request, "datasets/requests/ask.html", context, form)


@login_required
def one(request: HttpRequest, number: int) -> HttpResponse:
    """A request with its conversation; stewards of the owner decide here."""
    shown = _visible(request, number)
    page = _Page(request, shown)
    if request.method == "POST" and page.act():
        return redirect("datasets:request", shown.pk)
    return _answer(request, "datasets/requests/request.html", page.context(), *page.forms.values())


class _Page:
    """The forms of a request's page: which there are depends on who looks and how it stands."""

    def __init__(self, request: HttpRequest, shown: AccessRequest) -> None:
        self.request, self.shown = request, shown
        self.decides = AccessRequest.objects.to_decide_by(request.user).filter(pk=shown.pk).exists()
        self.asks = shown.requester_id == person(request).pk
        self.grants = self._grants()
        self.what = request.POST.get("do", "")
        self.forms: dict[str, forms.Form] = dict(self._forms())

    def _grants(self) -> list[PersonGrant]:
        """What the request gave and still gives, for the stewards who may end or prolong it."""
        mine = Dataset.objects.stewarded_by(self.request.user)
        if not mine.filter(pk=self.shown.dataset_id).exists():
            return []
        return list(PersonGrant.objects.filter(policies.grants_alive(), request=self.shown))

    def _forms(self) -> Any:
        if self.grants:
            yield "renew", UntilForm(self._posted("renew"), initial={"until": self.shown.until})
        if not self.shown.undecided:
            return
        yield "write", MessageForm(self._posted("write"))
        if self.decides:
            wanted = self.shown.wanted_until
            dataset = self.shown.dataset
            yield "approve", ApproveForm(self._posted("approve"), dataset=dataset, wanted=wanted)
            yield "refuse", RefuseForm(self._posted("refuse"))

    def _posted(self, what: str) -> Any:
        return self.request.POST if self.what == what else None

    def act(self) -> bool:
        """Do what was sent; False when it was refused, with the reason on its form."""
        if self.what == "take-back":
            actions.take_back(request=self.shown, by=person(self.request))
            return True
        if self.what == "end" and self.grants:
            for grant in self.grants:
                revoke(grant=grant, by=person(self.request))
            return True
        form = self.forms.get(self.what)
        if form is None:
            raise NotVisible
        return _done(form, lambda: self._do(form.cleaned_data)) is not None

    def _do(self, given: dict[str, Any]) -> Any:
        who = person(self.request)
        match self.what:
            case "approve":
                return actions.approve(request=self.shown, by=who, **given)
            case "refuse":
                return actions.refuse(request=self.shown, by=who, **given)
            case "renew":
                for grant in self.grants:
                    renew(grant=grant, until=given["until"], by=who)
                return self.grants
        return actions.write(request=self.shown, by=who, **given)

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        return {
            "asked": self.shown,
            "conversation": self.shown.messages.select_related("author"),
            "decides": self.decides,
            "grants": self.grants,
            "asks": self.asks,
            "forms": self.forms,
            "crumbs": [
                (_("Requests"), reverse("datasets:requests")),
                (self.shown.dataset.title, ""),
            ],
        }


def _visible(request: HttpRequest, number: int) -> AccessRequest:
    found = AccessRequest.objects.visible_to(request.user).select_related(*RELATED)
    shown = found.filter(pk=number).first()
    if shown is None:
        raise NotVisible
    return shown


def _done(form: forms.Form, do: Callable[[], Any]) -> Any:
    """What the action gave, or None when the form or the action refused: said on the form."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return do()
    except PortalError as refused:
        form.add_error(None, str(refused.message))
        return None


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], *every: forms.Form
) -> HttpResponse:
    wrong = any(form.is_bound and form.errors for form in every)
    return render(request, template, context, status=400 if wrong else 200)

"""Recalling, for stewards: what and why, who will be told, and afterwards who has confirmed."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import NotVisible, PortalError
from datakit.write import safe_text
from datasets.actions.recalling import holders_of, recall_edition, recall_release, remind
from datasets.enums import Had
from datasets.forms.recalling import RecallForm
from datasets.holders import who_had
from datasets.models import Dataset, Edition, Recall, RecallNotice, Release
from datasets.views.steps import own_dataset, person
from partners.models import User

COLUMNS = ("person", "e-mail", "release", "edition", "had", "last", "sha256", "confirmed")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose and give the reason (`do=preview`), see who is told, and recall (`do=recall`)."""
    dataset = _published(request, slug)
    what = request.POST.get("do", "")
    form = RecallForm(request.POST if request.method == "POST" else None, dataset=dataset)
    ready = what in ("preview", "recall") and form.is_valid()
    if what == "recall" and ready and (made := _recall(request, form)):
        messages.success(request, _("It is recalled, from this moment. Those who had it are told."))
        one = len(made) == 1
        return redirect(_followed(dataset, made[0]) if one else request.path)
    context = {
        **_frame(dataset),
        "form": form,
        "told": _told(form.chosen(), person(request)) if ready else None,
        "recalls": _recalls(dataset),
        "possible": bool(form.things),
    }
    wrong = bool(form.is_bound and form.errors)
    return render(request, "datasets/recalls/choose.html", context, status=400 if wrong else 200)


def _recall(request: HttpRequest, form: RecallForm) -> list[Recall]:
    """What was recalled; nothing when the action refused, with the reason on the form."""
    thing, by = form.chosen(), person(request)
    texts = {name: form.cleaned_data[name] for name in ("reason", "instructions")}
    try:
        if isinstance(thing, Release):
            return recall_release(release=thing, by=by, **texts)
        return [recall_edition(edition=thing, by=by, **texts)]
    except PortalError as refused:
        form.add_error(None, str(refused.message))
        return []


@dataclass(frozen=True)
class Told:
    """Who will be told of a recall, before it is made; and who cannot be."""

    label: str
    downloaded: tuple[str, ...]
    viewed: tuple[str, ...]
    gone: tuple[str, ...]
    unknown: int


def _told(thing: Release | Edition, by: User) -> Told:
    """Each person once, by the gravest of what they had."""
    editions = list(thing.editions.filter(closed=None)) if isinstance(thing, Release) else [thing]
    had: dict[int, str] = {}
    gone: set[str] = set()
    unknown = 0
    for edition in editions:
        found = who_had(edition, but=by.pk)
        for pk, holder in found.people.items():
            had[pk] = Had.DOWNLOADED if Had.DOWNLOADED in (holder.had, had.get(pk)) else Had.VIEWED
        gone.update(found.gone)
        unknown += found.unknown
    people = User.objects.filter(pk__in=had).order_by("name", "pk")
    names = {kind: [str(p.get_full_name()) for p in people if had[p.pk] == kind] for kind in Had}
    return Told(
        label=_label(thing),
        downloaded=tuple(names[Had.DOWNLOADED]),
        viewed=tuple(names[Had.VIEWED]),
        gone=tuple(sorted(gone)),
        unknown=unknown,
    )


def _label(thing: Release | Edition) -> str:
    if isinstance(thing, Release):
        return _("All of release %(release)s") % {"release": thing}
    return _("Only the edition “%(name)s” of %(release)s") % {
        "name": thing.title,
        "release": thing.release,
    }


@login_required
@require_safe
def followed(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Who had it, who has confirmed and when, and who cannot be told."""
    dataset = _published(request, slug)
    recall = _one(dataset, number)
    notices = list(recall.notices.select_related("user"))
    holders = holders_of(recall)
    context = {
        **_frame(dataset, str(recall.edition.release)),
        "recall": recall,
        "notices": notices,
        "confirmed": sum(each.confirmed is not None for each in notices),
        "beyond": holders,
        "late": len(set(holders.people) - {each.user_id for each in notices}),
    }
    return render(request, "datasets/recalls/followed.html", context)


@login_required
@require_POST
def remind_them(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Tell those again who have not confirmed."""
    dataset = _published(request, slug)
    recall = _one(dataset, number)
    try:
        people = remind(recall=recall, by=person(request))
    except PortalError as refused:
        messages.warning(request, str(refused.message))
    else:
        said = ngettext("%(n)s person is reminded.", "%(n)s people are reminded.", people)
        messages.success(request, said % {"n": people})
    return redirect(_followed(dataset, recall))


@login_required
@require_safe
def people_csv(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The list for a spreadsheet."""
    dataset = _published(request, slug)
    recall = _one(dataset, number)
    notices = recall.notices.select_related("user", "recall__edition__release")
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    lines.writerows([safe_text(cell) for cell in _cells(each)] for each in notices)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="recall-{recall.pk}-{dataset.slug}.csv"'
    return answer


def _cells(notice: RecallNotice) -> tuple[str, ...]:
    edition = notice.recall.edition
    return (
        notice.user.get_full_name(),
        notice.user.email,
        str(edition.release),
        edition.name,
        str(notice.had),
        notice.had_at.isoformat(),
        " ".join(copy["sha256"] for copy in notice.copies),
        notice.confirmed.isoformat() if notice.confirmed else "",
    )


# --- what these pages share ----------------------------------------------------------------------


def _published(request: HttpRequest, slug: str) -> Dataset:
    """The steward's dataset; of a draft nobody had anything. Raises NotVisible."""
    dataset = own_dataset(request, slug)
    if dataset.published is None:
        raise NotVisible
    return dataset


def _recalls(dataset: Dataset) -> QuerySet[Recall]:
    return (
        Recall.objects.filter(edition__release__dataset=dataset)
        .select_related("edition__release", "by")
        .annotate(people=Count("notices"), confirmed=Count("notices__confirmed"))
    )


def _one(dataset: Dataset, number: int) -> Recall:
    recall = _recalls(dataset).filter(pk=number).first()
    if recall is None:
        raise NotVisible
    return recall


def _followed(dataset: Dataset, recall: Recall) -> str:
    return reverse("datasets:recall-followed", args=[dataset.slug, recall.pk])


def _frame(dataset: Dataset, title: str = "") -> dict[str, Any]:
    here = reverse("datasets:recall", args=[dataset.slug])
    crumbs = [
        (_("My data"), reverse("datasets:mine")),
        (dataset.title, reverse("datasets:dataset", args=[dataset.slug])),
        (_("Recall"), here if title else ""),
    ]
    return {"dataset": dataset, "crumbs": [*crumbs, (title, "")] if title else crumbs}

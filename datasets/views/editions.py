"""The editions of a dataset: what each audience gets, chosen, prepared, looked at, opened."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from core.errors import InvalidInput, NotVisible, PortalError
from datakit.disclosure import Plan
from datasets import disclosing, sharing
from datasets.actions.editions import (
    DERIVE,
    change_plan,
    discard_edition,
    make_edition,
    prepare_again,
)
from datasets.actions.granting import follow_grants, following
from datasets.enums import EditionName
from datasets.forms.disclosing import PlanForm
from datasets.forms.editions import EditionForm
from datasets.models import Dataset, Edition, Release, Table
from datasets.views.steps import own_dataset, person
from jobs.models import Job


@login_required
@require_GET
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    """What each audience gets of the newest release, from the most detailed to the least."""
    dataset = own_dataset(request, slug)
    release = newest_release(dataset)
    every = list(release.editions.prefetch_related("tables").order_by("rank"))
    taken = {edition.name for edition in every}
    context = {
        **_frame(dataset),
        "release": release,
        "cards": [_card(edition) for edition in every],
        "usual": [
            (name, label)
            for name, label in EditionName.choices
            if name != EditionName.FULL and name not in taken
        ],
    }
    return render(request, "datasets/editions/list.html", context)


def _card(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition,
        "said": disclosing.said(edition),
        "rows": sum(table.rows for table in edition.tables.all()),
        "reach": sharing.reach(
            edition.release.dataset, edition.audience, sharing.named_in(edition)
        ),
        "job": _job(edition),
    }


@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what a new edition shows. The safe choice is the one already made."""
    dataset = own_dataset(request, slug)
    release = newest_release(dataset)
    name = request.GET.get("as", EditionName.PARTNER)
    form = EditionForm(_posted(request), release=release, initial={"name": _named(name)})
    full = release.editions.get(rank=0)
    tables = list(full.tables.all())
    plans = {
        table.name: disclosing.proposal(table, dataset.sensitivity, disclosing.meant_for(name))
        for table in tables
    }
    plan_forms = _plan_forms(request, tables, plans)
    if _all_valid(form, plan_forms):
        edition = _make(release, form, plan_forms, person(request))
        if edition is not None:
            return redirect("datasets:edition", dataset.slug, edition.name)
    context = {**_frame(dataset, _("New edition")), "form": form, "plans": plan_forms}
    return _answer(request, "datasets/editions/new.html", context, form, plan_forms)


def _named(name: str) -> str:
    return str(dict(EditionName.choices).get(name, ""))


def _make(
    release: Release, form: EditionForm, plan_forms: list[dict[str, Any]], by: Any
) -> Edition | None:
    try:
        return make_edition(
            release=release,
            name=form.slug(),
            plans=_chosen(plan_forms),
            after=form.cleaned_data["after"],
            by=by,
        )
    except PortalError as refused:
        _say(form, refused)
        return None


@login_required
@require_GET
def edition(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What an edition discloses; while it is prepared, how far that is."""
    dataset = own_dataset(request, slug)
    shown = own_edition(dataset, name)
    context = {
        **_frame(dataset, shown.title),
        "edition": shown,
        "job": _job(shown),
        "said": disclosing.said(shown),
        "reports": disclosing.reports(shown),
        "tables": list(shown.tables.all()),
        "reach": sharing.reach(dataset, shown.audience, sharing.named_in(shown)),
        "followers": _followers(shown),
    }
    if request.htmx and shown.prepared is None:  # type: ignore[attr-defined]
        return render(request, "datasets/editions/progress.html", context)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(request.path)
    return render(request, "datasets/editions/edition.html", context)


@login_required
def plan(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Choose anew what an edition shows, as long as nobody else has had it."""
    dataset = own_dataset(request, slug)
    changed = own_edition(dataset, name)
    full = changed.release.editions.get(rank=0)
    plans = disclosing.plans(changed)
    tables = [table for table in full.tables.all() if table.name in plans]
    plan_forms = _plan_forms(request, tables, plans)
    form = EditionForm(_posted(request), release=changed.release, edition=changed)
    if _all_valid(form, plan_forms):
        try:
            change_plan(edition=changed, plans=_chosen(plan_forms), by=person(request))
        except PortalError as refused:
            _say(form, refused)
        else:
            return redirect("datasets:edition", dataset.slug, changed.name)
    context = {
        **_frame(dataset, changed.title),
        "form": form,
        "plans": plan_forms,
        "edition": changed,
    }
    return _answer(request, "datasets/editions/new.html", context, form, plan_forms)


@login_required
@require_POST
def again(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Prepare once more what failed."""
    dataset = own_dataset(request, slug)
    prepare_again(edition=own_edition(dataset, name), by=person(request))
    return redirect("datasets:edition", dataset.slug, name)


@login_required
@require_POST
def follow(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Open an edition to those whose access to the former one was given for later ones too."""
    dataset = own_dataset(request, slug)
    follow_grants(edition=own_edition(dataset, name), by=person(request))
    messages.success(request, _("Who may see the data has changed. It counts at once."))
    return redirect("datasets:edition", dataset.slug, name)


@login_required
@require_POST
def discard(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Forget an edition that nobody else has had."""
    dataset = own_dataset(request, slug)
    discard_edition(edition=own_edition(dataset, name), by=person(request))
    messages.success(request, _("The edition is deleted."))
    return redirect("datasets:editions", dataset.slug)


# --- what these pages share ----------------------------------------------------------------------


def newest_release(dataset: Dataset) -> Release:
    """The release that editions are made of. Raises NotVisible for a draft."""
    release = dataset.releases.order_by("-number").first()
    if release is None:
        raise NotVisible
    release.dataset = dataset
    return release


def own_edition(dataset: Dataset, name: str) -> Edition:
    """An edition of the newest release. Raises NotVisible when there is none of that name."""
    found = newest_release(dataset).editions.filter(name=slugify(name)).first()
    if found is None:
        raise NotVisible
    found.release.dataset = dataset
    return found


def _followers(edition: Edition) -> list[str]:
    """Who could read it too, because their access to the former one was given for later ones."""
    to_organisations, to_people = following(edition)
    held = set(edition.organisation_grants.values_list("group_id", flat=True))
    known = set(edition.person_grants.values_list("user_id", flat=True))
    return [
        *(str(each.group.organisation) for each in to_organisations if each.group_id not in held),
        *(each.user.get_full_name() for each in to_people if each.user_id not in known),
    ]


def _job(edition: Edition) -> Job | None:
    return Job.objects.latest_for(edition, DERIVE) if edition.prepared is None else None


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _plan_forms(
    request: HttpRequest, tables: list[Table], plans: dict[str, Plan]
) -> list[dict[str, Any]]:
    return [
        {
            "table": table,
            "form": PlanForm(
                _posted(request),
                prefix=f"t{table.position}",
                schema=table.schema,
                proposal=plans[table.name],
                profile=table.profile,
            ),
        }
        for table in tables
    ]


def _all_valid(form: Any, plan_forms: list[dict[str, Any]]) -> bool:
    """Whether everything was sent and fits; each form is asked, so that all mistakes are said."""
    answers = [each.is_valid() for each in (form, *(every["form"] for every in plan_forms))]
    return all(answers)


def _chosen(plan_forms: list[dict[str, Any]]) -> dict[str, Plan]:
    return {each["table"].name: each["form"].plan() for each in plan_forms}


def _say(form: Any, refused: PortalError) -> None:
    problems = refused.problems if isinstance(refused, InvalidInput) else ()
    for problem in problems or (str(refused.message),):
        form.add_error(None, problem)


def _answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    form: Any,
    plan_forms: list[dict[str, Any]],
) -> HttpResponse:
    wrong = form.errors or any(each["form"].errors for each in plan_forms)
    return render(request, template, context, status=400 if wrong else 200)


def _frame(dataset: Dataset, title: str = "") -> dict[str, Any]:
    here = reverse("datasets:editions", args=[dataset.slug])
    crumbs = [
        (_("My data"), reverse("datasets:mine")),
        (dataset.title, reverse("datasets:dataset", args=[dataset.slug])),
        (_("Editions"), here if title else ""),
    ]
    return {"dataset": dataset, "crumbs": [*crumbs, (title, "")] if title else crumbs}

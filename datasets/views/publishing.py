"""Steps three and four: describing the draft, choosing whom it is for, and publishing it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import PortalError
from datakit.reading.model import Inspection
from datasets import sharing
from datasets.actions.intake import describe as describe_draft
from datasets.actions.intake import plan_sharing
from datasets.actions.intake import publish as publish_draft
from datasets.forms.describing import DescribeForm, PublishForm, ReleaseForm
from datasets.models import Dataset, Upload, UploadState
from datasets.views.steps import (
    DESCRIBE,
    PUBLISHED,
    frame,
    newest_upload,
    on_its_way,
    own_dataset,
    person,
    upload_read,
)
from partners.enums import Audience
from partners.models import Organisation


@login_required
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """Title, description, licence, project, sensitivity and audience; kept on the draft."""
    dataset = own_dataset(request, slug)
    if dataset.published is not None:
        # A next release has its description already.
        return redirect("datasets:publish" if on_its_way(dataset) else "datasets:dataset", slug)
    upload = upload_read(dataset)
    form = DescribeForm(
        request.POST if request.method == "POST" else None,
        dataset=dataset,
        initial=_initial(dataset, upload),
    )
    if form.is_bound and form.is_valid() and _keep(request, form, dataset, upload):
        return _next(request, dataset)
    context = {
        **frame(dataset, DESCRIBE),
        "form": form,
        "personal": sharing.personal_columns(upload),
    }
    return render(
        request, "datasets/intake/describe.html", context, status=400 if form.errors else 200
    )


def _next(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    if "stop" in request.POST:
        return redirect("datasets:mine")
    return redirect("datasets:publish", dataset.slug)


def _initial(dataset: Dataset, upload: Upload) -> dict[str, Any]:
    return {
        "title": dataset.title,
        "description": dataset.description,
        "licence": dataset.licence,
        "project": dataset.project_id,
        "sensitivity": dataset.sensitivity,
        "audience": upload.sharing.get("audience", Audience.OWNER),
        "organisations": upload.sharing.get("organisations", []),
    }


def _keep(request: HttpRequest, form: DescribeForm, dataset: Dataset, upload: Upload) -> bool:
    """Both halves of the page or none; a refusal is said on the form."""
    given = form.cleaned_data
    about = {name: given[name] for name in ("title", "description", "licence", "sensitivity")}
    try:
        with transaction.atomic():
            upload.dataset = describe_draft(
                dataset=dataset, project=given["project"], by=person(request), **about
            )
            plan_sharing(
                upload=upload,
                audience=given["audience"],
                organisations=given["organisations"],
                by=person(request),
            )
    except PortalError as refused:
        form.add_error(None, str(refused.message))
        return False
    return True


@login_required
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Say once more what will be shared with whom; then publish."""
    dataset = own_dataset(request, slug)
    if newest_upload(dataset).state == UploadState.PUBLISHED:
        return redirect("datasets:published", dataset.slug)
    upload = upload_read(dataset)
    if not upload.sharing:
        return redirect("datasets:describe", dataset.slug)
    if dataset.published is not None:
        return _next_release(request, dataset, upload)
    personal = sharing.personal_columns(upload) if _leaves_owner(upload) else []
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        personal=bool(personal),
        initial={"reading": upload.reading},
    )
    if form.is_bound and form.is_valid() and _publish(request, form, dataset, upload):
        dataset.refresh_from_db()
        return redirect("datasets:published", dataset.slug)
    context = {
        **frame(dataset, DESCRIBE),
        **_summary(dataset, upload),
        "form": form,
        "personal": personal,
    }
    return render(
        request, "datasets/intake/publish.html", context, status=400 if form.errors else 200
    )


def _next_release(request: HttpRequest, dataset: Dataset, upload: Upload) -> HttpResponse:
    """What changed since the release before; its editions are prepared again for a look."""
    before = dataset.releases.first()
    form = ReleaseForm(
        request.POST if request.method == "POST" else None, initial={"reading": upload.reading}
    )
    if form.is_bound and form.is_valid():
        upload.sharing["notes"] = form.cleaned_data["notes"]
        if _publish(request, form, dataset, upload):
            return redirect("datasets:editions", dataset.slug)
    context = {
        **frame(dataset, DESCRIBE),
        **_summary(dataset, upload),
        "form": form,
        "before": before,
        "number": before.number + 1 if before else 1,
        "editions": before.editions.order_by("rank") if before else (),
    }
    return render(
        request, "datasets/intake/next_release.html", context, status=400 if form.errors else 200
    )


def _leaves_owner(upload: Upload) -> bool:
    return str(upload.sharing["audience"]) != Audience.OWNER


def _named(upload: Upload) -> list[Organisation]:
    return list(Organisation.objects.filter(slug__in=upload.sharing["organisations"]))


def _publish(
    request: HttpRequest, form: PublishForm | ReleaseForm, dataset: Dataset, upload: Upload
) -> bool:
    if form.cleaned_data["reading"] != upload.reading:
        form.add_error(None, _("The file was read again meanwhile. Please check it once more."))
        return False
    try:
        publish_draft(
            dataset=dataset,
            upload=upload,
            audience=upload.sharing["audience"],
            organisations=_named(upload),
            notes=upload.sharing.get("notes", ""),
            by=person(request),
        )
    except PortalError as refused:
        form.add_error(None, str(refused.message))
        return False
    return True


def _summary(dataset: Dataset, upload: Upload) -> dict[str, Any]:
    inspection = Inspection.from_dict(upload.inspection or {})
    audience = upload.sharing["audience"]
    return {
        "upload": upload,
        "tables": inspection.tables,
        "rows": sum(table.rows for table in inspection.tables),
        "audience": audience,
        "reach": sharing.reach(dataset, audience, _named(upload)),
        "warnings": sum(problem.level == "warning" for problem in inspection.all_problems),
    }


@login_required
def done(request: HttpRequest, slug: str) -> HttpResponse:
    """It is published: the link to pass on, and who hears of it."""
    dataset = own_dataset(request, slug)
    if dataset.published is None:
        return redirect("datasets:draft", dataset.slug)
    release = dataset.releases.first()
    edition = release.editions.order_by("rank").first() if release else None
    context = {
        **frame(dataset, PUBLISHED),
        "release": release,
        "edition": edition,
        "rows": sum(table.rows for table in edition.tables.all()) if edition else 0,
        "reach": sharing.reach(dataset, edition.audience, sharing.named_in(edition))
        if edition
        else None,
    }
    return render(request, "datasets/intake/published.html", context)

"""Step two: waiting while the file is read, then looking at what was understood."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRedirect

from datakit.reading.model import Inspection, ReadOptions
from datasets.actions.intake import discard_draft, reread
from datasets.actions.releasing import discard_upload
from datasets.forms.corrections import CorrectionsForm
from datasets.models import Dataset, Upload, UploadState
from datasets.views.steps import (
    CHECK,
    frame,
    newest_upload,
    on_its_way,
    own_dataset,
    person,
    url_of_draft,
)
from datasets.views.tables import table_sections
from datasets.wording import by_level
from jobs.enums import State
from jobs.models import Job


@login_required
@require_GET
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on where the draft stands; wait here while its file is being read."""
    dataset = own_dataset(request, slug)
    upload = on_its_way(dataset)
    if upload is None:
        return redirect("datasets:dataset", dataset.slug)
    if upload.state == UploadState.READ and upload.sharing.get("reading") == upload.reading:
        return redirect("datasets:publish", dataset.slug)
    if upload.state != UploadState.RECEIVED:
        return redirect("datasets:review", dataset.slug)
    context = {**frame(dataset, CHECK), "upload": upload, **_waiting(upload)}
    return render(request, "datasets/intake/waiting.html", context)


@login_required
@require_GET
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """How far the reading is; sends the page on when it has ended."""
    dataset = own_dataset(request, slug)
    upload = newest_upload(dataset)
    if upload.state != UploadState.RECEIVED or _ended(upload):
        return HttpResponseClientRedirect(url_of_draft(dataset))
    context = {"dataset": dataset, "upload": upload, **_waiting(upload)}
    return render(request, "datasets/intake/progress.html", context)


def _ended(upload: Upload) -> bool:
    job = Job.objects.latest_for(upload)
    return job is None or job.state not in (State.QUEUED, State.RUNNING)


def _waiting(upload: Upload) -> dict[str, Any]:
    """The state of the reading. A job that ended without an answer can be asked for again."""
    job = Job.objects.latest_for(upload)
    active = job is not None and job.state in (State.QUEUED, State.RUNNING)
    return {
        "state": str(job.state) if job and active else "failed",
        "fraction": job.progress if job and job.state == State.RUNNING else None,
        "problem": _(job.error) if job and job.error else "",
        "active": active,
    }


@login_required
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """What was understood, with what is wrong; corrections are sent here too."""
    dataset = own_dataset(request, slug)
    upload = newest_upload(dataset)
    if request.method == "POST" and "again" in request.POST:
        return _read_again(request, upload, ReadOptions())
    if upload.inspection is None or upload.state == UploadState.RECEIVED:
        return HttpResponseRedirect(url_of_draft(dataset))
    if upload.state == UploadState.PUBLISHED:
        return redirect("datasets:dataset", dataset.slug)
    return _review(request, dataset, upload)


def _review(request: HttpRequest, dataset: Dataset, upload: Upload) -> HttpResponse:
    inspection = Inspection.from_dict(upload.inspection or {})
    given = request.POST if request.method == "POST" else None
    form = CorrectionsForm(
        given, inspection=inspection, options=ReadOptions.from_dict(upload.options)
    )
    if form.is_bound and form.is_valid():
        return _read_again(request, upload, form.read_options())
    context = {
        **frame(dataset, CHECK),
        "upload": upload,
        "inspection": inspection,
        "findings": by_level(inspection.all_problems),
        "rejected": upload.state == UploadState.REJECTED,
        "corrected": upload.options not in ({}, ReadOptions().as_dict()),
        "form": form,
        "sections": table_sections(inspection, form),
        "rows": sum(table.rows for table in inspection.tables),
    }
    return render(
        request, "datasets/intake/review.html", context, status=400 if form.errors else 200
    )


def _read_again(request: HttpRequest, upload: Upload, options: ReadOptions) -> HttpResponse:
    reread(upload=upload, options=options, by=person(request))
    return HttpResponseRedirect(url_of_draft(upload.dataset))


@login_required
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether the draft and its file should go; then let them go."""
    dataset = own_dataset(request, slug)
    if dataset.published is not None and on_its_way(dataset) is None:
        return redirect("datasets:dataset", dataset.slug)
    if request.method == "POST":
        return _discard(request, dataset)
    context = {**frame(dataset, CHECK), "upload": dataset.uploads.first()}
    return render(request, "datasets/intake/discard.html", context)


def _discard(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    if dataset.published is None:
        discard_draft(dataset=dataset, by=person(request))
        messages.success(request, _("The draft and its file are deleted."))
        return redirect("datasets:mine")
    discard_upload(dataset=dataset, by=person(request))
    messages.success(request, _("The file of the next release is deleted."))
    return redirect("datasets:dataset", dataset.slug)

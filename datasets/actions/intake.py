"""From a file to a described draft. Until it is published a draft exists for its stewards alone."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from audit.actions import record
from core.actor import Actor
from core.errors import InvalidInput, NotPossible
from datakit.reading.model import ReadOptions
from datasets import files, policies
from datasets.actions.publishing import change_audience, check_sharing, publish
from datasets.actions.receiving import check_file, new_draft, new_upload, nothing_left_of
from datasets.enums import audiences_for
from datasets.files import SentFile
from datasets.models import Dataset, Edition, Upload, UploadState
from jobs.actions import cancel, enqueue
from jobs.models import Job
from partners.enums import Audience
from partners.models import Organisation
from projects.models import Project

__all__ = [
    "change_audience",
    "describe",
    "discard_draft",
    "plan_sharing",
    "publish",
    "receive_file",
    "replace_file",
    "reread",
    "start_upload",
]

IMPORT = "datasets.import"


def start_upload(*, file: SentFile, name: str, owner: Organisation, by: Actor) -> Upload:
    """Bring in a file for `owner`: a draft, the file in private storage, and its reading queued.

    Raises NotAllowed when `by` does not answer for the owner's data, InvalidInput when the file
    cannot be taken: then nothing is kept.
    """
    kept: list[Upload] = []
    with nothing_left_of(kept), transaction.atomic():
        upload = receive_file(file=file, name=name, owner=owner, by=by)
        kept.append(upload)
        enqueue(IMPORT, upload, by=by)
    return upload


def receive_file(*, file: SentFile, name: str, owner: Organisation, by: Actor) -> Upload:
    """A draft with its file, not read yet. Same refusals as :func:`start_upload`."""
    policies.require_steward_of(by, owner)
    check_file(file)
    with transaction.atomic():
        dataset = new_draft(name, owner, by)
        return keep_upload(dataset, file, name, by)


def replace_file(*, dataset: Dataset, file: SentFile, name: str, by: Actor) -> Upload:
    """Another file for a draft. What was already chosen about sharing stays.

    Raises as :func:`start_upload`, and NotPossible when the dataset is published.
    """
    _require_draft(dataset, by)
    check_file(file)
    before = dataset.uploads.first()
    kept: list[Upload] = []
    with nothing_left_of(kept), transaction.atomic():
        upload = keep_upload(dataset, file, name, by, sharing=_still_meant(before))
        kept.append(upload)
        enqueue(IMPORT, upload, by=by)
    return upload


def _still_meant(before: Upload | None) -> dict[str, Any]:
    """What was chosen for the former file, without the claim that this one was looked at."""
    return {k: v for k, v in before.sharing.items() if k != "reading"} if before else {}


def keep_upload(
    dataset: Dataset, file: SentFile, name: str, by: Actor, sharing: dict[str, Any] | None = None
) -> Upload:
    """The file, whole in private storage with its row, written down; the caller has it read."""
    upload = new_upload(dataset, file, name, by)
    with nothing_left_of([upload]):
        upload.sharing = sharing or {}
        upload.save(update_fields=["sharing"])
        record(
            "datasets.file-received",
            dataset,
            by=by,
            organisation_id=dataset.owner_id,
            upload=upload.pk,
            bytes=upload.bytes,
        )
    return upload


def reread(*, upload: Upload, options: ReadOptions, by: Actor) -> Upload:
    """Read the file again with a person's corrections; the answer replaces the former one whole.

    Raises NotPossible when the upload is published.
    """
    policies.require_steward(by, upload.dataset)
    with transaction.atomic():
        changed = (
            Upload.objects.filter(pk=upload.pk)
            .exclude(state=UploadState.PUBLISHED)
            .update(reading=F("reading") + 1, state=UploadState.RECEIVED, options=options.as_dict())
        )
        if not changed:
            raise NotPossible(_("A published release is never changed."))
        enqueue(IMPORT, upload, by=by)
    upload.refresh_from_db()
    return upload


def describe(
    *,
    dataset: Dataset,
    title: str,
    description: str,
    licence: str,
    project: Project | None,
    sensitivity: str,
    by: Actor,
) -> Dataset:
    """Say what the data is. Raises InvalidInput for a project the owner is not in, NotPossible
    where a published audience would no longer fit the sensitivity or would change its people.
    """
    policies.require_steward(by, dataset)
    _check_project(dataset, project)
    with transaction.atomic():
        dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
        _check_published(dataset, project, sensitivity)
        values = {
            "title": title,
            "description": description,
            "licence": licence,
            "project": project,
            "sensitivity": sensitivity,
        }
        changed = {name: value for name, value in values.items() if getattr(dataset, name) != value}
        for name, value in changed.items():
            setattr(dataset, name, value)
        if changed:
            dataset.save(update_fields=list(changed))
            _record_description(dataset, changed, by)
    return dataset


def _record_description(dataset: Dataset, changed: dict[str, Any], by: Actor) -> None:
    details: dict[str, Any] = {"changed": sorted(changed)}
    if "sensitivity" in changed:
        details["sensitivity"] = changed["sensitivity"]
    record(
        "datasets.dataset-described", dataset, by=by, organisation_id=dataset.owner_id, **details
    )


def _check_project(dataset: Dataset, project: Project | None) -> None:
    if project is None or project.pk == dataset.project_id:
        return
    mine = Project.objects.filter(policies.projects_of(dataset.owner_id))
    if not mine.filter(pk=project.pk).exists():
        raise InvalidInput(_("The owner is not in the consortium of this project."))


def _check_published(dataset: Dataset, project: Project | None, sensitivity: str) -> None:
    """What is already shared must still be allowed, and with the same people, afterwards."""
    editions = Edition.objects.filter(release__dataset=dataset)
    allowed = audiences_for(sensitivity)
    if editions.exclude(audience__in=allowed).exists():
        raise NotPossible(
            _("The data is shared more widely than this sensitivity allows. Narrow it first.")
        )
    moved = (project.pk if project else None) != dataset.project_id
    if moved and editions.filter(audience=Audience.CONSORTIUM).exists():
        raise NotPossible(
            _("The data is shared with the consortium of its project. Narrow it first.")
        )


def plan_sharing(
    *,
    upload: Upload,
    audience: str,
    organisations: Iterable[Organisation] = (),
    notes: str = "",
    by: Actor,
) -> Upload:
    """Keep on the draft whom it is meant for. Nobody sees more until it is published.

    It remembers which reading of the file it was decided on: a newer one is looked at first.
    """
    policies.require_steward(by, upload.dataset)
    named = list(organisations) if audience == Audience.NAMED else []
    check_sharing(upload.dataset, audience, named)
    upload.sharing = {
        "audience": audience,
        "organisations": sorted(organisation.slug for organisation in named),
        "notes": notes,
        "reading": upload.reading,
    }
    upload.save(update_fields=["sharing"])
    return upload


def discard_draft(*, dataset: Dataset, by: Actor) -> None:
    """Forget a draft and its files. Raises NotPossible when the dataset is published."""
    _require_draft(dataset, by)
    with transaction.atomic():
        for upload in dataset.uploads.all():
            for job in Job.objects.active().about(upload):
                cancel(job, by=by)
        record("datasets.draft-discarded", dataset, by=by, organisation_id=dataset.owner_id)
        folder = f"datasets/{dataset.pk}"
        dataset.delete()
        transaction.on_commit(lambda: files.remove_folder(folder))


def _require_draft(dataset: Dataset, by: Actor) -> None:
    policies.require_steward(by, dataset)
    if dataset.published is not None:
        raise NotPossible(_("The dataset is published: it is not a draft any more."))

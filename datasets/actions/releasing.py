"""The next release of a published dataset: a new file, and going back on it."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from core.actor import Actor
from core.errors import NotPossible
from datasets import files, policies
from datasets.actions.intake import IMPORT, keep_upload
from datasets.actions.receiving import check_file, nothing_left_of
from datasets.files import SentFile
from datasets.models import Dataset, Upload, UploadState
from jobs.actions import cancel, enqueue
from jobs.models import Job
from partners.enums import Audience


def start_release(*, dataset: Dataset, file: SentFile, name: str, by: Actor) -> Upload:
    """Bring in the file of the next release. The releases that stand stay as they are.

    Until it is published it is intended for the owner's stewards alone. Raises NotPossible for a
    draft, and as :func:`datasets.actions.intake.start_upload`.
    """
    policies.require_steward(by, dataset)
    if dataset.published is None:
        raise NotPossible(_("The dataset is not published yet: replace the file of its draft."))
    check_file(file)
    kept: list[Upload] = []
    with nothing_left_of(kept), transaction.atomic():
        intended = {"audience": str(Audience.OWNER), "organisations": [], "notes": ""}
        upload = keep_upload(dataset, file, name, by, sharing=intended)
        kept.append(upload)
        enqueue(IMPORT, upload, by=by)
    return upload


def discard_upload(*, dataset: Dataset, by: Actor) -> None:
    """Forget the files of a next release that is not published; what stands is not touched."""
    policies.require_steward(by, dataset)
    if dataset.published is None:
        raise NotPossible(_("The dataset is not published yet: delete its draft."))
    waiting = list(dataset.uploads.exclude(state=UploadState.PUBLISHED))
    if not waiting:
        raise NotPossible(_("There is no file of a next release."))
    with transaction.atomic():
        for upload in waiting:
            for job in Job.objects.active().about(upload):
                cancel(job, by=by)
            folder = f"datasets/{dataset.pk}/uploads/{upload.key}"
            upload.delete()
            transaction.on_commit(partial(files.remove_folder, folder))
        record("datasets.upload-discarded", dataset, by=by, organisation_id=dataset.owner_id)

"""Reading an upload: in a sandbox, into a folder of its own, then whole to storage and the row."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from core.actor import SYSTEM
from core.errors import PortalError
from datakit.reading import Inspection, Limits, ReadOptions, read_file
from datasets import files, policies
from datasets.models import Upload, UploadState
from jobs.registry import JobFailed, Weight, Work, job_kind

NOT_STEWARD = gettext_noop("You are no longer a data steward of the organisation.")
FILE_GONE = gettext_noop("The file is no longer in storage. Please choose it again.")


@job_kind("datasets.import", weight=Weight.HEAVY, attempts=3)
def read_upload(work: Work) -> None:
    """Read the upload until its newest reading is answered.

    A correction made while the file was being read leaves the upload waiting again: then the
    former answer is dropped and the file is read once more. Run again after a crash it starts
    over; once answered it does nothing.
    """
    waiting = Upload.objects.filter(pk=work.subject_id, state=UploadState.RECEIVED)
    while (upload := waiting.select_related("dataset").first()) is not None:
        _check_asker(work, upload)
        _read_once(work, upload)


def _check_asker(work: Work, upload: Upload) -> None:
    try:
        policies.require_steward(work.requested_by or SYSTEM, upload.dataset)
    except PortalError as refused:
        raise JobFailed("not-allowed", NOT_STEWARD) from refused


def _read_once(work: Work, upload: Upload) -> None:
    options = ReadOptions.from_dict(upload.options)
    _sweep(upload)
    with files.working_folder() as folder:
        try:
            with files.on_disk(upload.file) as path:
                found = inspect(path, upload.name, folder, options, work.progress)
        except FileNotFoundError as gone:
            raise JobFailed("file-gone", FILE_GONE) from gone
        keep(upload, found, folder, holding=work.holding)


def _sweep(upload: Upload) -> None:
    """Take away the tables of a reading that was killed before its row could name them."""
    tables = upload.inspection["tables"] if upload.inspection else ()
    kept = {PurePosixPath(table["parquet"]).parent.name for table in tables}
    files.remove_folders_but(_folder(upload), kept)


def _folder(upload: Upload) -> str:
    return f"datasets/{upload.dataset_id}/uploads/{upload.key}"


def inspect(
    path: Path,
    name: str,
    folder: Path,
    options: ReadOptions,
    progress: Callable[[float], None] | None = None,
) -> Inspection:
    """What the file at `path` holds, its tables as Parquet in `folder`; nothing is stored."""
    limits = Limits(
        file_bytes=settings.UPLOAD_LIMIT,
        memory_bytes=settings.IMPORT_MEMORY_MB * 1024**2,
        seconds=settings.IMPORT_SECONDS,
        threads=settings.QUERY_THREADS,
    )
    return read_file(
        path, name=name, out_dir=folder, options=options, limits=limits, progress=progress
    )


def keep(
    upload: Upload,
    found: Inspection,
    folder: Path,
    *,
    holding: Callable[[], AbstractContextManager[None]] = transaction.atomic,
) -> bool:
    """Store the tables of `folder`, then make them the upload's in one step.

    False, and nothing kept, when the upload was corrected, published or discarded meanwhile.
    `holding` is the transaction to do it in. The row is the only way to the files, so what a
    crash leaves half-written is never read.
    """
    target = f"{_folder(upload)}/{uuid.uuid4().hex}"
    stored: list[str] = []
    try:
        kept = _store(found, folder, target, stored)
        with holding():
            if not _answer(upload, kept):
                raise _Superseded
    except _Superseded:
        files.remove(stored)
        return False
    except BaseException:
        files.remove(stored)
        raise
    return True


class _Superseded(Exception):
    """The row has moved on while the file was read."""


def _store(found: Inspection, folder: Path, target: str, stored: list[str]) -> Inspection:
    tables = []
    for table in found.tables:
        name = files.store(folder / table.parquet, f"{target}/{table.parquet}")
        stored.append(name)
        tables.append(replace(table, parquet=name))
    return replace(found, tables=tuple(tables))


def _answer(upload: Upload, kept: Inspection) -> bool:
    rejected = kept.outcome == "reject"
    changed = Upload.objects.filter(
        pk=upload.pk, reading=upload.reading, state=UploadState.RECEIVED
    ).update(
        state=UploadState.REJECTED if rejected else UploadState.READ, inspection=kept.as_dict()
    )
    if changed and upload.inspection:
        former = [table["parquet"] for table in upload.inspection["tables"]]
        transaction.on_commit(lambda: files.remove(former))
    return bool(changed)

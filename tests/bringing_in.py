"""Bringing a file in as the pages do, without a running worker: its jobs are done here and now."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from core.actor import SYSTEM, Actor
from datakit.reading import ColumnReport, Inspection, TableReport
from datakit.schema import Column, Schema
from datasets.actions.intake import receive_file, start_upload
from datasets.files import working_folder
from datasets.jobs.importing import keep
from datasets.models import Upload
from jobs import engine
from jobs.models import Job
from partners.models import Organisation
from tests.factories import as_parquet
from tests.files import VISITS


def work_off() -> None:
    """Do all waiting work, and what it asks for."""
    while waiting := list(Job.objects.filter(state="queued").values_list("pk", flat=True)):
        for pk in waiting:
            engine.run(pk)


def received(
    owner: Organisation,
    content: bytes | str = VISITS,
    name: str = "visites.csv",
    by: Actor = SYSTEM,
) -> Upload:
    """A draft whose file waits to be read."""
    data = content.encode() if isinstance(content, str) else content
    return start_upload(file=ContentFile(data, name=name), name=name, owner=owner, by=by)


def read(owner: Organisation, *args: Any, **kwargs: Any) -> Upload:
    """A draft whose file has been read."""
    upload = received(owner, *args, **kwargs)
    work_off()
    upload.refresh_from_db()
    return upload


def ready(owner: Organisation, by: Actor = SYSTEM) -> Upload:
    """A draft whose two visits have been read, without the time a reading takes."""
    schema = Schema(
        (
            Column("pcode"),
            Column("Site"),
            Column("Effectif", "integer"),
            Column("Contact", tag="phone"),
        )
    )
    rows = [("007", "Démo A", 320, "+243 990 000 001"), ("012", "Démo B", None, "+243 990 000 002")]
    columns = tuple(
        ColumnReport(column, empty=sum(row[at] is None for row in rows))
        for at, column in enumerate(schema.columns)
    )
    file = ContentFile(VISITS.encode(), name="visites.csv")
    upload = receive_file(file=file, name="visites.csv", owner=owner, by=by)
    table = TableReport(
        "visites", len(rows), columns, "visites.parquet", preview=(("pcode", "Site"),)
    )
    with working_folder() as folder:
        (folder / table.parquet).write_bytes(as_parquet(schema, rows))
        keep(upload, Inspection("accept", "visites.csv", format="csv", tables=(table,)), folder)
    upload.refresh_from_db()
    return upload


def as_file(content: bytes | str, name: str) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    data = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, data)


def codes(upload: Upload) -> set[str]:
    """The codes of the problems found in the upload's file."""
    inspection = upload.inspection or {}
    tables: Iterable[dict[str, Any]] = inspection.get("tables", ())
    found = [*inspection.get("problems", ())]
    for table in tables:
        found += table["problems"]
        found += [problem for column in table["columns"] for problem in column["problems"]]
    return {problem["code"] for problem in found}

"""Power cuts: a worker killed while it reads a file or builds a package loses nothing.

The job is taken up again by itself and ends right; meanwhile nothing half-made can be read, and
afterwards nothing is left lying about.
"""

import hashlib
import zipfile
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.test import Client
from django.urls import reverse

from datakit.layout import COPY_OPTIONS
from datakit.schema import Column, Schema
from datasets.actions.intake import start_upload
from datasets.actions.packages import ask_for_package
from datasets.models import Table, Upload, UploadState
from datasets.storage import private_storage
from jobs.enums import State
from jobs.models import Job
from partners.enums import Audience
from tests import factories, files
from tests.bringing_in import codes, received, work_off
from tests.workers import start_worker, wait_for

__all__ = ["start_worker"]

ROWS, PACKED = 300_000, 900_000
VISITS = f"""
    COPY (SELECT 'S' || i AS code, 'Démo ' || (i % 900) AS site,
        replace(CAST((i % 977) / 4 AS VARCHAR), '.', ',') AS montant,
        strftime(DATE '2010-01-01' + CAST(i % 5000 AS INT), '%d/%m/%Y') AS jour,
        md5(CAST(i AS VARCHAR)) AS note FROM range({ROWS}) numbers(i)) TO '{{}}' (DELIMITER ';')
"""  # noqa: S608
NOISE = Schema(tuple(Column(f"c{n}") for n in range(6)))

pytestmark = [pytest.mark.jobs, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def steward():
    return factories.MembershipFactory(steward=True)


@pytest.fixture
def upload(steward, tmp_path, start_worker):
    path = tmp_path / "visites.csv"
    duckdb.sql(VISITS.format(path))
    before = files.stored()
    with path.open("rb") as file:
        upload = start_upload(
            file=File(file, name=path.name),
            name=path.name,
            owner=steward.organisation,
            by=steward.user,
        )
    yield upload
    assert not sandboxes()
    assert files.stored() - before >= {upload.file.path}


def job_of(thing):
    return Job.objects.about(thing).latest("pk")


def sandboxes():
    """Children that read a file of this test at this moment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (process / "cmdline").read_bytes()
            if b"datakit.sandbox" in command and settings.FILE_UPLOAD_TEMP_DIR.encode() in command:
                found.append(int(process.name))
    return found


def kept(folder):
    """Every file in private storage under a folder, by its name there."""
    root = Path(settings.PRIVATE_ROOT)
    found = (root / folder).rglob("*")
    return {str(path.relative_to(root)) for path in found if path.is_file()}


@pytest.mark.parametrize("far", [0.01, 0.5], ids=["staging", "typing"])
def test_an_import_whose_worker_is_killed_ends_right(upload, start_worker, far):
    first = start_worker()
    wait_for(lambda: job_of(upload).progress > far and sandboxes())
    first.kill()
    wait_for(lambda: not sandboxes())

    upload.refresh_from_db()
    assert (upload.state, upload.inspection) == (UploadState.RECEIVED, None)
    assert kept(Path(upload.file.name).parent) == {upload.file.name}
    start_worker()
    wait_for(lambda: job_of(upload).state == State.DONE)

    upload.refresh_from_db()
    (table,) = upload.inspection["tables"]
    assert (upload.state, table["rows"]) == (UploadState.READ, ROWS)
    assert kept(Path(upload.file.name).parent) == {upload.file.name, table["parquet"]}
    assert duckdb.read_parquet(private_storage().path(table["parquet"])).shape == (ROWS, 5)
    assert job_of(upload).attempts == 2


def test_an_import_is_never_done_twice_by_two_workers(upload, start_worker):
    start_worker()
    start_worker()
    wait_for(lambda: job_of(upload).state == State.DONE)
    assert job_of(upload).attempts == 1
    assert len(kept(Path(upload.file.name).parent)) == 2


def test_tables_that_a_killed_reading_left_in_storage_are_taken_away(steward):
    upload = received(steward.organisation, by=steward.user)
    folder = Path(upload.file.name).parent
    left = private_storage().save(f"{folder}/0dead/table-1.parquet", ContentFile(b"half"))
    work_off()
    upload.refresh_from_db()
    assert upload.state == UploadState.READ
    assert left not in kept(folder)
    assert len(kept(folder)) == 2


def test_a_workbook_that_wants_too_much_memory_ends_alone(steward, start_worker, monkeypatch):
    monkeypatch.setenv("IMPORT_MEMORY_MB", "750")
    big, small = files.greedy_workbook(), files.workbook(Visites=files.visits(5))
    worker = start_worker(clock=False)
    uploads = [
        received(steward.organisation, content, name, by=steward.user)
        for content, name in ((big, "gros.xlsx"), (small, "petit.xlsx"))
    ]
    wait_for(lambda: all(job_of(upload).state == State.DONE for upload in uploads))
    heavy, light = (Upload.objects.get(pk=upload.pk) for upload in uploads)
    assert worker.process.poll() is None
    assert (heavy.state, codes(heavy)) == (UploadState.REJECTED, {"out-of-memory"})
    assert kept(Path(heavy.file.name).parent) == {heavy.file.name}
    assert light.state == UploadState.READ
    assert not sandboxes()


@pytest.fixture
def package(steward, tmp_path):
    """Asked for, of an edition that takes a few seconds to pack."""
    dataset = factories.DatasetFactory(owner=steward.organisation, audience=Audience.PUBLIC)
    table = Table.objects.get(edition__release__dataset=dataset)
    path = tmp_path / "noise.parquet"
    cells = ", ".join(f"md5(CAST(i * 7 + {n} AS VARCHAR)) AS c{n}" for n in range(6))
    rows = f"SELECT {cells} FROM range({PACKED}) numbers(i)"  # noqa: S608
    duckdb.sql(f"COPY ({rows}) TO '{path}' ({COPY_OPTIONS})")
    with path.open("rb") as content:
        table.file.save("datasets/tests/noise.parquet", File(content), save=False)
    table.rows, table.descriptor = PACKED, NOISE.as_table_schema()
    table.save()
    return ask_for_package(edition=table.edition, by=steward.user)


def test_a_package_whose_worker_is_killed_ends_right(package, start_worker, steward):
    release = package.edition.release
    folder = f"datasets/{release.dataset_id}/releases/{release.number}/{package.edition.name}"
    address = reverse("datasets:download", args=[release.dataset.slug, release.number])
    first = start_worker()
    wait_for(lambda: job_of(package).progress > 0)
    first.kill()

    assert job_of(package).state == State.RUNNING
    package.refresh_from_db()
    assert not package.file
    assert Client().get(address).status_code == 404
    # What a run would leave that is killed after the move and before the row names the file.
    private_storage().save(f"{folder}/package.zip", ContentFile(b"half"))
    assert Client().get(address).status_code == 404
    start_worker()
    wait_for(lambda: job_of(package).state == State.DONE)

    package.refresh_from_db()
    assert kept(folder) == {package.file.name} == {f"{folder}/package.zip"}
    content = Path(package.file.path).read_bytes()
    assert (package.bytes, package.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    with zipfile.ZipFile(package.file.path) as inside:
        assert inside.testzip() is None
        with inside.open("data/visits.csv") as rows:
            assert sum(1 for _ in rows) == PACKED + 1
    assert b"".join(Client().get(address).streaming_content) == content
    assert job_of(package).attempts == 2

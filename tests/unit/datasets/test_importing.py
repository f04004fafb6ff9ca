"""Reading an upload in the worker: once, whole, and never over a newer reading."""

from pathlib import Path

import pytest
from django.core.files.storage import storages

from core.actor import SYSTEM
from core.errors import InvalidInput, NotAllowed, NotPossible
from datakit.reading import Inspection, ReadOptions, TableReport
from datasets import files as data_files
from datasets.actions.intake import discard_draft, replace_file, reread
from datasets.jobs import importing
from datasets.models import Dataset, Upload, UploadState
from jobs import engine
from jobs.enums import State
from jobs.models import Job
from partners.models import Membership
from tests import files
from tests.bringing_in import as_file, codes, read, ready, received, work_off
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def owner(world):
    return world.organisations["institut"]


def test_a_file_is_read_into_typed_tables(owner):
    upload = read(owner)
    table = upload.inspection["tables"][0]
    types = {c["column"]["name"]: c["column"]["type"] for c in table["columns"]}
    assert upload.state == UploadState.READ
    assert types == {
        "pcode": "string",
        "Site": "string",
        "Effectif": "integer",
        "Date de visite": "date",
    }
    assert storages["private"].exists(table["parquet"])


def test_a_correction_replaces_the_reading_whole(owner, world, django_capture_on_commit_callbacks):
    upload = ready(owner)
    former = upload.inspection["tables"][0]["parquet"]
    options = ReadOptions(types={"Effectif": "string"})
    with django_capture_on_commit_callbacks(execute=True):
        reread(upload=upload, options=options, by=world.people["steward"])
        work_off()
    upload.refresh_from_db()
    columns = upload.inspection["tables"][0]["columns"]
    assert upload.reading == 2
    assert columns[2]["column"]["type"] == "string"
    assert not storages["private"].exists(former)


def test_a_job_that_comes_again_does_nothing(owner):
    upload = ready(owner)
    before = (upload.inspection, files.stored())
    Job.objects.create(kind="datasets.import", subject=f"upload:{upload.pk}")
    work_off()
    upload.refresh_from_db()
    assert (upload.inspection, files.stored()) == before


def answer(folder: Path) -> Inspection:
    """An inspection of one table, its file in the folder."""
    (folder / "t.parquet").write_bytes(b"PAR1")
    return Inspection("accept", "t", format="csv", tables=(TableReport("t", 1, (), "t.parquet"),))


def test_a_superseded_reading_writes_nothing(owner, tmp_path):
    stale = received(owner)
    Upload.objects.filter(pk=stale.pk).update(reading=2)
    before = files.stored()
    assert importing.keep(stale, answer(tmp_path), tmp_path) is False
    stale.refresh_from_db()
    assert (stale.state, stale.inspection, files.stored()) == (UploadState.RECEIVED, None, before)


def test_a_discarded_draft_is_not_brought_back(owner, tmp_path):
    upload = received(owner)
    Dataset.objects.filter(pk=upload.dataset_id).delete()
    before = files.stored()
    assert importing.keep(upload, answer(tmp_path), tmp_path) is False
    assert files.stored() == before


def test_a_correction_during_the_reading_is_read_too(owner, monkeypatch):
    upload = received(owner)
    real, readings = importing.inspect, []

    def corrected_meanwhile(path, name, folder, options, progress=None):
        readings.append(options.types)
        if len(readings) == 1:
            reread(upload=upload, options=ReadOptions(types={"Effectif": "string"}), by=SYSTEM)
        return real(path, name, folder, options, progress)

    monkeypatch.setattr(importing, "inspect", corrected_meanwhile)
    work_off()
    upload.refresh_from_db()
    assert readings == [{}, {"Effectif": "string"}]
    assert upload.inspection["tables"][0]["columns"][2]["column"]["type"] == "string"


def test_a_run_that_dies_leaves_nothing_half_written(owner, monkeypatch):
    upload = received(owner)
    before = files.stored()

    def dies(path: Path, name: str) -> str:
        raise OSError("the disk is full")

    monkeypatch.setattr(data_files, "store", dies)
    engine.run(Job.objects.latest_for(upload).pk)
    upload.refresh_from_db()
    assert (upload.state, upload.inspection, files.stored()) == (UploadState.RECEIVED, None, before)
    monkeypatch.undo()
    Job.objects.update(not_before=Job.objects.get().created)
    work_off()
    upload.refresh_from_db()
    assert upload.state == UploadState.READ


def test_who_lost_the_role_meanwhile_has_nothing_read(owner, world):
    upload = received(owner, by=world.people["steward"])
    Membership.objects.filter(user=world.people["steward"]).delete()
    work_off()
    upload.refresh_from_db()
    job = Job.objects.latest_for(upload)
    assert (job.state, job.error_code) == (State.FAILED, "not-allowed")
    assert upload.state == UploadState.RECEIVED


def test_a_lost_file_is_said(owner):
    upload = received(owner)
    storages["private"].delete(upload.file.name)
    work_off()
    assert Job.objects.latest_for(upload).error_code == "file-gone"


def test_discarding_removes_rows_and_files(owner, world, django_capture_on_commit_callbacks):
    upload = ready(owner)
    folder = f"/datasets/{upload.dataset_id}/"
    assert any(folder in path for path in files.stored())
    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(dataset=upload.dataset, by=world.people["steward"])
    assert not any(folder in path for path in files.stored())
    assert not Upload.objects.exists()


def test_a_published_dataset_is_no_draft(world):
    dataset = world.datasets["public"]
    with pytest.raises(NotPossible):
        discard_draft(dataset=dataset, by=world.people["steward"])


def test_another_file_keeps_what_was_chosen(owner, world):
    upload = ready(owner)
    upload.sharing = {"audience": "owner", "organisations": [], "notes": ""}
    upload.save()
    second = replace_file(
        dataset=upload.dataset,
        file=as_file(files.VISITS, "b.csv"),
        name="b.csv",
        by=world.people["steward"],
    )
    assert second.sharing == upload.sharing
    assert upload.dataset.uploads.first() == second


def test_a_member_brings_nothing_in(owner, world):
    before = files.stored()
    with pytest.raises(NotAllowed):
        received(owner, by=world.people["member"])
    assert (Upload.objects.count(), files.stored()) == (0, before)


@pytest.mark.parametrize(
    "content", [b"", files.PROGRAM, b"%PDF-1.7\n" + bytes(300), b"\x1f\x8b" * 9]
)
def test_what_is_plainly_no_table_is_refused_at_once(owner, content):
    before = files.stored()
    drafts = Dataset.objects.count()
    with pytest.raises(InvalidInput) as refused:
        received(owner, content)
    assert refused.value.message
    assert refused.value.problems
    assert (Upload.objects.count(), Dataset.objects.count()) == (0, drafts)
    assert files.stored() == before


def test_a_larger_file_than_allowed_is_refused(owner, settings):
    settings.UPLOAD_LIMIT = 50
    with pytest.raises(InvalidInput, match="0 "):
        received(owner)
    assert not Upload.objects.exists()


def test_a_damaged_workbook_is_refused_at_once(owner):
    with pytest.raises(InvalidInput):
        received(owner, files.damaged_workbook(), "a.xlsx")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (files.protected_workbook(), "a.xlsx", "password-protected"),
        (files.bomb(), "a.xlsx", "unpacks-too-large"),
        (files.wide_sheet(), "a.ods", "too-many-columns"),
    ],
)
def test_what_turns_out_unreadable_is_rejected_with_its_sentence(owner, content, name, code):
    upload = read(owner, content, name)
    assert upload.state == UploadState.REJECTED
    assert codes(upload) == {code}
    assert upload.inspection["tables"] == []
    assert {path for path in files.stored() if str(upload.key) in path} == {upload.file.path}

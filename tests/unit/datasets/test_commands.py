"""Sharing and looking from a shell: one JSON object, and nothing kept of what is refused."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit.models import Event
from datasets.actions import publishing
from datasets.models import Dataset, Edition, Upload
from jobs.models import Job
from tests import files
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def visits(tmp_path) -> Path:
    path = tmp_path / "visites.csv"
    path.write_text(files.VISITS, encoding="utf-8")
    return path


def share(path: Path, **options: str) -> dict:
    out = io.StringIO()
    given = {"owner": "institut", "title": "Visites", **options}
    call_command("share_dataset", str(path), stdout=out, **given)
    return json.loads(out.getvalue())


def refused(path: Path, **options: str) -> dict:
    out = io.StringIO()
    given = {"owner": "institut", "title": "Visites", **options}
    before = (files.stored(), Dataset.objects.count(), Event.objects.count())
    with pytest.raises(SystemExit) as ended:
        call_command("share_dataset", str(path), stdout=out, **given)
    assert ended.value.code == 1
    assert (files.stored(), Dataset.objects.count(), Event.objects.count()) == before
    assert not Upload.objects.exists()
    return json.loads(out.getvalue())


def test_a_file_is_shared_in_one_go(world, visits):
    answer = share(visits, project="projet-demo", audience="consortium", sensitivity="high")
    dataset = Dataset.objects.get(slug=answer["dataset"])
    assert answer["url"] == f"/fr/donnees/{dataset.slug}/"
    assert answer["release"] == 1
    assert answer["problems"] == []
    table = answer["tables"][0]
    assert (table["name"], table["rows"], table["columns"]) == ("visites", 2, 4)
    assert table["schema"][2] == {"name": "Effectif", "type": "integer"}
    edition = Edition.objects.get(release__dataset=dataset)
    assert (edition.audience, dataset.sensitivity) == ("consortium", "high")
    assert not Job.objects.filter(kind="datasets.import").exists()


def test_the_default_is_the_owner_alone(world, visits):
    answer = share(visits)
    dataset = Dataset.objects.get(slug=answer["dataset"])
    assert dataset.releases.get().editions.get().audience == "owner"
    assert (dataset.sensitivity, dataset.created_by) == ("moderate", None)


def test_organisations_are_named_by_their_short_names(world, visits):
    share(visits, audience="named:kivu,reseau", by="steward@example.org")
    edition = Edition.objects.filter(audience="named", release__dataset__title="Visites").get()
    assert edition.organisation_grants.count() == 2
    assert edition.release.published_by == world.people["steward"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"audience": "consortium"}, "proje"),
        ({"owner": "nobody"}, "nobody"),
        ({"audience": "named:nobody"}, "nobody"),
        ({"audience": "everybody"}, ""),
        ({"project": "nothing"}, "nothing"),
        ({"by": "member@example.org"}, ""),
        ({"by": "nobody@example.org"}, "nobody@example.org"),
        ({"audience": "public", "sensitivity": "severe"}, ""),
        ({"audience": "consortium", "project": "autre-projet"}, "consortium"),
    ],
)
def test_what_may_not_be_is_refused_before_anything_is_kept(world, visits, options, said):
    answer = refused(visits, **options)
    assert said in answer["error"]
    assert answer["error"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (files.PROGRAM, "not-a-table"),
        (files.protected_workbook(), "password-protected"),
        (files.bomb(), "unpacks-too-large"),
    ],
)
def test_a_rejected_file_stores_nothing(world, tmp_path, content, code):
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    answer = refused(path)
    assert [problem["code"] for problem in answer["problems"]] == [code]
    assert answer["error"]


def test_what_fails_at_the_very_end_leaves_nothing(world, visits, monkeypatch):
    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(publishing, "announce", fails)
    before = files.stored()
    drafts = Dataset.objects.count()
    with pytest.raises(RuntimeError):
        share(visits)
    assert (files.stored(), Dataset.objects.count()) == (before, drafts)


def test_looking_stores_nothing(world, tmp_path):
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(files.workbook(Visites=files.visits(3)))
    before = files.stored()
    out = io.StringIO()
    call_command("inspect_file", str(path), stdout=out)
    answer = json.loads(out.getvalue())
    table = answer["tables"][0]
    assert answer["outcome"] in ("accept", "accept-warn")
    assert (table["sheet"], table["rows"], table["header_row"]) == ("Visites", 3, 0)
    assert [column["type"] for column in table["columns"]] == [
        "string",
        "string",
        "integer",
        "date",
    ]
    assert (files.stored(), Upload.objects.count()) == (before, 0)


def test_looking_at_nothing_says_so(tmp_path):
    with pytest.raises(CommandError):
        call_command("inspect_file", str(tmp_path / "none.csv"))

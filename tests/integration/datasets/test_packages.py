"""A package: asked for, built once, checked again, downloaded in parts, written down."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import storages
from frictionless import Package as DataPackage
from frictionless import system

from audit.models import Event
from core.errors import NotPossible, NotVisible
from datasets.actions.packages import DOWNLOADED, ask_for_package
from datasets.enums import ReleaseState
from datasets.models import Edition, Package
from jobs import engine
from jobs.enums import State
from jobs.models import Job
from tests.factories import make_table
from tests.world import SEES

pytestmark = pytest.mark.django_db
PEOPLE = sorted(SEES)


def edition_of(dataset):
    return Edition.objects.get(release__dataset=dataset)


@pytest.fixture
def build(world):
    """Ask for the package of a dataset of the world and let the worker build it."""

    def built(name="consortium", who="colleague"):
        package = ask_for_package(edition=edition_of(world.datasets[name]), by=world.people[who])
        job = Job.objects.latest_for(package)
        if job is not None:
            engine.run(job.pk)
        package.refresh_from_db()
        return package

    return built


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def stored_files():
    root = Path(storages["private"].location)
    return set(root.rglob("package*.zip"))


# ── asking and building ──────────────────────────────────────────────────────────────────────


def test_ask_watch_and_get_it(world, as_person, address):
    client, url = as_person("colleague"), address("package", "visites-consortium", 1)
    assert "Prepare a package" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    waiting = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "The package is being prepared" in waiting
    assert f'hx-get="{url}"' in waiting
    assert "<html" not in waiting
    engine.run(Job.objects.get().pk)
    ready = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "The package is ready" in ready
    assert "hx-trigger" not in ready
    assert address("download", "visites-consortium", 1) in ready
    package = Package.objects.get()
    assert package.sha256 in ready
    assert package.bytes == len(body(client.get(address("download", "visites-consortium", 1))))


def test_asking_by_htmx_answers_with_the_box(world, as_person, address):
    url = address("package", "visites-consortium", 1)
    answer = as_person("colleague").post(url, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith('<div id="package">')


def test_built_once_for_everybody(world, build, as_person, address):
    package = build()
    steward = as_person("steward")
    steward.post(address("package", "visites-consortium", 1))
    assert Job.objects.count() == 1
    assert Package.objects.get() == package
    assert (
        "The package is ready"
        in steward.get(address("dataset", "visites-consortium")).content.decode()
    )


def test_two_who_ask_wait_for_one_job(world):
    edition = edition_of(world.datasets["consortium"])
    ask_for_package(edition=edition, by=world.people["colleague"])
    ask_for_package(edition=edition, by=world.people["steward"])
    assert Job.objects.count() == 1


def test_the_public_may_ask_for_what_is_public(world, as_person, address):
    client = as_person("anonymous")
    client.post(address("package", "visites-public", 1))
    engine.run(Job.objects.get().pk)
    assert body(client.get(address("download", "visites-public", 1)))


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_readers_may_ask(world, as_person, address, who, method):
    client = as_person(who)
    for audience in ("public", "registered", "consortium", "named", "owner"):
        answer = getattr(client, method)(address("package", f"visites-{audience}", 1))
        allowed = 200 if method == "get" else 302
        assert answer.status_code == (allowed if audience in SEES[who] else 404), audience


def test_asking_without_being_a_reader_is_refused_by_the_action(world):
    with pytest.raises(NotVisible):
        ask_for_package(edition=edition_of(world.datasets["consortium"]), by=world.people["rival"])
    assert not Package.objects.exists()


def test_no_package_of_what_was_withdrawn(world, as_person, address):
    world.datasets["consortium"].releases.update(state=ReleaseState.WITHDRAWN)
    with pytest.raises(NotPossible):
        ask_for_package(
            edition=edition_of(world.datasets["consortium"]), by=world.people["steward"]
        )
    answer = as_person("steward").post(address("package", "visites-consortium", 1))
    assert answer.status_code == 409


def test_the_worker_asks_the_policy_again(world, build):
    package = ask_for_package(
        edition=edition_of(world.datasets["consortium"]), by=world.people["colleague"]
    )
    world.people["colleague"].memberships.all().delete()
    job = Job.objects.get()
    engine.run(job.pk)
    job.refresh_from_db()
    package.refresh_from_db()
    assert (job.state, job.error_code) == (State.FAILED, "not-open")
    assert not package.is_there


def test_a_release_withdrawn_meanwhile_is_not_packed(world):
    dataset = world.datasets["consortium"]
    ask_for_package(edition=edition_of(dataset), by=world.people["colleague"])
    dataset.releases.update(state=ReleaseState.WITHDRAWN)
    job = Job.objects.get()
    engine.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (State.FAILED, "withdrawn")


def test_failure_is_said_and_can_be_tried_again(world, as_person, address):
    edition = edition_of(world.datasets["consortium"])
    colleague = world.people["colleague"]
    ask_for_package(edition=edition, by=colleague)
    colleague.is_active = False
    colleague.save()
    engine.run(Job.objects.get().pk)
    client, url = as_person("member"), address("package", "visites-consortium", 1)
    seen = client.get(url).content.decode()
    assert "The package could not be prepared" in seen
    assert "Try again" in seen
    client.post(url)
    engine.run(Job.objects.latest_for(Package.objects.get()).pk)
    assert "The package is ready" in client.get(url).content.decode()


def test_a_second_run_changes_nothing(world, build):
    package = build()
    files, built = stored_files(), package.built
    job = Job.objects.create(kind="datasets.package", subject=f"package:{package.pk}")
    engine.run(job.pk)
    package.refresh_from_db()
    assert package.built == built
    assert stored_files() == files


def test_a_job_called_off_leaves_nothing(world):
    before = stored_files()
    package = ask_for_package(
        edition=edition_of(world.datasets["consortium"]), by=world.people["colleague"]
    )
    Job.objects.update(state=State.CANCELLED)
    engine.run(Job.objects.get().pk)
    package.refresh_from_db()
    assert not package.is_there
    assert stored_files() == before


def test_a_lost_file_is_built_again(world, build, as_person, address):
    package = build()
    package.file.storage.delete(package.file.name)
    url = address("download", "visites-consortium", 1)
    assert as_person("colleague").get(url).status_code == 404
    again = build()
    assert again.is_there
    assert again.sha256 == package.sha256


# ── what is inside ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def inside(world, build):
    """The package of a dataset with two tables, opened."""
    edition = edition_of(world.datasets["consortium"])
    make_table(edition, name="second", position=1, rows=[("=SUM(A1)", "Or", 1, None, True)])
    package = build()
    with package.file.open("rb") as stored:
        yield zipfile.ZipFile(io.BytesIO(stored.read()))


def test_the_files(inside):
    assert set(inside.namelist()) == {
        "README.fr.md",
        "README.en.md",
        "LICENCE.txt",
        "data/visits.csv",
        "data/second.csv",
        "codebook.csv",
        "datapackage.json",
        "manifest-sha256.txt",
    }


def test_the_rows(inside):
    text = inside.read("data/visits.csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["site", "mineral", "workers", "visited", "armed"]
    assert rows[3] == ["Démo C", "Cassitérite", "", "2022-08-28", ""]
    assert len(rows) == 6
    assert "'=SUM(A1)" in inside.read("data/second.csv").decode("utf-8-sig")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "README.fr.md",
            ["Institut Démo", "Projet Démo", "Sensibilité", "v1", "Comment citer", "QGIS", "Excel"],
        ),
        (
            "README.en.md",
            ["Demo Institute", "Demo Project", "Sensitivity", "v1", "How to cite", "QGIS", "Excel"],
        ),
        ("LICENCE.txt", ["CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"]),
    ],
)
def test_what_it_says_about_itself(inside, name, words):
    text = inside.read(name).decode()
    for word in words:
        assert word in text
    assert "&#x27;" not in text
    assert "{{" not in text


def test_the_descriptor_is_valid(inside, tmp_path):
    inside.extractall(tmp_path)
    described = json.loads((tmp_path / "datapackage.json").read_text())
    assert described["title"] == "Visites Démo consortium"
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    with system.use_context(trusted=True):
        report = DataPackage(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])


# ── downloading ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def url(build, address):
    """The address of a package that is there."""
    build()
    return address("download", "visites-consortium", 1)


def downloads():
    return Event.objects.filter(verb=DOWNLOADED)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_readers_download(url, as_person, who):
    expected = 200 if "consortium" in SEES[who] else 404
    for method in ("get", "head"):
        answer = getattr(as_person(who), method)(url)
        assert answer.status_code == expected
        body(answer)


def test_before_it_is_built_there_is_nothing(world, as_person, address):
    answer = as_person("colleague").get(address("download", "visites-consortium", 1))
    assert answer.status_code == 404


def test_the_whole_and_its_headers(url, as_person):
    answer = as_person("colleague").get(url)
    package = Package.objects.get()
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Length"] == str(package.bytes)
    assert answer["ETag"] == f'"{package.sha256}"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == (
        'attachment; filename="visites-demo-consortium-v1-full.zip"'
    )
    assert "Content-Encoding" not in answer
    assert zipfile.ZipFile(io.BytesIO(body(answer))).testzip() is None


def test_a_dropped_download_goes_on(url, as_person):
    client = as_person("colleague")
    whole = body(client.get(url))
    half = len(whole) // 2
    first = client.get(url, headers={"Range": f"bytes=0-{half - 1}"})
    etag = first["ETag"]
    rest = client.get(url, headers={"Range": f"bytes={half}-", "If-Range": etag})
    assert (first.status_code, rest.status_code) == (206, 206)
    assert body(first) + body(rest) == whole


def test_access_that_ends_ends_the_download(url, world, as_person):
    client = as_person("colleague")
    part = client.get(url, headers={"Range": "bytes=0-9"})
    assert part.status_code == 206
    body(part)
    world.project.consortium.participations.filter(
        organisation=world.organisations["reseau"]
    ).delete()
    etag = f'"{Package.objects.get().sha256}"'
    for headers in ({"Range": "bytes=10-"}, {"If-None-Match": etag}, {}):
        assert client.get(url, headers=headers).status_code == 404


def test_a_download_is_written_down_once(url, as_person):
    client = as_person("colleague")
    body(client.get(url, headers={"Range": "bytes=0-99"}))
    for start in (100, 200, 300):
        body(client.get(url, headers={"Range": f"bytes={start}-{start + 99}"}))
    client.head(url)
    event = downloads().get()
    assert event.actor_name == "colleague@example.org"
    assert event.details["release"] == 1
    body(client.get(url))
    assert downloads().count() == 2


def test_nobody_takes_it_in_parts_unseen(url, as_person):
    body(as_person("member").get(url, headers={"Range": "bytes=1-"}))
    assert downloads().get().actor_name == "member@example.org"


def test_nothing_refused_is_written_down(url, as_person):
    as_person("rival").get(url)
    assert not downloads().exists()


def test_nginx_sends_it_when_it_is_there(url, as_person, settings):
    settings.SENDFILE_PREFIX = "/private/"
    answer = as_person("colleague").get(url)
    assert answer["X-Accel-Redirect"] == "/private/" + Package.objects.get().file.name
    assert answer.content == b""
    assert downloads().count() == 1


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_else_can_be_done_to_it(url, as_person, method):
    assert getattr(as_person("colleague"), method)(url).status_code == 405

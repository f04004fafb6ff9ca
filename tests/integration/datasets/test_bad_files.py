"""What cannot be taken, through HTTP: a sentence one can read, and nothing half-saved."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from datasets.models import Dataset, Upload, UploadState
from jobs.models import Job
from tests import files
from tests.bringing_in import as_file, work_off
from tests.world import World, make_world

pytestmark = pytest.mark.django_db

AT_ONCE = {
    "empty": (b"", "est vide", "is empty"),
    "program": (files.PROGRAM, "un programme", "a program"),
    "pdf": (b"%PDF-1.7\n" + bytes(400), "PDF", "PDF"),
    "archive": (b"\x1f\x8b\x08" + bytes(400), "gzip", "gzip"),
    "damaged": (files.damaged_workbook(), "endommagé", "damaged"),
    "web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "page web", "web page"),
}
IN_THE_WORKER = {
    "password": (files.protected_workbook(), "mot de passe", "password"),
    "bomb": (files.bomb(), "limite", "limit"),
    "wide": (files.wide_sheet(), "colonnes", "columns"),
}


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def client(world) -> Client:
    client = Client()
    client.force_login(world.people["steward"])
    return client


def address(language: str) -> str:
    with translation.override(language):
        return reverse("datasets:upload")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("bad", AT_ONCE)
def test_refused_at_once(client, bad, language):
    content, french, english = AT_ONCE[bad]
    before, drafts = files.stored(), Dataset.objects.count()
    response = client.post(address(language), {"file": as_file(content, "données.csv")})
    assert response.status_code == 400
    assert (french if language == "fr" else english) in response.content.decode()
    assert (Upload.objects.count(), Dataset.objects.count()) == (0, drafts)
    assert Job.objects.count() == 0
    assert files.stored() == before


@pytest.mark.parametrize("bad", IN_THE_WORKER)
def test_rejected_by_the_worker(client, bad):
    content, french, english = IN_THE_WORKER[bad]
    client.post(address("fr"), {"file": as_file(content, "classeur.xlsx")})
    work_off()
    upload = Upload.objects.get()
    assert upload.state == UploadState.REJECTED
    assert {path for path in files.stored() if str(upload.key) in path} == {upload.file.path}
    for language, said in (("fr", french), ("en", english)):
        with translation.override(language):
            page = client.get(reverse("datasets:review", args=[upload.dataset.slug]))
        assert said in page.content.decode()
    describe = client.get(reverse("datasets:describe", args=[upload.dataset.slug]))
    assert describe.status_code == 409


def test_what_is_too_large_is_refused_unread(client, settings):
    settings.UPLOAD_LIMIT = 1000
    content = as_file(b"a,b\n" + b"1,2\n" * 40_000, "gros.csv")
    response = client.post(address("fr"), {"file": content})
    assert response.status_code == 413
    assert "dépasse la limite" in response.content.decode()
    assert not Upload.objects.exists()


def test_a_claim_of_5_gb_is_refused_by_its_announcement(client):
    claim = {"CONTENT_LENGTH": str(5 * 1024**3), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    script = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    response = client.generic("POST", address("en"), b"", **{**claim, **script})
    assert response.status_code == 413
    assert "larger" in response.json()["error"]


def test_the_form_s_token_is_still_asked_for(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["steward"])
    response = client.post(address("fr"), {"file": as_file(files.VISITS, "v.csv")})
    assert response.status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("a,a,\n1,2,3\n4,5,6\n", "duplicate-header"),
        ("a,b\n1\n2,3\n4,5,6\n", "short-rows"),
        ("jour,n\n2023-01-05,1\n2023-02-30,2\n" + "2023-03-01,3\n" * 60, "nearly-typed"),
    ],
)
def test_awkward_files_are_taken_with_what_is_wrong(client, content, code):
    client.post(address("fr"), {"file": as_file(content, "v.csv")})
    work_off()
    upload = Upload.objects.get()
    assert upload.state == UploadState.READ
    assert code in str(upload.inspection)


def test_a_name_cannot_lead_out_of_its_folder(client):
    client.post(address("fr"), {"file": as_file(files.VISITS, "..\\..\\secret\x07.csv")})
    upload = Upload.objects.get()
    assert upload.name == "secret.csv"
    assert upload.file.name == f"datasets/{upload.dataset_id}/uploads/{upload.key}/original"

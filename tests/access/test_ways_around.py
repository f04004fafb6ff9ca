"""Ways around the rules that were found by trying, each shut for good."""

import pytest
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.uploads import ENVELOPE
from datasets import files as data_files
from datasets.storage import private_storage
from notifications.models import Follow
from partners.enums import Audience
from tests import files
from tests.pages import Place, add_update, make_document, make_editor, make_place, text
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_french():
    with translation.override("fr"):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def place(world: World) -> Place:
    return make_place(world.project)


def sitting(world: World, name: str) -> Client:
    """A browser that shows what went wrong as a page, as a real one does."""
    client = Client(raise_request_exception=False)
    client.force_login(world.people[name])
    return client


def elsewhere(number: int, zero: int) -> str:
    """A number in the digits of another script."""
    return "".join(chr(zero + int(digit)) for digit in str(number))


@pytest.mark.parametrize("zero", [0x660, 0x966, 0xFF10], ids=["arabic", "devanagari", "wide"])
def test_a_document_has_one_address_in_whatever_digits(world, place, zero):
    document = make_document()
    body = [text(f'<a linktype="document" id="{document.pk}">Note</a>')]
    add_update(place, "Pour nous", audience=Audience.CONSORTIUM, project=world.project, body=body)
    address = f"/documents/{elsewhere(document.pk, zero)}/{document.filename}"
    assert Client().get(document.url).status_code == 404
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    "wanted", ["rubbish", "account_logout", "//evil.example.org/", "http:///evil", "/\\evil.org"]
)
def test_following_leads_back_to_a_page_of_the_portal_whatever_is_asked(world, place, wanted):
    client = sitting(world, "member")
    sent = {"topic": world.project.topic, "next": wanted}
    answer = client.post(reverse("notifications:follow"), sent)
    assert (answer.status_code, answer["Location"]) == (302, reverse("notifications:preferences"))
    assert Follow.objects.filter(user=world.people["member"]).exists()


def test_a_nul_in_an_address_is_an_address_that_does_not_exist(world):
    for client in (Client(), sitting(world, "steward")):
        assert client.get("/fr/donnees/a%00b/").status_code == 404
        assert client.get("/media/a%00b.png").status_code == 404
        assert client.get("/fr/donnees/?words=a%00b").status_code == 400


def test_a_nul_in_a_cookie_is_refused():
    client = Client(headers={"Cookie": 'sessionid="aaaaaaaaaaaa\\000"'})
    assert client.get("/fr/").status_code == 400


# --- What is left on the disk --------------------------------------------------------------------


def file_of(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("visites.csv", b"site;jour\n" * (size // 10))


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_a_stranger_leaves_no_file_anywhere(name, monkeypatch):
    opened = []
    monkeypatch.setattr("core.uploads.MeasuredUpload.new_file", lambda *a, **k: opened.append(a))
    client = Client(raise_request_exception=False)
    answer = client.post(reverse(name), {"file": file_of(2 * ENVELOPE)})
    assert answer.status_code == 400
    assert not opened


def test_nobody_leaves_more_than_the_limit_at_an_address_that_asks_for_no_file(world, settings):
    settings.UPLOAD_LIMIT = 2 * ENVELOPE
    client = sitting(world, "steward")
    sent = {"name": "Démo", "language": "fr"}
    small = client.post(reverse("partners:profile"), {**sent, "file": file_of(ENVELOPE)})
    large = client.post(reverse("partners:profile"), {**sent, "file": file_of(4 * ENVELOPE)})
    assert (small.status_code, large.status_code) == (302, 400)


def test_what_is_private_is_private_on_the_disk_too(tmp_path):
    source = tmp_path / "table.parquet"
    source.write_bytes(b"PAR1")
    stored = data_files.store(source, "datasets/tests/private/table.parquet")
    path = tmp_path.__class__(private_storage().path(stored))
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    data_files.remove_folder("datasets/tests/private")


@pytest.mark.parametrize("announced", ["abc", "-1", ""])
def test_a_size_that_is_no_size_is_no_matter(world, announced):
    client = sitting(world, "steward")
    before = files.stored()
    answer = client.post(
        reverse("datasets:upload"),
        data=b"",
        content_type="application/x-www-form-urlencoded",
        CONTENT_LENGTH=announced,
    )
    assert answer.status_code == 400
    assert files.stored() == before


# --- What a browser is told ----------------------------------------------------------------------


@pytest.mark.parametrize(("error", "status"), [(RuntimeError, 500), (BadRequest, 400)])
def test_the_demo_shows_no_trace_either(world, monkeypatch, settings, error, status):
    def broken(*args, **kwargs):
        raise error("Jeannette Démo, +243 000")

    settings.DEBUG = True
    monkeypatch.setattr("datasets.views.reading.open_dataset", broken)
    client = sitting(world, "steward")
    for accepted in ("text/html", "application/json"):
        answer = client.get("/fr/donnees/visites-public/", headers={"Accept": accepted})
        assert answer.status_code == status
        for told in ("Jeannette", "Traceback", "reading.py", "SECRET_KEY"):
            assert told not in answer.content.decode()


# --- The desk ------------------------------------------------------------------------------------


def test_the_desk_changes_nobodys_address():
    editor = make_editor()
    client = Client()
    client.force_login(editor)
    assert 'name="name_email-email"' not in client.get("/cms/account/").content.decode()

"""Ways around the rules that were found by trying, each shut for good."""

import pytest
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import get_connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from audit.models import Event
from core.uploads import ENVELOPE
from datakit.schema import Column, Schema
from datasets import files as data_files
from datasets.actions.publishing import change_audience
from datasets.models import Edition, Table
from datasets.storage import private_storage
from home.setup import make_editors
from jobs import engine, registry
from jobs.enums import Weight
from jobs.models import Job
from notifications.mail import compose
from notifications.models import Follow, Notification
from partners.enums import Audience
from tests import files
from tests.factories import ConsortiumFactory, DatasetFactory, grant_to_person
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


KEPT_BY_NOBODY = ["datasets:mine", "datasets:upload", "notifications:inbox"]
OF_ONE_DATASET = ["dataset", "log", "audience", "draft", "review", "describe", "publish", "discard"]


def test_pages_of_rows_and_drafts_are_kept_by_no_browser(world):
    client = sitting(world, "steward")
    addresses = [reverse(name) for name in KEPT_BY_NOBODY]
    for slug in ("visites-consortium", "visites-draft"):
        addresses += [reverse(f"datasets:{name}", args=[slug]) for name in OF_ONE_DATASET]
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 200:
            assert {"private", "no-store"} <= said(answer), address


def test_other_pages_of_somebody_signed_in_are_theirs_alone(world, place):
    client = sitting(world, "member")
    for address in ("/fr/", "/fr/donnees/", "/fr/actualites/", reverse("partners:profile")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "private" in said(answer), address
        assert "Cookie" in answer["Vary"], address
    assert "private" not in said(Client().get("/fr/"))


def said(answer) -> set[str]:
    return {word.strip() for word in answer.get("Cache-Control", "").split(",")}


SCRIPT = "<script>alert(1)</script>"


def test_what_a_file_says_is_shown_and_never_run(world):
    columns = (Column("site", "string", title=SCRIPT), Column("n", "integer", title='"><b onx=1'))
    dataset = DatasetFactory(
        slug="visites-script",
        title=SCRIPT,
        description=SCRIPT,
        owner=world.organisations["institut"],
        audience="public",
        audience__schema=Schema(columns=columns),
        audience__rows=[(SCRIPT, 1), ("=1+1", 2), ('"><img src=x onerror=1>', 3)],
    )
    Table.objects.filter(edition__release__dataset=dataset).update(title=SCRIPT)
    world.people["steward"].name = SCRIPT
    world.people["steward"].save()
    client = sitting(world, "steward")
    address = reverse("datasets:dataset", args=[dataset.slug])
    asked = [address, f"{address}?facet=site&words={SCRIPT}&f=contains:site:{SCRIPT}"]
    asked += [reverse(f"datasets:{name}", args=[dataset.slug]) for name in ("log", "audience")]
    asked += [reverse("datasets:catalogue") + f"?words={SCRIPT}&owner={SCRIPT}"]
    asked += [reverse("datasets:mine"), f"/fr/recherche/?q={SCRIPT}", reverse("partners:profile")]
    for each in asked:
        for headers in ({}, {"HX-Request": "true"}):
            page = client.get(each, headers=headers).content.decode()
            assert SCRIPT not in page, each
            assert "<img src=x" not in page, each
            assert "<b onx" not in page, each


# --- What leaves by mail -------------------------------------------------------------------------


def test_names_put_neither_headers_nor_tags_into_a_mail(world):
    owner = world.organisations["institut"]
    owner.name_fr = owner.name_en = "Institut\r\nBcc: autre@example.org\r\n<b>gras</b>"
    owner.save()
    edition = Edition.objects.get(release__dataset=world.datasets["consortium"])
    told = Notification.objects.create(
        recipient=world.people["colleague"],
        kind="datasets.dataset-shared",
        event="x",
        subject=f"edition:{edition.pk}",
    )
    mail = compose(told, get_connection())
    message = mail.message()
    assert message["Bcc"] is None
    assert mail.subject == " ".join(mail.subject.split())
    parts = [part.get_payload(decode=True).decode() for part in message.get_payload()]
    text_part, html_part = parts
    assert "<b>gras</b>" not in html_part
    assert "visites" not in (text_part + html_part).lower()


# --- Rights that end -----------------------------------------------------------------------------


def test_a_grant_does_not_come_back_to_life_with_its_audience(world):
    edition = Edition.objects.get(release__dataset=world.datasets["named"])
    kivu, reseau = world.organisations["kivu"], world.organisations["reseau"]
    grant_to_person(edition, world.people["registered"])
    by = world.people["steward"]
    change_audience(edition=edition, audience="owner", by=by)
    change_audience(edition=edition, audience="named", organisations=[reseau], by=by)
    readers = {
        name
        for name in world.people
        if Edition.objects.visible_to(world.people[name]).filter(pk=edition.pk).exists()
    }
    assert readers == {"steward", "colleague"}
    assert not kivu.group.organisationgrant_set.exists()


def test_a_broken_job_quotes_nothing_in_the_log(world, monkeypatch, caplog):
    cell = "Jeannette Démo, +243 000"

    def broken(work):
        raise ValueError(cell)

    monkeypatch.setattr(registry, "find", lambda name: registry.Kind(name, broken, Weight.LIGHT, 1))
    job = Job.objects.create(kind="tests.broken", subject="upload:1")
    with caplog.at_level("ERROR"):
        engine.run(job.pk)
    assert "ValueError" in caplog.text
    assert "Jeannette" not in caplog.text


def test_another_consortium_for_a_project_is_written_down(world):
    admin = sitting(world, "admin")
    project, theirs = world.project, ConsortiumFactory(name="Nouveau consortium Démo")
    sent = {"slug": project.slug, "title_fr": "T", "title_en": "T", "consortium": theirs.pk}
    assert admin.post(reverse("project:edit", args=[project.pk]), sent).status_code == 302
    event = Event.objects.get(verb="projects.project-changed")
    assert event.details["facts"]["consortium_id"] == theirs.pk


def test_somebody_made_an_editor_is_written_down(world):
    admin, group = sitting(world, "admin"), make_editors()
    person = world.people["registered"]
    sent = {"email": person.email, "name": "x", "language": "fr", "is_active": "on"}
    admin.post(reverse("people:edit", args=[person.pk]), {**sent, "groups": [group.pk]})
    event = Event.objects.get(verb="partners.user-changed", subject=f"user:{person.pk}")
    assert event.details["facts"]["groups"] == [group.name]


# --- The desk ------------------------------------------------------------------------------------


def test_the_desk_changes_nobodys_address():
    editor = make_editor()
    client = Client()
    client.force_login(editor)
    assert 'name="name_email-email"' not in client.get("/cms/account/").content.decode()


def test_the_desk_speaks_to_nobody_else():
    client = Client()
    client.force_login(make_editor())
    for address in ("/cms/", "/cms/pages/", "/cms/nothing-here/"):
        policy = client.get(address, follow=True)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy
        assert "*" not in policy


@pytest.mark.parametrize("address", ["/cms/reports/site-history/", "/cms/people/", "/cms/users/"])
def test_an_editor_sees_nothing_of_people_on_the_desk(world, address):
    client = Client()
    client.force_login(make_editor())
    page = client.get(address, follow=True).content.decode()
    for name, person in world.people.items():
        assert person.email not in page, name

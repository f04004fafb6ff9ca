"""The log of a dataset: complete, in words, and its stewards' alone."""

import csv
import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.utils import timezone

from audit import counting
from audit.actions import record
from audit.models import Event, Tally
from core.actor import SYSTEM
from datasets.actions.looking import note_view
from datasets.models import Edition
from partners import policies as partners
from partners.policies import standing
from tests.world import DRAFT, SEES

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(world):
    """A few things that happened, and one to another dataset."""
    dataset, other = world.datasets["consortium"], world.datasets["public"]
    edition = Edition.objects.get(release__dataset=dataset)
    owner = world.organisations["institut"].pk
    to = {"audience": "consortium", "organisations": []}
    named = {"audience": "named", "organisations": ["kivu"]}
    by = world.people["steward"]
    record("datasets.release-published", edition, by=by, organisation_id=owner, release=1, to=to)
    record("datasets.audience-changed", edition, by=by, before=to, after=named)
    record("datasets.package-downloaded", edition, by=world.people["colleague"], bytes=1_200_000)
    record("datasets.dataset-described", dataset, by=SYSTEM)
    record("datasets.dataset-described", other, by=world.people["rival"])
    record("=cmd", dataset, by=SYSTEM)


def test_it_says_what_happened(events, as_person, address):
    seen = as_person("steward").get(address("log", "visites-consortium")).content.decode()
    for words in (
        "A release was published",
        "Consortium → Named organisations (CSO Demo Kivu)",
        "A package was downloaded",
        "colleague@example.org",
        "1.2\u00a0MB",
        "system",
    ):
        assert words in seen
    assert "rival@example.org" not in seen


def test_the_export_has_the_same_and_is_safe_to_open(events, as_person, address):
    answer = as_person("steward").get(address("log-csv", "visites-consortium"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["time", "who", "what", "details"]
    assert len(rows) == 6
    assert rows[1][2] == "'=cmd"


@pytest.mark.parametrize("who", sorted(set(SEES) - {"steward"}))
@pytest.mark.parametrize("view", ["log", "log-csv"])
def test_it_is_the_stewards_alone(events, as_person, address, who, view):
    client = as_person(who)
    for name in ("public", "consortium", DRAFT):
        answer = client.get(address(view, f"visites-{name}"))
        assert answer.status_code == (403 if name in SEES[who] else 404)
        assert "A release was published" not in answer.content.decode()


def test_nothing_happened_yet(world, as_person, address):
    seen = as_person("steward").get(address("log", "visites-public")).content.decode()
    assert "Nothing was written down yet" in seen


def test_a_long_log_has_pages(world, as_person, address):
    for _n in range(51):
        record("datasets.dataset-described", world.datasets["public"], by=SYSTEM)
    client, url = as_person("steward"), address("log", "visites-public")
    assert client.get(url).content.decode().count("<tr>") == 51
    assert client.get(url, {"page": 2}).content.decode().count("<tr>") == 2


# --- a part of it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "words", "others"),
    [
        ("shares", "A release was published", "A package was downloaded"),
        ("downloads", "A package was downloaded", "A release was published"),
        ("views", "The rows were opened", "A package was downloaded"),
        ("decisions", "A request was refused", "The rows were opened"),
    ],
)
def test_it_is_narrowed_by_kind_and_exported_so(
    events, world, as_person, address, kind, words, others
):
    dataset, steward = world.datasets["consortium"], as_person("steward")
    as_person("colleague").get(address("dataset", dataset.slug))
    record("datasets.access-refused", dataset, by=world.people["steward"], request=7)
    page = steward.get(address("log", dataset.slug), {"kind": kind}).content.decode()
    body = page[page.index("<tbody>") :]
    assert words in body
    assert others not in body
    assert f"{address('log-csv', dataset.slug)}?kind={kind}" in page
    text = exported(steward, address, dataset.slug, kind=kind)
    assert words in text
    assert others not in text


def exported(client, address, slug: str, **asked: str) -> str:
    answer = client.get(address("log-csv", slug), asked)
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_it_is_narrowed_by_time(events, as_person, address):
    steward, slug = as_person("steward"), "visites-consortium"
    today = timezone.localdate().isoformat()
    assert "A release" in exported(steward, address, slug, since=today, until=today)
    assert "A release" not in exported(steward, address, slug, until="2020-01-01")
    assert "A release" not in exported(steward, address, slug, since="2099-01-01")
    page = steward.get(address("log", slug), {"since": "2099-01-01"}).content.decode()
    assert "Nothing of this kind in this time" in page


@pytest.mark.parametrize("asked", [{"since": "yesterday"}, {"kind": "everything"}, {"until": "\0"}])
def test_an_export_never_holds_more_than_was_asked_for(events, as_person, address, asked):
    client = as_person("steward")
    assert client.get(address("log-csv", "visites-consortium"), asked).status_code == 400
    assert client.get(address("log", "visites-consortium"), asked).status_code == 400


# --- who opened the rows ------------------------------------------------------------------------


def views(**fields: object):
    return Event.objects.filter(verb="datasets.rows-viewed", **fields)


def test_who_opens_the_rows_is_written_down_once_a_day(world, as_person, address):
    colleague, page = as_person("colleague"), address("dataset", "visites-consortium")
    for question in ("", "?sort=workers", "?page=2", "?words=Or"):
        colleague.get(page + question)
    colleague.get(page + "?sort=site", headers={"HX-Request": "true"})
    event = views().get()
    edition = Edition.objects.get(release__dataset=world.datasets["consortium"])
    assert (event.actor_id, event.subject) == (
        world.people["colleague"].pk,
        f"edition:{edition.pk}",
    )
    assert event.details == {"release": 1, "edition": "full"}
    assert event.organisation_id == world.organisations["institut"].pk
    as_person("member").get(page)
    assert views().count() == 2


def test_the_next_day_is_written_down_again(world, as_person, address, monkeypatch):
    page = address("dataset", "visites-consortium")
    as_person("colleague").get(page)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    as_person("colleague").get(page)
    as_person("colleague").get(page)
    assert views().count() == 2


def test_a_cache_that_forgets_writes_nothing_twice(world, as_person, address):
    for _n in range(3):
        as_person("colleague").get(address("dataset", "visites-consortium"))
        cache.clear()
    assert views().count() == 1


def test_rows_first_opened_as_a_fragment_are_written_down_too(world, as_person, address):
    where = address("dataset", "visites-consortium") + "?sort=site"
    as_person("colleague").get(where, headers={"HX-Request": "true"})
    assert views().count() == 1


def test_the_owners_stewards_and_what_shows_no_rows_are_not(world, as_person, address):
    as_person("steward").get(address("dataset", "visites-consortium"))
    as_person("rival").get(address("dataset", "visites-consortium"))
    dataset = world.datasets["owner"]
    dataset.discoverable = True
    dataset.save()
    as_person("rival").get(address("dataset", "visites-owner"))
    assert not views().exists()


def test_a_second_look_asks_the_log_nothing(world, as_person, address, django_assert_num_queries):
    colleague = world.people["colleague"]
    edition = Edition.objects.get(release__dataset=world.datasets["consortium"])
    note_view(edition=edition, by=colleague)
    partners.remember(True)
    standing(colleague)
    edition.release.dataset  # noqa: B018
    with django_assert_num_queries(0):
        note_view(edition=edition, by=colleague)
    partners.remember(False)


def test_people_who_are_not_signed_in_are_counted_not_named(world, as_person, address, monkeypatch):
    monkeypatch.setattr(counting, "COUNTS", counting.Counts(seconds=0))
    page = address("dataset", "visites-public")
    for question in ("", "", "?sort=site"):
        as_person("anonymous").get(page + question)
    assert not views().exists()
    assert Tally.objects.get().number == 2
    steward = as_person("steward")
    shown = steward.get(address("log", "visites-public")).content.decode()
    assert "Opened 2 times by people who are not signed in" in shown
    assert "people not signed in" in exported(steward, address, "visites-public", kind="views")
    assert "people not" not in exported(steward, address, "visites-public", kind="shares")


@pytest.mark.parametrize(
    ("who", "told"), [("colleague", True), ("steward", False), ("anonymous", False)]
)
def test_readers_are_told_that_it_is_written_down(world, as_person, address, who, told):
    page = as_person(who).get(address("dataset", "visites-public")).content.decode()
    assert ("Who opens and downloads the data is written down" in page) == told

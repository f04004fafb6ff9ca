"""The log of a dataset: complete, in words, and its stewards' alone."""

import csv
import io

import pytest

from audit.actions import record
from core.actor import SYSTEM
from datasets.models import Edition
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
        "Consortium → Named organisations (kivu)",
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

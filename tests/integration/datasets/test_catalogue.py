"""The catalogue and My data: what exists for whom, and nothing of the rest."""

import re

import pytest

from datasets.models import Dataset
from partners.enums import Audience
from tests.factories import DatasetFactory, make_release
from tests.world import DRAFT, SEES

pytestmark = pytest.mark.django_db
PEOPLE = sorted(SEES)


def titles(answer):
    """The titles listed."""
    return re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", answer.content.decode())


def names(answer):
    return {title.removeprefix("Visites Démo ") for title in titles(answer)}


@pytest.mark.parametrize("who", PEOPLE)
def test_the_list_is_what_exists_for_the_reader(world, as_person, address, who):
    answer = as_person(who).get(address("catalogue"))
    expected = SEES[who] - {DRAFT}
    assert names(answer) == expected
    assert f"{len(expected)} dataset" in answer.content.decode()


@pytest.mark.parametrize("who", PEOPLE)
def test_searching_finds_nothing_more(world, as_person, address, who):
    answer = as_person(who).get(address("catalogue"), {"words": "visites demo"})
    assert names(answer) == SEES[who] - {DRAFT}


@pytest.mark.parametrize("who", PEOPLE)
def test_choices_count_what_the_reader_sees(world, as_person, address, who):
    """A second owner makes the choices show; their counts are those of the list."""
    DatasetFactory(title="Autre", audience="public", owner=world.organisations["kivu"])
    answer = as_person(who).get(address("catalogue"))
    assert f"Demo Institute ({len(SEES[who] - {DRAFT})})" in answer.content.decode()
    narrowed = as_person(who).get(address("catalogue"), {"owner": "institut"})
    assert names(narrowed) == SEES[who] - {DRAFT}


def test_no_choice_tells_of_what_is_hidden(world, as_person, address):
    DatasetFactory(
        title="Caché",
        audience="consortium",
        owner=world.organisations["ailleurs"],
        project=world.other_project,
        licence="CC0-1.0",
    )
    seen = as_person("colleague").get(address("catalogue")).content.decode()
    for word in ("Caché", "Demo Centre Elsewhere", "Other Demo Project", "CC0"):
        assert word not in seen
    rival = as_person("rival").get(address("catalogue")).content.decode()
    assert "Caché" in rival
    assert "Demo Centre Elsewhere (1)" in rival


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"audience": "consortium"}, {"consortium"}),
        ({"audience": "public", "words": "public"}, {"public"}),
        ({"audience": "owner"}, set()),
        ({"audience": "rubbish"}, set()),
        ({"project": "projet-demo"}, {"public", "registered", "consortium"}),
        ({"project": "autre-projet"}, set()),
        ({"owner": "kivu"}, set()),
        ({"licence": "CC-BY-4.0"}, {"public", "registered", "consortium"}),
        ({"licence": "CC0-1.0"}, set()),
        ({"words": "VISITÉS registered"}, {"registered"}),
        ({"words": "inventees"}, {"public", "registered", "consortium"}),
        ({"words": "%"}, set()),
        ({"words": "_"}, set()),
        ({"page": "99"}, {"public", "registered", "consortium"}),
        ({"page": "rubbish"}, {"public", "registered", "consortium"}),
    ],
)
def test_narrowing(world, as_person, address, parameters, expected):
    answer = as_person("colleague").get(address("catalogue"), parameters)
    assert answer.status_code == 200
    assert names(answer) == expected


def test_the_badge_is_of_the_edition_one_would_see(world, as_person, address):
    make_release(world.datasets["public"], number=2, audience=Audience.OWNER)
    stranger = as_person("anonymous").get(address("catalogue")).content.decode()
    assert "Owner only" not in stranger
    assert "<li>v1</li>" in stranger
    assert "<li>v2</li>" in as_person("steward").get(address("catalogue")).content.decode()


def test_nobody_signed_in_and_nothing_open(world, as_person, address):
    world.datasets["public"].delete()
    seen = as_person("anonymous").get(address("catalogue")).content.decode()
    assert "Nothing is open to everybody yet" in seen
    assert "Sign in" in seen


def test_nothing_found(world, as_person, address):
    answer = as_person("anonymous").get(address("catalogue"), {"words": "nowhere"})
    assert "Nothing found" in answer.content.decode()


def test_twenty_five_a_page_with_as_many_queries(
    world, as_person, address, django_assert_max_num_queries
):
    client = as_person("steward")
    client.get(address("catalogue"))
    with django_assert_max_num_queries(40) as few:
        client.get(address("catalogue"))
    for _n in range(30):
        DatasetFactory(audience="public", audience__rows=[])
    with django_assert_max_num_queries(len(few) + 1):
        answer = client.get(address("catalogue"))
    assert len(titles(answer)) == 25
    second = client.get(address("catalogue"), {"page": 2})
    assert len(titles(second)) == 10


def test_matching_hides_nothing_and_finds_by_every_word(world):
    def found(words):
        return set(Dataset.objects.matching(words).values_list("slug", flat=True))

    assert found("demo OWNER") == {"visites-owner"}
    assert found("institut") == {dataset.slug for dataset in world.datasets.values()}
    assert found("") == found("institut")
    assert found("owner nowhere") == set()


def test_words_follow_the_title(world):
    dataset = world.datasets["public"]
    dataset.title = "Carrières d’Été"
    dataset.save(update_fields=["title"])
    assert Dataset.objects.matching("carrieres ete").get() == dataset


# ── My data ──────────────────────────────────────────────────────────────────────────────────


def test_my_data_asks_to_sign_in(world, as_person, address):
    answer = as_person("anonymous").get(address("mine"))
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("steward", SEES["steward"]),
        ("member", {"consortium"}),
        ("colleague", {"consortium"}),
        ("partner", {"named"}),
        ("rival", set()),
        ("registered", set()),
        ("former", set()),
        ("admin", set()),
    ],
)
def test_my_data(world, as_person, address, who, expected):
    answer = as_person(who).get(address("mine"))
    assert answer.status_code == 200
    assert names(answer) == expected


def test_a_draft_is_continued(world, as_person, address):
    seen = as_person("steward").get(address("mine")).content.decode()
    assert seen.count(address("draft", "visites-draft")) == 2
    assert "Continue" in seen


def test_a_dataset_stands_once_in_my_data(world, as_person, address):
    answer = as_person("steward").get(address("mine"))
    assert len(titles(answer)) == len(set(titles(answer)))

"""The page of a dataset: for whom it is there, what it says, and its rows."""

import gzip
import re

import pytest
from django.test import Client

from datakit.schema import Column, Schema
from datasets.enums import ReleaseState
from datasets.models import Edition
from partners.enums import Audience
from tests.factories import (
    DatasetFactory,
    grant_to_organisation,
    make_release,
    make_table,
)
from tests.world import DRAFT, SEES

pytestmark = pytest.mark.django_db
PEOPLE = sorted(SEES)
EVERY_AUDIENCE = [str(audience) for audience in Audience]

WIDE = Schema(
    (
        Column("key", "integer", tag="identifier"),
        *(Column(f"column_{n}", "string", title=f"Colonne {n}") for n in range(84)),
    )
)
WIDE_ROWS = [(row, *(f"valeur {row} {n}" for n in range(84))) for row in range(120)]


def text_of(answer):
    return answer.content.decode()


def first_cells(answer):
    """The first cell of each row drawn."""
    body = re.search(r"<tbody>(.*?)</tbody>", text_of(answer), re.S).group(1)
    return [re.search(r">([^<]*)</td>", row).group(1) for row in body.split("<tr>")[1:]]


def headings(answer):
    head = re.search(r"<thead>(.*?)</thead>", text_of(answer), re.S).group(1)
    return re.findall(r"<a [^>]*>([^<]+)", head)


# ── for whom it is there ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", PEOPLE)
def test_the_page_is_there_for_those_who_may_read(world, as_person, address, who):
    client = as_person(who)
    for audience in EVERY_AUDIENCE:
        answer = client.get(address("dataset", f"visites-{audience}"))
        assert answer.status_code == (200 if audience in SEES[who] else 404), audience


@pytest.mark.parametrize("who", PEOPLE)
def test_a_draft_is_its_stewards(world, as_person, address, who):
    answer = as_person(who).get(address("dataset", f"visites-{DRAFT}"))
    if who == "steward":
        assert answer.status_code == 302
        assert answer["Location"] == address("draft", f"visites-{DRAFT}")
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize("who", ["anonymous", "rival", "admin", "former"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("view", "arguments"),
    [("dataset", ()), ("package", (1,)), ("download", (1,)), ("log", ()), ("log-csv", ())],
)
def test_what_one_may_not_see_answers_like_what_is_not(
    world, as_person, address, who, language, view, arguments
):
    client = as_person(who)
    hidden = client.get(address(view, "visites-consortium", *arguments, language=language))
    missing = client.get(address(view, "visites-nowhere0000", *arguments, language=language))
    assert hidden.status_code == missing.status_code == 404
    assert text_of(hidden).replace("visites-consortium", "") == text_of(missing).replace(
        "visites-nowhere0000", ""
    )
    assert set(hidden.headers) == set(missing.headers)


def test_no_fragment_for_those_who_may_not_see(world, as_person, address):
    url = address("dataset", "visites-consortium")
    answer = as_person("rival").get(url, headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert "Démo A" not in text_of(answer)


def test_access_ends_with_the_membership(world, as_person, address):
    client = as_person("colleague")
    url = address("dataset", "visites-consortium")
    assert client.get(url).status_code == 200
    world.people["colleague"].memberships.all().delete()
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_rows_that_are_remembered_are_kept_from_who_may_not_read(
    world, as_person, address, headers
):
    url = address("dataset", "visites-consortium")
    client = as_person("colleague")
    for _ in range(2):
        assert "Démo A" in text_of(client.get(url, headers=headers))
    assert as_person("rival").get(url, headers=headers).status_code == 404
    world.people["colleague"].memberships.all().delete()
    assert client.get(url, headers=headers).status_code == 404


def test_the_rows_are_drawn_alike_for_all_who_may_read_them(world, as_person, address):
    """They are remembered for all of them: nothing in them may be about the reader."""
    url = address("dataset", "visites-public") + "?f=equals:mineral:Or&sort=workers"
    fragments = {text_of(as_person(who).get(url, headers={"HX-Request": "true"})) for who in PEOPLE}
    assert len(fragments) == 1
    (rows,) = fragments
    assert all(rows in text_of(as_person(who).get(url)) for who in ("anonymous", "steward"))


def test_what_is_remembered_of_the_columns_speaks_the_readers_language(world, as_person, address):
    words = {"en": "what they mean", "fr": "ce qu’elles contiennent"}
    client = as_person("anonymous")
    for language in ("fr", "en", "fr"):
        seen = text_of(client.get(address("dataset", "visites-public", language=language)))
        assert [one for one, said in words.items() if said in seen] == [language]


def test_no_cache_keeps_it(world, as_person, address):
    answer = as_person("colleague").get(address("dataset", "visites-consortium"))
    assert answer["Cache-Control"] == "private, no-store"
    assert "HX-Request" in answer["Vary"]


# ── which edition ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two_editions(world):
    """A release with a full edition for `kivu` and a coarser one for everybody."""
    dataset = DatasetFactory(
        slug="deux", owner=world.organisations["institut"], draft=True, project=world.project
    )
    full = make_release(dataset, audience=Audience.NAMED)
    grant_to_organisation(full, world.organisations["kivu"])
    public = Edition.objects.create(
        release=full.release, name="public", rank=1, audience=Audience.PUBLIC
    )
    make_table(public, rows=[("Territoire", "Or", None, None, None)])
    dataset.published = full.release.published
    dataset.save()
    return dataset


@pytest.mark.parametrize(
    ("who", "cell", "not_there"),
    [
        ("partner", "Démo A", "Territoire"),
        ("steward", "Démo A", "Territoire"),
        ("anonymous", "Territoire", "Démo A"),
        ("colleague", "Territoire", "Démo A"),
    ],
)
def test_the_most_detailed_edition_one_may_read(
    two_editions, as_person, address, who, cell, not_there
):
    answer = as_person(who).get(address("dataset", "deux"))
    assert first_cells(answer)[0] == cell
    assert not_there not in text_of(answer)


def test_the_edition_is_said_in_a_sentence(two_editions, as_person, address):
    seen = text_of(as_person("anonymous").get(address("dataset", "deux")))
    assert "You see the edition “public”." in seen
    french = text_of(as_person("anonymous").get(address("dataset", "deux", language="fr")))
    assert "Vous voyez l’édition «\u202fpublique\u202f»." in french


def test_an_earlier_release_by_its_number(world, as_person, address):
    dataset = world.datasets["public"]
    make_release(dataset, number=2, audience=Audience.PUBLIC, rows=[("Neuf", "Or", 1, None, None)])
    url, client = address("dataset", dataset.slug), as_person("anonymous")
    assert first_cells(client.get(url)) == ["Neuf"]
    earlier = client.get(url + "?v=1")
    assert len(first_cells(earlier)) == 5
    assert "This is an earlier release." in text_of(earlier)
    assert client.get(url + "?v=3").status_code == 404
    assert client.get(url + "?v=nothing").status_code == 404


def test_a_release_one_may_not_read_is_not_listed(world, as_person, address):
    dataset = world.datasets["public"]
    make_release(dataset, number=2, audience=Audience.OWNER)
    url = address("dataset", dataset.slug)
    assert as_person("anonymous").get(url + "?v=2").status_code == 404
    assert "v=2" not in text_of(as_person("anonymous").get(url))
    assert as_person("steward").get(url + "?v=2").status_code == 200


def test_a_withdrawn_release_is_said_to_its_stewards(world, as_person, address):
    world.datasets["public"].releases.update(state=ReleaseState.WITHDRAWN)
    url = address("dataset", "visites-public")
    assert as_person("anonymous").get(url).status_code == 404
    seen = text_of(as_person("steward").get(url))
    assert "This release was withdrawn." in seen
    assert "Prepare a package" not in seen


# ── who it is shared with ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "audience", "named"),
    [
        ("colleague", "consortium", True),
        ("steward", "named", True),
        ("partner", "named", False),
        ("anonymous", "public", False),
    ],
)
def test_only_the_consortium_knows_the_organisations(
    world, as_person, address, who, audience, named
):
    shared_with = {"consortium": "Demo Network", "named": "CSO Demo Kivu", "public": "Demo Network"}
    seen = text_of(as_person(who).get(address("dataset", f"visites-{audience}")))
    assert (f"<li>{shared_with[audience]}</li>" in seen) is named


def test_only_stewards_are_led_to_the_log(world, as_person, address):
    url = address("log", "visites-public")
    assert url in text_of(as_person("steward").get(address("dataset", "visites-public")))
    assert url not in text_of(as_person("member").get(address("dataset", "visites-public")))


# ── rows ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def page(world, address):
    """The public dataset's page with these parameters, not signed in."""

    def get(parameters="", **headers):
        return Client().get(address("dataset", "visites-public") + parameters, headers=headers)

    return get


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("", ["Démo A", "Démo B", "Démo C", "Démo D", "Démo É"]),
        ("?sort=workers", ["Démo D", "Démo B", "Démo É", "Démo A", "Démo C"]),
        ("?sort=workers&order=desc", ["Démo A", "Démo É", "Démo B", "Démo D", "Démo C"]),
        ("?f=equals:mineral:Or", ["Démo A", "Démo B", "Démo É"]),
        ("?f=contains:mineral:CASSITERITE", ["Démo C"]),
        ("?f=contains:site:e", ["Démo A", "Démo B", "Démo C", "Démo D", "Démo É"]),
        ("?f=at_least:workers:100", ["Démo A", "Démo É"]),
        ("?f=at_most:workers:0", ["Démo D"]),
        ("?f=at_least:visited:01/09/2023", ["Démo A", "Démo B"]),
        ("?f=is_empty:workers:", ["Démo C"]),
        ("?f=is_not_empty:armed:&f=equals:armed:oui", ["Démo A", "Démo D"]),
        ("?f=equals:mineral:Or&f=at_least:workers:100", ["Démo A", "Démo É"]),
        ("?words=coltan", ["Démo D"]),
        ("?sort=nothing", ["Démo A", "Démo B", "Démo C", "Démo D", "Démo É"]),
        ("?page=99", ["Démo A", "Démo B", "Démo C", "Démo D", "Démo É"]),
        ("?page=0", ["Démo A", "Démo B", "Démo C", "Démo D", "Démo É"]),
        ("?page=-1", ["Démo A", "Démo B", "Démo C", "Démo D", "Démo É"]),
        ("?f=rubbish&f=no_such_op:site:x", ["Démo A", "Démo B", "Démo C", "Démo D", "Démo É"]),
    ],
)
def test_sorting_and_filtering_by_the_address(page, parameters, expected):
    answer = page(parameters)
    assert answer.status_code == 200
    assert first_cells(answer) == expected


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ("?f=at_least:workers:many", "“workers” needs a whole number"),
        ("?f=equals:visited:soon", "“visited” needs a date"),
        ("?f=equals:nothing:1", "This table has no such column."),
        ("?f=at_least:armed:1", "cannot be filtered in this way"),
    ],
)
def test_a_filter_that_makes_no_sense_is_a_sentence(page, parameters, sentence):
    answer = page(parameters)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert len(first_cells(answer)) == 5


def test_nothing_answers(page):
    answer = page("?f=equals:mineral:Diamant")
    assert answer.status_code == 200
    assert "No row answers" in text_of(answer)


def test_a_filter_is_a_chip_that_takes_it_away(page):
    seen = text_of(page("?f=equals:mineral:Or&f=at_least:workers:100&sort=site"))
    assert "Minerai is Or" in seen
    assert 'href="?sort=site&amp;f=at_least:workers:100"' in seen


def test_adding_a_filter_by_the_form(page):
    answer = page("?sort=site&f=equals:mineral:Or&column=workers&op=at_least&value=100&page=3")
    assert answer.status_code == 302
    added = page(answer["Location"].partition("?")[1] + answer["Location"].partition("?")[2])
    assert first_cells(added) == ["Démo A", "Démo É"]
    assert "column=" not in answer["Location"]


def test_a_filter_of_a_strange_kind_is_not_added(page):
    answer = page("?column=site&op=drop_table&value=1")
    assert answer.status_code == 200


def test_values_are_escaped(page):
    seen = text_of(page("?words=<script>alert(1)</script>&f=contains:site:%22><b>"))
    assert "<script>alert" not in seen
    assert '"><b>' not in seen


def test_sorting_again_turns_round(page):
    assert 'href="?sort=workers"' in text_of(page())
    turned = text_of(page("?sort=workers"))
    assert 'href="?sort=workers&amp;order=desc"' in turned
    assert 'aria-sort="ascending"' in turned


def test_htmx_gets_the_rows_alone(page):
    part = text_of(page("?sort=workers", **{"HX-Request": "true"}))
    assert part.lstrip().startswith('<div id="rows"')
    assert "<html" not in part
    assert "Démo A" in part
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in text_of(page(**back))


def test_values_counted_as_bars_that_filter(page):
    seen = text_of(page("?facet=mineral"))
    assert "Rows by “Minerai”" in seen
    assert 'href="?facet=mineral&amp;f=equals:mineral:Or">Or</a>' in seen
    assert text_of(page("?facet=nothing")) != ""


def test_an_empty_table(world, address):
    DatasetFactory(slug="vide", audience="public", audience__rows=[])
    answer = Client().get(address("dataset", "vide"))
    assert answer.status_code == 200
    assert "This table has no rows" in text_of(answer)


def test_tables_are_tabs(world, address):
    edition = Edition.objects.get(release__dataset=world.datasets["public"])
    make_table(edition, name="second", position=1, rows=[("Ailleurs", "Or", 1, None, None)])
    url = address("dataset", "visites-public")
    assert "?table=second#rows" in text_of(Client().get(url))
    assert first_cells(Client().get(url + "?table=second")) == ["Ailleurs"]
    assert Client().get(url + "?table=third").status_code == 404


# ── wide and long tables ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def wide(world, address):
    DatasetFactory(slug="large", audience="public", audience__schema=WIDE, audience__rows=WIDE_ROWS)
    return address("dataset", "large")


def test_a_wide_table_shows_some_columns_first(wide):
    answer = Client().get(wide)
    assert len(headings(answer)) == 12
    assert "key" not in headings(answer)
    assert "Columns: 12 of 85" in text_of(answer)


def test_columns_are_chosen(wide):
    assert headings(Client().get(wide + "?c=column_83&c=key&c=nothing")) == ["key", "Colonne 83"]


def test_fifty_rows_a_page(wide):
    answer = Client().get(wide + "?c=column_0")
    assert len(first_cells(answer)) == 50
    third = Client().get(wide + "?c=column_0&page=3")
    assert first_cells(third)[0] == "valeur 100 0"
    assert len(first_cells(third)) == 20


def test_a_wide_page_is_light(wide):
    """The page itself; style sheets and htmx add 35 kB to the 80 that a table page may weigh."""
    assert len(gzip.compress(Client().get(wide).content)) < 20_000


def test_queries_do_not_grow_with_the_table(world, wide, address, django_assert_max_num_queries):
    short = address("dataset", "visites-public")
    for page in (short, wide):  # what is drawn once for all is drawn
        Client().get(page)
    with django_assert_max_num_queries(30) as counted:
        Client().get(short)
    with django_assert_max_num_queries(len(counted)):
        Client().get(wide)

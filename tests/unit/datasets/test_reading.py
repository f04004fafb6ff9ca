"""The one way to the rows gives each person their edition, and nothing to the others."""

from typing import Any

import pytest

from core.errors import NotVisible
from datakit.query import Filter, Query, Sort
from datakit.schema import Column, Schema
from datasets.models import Dataset, Edition
from datasets.reading import current_editions, open_dataset, open_tables, package_tables
from datasets.sections import datasets_of
from partners.enums import Audience
from tests.factories import VISIT_ROWS, make_release, make_table
from tests.world import ANONYMOUS, DRAFT, SEES, World, make_world

pytestmark = pytest.mark.django_db
PEOPLE = sorted(SEES)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.mark.parametrize("who", PEOPLE)
def test_opening(world: World, who: str) -> None:
    user = world.person(who)
    for name, dataset in world.datasets.items():
        if name in SEES[who]:
            opened = open_dataset(user, dataset.slug)
            assert opened.dataset == dataset
            assert (opened.edition is None) == (name == DRAFT)
            assert len(open_tables(opened)) == (0 if name == DRAFT else 1)
        else:
            with pytest.raises(NotVisible):
                open_dataset(user, dataset.slug)


def test_of_each_release_the_most_detailed(world: World) -> None:
    dataset = world.datasets["public"]
    second = make_release(dataset, number=2, audience=Audience.CONSORTIUM)
    coarse = Edition.objects.create(
        release=second.release, name="public", rank=1, audience=Audience.PUBLIC
    )
    make_table(coarse, rows=[])
    first = Edition.objects.get(release__number=1, release__dataset=dataset)
    assert open_dataset(world.person("colleague"), dataset.slug).editions == (second, first)
    assert open_dataset(world.person(ANONYMOUS), dataset.slug).editions == (coarse, first)
    older = open_dataset(world.person(ANONYMOUS), dataset.slug, 1)
    assert older.edition == first
    assert not older.newest
    with pytest.raises(NotVisible):
        open_dataset(world.person(ANONYMOUS), dataset.slug, 3)


def test_a_list_shows_the_same_edition_as_the_page(world: World) -> None:
    make_release(world.datasets["public"], number=2, audience=Audience.OWNER)
    for who in PEOPLE:
        user = world.person(who)
        datasets = [world.datasets[name] for name in SEES[who]]
        current = current_editions(Edition.objects.visible_to(user), datasets)
        for dataset in datasets:
            assert current.get(dataset.pk) == open_dataset(user, dataset.slug).edition


def test_rows_and_bars(world: World) -> None:
    (table,) = open_tables(open_dataset(world.person(ANONYMOUS), "visites-public"))
    found = table.rows(Query(sort=Sort("workers", descending=True)), 2, size=2)
    assert [row[0] for row in found.rows] == ["Démo B", "Démo D"]
    assert found.total == len(VISIT_ROWS)
    bars = table.bars("mineral", Query((Filter("armed", "equals", "oui"),)))
    assert bars.bars == (("Coltan", 1), ("Or", 1))


@pytest.mark.parametrize("who", PEOPLE)
def test_who_reads_an_edition_sees_its_dataset(world: World, who: str) -> None:
    """Opening a dataset relies on it: where the one is answered the other is not asked."""
    make_release(world.datasets["public"], number=2, audience=Audience.OWNER)
    user = world.person(who)
    seen = Dataset.objects.visible_to(user)
    for edition in Edition.objects.visible_to(user).select_related("release__dataset"):
        assert edition.release.dataset in seen


@pytest.mark.parametrize("who", PEOPLE)
def test_a_dataset_that_is_no_longer_published_is_its_stewards(world: World, who: str) -> None:
    dataset = world.datasets["public"]
    Dataset.objects.filter(pk=dataset.pk).update(published=None)
    if who == "steward":
        assert open_dataset(world.person(who), dataset.slug).dataset == dataset
    else:
        with pytest.raises(NotVisible):
            open_dataset(world.person(who), dataset.slug)


def test_opening_asks_once_for_all(world: World, django_assert_num_queries: Any) -> None:
    make_release(world.datasets["consortium"], number=2, audience=Audience.CONSORTIUM)
    user = world.person("colleague")
    with django_assert_num_queries(3):  # where the person stands: two
        opened = open_dataset(user, "visites-consortium")
        assert [each.release.dataset.owner.slug for each in opened.editions]
        assert opened.dataset.project


def test_what_was_counted_for_the_bars_is_the_count_of_the_rows(world: World) -> None:
    (table,) = open_tables(open_dataset(world.person(ANONYMOUS), "visites-public"))
    for query in (Query(), Query((Filter("mineral", "equals", "Or"),)), Query(search="coltan")):
        counted = table.bars("armed", query, limit=1).total
        assert counted == table.count(query) == table.rows(query, 1).total


def test_the_same_question_to_another_table_is_another_question(world: World) -> None:
    rows = [("Démo X", "Or", 1, None, None)]
    make_release(world.datasets["public"], number=2, audience=Audience.PUBLIC, rows=rows)
    user = world.person(ANONYMOUS)
    for _ in range(2):
        for version, sites in (("1", len(VISIT_ROWS)), ("2", 1)):
            (table,) = open_tables(open_dataset(user, "visites-public", version))
            assert table.rows(Query(), 1).total == sites
            assert sum(number for _, number in table.bars("mineral", Query()).bars) <= sites


def test_a_value_is_not_taken_for_one_that_equals_it(world: World) -> None:
    edition = Edition.objects.get(release__dataset=world.datasets["owner"])
    schema = Schema((Column("answer"),))
    make_table(edition, name="second", position=1, schema=schema, rows=[("1",), ("True",)])
    table = open_tables(open_dataset(world.person("steward"), "visites-owner"))[1]
    found = [table.rows(Query((Filter("answer", "equals", value),)), 1) for value in (1, True)]
    assert [page.rows for page in found] == [[("1",)], [("True",)]]


def test_files_to_pack(world: World) -> None:
    edition = Edition.objects.get(release__dataset=world.datasets["owner"])
    make_table(edition, name="second", position=1)
    with package_tables(edition) as tables:
        assert [table.name for table in tables] == ["visits", "second"]
        assert all(table.parquet.is_file() for table in tables)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_section_on_the_page_of_a_project(world: World, who: str) -> None:
    listed = datasets_of(world.project, world.person(who))
    assert {entry.dataset for entry in listed} == {
        world.datasets[name] for name in SEES[who] - {DRAFT}
    }
    assert all(entry.edition for entry in listed)
    assert datasets_of(world.other_project, world.person(who)) == []

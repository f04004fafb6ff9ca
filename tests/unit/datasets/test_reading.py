"""The one way to the rows gives each person their edition, and nothing to the others."""

import pytest

from core.errors import NotVisible
from datakit.query import Filter, Query, Sort
from datasets.models import Edition
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

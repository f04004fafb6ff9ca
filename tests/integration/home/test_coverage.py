"""The map on the front page draws what everybody may read, and nothing else, whoever looks."""

import pytest

from datakit.schema import Column, Schema
from datasets.models import Edition, Table
from partners.enums import Audience
from tests.factories import make_table

PLACES = Schema(
    (Column("x", "number", tag="longitude"), Column("y", "number", tag="latitude")),
)
SOUTH, NORTH = (25.0, -10.0), (25.0, 2.0)


def located(world, name: str, at: tuple[float, float]) -> Edition:
    """The dataset's edition, with one table of three rows at a place."""
    edition = Edition.objects.get(release__dataset=world.datasets[name])
    Table.objects.filter(edition=edition).delete()
    make_table(edition, name=f"{name}-places", schema=PLACES, rows=[at] * 3)
    return edition


def drawn(browser) -> list[str]:
    page = browser.get("/fr/").content.decode()
    return [dot for dot in ("M500 200h0", "M500 -40h0") if dot in page]


@pytest.mark.parametrize("who", ["anonymous", "steward", "member"])
def test_public_rows_are_drawn_and_others_never(place, world, client, visit, who):
    located(world, "public", SOUTH)
    located(world, "consortium", NORTH)
    browser = client if who == "anonymous" else visit(who)
    assert drawn(browser) == ["M500 200h0"]


def test_what_is_no_longer_public_is_gone_at_once(place, world, client):
    edition = located(world, "public", SOUTH)
    assert drawn(client) == ["M500 200h0"]
    assert "3 relevés" in client.get("/fr/").content.decode()
    Edition.objects.filter(pk=edition.pk).update(audience=Audience.OWNER)
    assert drawn(client) == []


def test_without_places_the_country_stands_alone(place, client):
    page = client.get("/fr/").content.decode()
    assert 'class="land"' in page
    assert 'class="spots"' not in page


def test_a_lost_file_does_not_take_the_front_page_with_it(place, world, client):
    edition = located(world, "public", SOUTH)
    table = edition.tables.get()
    table.file.storage.delete(table.file.name)
    assert drawn(client) == []

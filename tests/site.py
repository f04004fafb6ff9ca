"""Fixtures of the small world with a site in it: for tests of pages, news and search."""

import pytest
from django.test import Client
from django.utils import translation

from tests.pages import Place, make_place
from tests.world import World, make_world


@pytest.fixture(autouse=True)
def in_french():
    """The language of a page stays behind in its thread: each test begins in French."""
    with translation.override("fr"):
        yield


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def place(world: World) -> Place:
    return make_place(world.project)


@pytest.fixture
def visit(world: World):
    """`visit("member")`: a browser in which this person has signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        if name != "anonymous":
            client.force_login(world.people[name])
        return client

    return signed_in

"""The small world, its people in the browser's place, and addresses by name."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """Four organisations, two consortia, eight people, a dataset at every audience."""
    return make_world()


@pytest.fixture
def as_person(world: World) -> Callable[[str], Client]:
    """A client signed in as somebody of the world; «anonymous» is not signed in."""

    def signed_in(who: str) -> Client:
        client = Client()
        if who in world.people:
            client.force_login(world.people[who])
        return client

    return signed_in


@pytest.fixture
def address() -> Callable[..., str]:
    """The address of a view of datasets: `address("dataset", slug, language="en")`."""

    def made(name: str, *arguments: object, language: str = "en") -> str:
        with translation.override(language):
            return reverse(f"datasets:{name}", args=arguments)

    return made

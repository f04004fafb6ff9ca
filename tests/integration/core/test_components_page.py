"""The living page of components: for who builds and edits; for others it does not exist."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from partners.models import User

ADDRESS = "/fr/_components/"


@pytest.fixture
def visitor(db: None) -> User:
    return User.objects.create_user("visiteur@example.org", "un-mot-de-passe")


def test_for_a_visitor_it_does_not_exist(client: Client, visitor: User) -> None:
    client.force_login(visitor)
    answer = client.get(ADDRESS)
    nothing = client.get("/fr/_nothing/")
    assert answer.status_code == nothing.status_code == 404
    assert answer.content == nothing.content


@pytest.mark.django_db
def test_nor_for_the_public(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_editor_sees_every_state(client: Client, visitor: User, language: str) -> None:
    visitor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(visitor)
    page = client.get(f"/{language}/_components/").content.decode()
    for part in ("note tone-red", "job tone-cobalt", "empty", "field drop", "entries", "lessons"):
        assert f'class="{part}' in page
    assert "style=" not in page


@pytest.mark.django_db
def test_a_developer_needs_no_account(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    assert client.get(ADDRESS).status_code == 200

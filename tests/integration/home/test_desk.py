"""The desk: in the portal's name, in one's language, with what a role needs."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, get_page_models

from home import setup
from home.reading import OPEN_TYPES
from notifications import outbox
from tests.factories import UserFactory
from tests.pages import make_editor


def menu(client) -> set[str]:
    from_page = client.get(reverse("wagtailadmin_home"))
    assert from_page.status_code == 200
    return {
        name
        for name in ("reports", "settings", "images", "documents", "partners", "projects")
        if f'"name": "{name}"' in from_page.content.decode()
    }


def test_an_editor_sees_pages_pictures_and_documents(place):
    client = Client()
    client.force_login(make_editor())
    assert menu(client) == {"images", "documents"}


def test_an_administrator_also_sees_settings_people_and_projects(place, visit):
    assert menu(visit("admin")) >= {"reports", "settings", "images", "documents"}


@pytest.mark.parametrize("person", ["member", "steward", "registered", "rival"])
def test_others_do_not_enter(place, visit, person):
    answer = visit(person).get(reverse("wagtailadmin_home"))
    assert answer.status_code == 302
    assert "/cms/" not in answer["Location"].split("?")[0]


def test_the_desk_speaks_the_language_of_the_account(place, settings):
    editor = make_editor()
    for language in ("fr", "en"):
        editor.language = language
        editor.save()
        client = Client()
        client.force_login(editor)
        assert f'lang="{language}"' in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_desk_carries_the_name_of_the_portal(place):
    client = Client()
    client.force_login(make_editor())
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "desk-brand" in page
    assert "css/desk" in page
    assert "- Wagtail</title>" not in page


def test_the_editors_rights_are_given_once(db):
    editors = setup.make_editors()
    rights = editors.page_permissions.count(), editors.collection_permissions.count()
    assert rights == (5, 6)
    setup.make_editors()
    assert (editors.page_permissions.count(), editors.collection_permissions.count()) == rights
    assert editors.permissions.filter(codename="submit_translation").exists()


def test_every_type_of_page_is_open_or_has_an_audience():
    for model in get_page_models():
        if model is not Page:
            restricted = hasattr(model.objects, "visible_to")
            assert restricted != (model in OPEN_TYPES), model


def test_wagtails_own_page_privacy_stays_closed():
    own = [model for model in get_page_models() if model is not Page]
    assert [model for model in own if model.private_page_options] == []


def first_steps(client) -> str:
    drawn = client.get(reverse("wagtailadmin_home")).content.decode()
    return drawn.partition('class="desk-steps"')[2].partition("</section>")[0]


def test_an_editor_begins_with_what_they_write_in_their_language(place):
    editor = make_editor()
    client = Client()
    client.force_login(editor)
    for language in ("fr", "en"):
        editor.language = language
        editor.save()
        steps = first_steps(client)
        for pages in (place.updates, place.publications):
            address = reverse("wagtailadmin_pages:add_subpage", args=[pages[language].pk])
            assert f'href="{address}"' in steps
            assert client.get(address).status_code in {200, 302}
        assert f'href="/{language}/"' in steps


def test_a_reviewer_without_lists_to_write_in_is_offered_none(place):
    person = UserFactory()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(person)
    assert "add_subpage" not in first_steps(client)


def test_the_desk_calls_people_by_their_name(place):
    editor = make_editor()
    editor.name = "Édith Démo"
    editor.save()
    client = Client()
    client.force_login(editor)
    drawn = client.get(reverse("wagtailadmin_home")).content.decode()
    assert json.dumps({"name": "Édith Démo"})[1:-1] in drawn


@pytest.mark.parametrize(("kept", "offered"), [(True, True), (False, False)])
def test_an_administrator_of_a_demo_finds_the_outbox(place, visit, settings, kept, offered):
    if kept:
        settings.EMAIL_BACKEND = outbox.FOLDER_BACKEND
    assert (reverse("notifications:outbox") in first_steps(visit("admin"))) is offered

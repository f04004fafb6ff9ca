"""An editor publishes in both languages: project page, search, the followers' inbox."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import StringTranslation, Translation

from jobs import engine
from jobs.models import Job
from notifications.actions import follow
from notifications.models import Announcement, Notification
from partners.enums import Audience
from partners.models import User
from projects import policies
from projects.models import PublicationPage, UpdatePage
from tests.pages import add_publication, add_update, make_editor, publish

PEOPLE = ("steward", "member", "colleague", "partner", "rival", "registered", "former")


@pytest.fixture
def followers(world):
    """Everybody follows the project."""
    for name in PEOPLE:
        follow(world.people[name], world.project.topic)
    return world


def work_off():
    while waiting := list(Job.objects.filter(state="queued").values_list("pk", flat=True)):
        for pk in waiting:
            engine.run(pk)


def told() -> set[str]:
    work_off()
    return set(Notification.objects.values_list("recipient__name", flat=True))


def names(world, *people: str) -> set[str]:
    return {world.people[name].name for name in people}


# ── the whole way, over the desk ─────────────────────────────────────────────────────────────


@pytest.fixture
def editor(place):
    client = Client()
    client.force_login(make_editor())
    return client


def write(editor, place, world, **changed):
    """Fill in the form of a new update and publish it."""
    form = {
        "title": "Atelier de Kolwezi",
        "slug": "atelier-de-kolwezi",
        "intro": "Ce qui a été dit.",
        "date": "2026-11-20",
        "project": world.project.pk,
        "audience": Audience.PUBLIC,
        "named_organisations": [],
        "programmes": [],
        "body": streamfield([("text", rich_text("<p>Le mot pegmatite.</p>"))]),
        "action-publish": "1",
        **changed,
    }
    where = reverse(
        "wagtailadmin_pages:add", args=["projects", "updatepage", place.updates["fr"].pk]
    )
    response = editor.post(where, nested_form_data(form))
    assert response.status_code == 302, response.context["form"].errors
    return UpdatePage.objects.get(slug="atelier-de-kolwezi")


def translate(editor, page, on_commit):
    """«Translate this page», each sentence, publish."""
    english = Locale.objects.get(language_code="en")
    where = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert editor.post(where, {"locales": [english.pk]}).status_code == 302
    words = {
        "Atelier de Kolwezi": "Workshop in Kolwezi",
        "atelier-de-kolwezi": "workshop-in-kolwezi",
        "Ce qui a été dit.": "What was said.",
        "Le mot pegmatite.": "The word pegmatite.",
    }
    translation = Translation.objects.get(source__object_id=page.translation_key)
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=english,
            context=segment.context,
            data=words[segment.string.data],
        )
    made = page.get_translation(english)
    assert not made.live  # begun, not done: nobody reads French under English
    where = reverse("wagtailadmin_pages:edit", args=[made.pk])
    with on_commit(execute=True):
        assert editor.post(where, {"action": "publish"}).status_code == 302
    return UpdatePage.objects.get(pk=made.pk)


def test_an_update_in_both_languages_reaches_page_search_and_followers(
    editor, place, followers, visit, django_capture_on_commit_callbacks
):
    page = write(editor, place, followers)
    english = translate(editor, page, django_capture_on_commit_callbacks)
    assert english.live
    assert english.title == "Workshop in Kolwezi"

    anybody = Client()
    assert "Atelier de Kolwezi" in anybody.get("/fr/projets/projet-demo/").content.decode()
    assert "Workshop in Kolwezi" in anybody.get("/en/projects/demo-project/").content.decode()
    assert anybody.get("/fr/recherche/", {"q": "pegmatite"}).context["total"] == 1
    assert anybody.get("/en/search/", {"q": "pegmatite"}).context["total"] == 1

    assert told() == names(followers, *PEOPLE)
    inbox = visit("colleague").get("/en/inbox/").content.decode()
    assert "Workshop in Kolwezi" in inbox
    inbox = visit("member").get("/fr/inbox/").content.decode()
    assert "Atelier de Kolwezi" in inbox
    assert Notification.objects.count() == len(PEOPLE)


def test_an_editor_is_not_offered_to_publish_without_a_lead(editor, place, world):
    where = reverse(
        "wagtailadmin_pages:add", args=["projects", "updatepage", place.updates["fr"].pk]
    )
    form = {"title": "x", "slug": "x", "intro": "", "body": streamfield([]), "action-publish": "1"}
    assert editor.post(where, nested_form_data(form)).status_code == 200
    assert not UpdatePage.objects.exists()


@pytest.mark.parametrize(
    ("audience", "field"),
    [(Audience.CONSORTIUM, "project"), (Audience.NAMED, "named_organisations")],
)
def test_a_page_for_nobody_is_refused_with_what_to_choose(editor, place, world, audience, field):
    where = reverse(
        "wagtailadmin_pages:add", args=["projects", "updatepage", place.updates["fr"].pk]
    )
    form = {
        "title": "x",
        "slug": "x",
        "intro": "x",
        "date": "2026-11-20",
        "audience": audience,
        "body": streamfield([]),
        "action-publish": "1",
    }
    answer = editor.post(where, nested_form_data(form))
    assert list(answer.context["form"].errors) == [field]
    assert not UpdatePage.objects.exists()


# ── who is told ──────────────────────────────────────────────────────────────────────────────

TOLD = {
    Audience.PUBLIC: set(PEOPLE),
    Audience.REGISTERED: set(PEOPLE),
    Audience.CONSORTIUM: {"steward", "member", "colleague"},
    Audience.NAMED: {"partner"},
}


@pytest.mark.parametrize("audience", TOLD)
@pytest.mark.parametrize("add", [add_update, add_publication])
def test_followers_who_may_read_are_told(place, followers, audience, add):
    named = [followers.organisations["kivu"]] if audience == Audience.NAMED else []
    page = add(place, "Nouvelle", audience=audience, project=followers.project, named=named)
    publish(page)
    assert told() == names(followers, *TOLD[audience])


def test_who_follows_something_else_is_not_told(place, world):
    follow(world.people["member"], "project:autre-projet")
    publish(add_update(place, "Nouvelle", project=world.project))
    assert told() == set()


def test_publishing_again_and_translating_tell_nobody_twice(place, followers):
    page = add_update(place, "Nouvelle", project=followers.project)
    publish(page)
    assert told() == names(followers, *PEOPLE)
    publish(UpdatePage.objects.get(pk=page.pk))
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    publish(english)
    work_off()
    assert Announcement.objects.count() == 1
    assert Notification.objects.count() == len(PEOPLE)


def test_the_person_who_publishes_is_not_told(place, followers):
    page = add_update(place, "Nouvelle", project=followers.project)
    publish(page, by=followers.people["member"])
    assert "Member Démo" not in told()


def test_an_update_without_a_project_is_announced_to_nobody(place, followers):
    publish(add_update(place, "Nouvelle"))
    assert told() == set()


def test_a_message_vanishes_with_the_right_to_read(place, followers, visit):
    page = add_update(place, "Secret", project=followers.project)
    publish(page)
    assert told() == names(followers, *PEOPLE)
    page = UpdatePage.objects.get(pk=page.pk)
    page.audience = Audience.CONSORTIUM
    publish(page)
    assert "Secret" not in visit("registered").get("/fr/inbox/").content.decode()
    assert "Secret" in visit("member").get("/fr/inbox/").content.decode()


# ── languages have one audience ──────────────────────────────────────────────────────────────


def test_narrowing_the_original_narrows_its_translation_at_once(place, followers, client):
    page = add_update(place, "Ouvert", project=followers.project)
    publish(page)
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    publish(english)
    assert client.get(english.get_url()).status_code == 200
    page = UpdatePage.objects.get(pk=page.pk)
    page.audience = Audience.NAMED
    page.named_organisations.set([followers.organisations["kivu"]])
    publish(page)
    assert client.get(english.get_url()).status_code == 404
    client.force_login(followers.people["partner"])
    assert client.get(english.get_url()).status_code == 200


def test_publishing_an_old_translation_does_not_open_what_was_closed(place, followers, client):
    page = add_update(place, "Ouvert", project=followers.project)
    publish(page)
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    draft = english.save_revision()
    page = UpdatePage.objects.get(pk=page.pk)
    page.audience = Audience.CONSORTIUM
    publish(page)
    draft.publish()  # written while everybody could read it
    assert client.get(english.get_url()).status_code == 404


# ── the policy, from both sides ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("audience", [*TOLD, "consortium without project"])
@pytest.mark.parametrize("add", [add_update, add_publication])
def test_list_page_and_fan_out_agree(place, world, visit, audience, add):
    wanted = TOLD.get(audience, set())
    project = None if audience == "consortium without project" else world.project
    kind = Audience.CONSORTIUM if audience == "consortium without project" else audience
    named = [world.organisations["kivu"]] if kind == Audience.NAMED else []
    page = add(place, "Nouvelle", audience=kind, project=project, named=named)
    model = type(page)
    announced = set(User.objects.filter(policies.audience(page)).values_list("name", flat=True))
    for person in PEOPLE:
        may = person in wanted
        user = world.people[person]
        assert model.objects.visible_to(user).filter(pk=page.pk).exists() == may, person
        assert (visit(person).get(page.get_url()).status_code == 200) == may, person
        assert (user.name in announced) == may, person
    assert model in (UpdatePage, PublicationPage)


def test_a_hidden_page_answers_like_a_missing_one(place, world, client):
    page = add_update(place, "Nouvelle", audience=Audience.CONSORTIUM, project=world.project)
    hidden, missing = client.get(page.get_url()), client.get("/fr/actualites/nouvelle-x/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content.replace(b"nouvelle-x", b"nouvelle") == missing.content.replace(
        b"nouvelle-x", b"nouvelle"
    )

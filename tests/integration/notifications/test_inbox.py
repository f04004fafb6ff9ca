"""The inbox through the browser's eyes: one's own messages, about what one may still see."""

import pytest
from django.urls import reverse

from notifications import actions, inbox, topics
from notifications.models import Follow, Notification
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SECRET = "the secret title"


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def told(shared, work_off, person, client):
    """The signed-in person has one message; returns it."""
    shared.tell(person)
    work_off()
    client.force_login(person)
    return Notification.objects.get(recipient=person)


@pytest.fixture
def page():
    return reverse("notifications:inbox")


def open_url(message):
    return reverse("notifications:open", args=[message.pk])


def test_a_message_is_listed_counted_opened_and_read(client, person, told, page):
    answer = client.get(page)
    assert SECRET in answer.text
    assert 'class="unread"' in answer.text
    assert inbox.unread_count(person) == 1

    answer = client.get(open_url(told))
    assert (answer.status_code, answer["Location"]) == (302, "/fr/secret-thing/")
    assert inbox.unread_count(person) == 0
    assert 'class="unread"' not in client.get(page).text


def test_what_may_no_longer_be_seen_is_not_shown_counted_or_opened(
    client, person, told, page, shared
):
    shared.readers.clear()
    assert SECRET not in client.get(page).text
    assert inbox.unread_count(person) == 0
    gone = client.get(open_url(told))
    never = client.get(reverse("notifications:open", args=[999_999]))
    assert gone.status_code == never.status_code == 404
    told.refresh_from_db()
    assert told.read is None


def test_a_message_of_somebody_else_does_not_exist(client, told, page, shared):
    stranger = UserFactory()
    shared.readers.add(stranger.pk)
    client.force_login(stranger)
    assert client.get(open_url(told)).status_code == 404
    assert SECRET not in client.get(page).text
    assert inbox.unread_count(stranger) == 0


@pytest.mark.parametrize("name", ["inbox", "preferences"])
def test_nobody_else_than_signed_in_people_has_an_inbox(client, name):
    answer = client.get(reverse(f"notifications:{name}"))
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


def test_who_is_not_signed_in_learns_nothing_of_messages(client, told):
    client.logout()
    there = client.get(open_url(told))
    nowhere = client.get(reverse("notifications:open", args=[999_999]))
    assert there.status_code == nowhere.status_code == 302
    assert "/account/login/" in there["Location"]


def test_all_can_be_marked_read(client, person, told, page):
    answer = client.post(reverse("notifications:read-all"))
    assert answer["Location"] == page
    assert inbox.unread_count(person) == 0
    assert client.get(reverse("notifications:read-all")).status_code == 405


def test_an_empty_inbox_says_what_it_is_for(client, person, page):
    client.force_login(person)
    assert "Rien pour l’instant" in client.get(page).text
    assert "Nothing here yet" in client.get(page.replace("/fr/", "/en/")).text


def test_messages_come_twenty_to_a_page(client, person, shared, work_off, page):
    for number in range(25):
        shared.tell(person, event=f"tests.shared:{number}")
    work_off()
    client.force_login(person)
    assert client.get(page).text.count(SECRET) == 20
    assert client.get(page, {"page": 2}).text.count(SECRET) == 5
    assert client.get(page, {"page": "x"}).status_code == 200


def test_a_kind_that_left_the_installation_shows_no_message(client, person, told, page):
    Notification.objects.update(kind="tests.gone")
    assert client.get(page).status_code == 200
    assert inbox.unread_count(person) == 0


def test_a_person_chooses_how_to_hear(client, person, told):
    address = reverse("notifications:preferences")
    assert "Shared things" in client.get(address).text

    answer = client.post(address, {"tests.shared": "never"}, follow=True)
    assert "Vos choix sont enregistrés" in answer.text
    assert person.preferences.get().channel == "never"
    assert client.post(address, {"tests.shared": "sometimes"}).status_code == 200
    assert person.preferences.get().channel == "never"


@pytest.fixture
def project(monkeypatch):
    """A topic that only some may see: `project.add(person.pk)`."""
    readers = set()

    def describe(user, slug):
        seen = slug == "demo" and user.pk in readers
        return topics.Topic("Projet Démo secret", "/fr/projets/demo/") if seen else None

    monkeypatch.setattr(topics, "_DESCRIBE", {"project": describe})
    return readers


def test_a_topic_is_followed_and_left(client, person, project):
    project.add(person.pk)
    client.force_login(person)
    address, back = reverse("notifications:follow"), "/fr/projets/demo/"

    answer = client.post(address, {"topic": "project:demo", "next": back})
    assert answer["Location"] == back
    assert Follow.objects.filter(user=person, topic="project:demo").exists()
    assert "Projet Démo secret" in client.get(reverse("notifications:preferences")).text

    project.clear()
    assert "Projet Démo secret" not in client.get(reverse("notifications:preferences")).text
    client.post(address, {"topic": "project:demo", "wish": "unfollow"})
    assert not Follow.objects.exists()


def test_what_one_may_not_see_cannot_be_followed(client, person, project):
    client.force_login(person)
    address = reverse("notifications:follow")
    hidden = client.post(address, {"topic": "project:demo"})
    absent = client.post(address, {"topic": "project:nothing"})
    assert hidden.status_code == absent.status_code == 404
    assert client.post(address, {"topic": "<script>"}).status_code == 400
    assert not Follow.objects.exists()


def test_following_never_leads_away_from_the_portal(client, person, project):
    project.add(person.pk)
    client.force_login(person)
    sent = {"topic": "project:demo", "next": "https://evil.example.com/"}
    answer = client.post(reverse("notifications:follow"), sent)
    assert answer["Location"] == reverse("notifications:preferences")


def test_the_count_asks_a_kind_once_for_many(person, shared, work_off, monkeypatch):
    for number in range(5):
        shared.tell(person, event=f"tests.shared:{number}")
    work_off()
    asked = []

    def visible_among(user, messages):
        asked.append(len(messages))
        return {message.pk for message in messages[:3]}

    kind = inbox.registry.kind("tests.shared")
    monkeypatch.setitem(
        inbox.registry._KINDS,
        "tests.shared",
        type(kind)(**{**vars(kind), "visible_among": visible_among}),
    )
    assert inbox.unread_count(person) == 3
    assert asked == [5]


def test_marking_read_keeps_the_first_time(told):
    actions.mark_read(told)
    told.refresh_from_db()
    first = told.read
    actions.mark_read(told)
    told.refresh_from_db()
    assert told.read == first

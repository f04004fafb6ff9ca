"""Everybody whom it concerns is told, once, and nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import Job
from notifications import actions, fanout
from notifications.actions import announce
from notifications.models import Announcement, MailState, Notification
from notifications.policies import followers
from partners.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def told():
    return set(Notification.objects.values_list("recipient__email", flat=True))


def nothing():
    pass


def test_those_of_the_audience_are_told_except_who_did_it(shared, work_off):
    one, two, author = UserFactory(), UserFactory(), UserFactory()
    UserFactory(email="outside@example.org")
    shared.tell(one, two, author, by=author)

    assert told() == set(), "written by the worker, not by the page"
    work_off()

    assert told() == {one.email, two.email}


def test_who_lost_the_right_before_the_worker_came_is_not_told(shared, work_off):
    one, two = UserFactory(), UserFactory()
    shared.tell(one, two)
    shared.readers.remove(two.pk)
    work_off()
    assert told() == {one.email}


def test_a_deactivated_person_is_not_told(shared, work_off):
    shared.tell(UserFactory(is_active=False))
    work_off()
    assert told() == set()


def test_an_event_is_announced_once(shared, work_off):
    one = UserFactory()
    shared.tell(one)
    shared.tell(one)
    work_off()
    shared.tell(one)
    work_off()

    assert Announcement.objects.count() == 1
    assert Notification.objects.count() == 1
    assert Job.objects.filter(kind="notifications.fan-out").count() == 1


def test_a_fan_out_that_died_half_way_tells_only_who_is_missing(shared, monkeypatch):
    people = [UserFactory() for _ in range(5)]
    shared.tell(*people)
    announcement = Announcement.objects.get()
    monkeypatch.setattr(fanout, "PEOPLE_AT_ONCE", 2)

    def die():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fanout.tell_everybody(announcement, after_each=die)
    assert Notification.objects.count() == 2
    first = set(Notification.objects.values_list("pk", flat=True))

    fanout.tell_everybody(announcement, after_each=nothing)
    assert told() == {person.email for person in people}
    assert Notification.objects.count() == 5
    assert first <= set(Notification.objects.values_list("pk", flat=True))


def queries_for(shared, count, event):
    people = [User(email=f"{event}-{n}@example.org") for n in range(count)]
    shared.readers = set()
    shared.tell(*User.objects.bulk_create(people), event=event)
    announcement = Announcement.objects.get(event=event)
    with CaptureQueriesContext(connection) as queries:
        fanout.tell_everybody(announcement, after_each=nothing)
    assert Notification.objects.filter(event=event).count() == count
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_people(shared):
    few, many = queries_for(shared, 3, "few"), queries_for(shared, 480, "many")
    # SQLite takes a limited number of values at once: the rows go in a few statements.
    assert many <= few + 10


def test_a_preference_decides_about_the_mail_alone(shared, work_off):
    mailed, quiet = UserFactory(), UserFactory()
    actions.set_preferences(quiet, [("tests.shared", "never")])
    shared.tell(mailed, quiet)
    fanout.tell_everybody(Announcement.objects.get(), after_each=nothing)

    assert dict(Notification.objects.values_list("recipient__email", "mail_state")) == {
        mailed.email: MailState.WAITING,
        quiet.email: MailState.NONE,
    }


def test_the_last_choice_counts(shared):
    person = UserFactory()
    actions.set_preferences(person, [("tests.shared", "never")])
    actions.set_preferences(person, [("tests.shared", "now")])
    assert [choice.channel for choice in person.preferences.all()] == ["now"]


def test_followers_are_those_who_follow_and_are_active():
    one, gone = UserFactory(), UserFactory(is_active=False)
    UserFactory()
    for person in (one, one, gone):
        actions.follow(person, "project:demo")
    actions.follow(UserFactory(), "project:other")
    assert list(User.objects.filter(followers("project:demo"))) == [one]

    actions.unfollow(one, "project:demo")
    assert not User.objects.filter(followers("project:demo")).exists()


def test_an_unknown_kind_is_a_mistake_of_the_caller(shared):
    with pytest.raises(KeyError):
        announce("tests.nobody", event="x:1", subject="thing:1", by=UserFactory())
    assert not Announcement.objects.exists()

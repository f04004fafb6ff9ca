"""What happens again and again: written down once a day, or only counted."""

import threading

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection

from audit import counting
from audit.counting import Counts, record_once_a_day
from audit.models import Event, Tally
from core.actor import SYSTEM
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def look(thing, by=SYSTEM, **details):
    return record_once_a_day("tests.looked", thing, by=by, **details)


def test_the_same_deed_is_one_event_a_day():
    thing, person = OrganisationFactory(), UserFactory()
    assert look(thing, person, at="a") is not None
    assert look(thing, person, at="a") is None
    cache.clear()
    assert look(thing, person, at="a") is None
    assert look(thing, person, at="b") is not None
    assert look(thing, UserFactory(), at="a") is not None
    assert look(OrganisationFactory(), person, at="a") is not None
    assert Event.objects.count() == 4


def test_what_could_not_be_written_is_tried_again(monkeypatch):
    thing = OrganisationFactory()

    def broken(*args: object, **kwargs: object) -> None:
        raise DatabaseError("locked")

    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr(counting, "record", broken)
        with pytest.raises(DatabaseError):
            look(thing)
    assert look(thing) is not None


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_write_one_event():
    thing, together = OrganisationFactory(), threading.Barrier(4)

    def request() -> None:
        together.wait()
        cache.clear()  # as if each process had a cache of its own
        look(thing)
        connection.close()

    requests = [threading.Thread(target=request) for _ in range(4)]
    for each in requests:
        each.start()
    for each in requests:
        each.join()
    assert Event.objects.count() == 1


def test_counts_are_written_together_and_none_twice():
    counts = Counts(seconds=0)
    for subject in ("edition:1", "edition:1", "edition:2"):
        counts.add("tests.seen", subject)
    assert dict(Tally.objects.values_list("subject", "number")) == {"edition:1": 2, "edition:2": 1}


def test_a_busy_page_does_not_write_each_time(django_assert_num_queries):
    counts = Counts(seconds=1000)
    counts.add("tests.seen", "edition:1")
    with django_assert_num_queries(0):
        for _n in range(5):
            counts.add("tests.seen", "edition:1")
    counts.seconds = 0
    counts.add("tests.seen", "edition:1")
    assert Tally.objects.get().number == 7


def test_a_count_that_fails_fails_no_page(monkeypatch):
    counts = Counts(seconds=0)

    def broken(*args: object) -> None:
        raise DatabaseError("locked")

    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr(counting, "_raise", broken)
        counts.add("tests.seen", "edition:1")
    assert not Tally.objects.exists()
    counts.add("tests.seen", "edition:1")
    assert Tally.objects.get().number == 2

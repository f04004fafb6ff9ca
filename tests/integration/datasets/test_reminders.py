"""Nobody waits unseen, and no access ends unannounced: told once, to those it concerns."""

import datetime as dt

import pytest
from django.utils import timezone

from datasets.reminding import remind
from datasets.actions.requests import ask_for_access, refuse
from datasets.models import AccessRequest, Dataset
from notifications.models import Notification
from partners.enums import Role
from tests.bringing_in import work_off
from tests.factories import MembershipFactory, UserFactory, day, grant_to_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def dataset(world) -> Dataset:
    Dataset.objects.update(discoverable=True)
    return world.datasets["owner"]


def told(kind: str) -> set[str]:
    remind()
    remind()
    work_off()
    found = Notification.objects.filter(kind=f"datasets.{kind}").values_list(
        "recipient__email", flat=True
    )
    assert len(found) == len(set(found))
    return {email.partition("@")[0] for email in found}


def asked(world, dataset, days: int) -> AccessRequest:
    request = ask_for_access(
        dataset=dataset,
        purpose="Une recherche.",
        use="Un rapport.",
        until=day(90),
        by=world.people["registered"],
    )
    AccessRequest.objects.update(created=timezone.now() - dt.timedelta(days=days))
    return request


@pytest.mark.parametrize(
    ("days", "reminded", "escalated"),
    [(4, set(), set()), (6, {"steward"}, set()), (11, {"steward"}, {"coordination"})],
)
def test_a_request_that_waits(world, dataset, days, reminded, escalated):
    MembershipFactory(
        user=UserFactory(email="coordination@example.org"),
        organisation=world.organisations["institut"],
        role=Role.COORDINATOR,
    )
    asked(world, dataset, days)
    assert told("access-waiting") == reminded
    assert told("access-escalated") == escalated


def test_what_is_decided_waits_no_longer(world, dataset):
    refuse(request=asked(world, dataset, 11), reason="Non.", by=world.people["steward"])
    assert told("access-waiting") == told("access-escalated") == set()


@pytest.mark.parametrize(
    ("left", "length", "heard"),
    [
        (31, 100, False),
        (30, 100, True),
        (8, 20, False),
        (7, 20, True),
        (3, 5, False),
        (0, 90, True),
    ],
)
def test_an_access_that_ends(world, dataset, left, length, heard):
    granted = timezone.now() - dt.timedelta(days=length - left)
    grant_to_person(
        dataset.releases.get().editions.get(),
        world.people["registered"],
        until=day(left),
        granted=granted,
    )
    assert told("access-ending") == ({"registered", "steward"} if heard else set())

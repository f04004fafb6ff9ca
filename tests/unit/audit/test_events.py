"""What is written down stays as it was."""

import pytest

from audit.actions import record
from audit.models import Event
from core.actor import SYSTEM
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return record("partners.organisation-made", OrganisationFactory(), by=SYSTEM, reason="a test")


def test_an_event_says_who_did_what_to_what():
    person, organisation = UserFactory(email="who@example.org"), OrganisationFactory()
    event = record("partners.organisation-changed", organisation, by=person, before={"a": 1})

    event.refresh_from_db()
    assert (event.actor_id, event.actor_name) == (person.pk, "who@example.org")
    assert event.subject == f"organisation:{organisation.pk}"
    assert event.details == {"before": {"a": 1}}


def test_events_outlive_whom_and_what_they_are_about():
    person = UserFactory(email="gone@example.org")
    event = record("partners.person-changed", person, by=person)
    person.delete()
    assert Event.objects.get(pk=event.pk).actor_name == "gone@example.org"


def test_the_log_of_a_thing_holds_its_events_alone(event):
    other = OrganisationFactory()
    mine = record("partners.organisation-made", other, by=SYSTEM)
    assert list(Event.objects.about(other)) == [mine]


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.update(verb="x"),
        lambda event: Event.objects.all().delete(),
        lambda event: Event.objects.filter(pk=event.pk).update(verb="x"),
        lambda event: Event.objects.bulk_update([event], ["verb"]),
        lambda event: Event.objects.update_or_create(pk=event.pk, defaults={"verb": "x"}),
        lambda event: Event.objects.about("organisation:1").update(verb="x"),
    ],
)
def test_events_are_never_changed_or_deleted(event, change):
    with pytest.raises(TypeError, match="never"):
        change(event)
    assert Event.objects.get(pk=event.pk).verb == "partners.organisation-made"

"""A power cut while hundreds of people are told: nobody is forgotten, nobody is mailed twice."""

from collections import Counter

import pytest
from django.utils import timezone

from core.actor import SYSTEM
from jobs.enums import State
from jobs.models import Job
from notifications.actions import announce
from notifications.models import Announcement, MailState, Notification
from partners.enums import Audience
from partners.models import Membership, User
from tests import factories
from tests.mailbox import Mailbox
from tests.workers import start_worker, wait_for

__all__ = ["start_worker"]

PEOPLE = 600
KIND = "datasets.dataset-shared"

pytestmark = [pytest.mark.jobs, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def edition(start_worker):
    """Shared with an organisation of many people."""
    organisation = factories.OrganisationFactory()
    everybody = User.objects.bulk_create(
        User(email=f"many{n}@example.org", name=f"Personne Démo {n}") for n in range(PEOPLE)
    )
    since = factories.day(-9)
    Membership.objects.bulk_create(
        Membership(user=person, organisation=organisation, since=since) for person in everybody
    )
    dataset = factories.DatasetFactory(audience=Audience.NAMED, audience__named=(organisation,))
    return dataset.releases.get().editions.get()


@pytest.fixture
def mail_server(mailbox, settings, monkeypatch) -> Mailbox:
    """The workers of this test send their mail to it."""
    monkeypatch.setenv("MAIL_HOST", settings.EMAIL_HOST)
    monkeypatch.setenv("MAIL_PORT", str(settings.EMAIL_PORT))
    monkeypatch.setenv("MAIL_TLS", "off")
    return mailbox


@pytest.mark.parametrize("mails", [1, 230], ids=["at the first mail", "among the mails"])
def test_everybody_is_told_once(edition, mail_server, start_worker, mails):
    first = start_worker()
    announce(KIND, event=f"{KIND}:{edition.pk}", subject=f"edition:{edition.pk}", by=SYSTEM)
    wait_for(lambda: len(mail_server.messages) >= mails)
    first.kill()
    assert Notification.objects.filter(mail_state=MailState.WAITING).exists(), "in the middle"

    start_worker()
    two_minutes_pass()
    wait_for(lambda: not unsettled().exists(), seconds=120)

    told = Counter(Notification.objects.values_list("recipient_id", flat=True))
    assert len(told) == PEOPLE
    assert set(told.values()) == {1}
    mailed = Counter(str(message["To"]) for message in mail_server.messages)
    assert set(mailed.values()) == {1}
    in_doubt = Notification.objects.filter(mail_state=MailState.IN_DOUBT)
    assert in_doubt.count() <= 1, "the one that was on its way"
    people = set(User.objects.values_list("email", flat=True))
    assert people - set(mailed) <= set(in_doubt.values_list("recipient__email", flat=True))
    announcement = Announcement.objects.get()
    wait_for(lambda: Job.objects.about(announcement).latest("pk").state == State.DONE)


def unsettled():
    return Notification.objects.filter(mail_state__in=(MailState.WAITING, MailState.SENDING))


def two_minutes_pass():
    """What the killed worker had reserved for itself is free again."""
    unsettled().exclude(mail_token="").update(mail_not_before=timezone.now())

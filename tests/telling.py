"""One kind of message to test with, about a person: «subject» is that person's id."""

from dataclasses import dataclass, field

import pytest
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import SYSTEM
from jobs import engine
from jobs.models import Job
from notifications import registry
from notifications.actions import announce
from notifications.registry import Kind, register


@dataclass
class Shared:
    """A thing that some people may see, and how often that was asked."""

    readers: set[int] = field(default_factory=set)
    asked: int = 0

    def tell(self, *people, event="tests.shared:1", by=SYSTEM, **params):
        """Announce it to these people, as far as the audience lets them in."""
        self.readers |= {person.pk for person in people}
        announce("tests.shared", event=event, subject="thing:1", params=params, by=by)

    def visible(self, user, notification):
        """Whether the person is among the readers now."""
        self.asked += 1
        return user.pk in self.readers


@pytest.fixture(autouse=True)
def in_french():
    """The language of a page stays behind in its thread: each test begins in French."""
    with translation.override("fr"):
        yield


@pytest.fixture
def shared(monkeypatch):
    """A registry with one kind, and the thing it tells of."""
    monkeypatch.setattr(registry, "_KINDS", {})
    thing = Shared()
    register(
        Kind(
            name="tests.shared",
            label="Shared things",
            audience=lambda subject_id, params: Q(pk__in=thing.readers),
            visible=thing.visible,
            title=lambda message: f"{_('Inbox')}: the secret title",
            mail_line=lambda message: f"{_('Inbox')}: Organisation Démo",
            url=lambda message: "/fr/secret-thing/",
        )
    )
    return thing


@pytest.fixture
def work_off():
    """Do all waiting work, here and now."""

    def run():
        for pk in Job.objects.filter(state="queued").values_list("pk", flat=True):
            engine.run(pk)

    return run

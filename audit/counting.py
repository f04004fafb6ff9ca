"""What is written down once a day, or only counted, because it happens again and again."""

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from threading import Lock
from time import monotonic
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from audit.actions import record
from audit.models import Event, Tally, subject_of
from core.actor import Actor

logger = logging.getLogger(__name__)
# A little more than a day: the date in the key ends it, this only empties the cache.
KEPT_SECONDS = 26 * 60 * 60


def record_once_a_day(
    verb: str,
    thing: models.Model,
    *,
    by: Actor,
    organisation_id: int | None = None,
    **details: Any,
) -> Event | None:
    """Append one event a day for the same deed, thing, person and details; None when it is there.

    The cache answers for all but the first time. Two requests at the same moment write one event:
    the row of the thing is locked. What cannot be written down raises, so that nothing is read
    unseen.
    """
    day = timezone.localdate()
    told = "|".join(f"{name}={details[name]}" for name in sorted(details))
    key = f"audit:{verb}:{subject_of(thing)}:{by.pk}:{day}:{told}".replace(" ", "_")[:240]
    if not cache.add(key, True, KEPT_SECONDS):
        return None
    try:
        with transaction.atomic():
            type(thing)._base_manager.select_for_update(no_key=True).filter(pk=thing.pk).first()
            if _written(verb, thing, by, day, details):
                return None
            return record(verb, thing, by=by, organisation_id=organisation_id, **details)
    except BaseException:
        cache.delete(key)
        raise


def _written(verb: str, thing: models.Model, by: Actor, day: date, details: dict[str, Any]) -> bool:
    started = timezone.make_aware(datetime.combine(day, time.min))
    same = Event.objects.filter(
        verb=verb, subject=subject_of(thing), actor_id=by.pk, at__gte=started
    )
    return any(event.details == details for event in same)


@dataclass
class Counts:
    """Counts kept in this process for some seconds, so that busy pages do not write each time.

    What was counted since the last writing is lost with the process: it is a figure, no proof.
    """

    seconds: float = 10.0
    pending: Counter[tuple[str, str, date]] = field(default_factory=Counter)
    written: float = float("-inf")
    lock: Lock = field(default_factory=Lock)

    def add(self, verb: str, subject: str) -> None:
        """One more today; writes what is pending when it is time."""
        with self.lock:
            self.pending[verb, subject, timezone.localdate()] += 1
            if monotonic() - self.written < self.seconds:
                return
            taken, self.pending, self.written = self.pending, Counter(), monotonic()
        try:
            with transaction.atomic():
                for (verb, subject, day), number in sorted(taken.items()):
                    _raise(verb, subject, day, number)
        except DatabaseError:
            logger.warning("Counts could not be written; they are tried again.", exc_info=True)
            with self.lock:
                self.pending.update(taken)


COUNTS = Counts()


def count_today(verb: str, thing: models.Model) -> None:
    """One more of what is only counted: how often in a day, never by whom. Never fails a page."""
    COUNTS.add(verb, subject_of(thing))


def _raise(verb: str, subject: str, day: date, number: int) -> None:
    that_day = Tally.objects.filter(verb=verb, subject=subject, day=day)
    if that_day.update(number=F("number") + number):
        return
    try:
        with transaction.atomic():
            Tally.objects.create(verb=verb, subject=subject, day=day, number=number)
    except IntegrityError:
        that_day.update(number=F("number") + number)

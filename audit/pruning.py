"""Forgetting old events, so that the rest of the chain can still be verified."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from audit.actions import record
from audit.models import ChainStart, Event, Seal
from audit.sealing import chunks, locked_start
from audit.verifying import PRUNED, verify
from core.actor import SYSTEM
from core.errors import NotPossible


@dataclass(frozen=True)
class Pruned:
    """How many events went, and the number and hash after which the log begins now."""

    events: int
    number: int
    hash: str


def prune(*, before: datetime) -> Pruned:
    """Delete the sealed events from the beginning up to the first one that is not older.

    What is deleted is written down as an event itself. Raises NotPossible when the chain is not
    right: then nothing is deleted, for it would be the proof.
    """
    with transaction.atomic():
        start = locked_start()
        if verify().wrong:
            raise NotPossible(
                "The log does not verify: nothing is pruned before that is explained."
            )
        last = _last_older(before)
        if last is None:
            return Pruned(0, start.number, start.hash)
        return _forget(start, last)


def _last_older(before: datetime) -> Seal | None:
    last = None
    for chunk in chunks(Seal.objects.all()):
        for seal, event in chunk:
            if event is None or event.at >= before:
                return last
            last = seal
    return last


def _forget(start: ChainStart, last: Seal) -> Pruned:
    seals = Seal.objects.filter(number__lte=last.number)
    events = Event.objects.filter(pk__in=seals.values("event_id"))
    # The one place where events go: their own manager refuses.
    count, _by_model = models.QuerySet.delete(events)
    seals.delete()
    start.number, start.hash = last.number, last.hash
    start.save(update_fields=["number", "hash"])
    record(PRUNED, "audit:log", by=SYSTEM, events=count, number=last.number, hash=last.hash)
    return Pruned(count, last.number, last.hash)

"""The chain that makes the log prove itself: each event is sealed with the hash of the one before.

The hash of seal *n* is SHA-256 of the 32 bytes of the hash of seal *n* - 1, followed by the event
as canonical JSON in UTF-8. A change, a removal or an insertion breaks every hash behind it. What
the chain does not prove stands in docs/log.md.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from audit.models import ChainStart, Event, Seal

BATCH = 500
# A transaction that began earlier may commit later: numbers this far back are looked at again.
SLACK = 10_000


def canonical(event: Event) -> bytes:
    """Everything an event says, always in the same bytes."""
    said: dict[str, Any] = {
        "id": event.pk,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "verb": event.verb,
        "subject": event.subject,
        "organisation_id": event.organisation_id,
        "details": event.details,
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode("ascii")


def link(previous: str, event: Event) -> str:
    """The hash of an event sealed behind `previous` (both in hex)."""
    return hashlib.sha256(bytes.fromhex(previous) + canonical(event)).hexdigest()


def seal_new(most: int = 20 * BATCH) -> int:
    """Seal the events that are not sealed yet, oldest first, `most` at a time; returns how many.

    One at a time: whoever seals holds the row of the chain's start. (SQLite lets one transaction
    write at a time.) The number and the event of a seal are unique, so that even without the lock
    a second chain could not be written.
    """
    sealed = 0
    while sealed < most:
        done = _seal_batch()
        sealed += done
        if done < BATCH:
            break
    return sealed


def _seal_batch() -> int:
    with transaction.atomic():
        start = locked_start()
        last = Seal.objects.order_by("-number").first()
        number, previous = (last.number, last.hash) if last else (start.number, start.hash)
        seals = []
        for event in unsealed()[:BATCH]:
            number, previous = number + 1, link(previous, event)
            seals.append(Seal(number=number, event_id=event.pk, hash=previous))
        Seal.objects.bulk_create(seals)
    return len(seals)


def locked_start() -> ChainStart:
    """The row where the chain begins, locked until the transaction ends."""
    ChainStart.objects.get_or_create(pk=1)
    return ChainStart.objects.select_for_update().get(pk=1)


def unsealed(everywhere: bool = False) -> QuerySet[Event]:
    """Events without a seal, oldest first; near the end of the log alone, unless `everywhere`."""
    events = Event.objects.filter(~Exists(Seal.objects.filter(event_id=OuterRef("pk"))))
    newest = Seal.objects.aggregate(newest=Max("event_id"))["newest"]
    if not everywhere and newest is not None:
        events = events.filter(pk__gt=newest - SLACK)
    return events.order_by("pk")


def chunks(seals: QuerySet[Seal], size: int = 2000) -> Iterator[list[tuple[Seal, Event | None]]]:
    """All seals in order, each with its event where there still is one."""
    after = -1
    while found := list(seals.filter(number__gt=after).order_by("number")[:size]):
        events = Event.objects.in_bulk([seal.event_id for seal in found])
        yield [(seal, events.get(seal.event_id)) for seal in found]
        after = found[-1].number

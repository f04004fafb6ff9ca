"""Who had an edition: read from the log, since what somebody may see today says nothing of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from audit.models import Event, subject_of
from datasets.enums import Had
from datasets.models import Edition
from partners.models import User

# What the log calls it when somebody gets rows. A new way to rows is added here.
VERBS = {
    "datasets.package-downloaded": Had.DOWNLOADED,
    "datasets.rows-viewed": Had.VIEWED,
}
PEOPLE_AT_ONCE = 500


@dataclass
class Holder:
    """What one person had of an edition; `copies` are the packages, by checksum."""

    name: str
    had: Had
    at: datetime
    copies: dict[str, dict[str, Any]] = field(default_factory=dict)

    def newest_first(self) -> list[dict[str, Any]]:
        """The packages as JSON objects with `sha256`, `bytes` and `at`, the last one first."""
        return list(reversed(self.copies.values()))


@dataclass(frozen=True)
class Holders:
    """Everybody who had an edition.

    `people` by the id of their account; `gone` are the names the log has of accounts that no longer
    exist; `unknown` counts the downloads of people who were not signed in. Nobody can tell these.
    """

    people: dict[int, Holder]
    gone: tuple[str, ...]
    unknown: int

    def __len__(self) -> int:
        return len(self.people)


def who_had(edition: Edition, *, but: int | None = None, before: datetime | None = None) -> Holders:
    """People who opened or downloaded the edition `before` a time, without the person `but`."""
    found: dict[int, Holder] = {}
    unknown = 0
    events = (
        events_about(edition) if before is None else events_about(edition).filter(at__lt=before)
    )
    for event in events.order_by("at", "pk").iterator():
        had = VERBS[event.verb]
        if event.actor_id is not None:
            _note(found.setdefault(event.actor_id, _new(event, had)), event, had)
        elif had == Had.DOWNLOADED:
            unknown += 1
    found.pop(but or 0, None)
    known = set(_accounts(found))
    gone = sorted(holder.name for pk, holder in found.items() if pk not in known)
    return Holders({pk: found[pk] for pk in found if pk in known}, tuple(gone), unknown)


def events_about(edition: Edition) -> QuerySet[Event]:
    """Each time somebody got rows of the edition."""
    return Event.objects.filter(subject=subject_of(edition), verb__in=VERBS)


def _new(event: Event, had: Had) -> Holder:
    return Holder(event.actor_name, had, event.at)


def _note(holder: Holder, event: Event, had: Had) -> None:
    """Add an event to what is known of a person; events come in the order of time."""
    holder.at = event.at
    if had == Had.DOWNLOADED:
        holder.had = had
        checksum = str(event.details.get("sha256", ""))
        holder.copies.pop(checksum, None)
        holder.copies[checksum] = {
            "sha256": checksum,
            "bytes": event.details.get("bytes", 0),
            "at": event.at.isoformat(),
        }


def _accounts(ids: Iterable[int]) -> Iterator[int]:
    """Those of the ids that have an account, also one that was switched off."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), PEOPLE_AT_ONCE):
        some = wanted[start : start + PEOPLE_AT_ONCE]
        yield from User.objects.filter(pk__in=some).values_list("pk", flat=True)

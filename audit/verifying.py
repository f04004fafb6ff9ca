"""Walking the chain: what does not fit, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from audit.models import ChainStart, Event, Seal
from audit.sealing import chunks, link, unsealed

# Events are sealed each minute; one that waits this long waits for nobody.
LATEST = timedelta(minutes=10)
PRUNED = "audit.pruned"


@dataclass(frozen=True)
class Kept:
    """A number and its hash that somebody wrote down elsewhere."""

    number: int
    hash: str


@dataclass
class Verdict:
    """What a walk along the chain found: `wrong` is empty when the log is as it was sealed."""

    wrong: list[str] = field(default_factory=list)
    sealed: int = 0
    waiting: int = 0
    number: int = 0
    hash: str = ""


def verify(kept: Kept | None = None) -> Verdict:
    """Walk the whole chain. With `kept`, it must also be the chain somebody knew before."""
    start = ChainStart.objects.filter(pk=1).first() or ChainStart()
    verdict = Verdict(number=start.number, hash=start.hash)
    verdict.wrong += _beginning(start)
    known = kept is None
    if kept is not None and kept.number == start.number:
        known = True
        verdict.wrong += _compared(kept, start.hash)
    for seal, event in (pair for chunk in chunks(Seal.objects.all()) for pair in chunk):
        verdict.wrong += _step(verdict, seal, event)
        verdict.number, verdict.hash = seal.number, seal.hash
        verdict.sealed += 1
        if kept is not None and kept.number == seal.number:
            known = True
            verdict.wrong += _compared(kept, seal.hash)
    if kept is not None and not known:
        verdict.wrong.append(_missing(kept, start))
    verdict.wrong += _waiting_too_long(verdict)
    return verdict


def _beginning(start: ChainStart) -> Iterator[str]:
    """A log that begins later than with its first event says in the log that it was pruned."""
    if start.number == 0:
        if start.hash != ChainStart().hash:
            yield "The chain does not begin with the empty hash."
        return
    pruned = Event.objects.filter(verb=PRUNED)
    said = [(event.details.get("number"), event.details.get("hash")) for event in pruned]
    if (start.number, start.hash) not in said:
        yield (
            f"The log begins after number {start.number}, but no entry says that it was pruned "
            "there: entries were removed."
        )


def _step(verdict: Verdict, seal: Seal, event: Event | None) -> Iterator[str]:
    expected = verdict.number + 1
    if seal.number != expected:
        gap = f"Number {expected} is" if seal.number == expected + 1 else "Numbers are"
        yield f"{gap} missing before number {seal.number}: seals were removed."
        return
    if event is None:
        yield f"The event of number {seal.number} (event {seal.event_id}) is gone: it was removed."
    elif link(verdict.hash, event) != seal.hash:
        yield (
            f"Number {seal.number} does not fit its event {seal.event_id} "
            f"({event.at:%Y-%m-%d %H:%M}, {event.verb}, {event.subject}): "
            "one of the two was changed after it was sealed, or the seal is not ours."
        )


def _compared(kept: Kept, found: str) -> Iterator[str]:
    if kept.hash.lower() != found:
        yield (
            f"Number {kept.number} had the hash {kept.hash} when it was written down elsewhere, "
            f"and has {found} now: the log up to there was written anew."
        )


def _missing(kept: Kept, start: ChainStart) -> str:
    if kept.number < start.number:
        return f"Number {kept.number} was pruned: compare with number {start.number} or later."
    return f"Number {kept.number} was written down elsewhere and is gone: the end was cut off."


def _waiting_too_long(verdict: Verdict) -> Iterator[str]:
    waiting = unsealed(everywhere=True)
    verdict.waiting = waiting.count()
    late = waiting.filter(at__lt=timezone.now() - LATEST)
    count, first = late.count(), late.first()
    if first is not None:
        yield (
            f"{count} event(s) wait for their seal for more than 10 minutes, the first is event "
            f"{first.pk} ({first.at:%Y-%m-%d %H:%M}, {first.verb}): the clock or the worker stands "
            "still, or they were slipped in."
        )

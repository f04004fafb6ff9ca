"""What happened: append-only, without foreign keys, so that no deletion rewrites it."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone


def subject_of(thing: models.Model | str) -> str:
    """The name a thing carries in the log: «dataset:12»."""
    return thing if isinstance(thing, str) else f"{thing._meta.model_name}:{thing.pk}"


class EventQuerySet(models.QuerySet["Event"]):
    """Events can be read and added, nothing else."""

    def about(self, thing: models.Model | str) -> "EventQuerySet":
        """The log of one thing, the newest first; a name («dataset:12») does for what is gone."""
        return self.filter(subject=subject_of(thing))

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never changed.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("Audit events are never deleted.")


class Event(models.Model):
    """One thing one actor did to one subject.

    `verb` is «app.thing-done» (`datasets.edition-shared`); `subject` is «kind:id» (`dataset:12`),
    so that the log of a thing outlives it. `details` never holds cell values.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(max_length=254)
    verb = models.CharField(max_length=80, db_index=True)
    subject = models.CharField(max_length=80, db_index=True)
    organisation_id = models.BigIntegerField(null=True, db_index=True)
    details = models.JSONField(default=dict)

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the event once."""
        if self.pk is not None:
            raise TypeError("Audit events are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never deleted.")


class Tally(models.Model):
    """How often something happened to a subject on one day, where nobody can be named.

    A figure, not an event: it is no part of the sealed log.
    """

    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    day = models.DateField()
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-day", "subject"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "verb", "day"], name="tally_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.verb} {self.subject}: {self.number}"


class Seal(models.Model):
    """One link of the chain: event `event_id` was the `number`-th to be sealed.

    `hash` is made of the hash before and of everything the event says (`audit.sealing`).
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.hash}"


class ChainStart(models.Model):
    """Where the chain begins: before the first seal, or at the last one that was pruned.

    There is one row. Whoever seals or prunes locks it, so that there is one at a time.
    """

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"after {self.number}: {self.hash}"

"""Writing down what happened, in the transaction in which it happens."""

from typing import Any

from django.db import models

from audit.models import Event, subject_of
from core.actor import Actor


def record(
    verb: str,
    thing: models.Model | str,
    *,
    by: Actor,
    organisation_id: int | None = None,
    **details: Any,
) -> Event:
    """Append one event: `by` did `verb` to `thing` (or to what has but a name, «audit:log»).

    `organisation_id` is whose log it belongs to (the owner's). `details` must be JSON values and
    must not hold cell values. Call it inside the transaction of the change itself.
    """
    return Event.objects.create(
        actor_id=by.pk,
        actor_name=str(by),
        verb=verb,
        subject=subject_of(thing),
        organisation_id=organisation_id,
        details=details,
    )

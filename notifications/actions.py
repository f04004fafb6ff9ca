"""Telling people, and what they do with it."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from core.actor import Actor
from jobs.actions import enqueue
from notifications import registry
from notifications.models import Announcement, Follow, Notification, Preference


def announce(
    kind: str, *, event: str, subject: str, params: dict[str, Any] | None = None, by: Actor
) -> None:
    """Tell everybody whom `kind` concerns, once the caller's transaction has committed.

    `event` names what happened and happens once («datasets.dataset-shared:12»): a second
    announcement of it does nothing. `subject` is «edition:12»; `params` are JSON values for the
    sentences, never cell values. The person who did it is not told. Who else is, is decided when
    the worker writes the messages. Raises KeyError for a kind nobody registered.
    """
    registry.kind(kind)
    announcement, new = Announcement.objects.get_or_create(
        event=event,
        defaults={"kind": kind, "subject": subject, "params": params or {}, "by_id": by.pk},
    )
    if new:
        enqueue("notifications.fan-out", announcement, by=by)


def mark_read(notification: Notification) -> None:
    """The person has opened it."""
    Notification.objects.filter(pk=notification.pk, read__isnull=True).update(read=timezone.now())


def mark_all_read(user: Any) -> None:
    """The person has seen the whole inbox."""
    user.notifications.filter(read__isnull=True).update(read=timezone.now())


def follow(user: Any, topic: str) -> None:
    """Hear of a topic («project:research-for-impact») from now on; twice is once."""
    Follow.objects.get_or_create(user=user, topic=topic)


def unfollow(user: Any, topic: str) -> None:
    """Hear of it no more."""
    Follow.objects.filter(user=user, topic=topic).delete()


def set_preferences(user: Any, channels: Iterable[tuple[str, str]]) -> None:
    """Keep how the person wants each kind by e-mail, as (kind, channel)."""
    for kind, channel in channels:
        Preference.objects.update_or_create(user=user, kind=kind, defaults={"channel": channel})

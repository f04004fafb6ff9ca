"""What a person finds in the inbox: their messages about things they may still see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from notifications import registry
from notifications.models import Notification

KEPT = 200
COUNTED = 20


@dataclass(frozen=True)
class Line:
    """One message as the page shows it."""

    notification: Notification
    title: str
    label: object


def lines(user: Any) -> list[Line]:
    """The newest messages about things the person may still see."""
    newest = list(Notification.objects.visible_to(user)[:KEPT])
    return [_line(message) for message in visible_among(user, newest)]


def unread_count(user: Any) -> int:
    """How many unread messages to show in the header: of the newest 20, those still visible."""
    if not user.is_authenticated:
        return 0
    unread = Notification.objects.visible_to(user).filter(read__isnull=True)
    return len(visible_among(user, list(unread[:COUNTED])))


def is_visible(user: Any, message: Notification) -> bool:
    """Whether this person may still see what this message is about."""
    return bool(user.is_active and visible_among(user, [message]))


def visible_among(user: Any, messages: Iterable[Notification]) -> list[Notification]:
    """Those whose kind says that the person may still see their subject, in the same order."""
    messages = list(messages)
    by_kind: dict[str, list[Notification]] = defaultdict(list)
    for message in messages:
        by_kind[message.kind].append(message)
    seen = {pk for name, some in by_kind.items() for pk in _visible_of_kind(user, name, some)}
    return [message for message in messages if message.pk in seen]


def _visible_of_kind(user: Any, name: str, messages: list[Notification]) -> set[int]:
    kind = registry.find(name)
    if kind is None:
        return set()
    if kind.visible_among is not None:
        return kind.visible_among(user, messages)
    return {message.pk for message in messages if kind.visible(user, message)}


def _line(message: Notification) -> Line:
    kind = registry.kind(message.kind)
    return Line(message, kind.title(message), kind.label)

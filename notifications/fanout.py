"""From what happened to one message per person, 500 people at a time."""

from collections.abc import Callable, Iterator, Sequence

from notifications import registry
from notifications.models import Announcement, MailState, Notification, Preference
from partners.models import User

PEOPLE_AT_ONCE = 500


def tell_everybody(announcement: Announcement, *, after_each: Callable[[], None]) -> None:
    """Write a message for each person of the kind's audience who has none yet.

    The audience is asked now: who lost the right since the announcement is not told. Three
    queries for each 500 people, whatever their number; `after_each` is called after each lot.
    """
    kind = registry.kind(announcement.kind)
    for people in _audience(announcement, kind):
        channels = _channels(people, kind)
        rows = [
            _message(announcement, person, channels.get(person, kind.mail)) for person in people
        ]
        # Who was told before a crash keeps that one message.
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        after_each()


def _audience(announcement: Announcement, kind: registry.Kind) -> Iterator[Sequence[int]]:
    subject_id = announcement.subject.rpartition(":")[2]
    concerned = (
        User.objects.filter(kind.audience(subject_id, announcement.params), is_active=True)
        .exclude(pk=announcement.by_id or 0)
        .order_by("pk")
        .values_list("pk", flat=True)
        .distinct()
    )
    last = 0
    while people := list(concerned.filter(pk__gt=last)[:PEOPLE_AT_ONCE]):
        yield people
        last = people[-1]


def _channels(people: Sequence[int], kind: registry.Kind) -> dict[int, str]:
    chosen = Preference.objects.filter(user_id__in=people, kind=kind.name)
    return dict(chosen.values_list("user_id", "channel"))


def _message(announcement: Announcement, person: int, channel: str) -> Notification:
    wanted = channel == Preference.Channel.NOW
    return Notification(
        recipient_id=person,
        kind=announcement.kind,
        event=announcement.event,
        subject=announcement.subject,
        params=announcement.params,
        mail_state=MailState.WAITING if wanted else MailState.NONE,
    )

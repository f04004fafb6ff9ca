"""One notification is one message to one person about one event."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications import policies


class MailState(models.TextChoices):
    """What became of the e-mail of a notification."""

    NONE = "none", _("No e-mail")
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Dropped")
    FAILED = "failed", _("Failed")
    IN_DOUBT = "in-doubt", _("Perhaps sent")


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Questions about messages."""

    def visible_to(self, user: Any) -> "NotificationQuerySet":
        """The person's own; `inbox.visible_among` then asks each kind."""
        return self.filter(policies.visible(user))


class Announcement(models.Model):
    """Something that happened, kept until the worker has told everybody, and once only."""

    kind = models.CharField(max_length=60)
    event = models.CharField(max_length=120, unique=True)
    subject = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.event


class Notification(models.Model):
    """`event` names what happened («datasets.dataset-shared:12»), once per person.

    `params` are the values the kind's sentences are filled with when they are shown, in the
    reader's language and only while the kind still finds the subject visible to them.

    A worker that is about to mail it leaves its `mail_token`; until `mail_not_before` nobody else
    touches the row.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=60)
    event = models.CharField(max_length=120)
    subject = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    created = models.DateTimeField(default=timezone.now)
    read = models.DateTimeField(null=True)
    mail_state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.NONE)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_token = models.CharField(max_length=32, blank=True)
    mail_not_before = models.DateTimeField(default=timezone.now)
    mailed = models.DateTimeField(null=True)

    objects: ClassVar[NotificationQuerySet] = NotificationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-created", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created"]),
            models.Index(fields=["mail_state", "mail_not_before"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "event"], name="notification_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.recipient}"


class Follow(models.Model):
    """A person wants to hear of a topic («project:research-for-impact»)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    topic = models.CharField(max_length=80, db_index=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user} → {self.topic}"


class Preference(models.Model):
    """How a person wants one kind of message by e-mail, where they chose other than the default."""

    class Channel(models.TextChoices):
        """When an e-mail is sent. Daily and weekly digests come later."""

        NOW = "now", _("By e-mail, at once")
        NEVER = "never", _("Not by e-mail, in the inbox only")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.kind}: {self.channel}"

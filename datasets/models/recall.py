"""An edition is recalled; everybody who had it is noted here, told, and confirms."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets import policies
from datasets.enums import Had
from datasets.models.release import Edition


class Recall(models.Model):
    """One edition called back: why, and what those who had it should do.

    `whole` says that its release was withdrawn: every edition of it then has a recall. The `title`
    is the dataset's on that day: people who had it may know that name, and not a later one.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="recalls")
    whole = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    reason = models.TextField(_("reason"))
    instructions = models.TextField(_("what to do"))
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reminded = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "edition__rank"]
        constraints = [models.UniqueConstraint(fields=["edition"], name="recall_once")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.at:%Y-%m-%d}"


class RecallNoticeQuerySet(models.QuerySet["RecallNotice"]):
    """Notices are read by the person they are for, whatever became of their access."""

    def visible_to(self, user: Any) -> Self:
        """Notices to `user`."""
        return self.filter(policies.notices_visible(user))

    def open(self) -> Self:
        """Those that were not confirmed yet."""
        return self.filter(confirmed__isnull=True)


class RecallNotice(models.Model):
    """What one person had of a recalled edition, and when they confirmed that it is gone.

    `had_at` is when they had it last. `copies` are the packages they downloaded, newest first:
    objects with `sha256`, `bytes` and `at`; empty for somebody who looked at rows only.
    """

    recall = models.ForeignKey(Recall, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recall_notices"
    )
    had = models.CharField(max_length=10, choices=Had.choices)
    had_at = models.DateTimeField()
    copies = models.JSONField(default=list)
    confirmed = models.DateTimeField(null=True)

    objects = RecallNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["recall", "had", "user__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["recall", "user"], name="recall_notice_once"),
            models.CheckConstraint(condition=Q(had__in=Had.values), name="recall_notice_had_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.recall_id}"

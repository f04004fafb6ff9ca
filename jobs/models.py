"""The job: one row per piece of slow work. Celery only carries its number."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobs.enums import ACTIVE, State


class Job(models.Model):
    """Slow work on one subject.

    `kind` names the registered function («datasets.import»), `subject` what it works on
    («upload:12»). The row is the truth: a lost message is sent again by `reconcile`, a message
    that comes twice finds the row claimed. A running job shows a fresh `heartbeat`.
    """

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.FloatField(default=0.0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    started = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created", "-pk"]
        indexes = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["subject"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(state__in=[str(state) for state in ACTIVE]),
                name="job_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(progress__gte=0.0, progress__lte=1.0), name="job_progress_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.state})"

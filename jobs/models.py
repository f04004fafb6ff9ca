"""The job: one row per piece of slow work. Celery only carries its number."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from jobs.enums import ACTIVE, State


def subject_of(thing: models.Model | str) -> str:
    """The name a thing carries in jobs: «upload:12»."""
    return thing if isinstance(thing, str) else f"{thing._meta.model_name}:{thing.pk}"


class JobQuerySet(models.QuerySet["Job"]):
    """Questions about jobs."""

    def about(self, subject: models.Model | str) -> "JobQuerySet":
        """The jobs of one subject, the newest first."""
        return self.filter(subject=subject_of(subject))

    def active(self) -> "JobQuerySet":
        """Those that wait or run."""
        return self.filter(state__in=ACTIVE)

    def latest_for(self, subject: models.Model | str, kind: str = "") -> "Job | None":
        """The newest job of a subject, perhaps of one kind only."""
        jobs = self.about(subject)
        return (jobs.filter(kind=kind) if kind else jobs).first()


class Job(models.Model):
    """Slow work on one subject.

    `kind` names the registered function («datasets.import»), `subject` what it works on
    («upload:12»). The row is the truth: a lost message is sent again by `reconcile`, a message
    that comes twice finds the row claimed. A running job shows a fresh `heartbeat`; `claimed_by`
    is the token of the run that has it. `sent` is when a message about it last left.
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
    sent = models.DateTimeField(null=True)
    started = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    finished = models.DateTimeField(null=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

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

    @property
    def is_active(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in ACTIVE

    @property
    def message(self) -> str:
        """Why it failed, in the reader's language; empty while nothing is wrong."""
        return gettext(self.error) if self.error else ""

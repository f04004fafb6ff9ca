"""What one learner did: enrolment, lessons read, attempts at the quiz, certificate."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from training import policies
from training.models.course import Cohort, Course


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments are read by their learner."""

    def of(self, user: Any) -> Self:
        """The courses `user` is in, of those that exist for them."""
        courses = Course.objects.visible_to(user)
        return self.filter(policies.enrolled(user), course__in=courses)


class Enrolment(models.Model):
    """A person in a course. Leaving keeps what was done, so that coming back loses nothing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="enrolments")
    cohort = models.ForeignKey(
        Cohort, on_delete=models.SET_NULL, null=True, blank=True, related_name="enrolments"
    )
    started = models.DateTimeField(default=timezone.now)
    completed = models.DateTimeField(null=True, blank=True)
    left = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-started", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "course"], name="enrolment_once"),
            models.CheckConstraint(
                condition=Q(completed__isnull=True) | Q(completed__gte=F("started")),
                name="enrolment_completed_after_it_started",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.course}"


class LessonProgress(models.Model):
    """A lesson read, whatever the language it was read in."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="lessons_done")
    lesson_key = models.UUIDField()
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["done_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson_key"], name="lesson_done_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.lesson_key}"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts are read by who made them."""

    def visible_to(self, user: Any) -> Self:
        """A learner's own attempts, at courses that still exist for them."""
        mine = policies.own(user, "enrolment__")
        return self.filter(mine, enrolment__course__in=Course.objects.visible_to(user))


class Attempt(models.Model):
    """Answers to a quiz as they were given, and how they were marked then.

    `answers` maps question keys to choice keys, `outcome` maps question keys to right or wrong.
    `client_id` is chosen by who sends, so that sending twice counts once. `given_at` is when the
    learner answered, which may be days before it reached us.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    quiz_key = models.UUIDField()
    client_id = models.UUIDField(default=uuid.uuid4)
    answers = models.JSONField()
    outcome = models.JSONField()
    score = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    given_at = models.DateTimeField(default=timezone.now)
    received_at = models.DateTimeField(default=timezone.now)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        indexes = [models.Index(fields=["enrolment", "quiz_key", "-given_at"])]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "client_id"], name="attempt_once"),
            models.CheckConstraint(condition=Q(score__lte=F("total")), name="attempt_score_fits"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.score}/{self.total}"


class Certificate(models.Model):
    """Proof that somebody completed a course; `code` is what anyone may check it by."""

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="certificate"
    )
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150)
    issued = models.DateTimeField(default=timezone.now)
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-issued", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} · {self.code}"

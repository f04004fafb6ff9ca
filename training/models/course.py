"""A course, in no language: what enrolments, cohorts and certificates refer to."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from training import policies


class CourseQuerySet(models.QuerySet["Course"]):
    """Every list of courses, outside the editor's desk, starts with `visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Courses that exist for `user`."""
        # The pages know of the course, not the course of its pages: the relation leads there.
        pages: Any = self.model._meta.get_field("pages").related_model
        return self.filter(policies.courses_visible(pages.objects.visible_to(user)))


class Course(models.Model):
    """What is learned and when it counts as passed. Its words stand on its pages."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    title = models.CharField(
        _("working title"),
        max_length=200,
        help_text=_("Only editors see it."),
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name=_("project"),
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"),
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("How many of 100 answers must be right."),
    )
    requires = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="opens", editable=False
    )

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__gte=1, pass_mark__lte=100), name="course_pass_mark_percent"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The pages belong to the same project at once: their audience may hang on it."""
        super().save(*args, **kwargs)
        self.pages.update(project_id=self.project_id)


class Cohort(models.Model):
    """A group that takes a course together, between two days, with somebody to ask."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=150)
    facilitator = models.ForeignKey(
        "partners.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"), null=True, blank=True)

    class Meta:
        ordering = ["-starts", "name"]
        constraints = [
            models.UniqueConstraint(fields=["course", "name"], name="cohort_name_once"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
                name="cohort_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

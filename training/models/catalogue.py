"""The catalogue of courses: how long each is, and where the reader stands in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Locale, Page

from training import policies
from training.models.learning import Enrolment
from training.models.pages import CoursePage, LessonPage


@dataclass(frozen=True)
class Offer:
    """A course in a list. `lessons` are the language-neutral keys of its lessons."""

    page: CoursePage
    lessons: tuple[UUID, ...]
    minutes: int
    enrolment: Enrolment | None

    @property
    def total(self) -> int:
        """How many lessons there are."""
        return len(self.lessons)

    @property
    def done(self) -> int:
        """How many of them the reader has read."""
        if self.enrolment is None:
            return 0
        read = {progress.lesson_key for progress in self.enrolment.lessons_done.all()}
        return len(read.intersection(self.lessons))


def offers(pages: Iterable[CoursePage], user: Any) -> list[Offer]:
    """These pages, which the caller has filtered by what `user` may see, as a list shows them."""
    shown = list(pages)
    mine = Enrolment.objects.filter(policies.enrolled(user)).prefetch_related("lessons_done")
    enrolments = {enrolment.course_id: enrolment for enrolment in mine} if shown else {}
    lessons = _lessons(shown)
    return [
        Offer(
            page,
            lessons=tuple(key for key, _minutes in lessons[page.path]),
            minutes=sum(minutes for _key, minutes in lessons[page.path]),
            enrolment=enrolments.get(page.course_id),
        )
        for page in shown
    ]


def my_courses(user: Any, locale: Locale) -> list[Offer]:
    """The courses `user` is in, latest first, by their page in this language or in another."""
    courses = list(Enrolment.objects.of(user).values_list("course_id", flat=True))
    by_course: dict[int, CoursePage] = {}
    pages = CoursePage.objects.visible_to(user).select_related("course", "locale")
    for page in pages.filter(course_id__in=courses):
        if page.course_id not in by_course or page.locale == locale:
            by_course[page.course_id] = page
    return offers([by_course[pk] for pk in courses if pk in by_course], user)


def _lessons(pages: list[CoursePage]) -> dict[str, list[tuple[UUID, int]]]:
    """Key and minutes of the lessons below each of these pages, in one query."""
    within = policies.parts_visible(page.path for page in pages)
    found: dict[str, list[tuple[UUID, int]]] = {page.path: [] for page in pages}
    lessons = LessonPage.objects.live().filter(within)
    for path, key, minutes in lessons.values_list("path", "translation_key", "minutes"):
        found[path[: -LessonPage.steplen]].append((key, minutes))
    return found


class CourseIndexPage(Page):
    """Every course the reader may see, in this language."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("intro")]
    subpage_types: ClassVar[list[str]] = ["training.CoursePage"]
    private_page_options: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("course catalogue")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the courses, with where the reader stands in each."""
        pages = CoursePage.objects.visible_to(request.user).child_of(self).order_by("path")
        context = super().get_context(request, *args, **kwargs)
        return {**context, "offers": offers(pages.select_related("course"), request.user)}

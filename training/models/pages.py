"""Courses, lessons and quizzes as pages, one tree in each language."""

import uuid
from typing import Any, ClassVar, Self

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.blocks import ArticleBlock
from projects.models.audience import AudiencePage
from training import policies
from training.blocks import QuestionsBlock
from training.marking import Question
from training.models.course import Course
from training.models.plan import Plan


class CoursePage(AudiencePage):
    """What a course is for and what is in it, for those its audience lets in."""

    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("course"),
        help_text=_("The same for every language of this course: learners’ progress hangs on it."),
    )
    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("Two sentences, shown in lists and search.")
    )
    aims = RichTextField(
        _("what one will be able to do"),
        features=["bold", "italic", "ul", "ol", "link"],
        blank=True,
    )

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("aims"),
        FieldPanel("course"),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldPanel("named_organisations", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Who may read this"),
        ),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("aims"),
    ]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *AudiencePage.override_translatable_fields,
        SynchronizedField("course", overridable=False),
    ]
    parent_page_types: ClassVar[list[str]] = ["training.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = ["training.LessonPage", "training.QuizPage"]

    class Meta:
        verbose_name = _("course page")

    def clean(self) -> None:
        """One page of a course in each language."""
        super().clean()
        same = CoursePage.objects.filter(course_id=self.course_id, locale_id=self.locale_id)
        if self.course_id and same.exclude(pk=self.pk).exists():
            raise ValidationError({"course": _("This course already has a page in this language.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The course says which project it belongs to; the audience is decided on the page."""
        self.project_id = self.course.project_id
        super().save(*args, **kwargs)

    def lessons(self) -> "models.QuerySet[LessonPage]":
        """The published lessons in the order of the tree, without their text."""
        lessons = LessonPage.objects.live().descendant_of(self).order_by("path")
        return lessons.defer_streamfields()

    def quiz(self) -> "QuizPage | None":
        """The published quiz."""
        return QuizPage.objects.live().descendant_of(self).order_by("path").first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add where the reader stands."""
        context = super().get_context(request, *args, **kwargs)
        catalogue = self.get_parent()
        crumbs = [(catalogue.title, catalogue.get_url(request)), (self.title, "")]
        return {**context, "crumbs": crumbs, "plan": Plan.of(self, request.user)}


class PartQuerySet(PageQuerySet):
    """Lessons and quizzes exist for those for whom their course's page exists."""

    def visible_to(self, user: Any) -> Self:
        """Published parts of published courses that exist for `user`."""
        paths = CoursePage.objects.visible_to(user).values_list("path", flat=True)
        return self.live().filter(policies.parts_visible(paths))


class CoursePart(Page):
    """A page of a course that is read by learners, in order."""

    objects: ClassVar[PageManager] = PageManager.from_queryset(PartQuerySet)()

    # Wagtail's own page privacy stays closed: the audience of the course is the one rule.
    private_page_options: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["training.CoursePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @cached_property
    def course_page(self) -> CoursePage:
        """The page of the course this belongs to, in the same language."""
        return CoursePage.objects.ancestor_of(self).select_related("course").get()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer learners for whom this is open; show the others where to go on."""
        policies.require_visible(request.user, self)
        plan = Plan.of(self.course_page, request.user)
        return self._detour(request, plan) or super().serve(request, *args, plan=plan, **kwargs)

    def get_context(
        self, request: HttpRequest, *args: Any, plan: Plan | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Add the course around this; an author's preview comes without a plan."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "plan": plan or Plan.of(self.course_page, request.user)}

    def _detour(self, request: HttpRequest, plan: Plan) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if plan.enrolment is None:
            messages.info(request, gettext("Start the course to read its lessons."))
            return redirect(self.course_page.get_url(request))
        if not plan.is_open(self) and plan.next_page is not None:
            messages.info(request, gettext("One thing after the other: this is where you stopped."))
            return redirect(plan.next_page.get_url(request))
        return None

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Parts of courses are for learners, not for search engines."""
        return []


class LessonPage(CoursePart):
    """One thought after the other, in a few minutes."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("How long it takes to read, look and listen."),
    )
    body = StreamField(ArticleBlock(), verbose_name=_("content"))

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("minutes"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("lesson")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the lesson's place among the others."""
        context = super().get_context(request, *args, **kwargs)
        plan = context["plan"]
        return {**context, "position": plan.position(self), "previous": plan.before(self)}


class QuizPage(CoursePart):
    """Questions after the lessons. Which answers are right never leaves the server unasked."""

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(QuestionsBlock(), verbose_name=_("questions"))

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("quiz")

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, as plain values."""
        return tuple(block.value.as_question(block.id) for block in self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what was ticked and missed when answers came back incomplete."""
        form = {
            "client_id": kwargs.pop("client_id", None) or uuid.uuid4(),
            "ticked": kwargs.pop("ticked", frozenset()),
            "missing": kwargs.pop("missing", frozenset()),
        }
        return {**super().get_context(request, *args, **kwargs), **form}

"""Pages about programmes and projects: for everybody, and they list what each reader may see."""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from core.blocks import ArticleBlock
from partners.enums import ConsortiumRole
from partners.models import Participation
from partners.policies import lasting
from projects import sections
from projects.models.place import READ_BY_SEARCH, way_to
from projects.models.programme import Programme
from projects.models.project import Project
from projects.models.publishing import ArticlePage, PublicationPage, UpdatePage

NEWEST = 5


def _newest(model: type[ArticlePage], user: Any, wanted: dict[str, Any]) -> Any:
    """The newest articles of a kind that exist for `user`."""
    visible = model.objects.visible_to(user).filter(**wanted)
    return visible.select_related("locale", "project").newest_first()[:NEWEST]


def _members(project: Project) -> list[Participation]:
    """The organisations in the consortium today, the lead first."""
    parts = Participation.objects.filter(
        lasting(), consortium_id=project.consortium_id, organisation__active=True
    )
    places = list(ConsortiumRole.values)
    return sorted(
        parts.select_related("organisation"),
        key=lambda part: (places.index(part.role), part.organisation.name),
    )


class OpenPage(Page):
    """A page for everybody, with a lead sentence and a body."""

    intro = models.TextField(_("lead"), max_length=400, blank=True)
    body = StreamField(ArticleBlock(), blank=True, verbose_name=_("body"))

    search_fields: ClassVar[list[index.BaseField]] = READ_BY_SEARCH
    # Audiences are the portal's only rule of reading: Wagtail's own page privacy stays closed.
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way here."""
        return way_to(self)

    def get_view_restrictions(self) -> QuerySet:
        """None: Wagtail's own page privacy stays closed, the audience is the only rule."""
        return PageViewRestriction.objects.none()


class ProgrammeIndexPage(OpenPage):
    """The lines of work."""

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("intro")]
    subpage_types: ClassVar[list[str]] = ["projects.ProgrammePage"]
    template = "projects/programme_index.html"

    class Meta:
        verbose_name = _("list of programmes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the programmes' pages."""
        pages = ProgrammePage.objects.child_of(self).live().select_related("programme")
        return {**super().get_context(request, *args, **kwargs), "programmes": pages}


class ProgrammePage(OpenPage):
    """One line of work with what was published about it."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="pages", verbose_name=_("programme")
    )

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("programme"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["projects.ProgrammeIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "projects/programme_page.html"

    class Meta:
        verbose_name = _("programme page")
        verbose_name_plural = _("programme pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the projects of the programme, and its news and publications for this reader."""
        tagged = {"programmes": self.programme_id, "locale_id": self.locale_id}
        user = request.user
        return {
            **super().get_context(request, *args, **kwargs),
            "projects": ProjectPage.objects.live().filter(**tagged),
            "updates": _newest(UpdatePage, user, tagged),
            "publications": _newest(PublicationPage, user, tagged),
        }


class ProjectIndexPage(OpenPage):
    """The projects."""

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("intro")]
    subpage_types: ClassVar[list[str]] = ["projects.ProjectPage"]
    template = "projects/project_index.html"

    class Meta:
        verbose_name = _("list of projects")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the projects' pages."""
        pages = ProjectPage.objects.child_of(self).live().select_related("project")
        return {**super().get_context(request, *args, **kwargs), "projects": pages}


class ProjectPage(OpenPage):
    """A project in one language: facts, consortium, and what the reader may see of its work."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="pages", verbose_name=_("project")
    )
    programmes = ParentalManyToManyField(
        Programme, blank=True, related_name="+", verbose_name=_("programmes")
    )
    country = models.CharField(_("country"), max_length=120, blank=True)
    status = models.CharField(
        _("status"),
        max_length=200,
        blank=True,
        help_text=_("In words: proposed, under way since, ended."),
    )

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("project"),
        FieldPanel("programmes", widget=forms.CheckboxSelectMultiple),
        FieldPanel("country"),
        FieldPanel("status"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["projects.ProjectIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "projects/project_page.html"

    class Meta:
        verbose_name = _("project page")
        verbose_name_plural = _("project pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the consortium, the news, the publications and the other apps' sections."""
        user, project = request.user, self.project
        mine = {"project": project, "locale_id": self.locale_id}
        return {
            **super().get_context(request, *args, **kwargs),
            "today": timezone.localdate(),
            "participations": _members(project),
            "updates": _newest(UpdatePage, user, mine),
            "publications": _newest(PublicationPage, user, mine),
            "sections": sections.filled(project, user),
            "topic": project.topic,
            "follows": user.is_authenticated and user.follows.filter(topic=project.topic).exists(),
        }

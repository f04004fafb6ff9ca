"""The home page and the standard pages."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core.blocks import ArticleBlock
from home import front
from projects.models.audience import AudiencePage


class HomePage(Page):
    """The front of the portal in one language."""

    kicker = models.CharField(_("line above the heading"), max_length=120, blank=True)
    heading = models.CharField(_("heading"), max_length=120, blank=True)
    intro = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("kicker"), FieldPanel("heading"), FieldPanel("intro")],
            heading=_("The first thing one reads"),
        ),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("intro"),
    ]
    private_page_options: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page below by its whole address: two queries however deep it lies."""
        below = f"{self.url_path}{'/'.join(path_components)}/"
        page = Page.objects.filter(url_path=below, live=True).first() if path_components else None
        if page is not None:
            return RouteResult(page.specific)
        return super().route(request, path_components)

    def get_view_restrictions(self) -> QuerySet:
        """None: this page is for everybody."""
        return PageViewRestriction.objects.none()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what is new, as far as this reader may see it."""
        return {
            **super().get_context(request, *args, **kwargs),
            **front.news(self.locale_id, request.user),
            "today": timezone.localdate(),
        }


class StandardPage(AudiencePage):
    """About, accessibility, data protection: a page that stays."""

    intro = models.TextField(_("lead"), max_length=400, blank=True)
    body = StreamField(ArticleBlock(), blank=True, verbose_name=_("body"))
    in_footer = models.BooleanField(_("link in the footer"), default=False)

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        *AudiencePage.audience_panels,
    ]
    promote_panels: ClassVar[list[Panel]] = [*Page.promote_panels, FieldPanel("in_footer")]
    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

"""What a project publishes, for its audience: updates and publications, and the lists of them."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from core.blocks import ArticleBlock
from projects import citation
from projects.models.audience import AudiencePage
from projects.models.place import READ_BY_SEARCH, way_to
from projects.models.programme import Programme

PER_PAGE = 15


class ArticlePage(AudiencePage):
    """A dated text for an audience."""

    intro = models.TextField(
        _("lead"), max_length=400, help_text=_("Two sentences. They show in lists and in search.")
    )
    date = models.DateField(_("date"), default=timezone.localdate)
    body = StreamField(ArticleBlock(), blank=True, verbose_name=_("body"))
    programmes = ParentalManyToManyField(
        Programme, blank=True, related_name="+", verbose_name=_("programmes")
    )

    search_fields: ClassVar[list[index.BaseField]] = READ_BY_SEARCH

    class Meta:
        abstract = True

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way here."""
        return way_to(self)


class UpdatePage(ArticlePage):
    """News of a project."""

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("date"),
        *AudiencePage.audience_panels,
        FieldPanel("body"),
        FieldPanel("programmes", widget=forms.CheckboxSelectMultiple),
    ]
    parent_page_types: ClassVar[list[str]] = ["projects.UpdateIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "projects/update_page.html"

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")


class LanguageFileBlock(blocks.StructBlock):
    """The publication as a file, in one language."""

    language = blocks.ChoiceBlock(choices=settings.LANGUAGES, label=_("Language"), default="fr")
    file = DocumentChooserBlock(label=_("File"))

    class Meta:
        icon = "doc-full"
        label = _("File")


class PublicationPage(ArticlePage):
    """A report, a brief, a guide: its files per language and how it is cited."""

    kind = models.CharField(_("kind"), max_length=80, blank=True, help_text=_("Report, brief…"))
    authors = models.TextField(
        _("authors"), blank=True, help_text=_("One a line: “Family, Given”, or an organisation.")
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    files = StreamField(
        [("file", LanguageFileBlock())], blank=True, verbose_name=_("files, one a language")
    )

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("date"),
                FieldPanel("authors"),
                FieldPanel("publisher"),
            ],
            heading=_("How it is cited"),
        ),
        FieldPanel("files"),
        *AudiencePage.audience_panels,
        FieldPanel("body"),
        FieldPanel("programmes", widget=forms.CheckboxSelectMultiple),
    ]
    parent_page_types: ClassVar[list[str]] = ["projects.PublicationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "projects/publication_page.html"

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    @property
    def author_names(self) -> list[str]:
        """The authors, one each."""
        return [line.strip() for line in self.authors.splitlines() if line.strip()]

    @property
    def cited(self) -> citation.Work:
        """What the citation says."""
        return citation.Work(
            title=self.title,
            authors=self.author_names,
            publisher=self.publisher,
            day=self.date,
            url=f"{settings.BASE_URL}{self.url or ''}",
            language=self.locale.language_code,
        )

    @property
    def citation(self) -> str:
        """How it is cited, as a sentence."""
        return citation.plain(self.cited)

    @property
    def bibtex(self) -> str:
        """How it is cited, for reference managers."""
        return citation.bibtex(self.cited)


class ArticleIndexPage(Page):
    """A list, newest first, of what the reader may see."""

    intro = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("intro")]
    private_page_options: ClassVar[list[str]] = []
    listed: ClassVar[type[ArticlePage]]

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet:
        """None: Wagtail's own page privacy stays closed, the audience is the only rule."""
        return PageViewRestriction.objects.none()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the list."""
        visible = self.listed.objects.visible_to(request.user).filter(locale_id=self.locale_id)
        listed = visible.select_related("project", "locale").newest_first()
        page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
        return {**super().get_context(request, *args, **kwargs), "articles": page}


class UpdateIndexPage(ArticleIndexPage):
    """The news."""

    subpage_types: ClassVar[list[str]] = ["projects.UpdatePage"]
    template = "projects/update_index.html"
    listed = UpdatePage

    class Meta:
        verbose_name = _("list of updates")


class PublicationIndexPage(ArticleIndexPage):
    """The publications."""

    subpage_types: ClassVar[list[str]] = ["projects.PublicationPage"]
    template = "projects/publication_index.html"
    listed = PublicationPage

    class Meta:
        verbose_name = _("list of publications")

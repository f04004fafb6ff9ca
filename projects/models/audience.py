"""Pages that have an audience. What a page's audience lets in is decided in projects.policies."""

from typing import Any, ClassVar, Self

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField

from partners.enums import Audience
from partners.models import Organisation
from projects import policies
from projects.models.audience_form import AudienceForm
from projects.models.project import Project

PAGE_AUDIENCES = [choice for choice in Audience.choices if choice[0] != Audience.OWNER]


class AudiencePageQuerySet(PageQuerySet):
    """Every list of such pages, outside the editor's desk, starts with `visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Published pages that exist for `user`, each once."""
        found = self.model.objects.live().filter(policies.pages_visible(user))
        return self.filter(pk__in=found.values("pk"))

    def newest_first(self) -> Self:
        """By the date that stands on them; Wagtail's own order is the place in the tree."""
        return self.order_by("-date", "-pk")


class AudiencePage(Page):
    """A page for everybody, for registered people, for a consortium, or for named organisations."""

    audience = models.CharField(
        _("audience"), max_length=12, choices=PAGE_AUDIENCES, default=Audience.PUBLIC
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("project"),
    )
    named_organisations = ParentalManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name=_("named organisations")
    )

    objects: ClassVar[PageManager] = PageManager.from_queryset(AudiencePageQuerySet)()

    audience_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [
                FieldPanel("project"),
                FieldPanel("audience"),
                FieldPanel("named_organisations", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Who may read this"),
        )
    ]

    base_form_class = AudienceForm
    # Wagtail's own page privacy stays closed: it would be a second rule beside the audience.
    private_page_options: ClassVar[list[str]] = []
    # A translation has the audience of its original.
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        SynchronizedField("audience", overridable=False),
        SynchronizedField("project", overridable=False),
    ]

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet:
        """None: Wagtail's own page privacy stays closed, the audience is the only rule."""
        return PageViewRestriction.objects.none()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer readers the audience lets in; for the others there is no such page."""
        if not type(self).objects.visible_to(request.user).filter(pk=self.pk).exists():
            raise Http404
        return super().serve(request, *args, **kwargs)

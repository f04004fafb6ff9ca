"""A funded initiative, in no language: what pages, datasets and courses refer to."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners.models import Consortium


class Project(models.Model):
    """A funded initiative with its consortium."""

    slug = models.SlugField(_("short name"), unique=True)
    title_fr = models.CharField(_("title in French"), max_length=250)
    title_en = models.CharField(_("title in English"), max_length=250)
    consortium = models.OneToOneField(
        Consortium, on_delete=models.PROTECT, related_name="project", verbose_name=_("consortium")
    )
    starts = models.DateField(_("starts"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("duration in months"), null=True, blank=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if (get_language() or "fr").startswith("en") else self.title_fr

    @property
    def topic(self) -> str:
        """What its followers follow."""
        return f"project:{self.slug}"

"""A thematic line of work. Pages are tagged with it; it is the same in every language."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Programme(models.Model):
    """One of the lines of work that projects, updates and publications belong to."""

    slug = models.SlugField(_("short name"), unique=True)
    title_fr = models.CharField(_("title in French"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if (get_language() or "fr").startswith("en") else self.title_fr

"""What a steward shares. A dataset never published is a draft."""

import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.words import folded
from datasets import policies
from datasets.enums import Licence, Sensitivity
from datasets.models.agreement import Agreement
from datasets.models.release import Edition
from partners.models import Organisation
from projects.models import Project

MOST_WORDS = 8


def new_key() -> str:
    """A secret of the dataset, with which its pseudonyms are made: 256 random bits in hex."""
    return secrets.token_hex(32)


class DatasetQuerySet(models.QuerySet["Dataset"]):
    """Every list of datasets starts with `visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Datasets that exist for `user`: the only list any surface may show."""
        return self.filter(policies.visible(user, Edition.objects.entitled(user)))

    def stewarded_by(self, user: Any) -> Self:
        """Datasets, drafts included, that `user` answers for."""
        return self.filter(policies.stewarded(user))

    def published(self) -> Self:
        """Datasets with at least one release."""
        return self.filter(published__isnull=False)

    def matching(self, words: str) -> Self:
        """Those in whose title, description or owner every word occurs, whatever its accents.

        Ask `visible_to` first or after: this alone hides nothing.
        """
        found = self
        for word in folded(words).split()[:MOST_WORDS]:
            found = found.filter(Q(folded__contains=word) | Q(owner__slug__contains=word))
        return found


class Dataset(models.Model):
    """Metadata, owner, project, licence, sensitivity. Without `published` it is a draft.

    `folded` holds the words it is found by, without case and accents. Of a `discoverable` one
    everybody may read the metadata. The `agreement` is what readers accept before they see rows.
    """

    slug = models.SlugField(max_length=120, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    language = models.CharField(
        _("language of the data"), max_length=5, choices=settings.LANGUAGES, default="fr"
    )
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="datasets", verbose_name=_("owner")
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="datasets",
        verbose_name=_("project"),
    )
    licence = models.CharField(
        _("licence"), max_length=40, choices=Licence.choices, default=Licence.CONFIDENTIAL
    )
    sensitivity = models.CharField(
        _("sensitivity"),
        max_length=10,
        choices=Sensitivity.choices,
        default=Sensitivity.MODERATE,
    )
    discoverable = models.BooleanField(_("everybody may know that it exists"), default=False)
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="datasets",
        verbose_name=_("agreement"),
    )
    pseudonym_key = models.CharField(max_length=64, default=new_key, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    published = models.DateTimeField(null=True, editable=False)
    folded = models.TextField(default="", editable=False)

    objects = DatasetQuerySet.as_manager()

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["-published", "-created", "-pk"]
        indexes = [
            models.Index(fields=["-published"]),
            models.Index(fields=["owner", "-created"]),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the words it is found by beside it."""
        self.folded = folded(f"{self.title} {self.description}")
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "folded"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page, in the language of the moment."""
        return reverse("datasets:dataset", args=[self.slug])

"""What a steward shares: dataset, release, edition, table. A dataset never published is a draft."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.words import folded
from datakit.schema import Schema
from datasets import policies
from datasets.enums import EditionName, Licence, ReleaseState, Sensitivity
from datasets.storage import private_storage
from partners.enums import Audience
from partners.models import Organisation
from projects.models import Project

MOST_WORDS = 8


class DatasetQuerySet(models.QuerySet["Dataset"]):
    """Every list of datasets starts with `visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Datasets that exist for `user`: the only list any surface may show."""
        return self.filter(policies.visible(user, Edition.objects.visible_to(user)))

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

    `folded` holds the words it is found by, without case and accents.
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
    discoverable = models.BooleanField(default=False, editable=False)
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


class Release(models.Model):
    """An immutable numbered version of a dataset."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    notes = models.TextField(_("notes"), blank=True)
    state = models.CharField(
        max_length=10, choices=ReleaseState.choices, default=ReleaseState.PUBLISHED
    )
    published = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["dataset", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="release_number_once"),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class EditionQuerySet(models.QuerySet["Edition"]):
    """Every way to rows starts with `visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Editions whose rows `user` may read now."""
        return self.filter(policies.editions_visible(user))

    def most_detailed_first(self) -> Self:
        """Newest release first, and in it the most detailed edition first."""
        return self.order_by("-release__number", "rank")


class Edition(models.Model):
    """One rendering of a release for one audience; `rank` 0 is the most detailed.

    `plan` is the disclosure plan (empty: nothing was changed). An edition that `opens` later is
    for its stewards alone until then.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="editions")
    name = models.CharField(max_length=40, default=EditionName.FULL)
    rank = models.PositiveSmallIntegerField(default=0)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.OWNER)
    plan = models.JSONField(default=dict)
    opens = models.DateTimeField(null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["release", "rank"]
        permissions = [("read_edition", "May read the rows of an edition")]
        constraints = [
            models.UniqueConstraint(fields=["release", "name"], name="edition_name_once"),
            models.UniqueConstraint(fields=["release", "rank"], name="edition_rank_once"),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="edition_audience_known"
            ),
        ]
        indexes = [models.Index(fields=["audience", "release"])]

    def __str__(self) -> str:
        return f"{self.release} {self.name}"


class Table(models.Model):
    """One table of one edition, as Parquet in private storage, with its schema.

    Immutable with its release. `profile` is what the reading found per column.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="tables")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.SlugField(max_length=100)
    title = models.CharField(max_length=250)
    file = models.FileField(storage=private_storage, max_length=250)
    rows = models.BigIntegerField()
    descriptor = models.JSONField()
    profile = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="table_position_once"),
            models.UniqueConstraint(fields=["edition", "name"], name="table_name_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def schema(self) -> Schema:
        """The columns, from the stored Table Schema descriptor."""
        return Schema.from_table_schema(self.descriptor)

"""What a dataset holds: numbered releases, their editions, and the tables of each edition."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datakit.schema import Schema
from datasets import policies
from datasets.enums import EditionName, ReleaseState
from datasets.models.grant import OrganisationGrant, PersonGrant
from datasets.storage import private_storage
from partners.enums import Audience


class Release(models.Model):
    """An immutable numbered version of a dataset."""

    dataset = models.ForeignKey(
        "datasets.Dataset", on_delete=models.CASCADE, related_name="releases"
    )
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


def _grants() -> tuple[models.QuerySet, models.QuerySet]:
    """What policies look at, as they know no models."""
    return OrganisationGrant.objects.all(), PersonGrant.objects.all()


class EditionQuerySet(models.QuerySet["Edition"]):
    """Every way to rows starts with `visible_to`."""

    def entitled(self, user: Any) -> Self:
        """Editions `user` may have, once they have done what is asked of a reader."""
        return self.filter(policies.editions_entitled(user, *_grants()))

    def visible_to(self, user: Any) -> Self:
        """Editions whose rows `user` may read now."""
        return self.filter(policies.editions_visible(user, *_grants()))

    def most_detailed_first(self) -> Self:
        """Newest release first, and in it the most detailed edition first."""
        return self.order_by("-release__number", "rank")


class Edition(models.Model):
    """One rendering of a release for one audience; the lowest `rank` is the most detailed.

    `plan` is the disclosure plan of each table by its name (empty: nothing was changed), `reports`
    what the edition discloses, table by table. An edition has tables once it is `prepared`; until
    then it is its owner's alone. Once it was `shared` its rows never change. One that `opens` later
    is for its stewards alone until then; one that was recalled is `closed` for good.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="editions")
    name = models.SlugField(max_length=40, default=EditionName.FULL)
    rank = models.PositiveSmallIntegerField(default=0)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.OWNER)
    plan = models.JSONField(default=dict)
    reports = models.JSONField(default=dict)
    prepared = models.DateTimeField(null=True, default=timezone.now)
    shared = models.DateTimeField(null=True, editable=False)
    opens = models.DateTimeField(null=True, blank=True)
    closed = models.DateTimeField(null=True, editable=False)

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
            models.CheckConstraint(
                condition=Q(prepared__isnull=False) | Q(audience=Audience.OWNER),
                name="edition_prepared_before_it_is_shared",
            ),
        ]
        indexes = [models.Index(fields=["audience", "release"])]

    def __str__(self) -> str:
        return f"{self.release} {self.name}"

    @property
    def is_full(self) -> bool:
        """Whether it is what was collected, unchanged: the one all others are made from."""
        return self.rank == 0

    @property
    def title(self) -> str:
        """Its name for people: the usual ones are translated."""
        return str(dict(EditionName.choices).get(self.name, self.name))


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

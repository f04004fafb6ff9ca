"""The catalogue as one person sees it: what they may see, narrowed by what they ask for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.http import QueryDict

from core.ui.marks import AUDIENCES
from datasets.enums import Licence
from datasets.models import Dataset, Edition
from datasets.models.dataset import DatasetQuerySet
from datasets.models.release import EditionQuerySet
from datasets.reading import current_editions
from partners.models import Organisation
from projects.models import Project

NARROWING = ("project", "owner", "audience", "licence")


@dataclass(frozen=True)
class Listed:
    """One dataset in a list, with the edition this person would see."""

    dataset: Dataset
    edition: Edition | None


@dataclass(frozen=True)
class Choice:
    """One value to narrow by, and how many datasets would be left."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Search:
    """What somebody looks for in the catalogue, from the address of the page."""

    user: Any
    words: str = ""
    chosen: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_address(cls, user: Any, given: QueryDict) -> "Search":
        """Read the parameters; values that nobody offered find nothing."""
        chosen = {name: str(given[name]) for name in NARROWING if given.get(name)}
        return cls(user, given.get("words", "").strip()[:200], chosen)

    @property
    def asked(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.words or self.chosen)

    @cached_property
    def _visible(self) -> DatasetQuerySet:
        """The policy is asked once; every list and count of the page starts from this answer."""
        return Dataset.objects.visible_to(self.user)

    @cached_property
    def editions(self) -> EditionQuerySet:
        """The editions this person may read."""
        return Edition.objects.visible_to(self.user)

    def found(self, leaving_out: str = "") -> DatasetQuerySet:
        """The datasets that answer, perhaps without one of the choices."""
        datasets = self._visible.published().matching(self.words)
        for name, value in self.chosen.items():
            if name != leaving_out:
                datasets = datasets.filter(**self._condition(name, value))
        return datasets

    def _condition(self, name: str, value: str) -> dict[str, Any]:
        match name:
            case "audience":
                editions = self.editions.filter(audience=value)
                return {"pk__in": editions.values("release__dataset_id")}
            case "licence":
                return {"licence": value}
        return {f"{name}__slug": value}

    def choices(self) -> dict[str, list[Choice]]:
        """For each way to narrow, the values that occur, counted in the same lists."""
        return {
            "project": self._named("project", Project),
            "owner": self._named("owner", Organisation),
            "audience": self._audiences(),
            "licence": self._licences(),
        }

    def _counted(self, name: str, lookup: str) -> Iterable[tuple[Any, int]]:
        found = self.found(leaving_out=name).order_by()
        return found.values_list(lookup).annotate(number=Count("pk", distinct=True))

    def _named(self, name: str, model: type[Project] | type[Organisation]) -> list[Choice]:
        counts = dict(self._counted(name, f"{name}_id"))
        things = model.objects.filter(pk__in=[pk for pk in counts if pk])
        return [self._choice(name, each.slug, str(each), counts[each.pk]) for each in things]

    def _audiences(self) -> list[Choice]:
        editions = (
            self.editions.filter(release__dataset__in=self.found(leaving_out="audience").order_by())
            .order_by()
            .values_list("audience")
            .annotate(number=Count("release__dataset_id", distinct=True))
        )
        counts = dict(editions)
        return [
            self._choice("audience", value, str(mark.word), counts[value])
            for value, mark in AUDIENCES.items()
            if value in counts
        ]

    def _licences(self) -> list[Choice]:
        counts = dict(self._counted("licence", "licence"))
        return [
            self._choice("licence", value, str(label), counts[value])
            for value, label in Licence.choices
            if value in counts
        ]

    def _choice(self, name: str, value: str, label: str, count: int) -> Choice:
        return Choice(value, label, count, self.chosen.get(name) == value)


def listed(readable: EditionQuerySet, datasets: Iterable[Dataset]) -> list[Listed]:
    """Datasets of a page with the edition of each among those readable (one query for all)."""
    datasets = list(datasets)
    editions = current_editions(readable, datasets)
    return [Listed(dataset, editions.get(dataset.pk)) for dataset in datasets]

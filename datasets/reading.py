"""The one way to the rows: a person, a dataset, and the most detailed edition they may read.

Every surface that shows or counts rows comes through :func:`open_dataset`; the tables it hands out
are those of an edition the policy lets this person read at this moment.
"""

from collections.abc import Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from core.errors import NotVisible
from datakit.package import PackageTable
from datakit.query import Bars, Engine, Page, Query, bar_counts, count, page
from datakit.query.places import squares
from datakit.schema import Schema
from datasets.files import on_disk
from datasets.models import Dataset, Edition, Table
from datasets.models.release import EditionQuerySet
from datasets.remembered import Remembered

ROWS_A_PAGE = 50
COUNTS: Remembered[int] = Remembered(5000)
BARS: Remembered[Bars] = Remembered(1000)


@dataclass(frozen=True)
class OpenDataset:
    """A dataset as one person sees it now.

    `editions` has, for each release they may read, the most detailed edition, newest first; it is
    empty for a draft, for a dataset of which they may only know that it exists, and until they have
    accepted its agreement. `edition` is the one they are looking at.
    """

    dataset: Dataset
    editions: tuple[Edition, ...]
    edition: Edition | None

    @property
    def newest(self) -> bool:
        """Whether they look at the newest release they may read."""
        return self.edition is not None and self.edition == self.editions[0]


def open_dataset(user: Any, slug: str, version: str | int = "") -> OpenDataset:
    """The dataset as `user` sees it, at the newest release or at release number `version`.

    Raises NotVisible when for this person there is no such dataset or release.
    """
    editions = tuple(_most_detailed(user, slug))
    if editions and editions[0].release.dataset.published:
        dataset = editions[0].release.dataset
    else:
        dataset = _visible(user, slug)
    if not version:
        return OpenDataset(dataset, editions, editions[0] if editions else None)
    chosen = [each for each in editions if str(each.release.number) == str(version)]
    if not chosen:
        raise NotVisible
    return OpenDataset(dataset, editions, chosen[0])


def _visible(user: Any, slug: str) -> Dataset:
    """The dataset, where it exists for `user` without rows of it being readable: their draft."""
    found = Dataset.objects.visible_to(user).select_related("owner", "project")
    dataset = found.filter(slug=slug).first()
    if dataset is None:
        raise NotVisible
    return dataset


def _most_detailed(user: Any, slug: str) -> Iterator[Edition]:
    """Of each release, the first in the order of detail (one query, with all that goes with it).

    Whoever reads an edition of a published dataset sees the dataset: policies.visible says so, and
    a test holds the two together. So the dataset need not be asked for a second time.
    """
    readable = Edition.objects.visible_to(user).filter(release__dataset__slug=slug)
    related = ("release__dataset__owner", "release__dataset__project")
    releases: set[int] = set()
    for edition in readable.most_detailed_first().select_related(*related):
        if edition.release_id not in releases:
            releases.add(edition.release_id)
            yield edition


def current_editions(readable: EditionQuerySet, datasets: Sequence[Dataset]) -> dict[int, Edition]:
    """For each dataset of a list the edition a person would see on its page (one query).

    `readable` are the editions visible to that person.
    """
    theirs = readable.filter(release__dataset__in=datasets).most_detailed_first()
    current: dict[int, Edition] = {}
    for edition in theirs.select_related("release"):
        current.setdefault(edition.release.dataset_id, edition)
    return current


@dataclass(frozen=True)
class OpenTable:
    """One table of an edition that was opened for somebody; only this module makes one."""

    table: Table
    schema: Schema

    def count(self, query: Query) -> int:
        """How many rows answer. Raises QueryError."""
        if not query.filters and not query.search:
            return self.table.rows

        def ask() -> int:
            with on_disk(self.table.file) as path:
                return count(path, self.schema, query, engine=_engine())

        return COUNTS.get(self._question(query), ask)

    def rows(
        self, query: Query, number: int, columns: Sequence[str] = (), size: int = ROWS_A_PAGE
    ) -> Page:
        """Page `number` (from 1) of the rows that answer, `columns` alone where some are named.

        Raises QueryError.
        """
        asked: dict[str, Any] = {"offset": (number - 1) * size, "limit": size, "columns": columns}
        asked["total"] = self.count(query)
        with on_disk(self.table.file) as path:
            return page(path, self.schema, query, **asked, engine=_engine())

    def bars(self, column: str, query: Query, limit: int = 10) -> Bars:
        """The most frequent values of a column among the rows that answer. Raises QueryError.

        Whoever needs the count as well asks for the bars first: they have counted all rows.
        """

        def ask() -> Bars:
            with on_disk(self.table.file) as path:
                return bar_counts(path, self.schema, column, query, limit, engine=_engine())

        found = BARS.get((*self._question(query), column, limit), ask)
        COUNTS.get(self._question(query), lambda: found.total)
        return found

    def _question(self, query: Query) -> tuple[Hashable, ...]:
        # In words: 1 and True are equal to Python, and not to a column of text. The order of the
        # rows changes nothing of what is counted.
        return (*self.key, repr(query.filters), query.search)

    @property
    def key(self) -> tuple[int, str]:
        """Under which answers about these rows are remembered: this table, with this content."""
        return self.table.pk, self.table.sha256

    def squares(self, step: float, limit: int) -> list[tuple[float, float, int]]:
        """Where the rows lie: the fullest squares of `step` degrees; none without coordinates."""
        tagged = {each.tag: each.name for each in self.schema.columns if each.type == "number"}
        if not {"longitude", "latitude"} <= set(tagged):
            return []
        named = (tagged["longitude"], tagged["latitude"])
        with on_disk(self.table.file) as path:
            return squares(path, self.schema, *named, step, limit, engine=_engine())


def open_to_everybody(most: int) -> list[OpenDataset]:
    """The newest datasets as somebody without an account sees them (two queries, tables apart)."""
    anybody = AnonymousUser()
    datasets = list(Dataset.objects.visible_to(anybody).published()[:most])
    current = current_editions(Edition.objects.visible_to(anybody), datasets)
    return [
        OpenDataset(each, (current[each.pk],), current[each.pk])
        for each in datasets
        if each.pk in current
    ]


def open_tables(opened: OpenDataset) -> list[OpenTable]:
    """The tables of the edition somebody looks at, in order."""
    if opened.edition is None:
        return []
    # What the reading found fills pages of JSON: it is fetched when somebody looks at it first.
    return [OpenTable(table, table.schema) for table in opened.edition.tables.defer("profile")]


@contextmanager
def package_tables(edition: Edition) -> Iterator[list[PackageTable]]:
    """The files of an edition, to pack. Whoever calls this has asked the policy for somebody."""
    with ExitStack() as stack:
        yield [
            PackageTable(
                name=table.name,
                title=table.title,
                parquet=stack.enter_context(on_disk(table.file)),
                schema=table.schema,
            )
            for table in edition.tables.all()
        ]


def _engine() -> Engine:
    return Engine(memory=f"{settings.QUERY_MEMORY_MB}MB", threads=settings.QUERY_THREADS)

"""The map on the front page: where the rows that are open to everybody were recorded."""

import logging
from dataclasses import dataclass

from django.core.cache import cache

from datasets.reading import OpenDataset, open_tables, open_to_everybody

MOST_DATASETS, MOST_SQUARES = 5, 1000
# Degrees: about 28 km, so that a dot is a district and not a site.
STEP = 0.25
SECONDS_KEPT = 24 * 3600

logger = logging.getLogger(__name__)

Square = tuple[float, float, int]


@dataclass(frozen=True)
class Coverage:
    """Squares as (longitude, latitude, rows), and how many rows they hold."""

    squares: tuple[Square, ...]

    @property
    def rows(self) -> int:
        """All rows drawn."""
        return sum(rows for _, _, rows in self.squares)


def open_to_all() -> Coverage | None:
    """Where the newest public datasets were recorded; None where none of them says so.

    Which datasets are public is asked each time. What an edition holds never changes: it is kept.
    """
    found = [square for each in open_to_everybody(MOST_DATASETS) for square in _squares(each)]
    return Coverage(tuple(found)) if found else None


def _squares(opened: OpenDataset) -> list[Square]:
    key = f"coverage:{opened.edition.pk if opened.edition else 0}"
    return cache.get_or_set(key, lambda: _counted(opened), SECONDS_KEPT) or []


def _counted(opened: OpenDataset) -> list[Square]:
    tables = open_tables(opened)
    try:
        return [square for table in tables for square in table.squares(STEP, MOST_SQUARES)]
    except OSError:
        logger.exception("a file of edition %s cannot be read", opened.edition)
        return []  # the front page stands without its dots

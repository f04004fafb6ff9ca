"""A question to a table as plain frozen values."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

Operator = Literal[
    "equals",
    "not_equals",
    "contains",
    "at_least",
    "at_most",
    "is_empty",
    "is_not_empty",
    "one_of",
]
OPERATORS: tuple[str, ...] = get_args(Operator)


@dataclass(frozen=True)
class Filter:
    """Rows whose ``column`` stands in relation ``op`` to ``value``.

    ``value`` is text as a person typed it, or already of the column's type; a tuple of them for
    ``one_of``; unused for ``is_empty`` and ``is_not_empty``. ``contains`` minds neither case nor
    accents. ``not_equals`` keeps the empty cells.
    """

    column: str
    op: Operator
    value: Any = None


@dataclass(frozen=True)
class Sort:
    """Rows in the order of ``column``; empty cells come last in both directions."""

    column: str
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """All ``filters`` hold, every word of ``search`` occurs in some text column, then ``sort``."""

    filters: tuple[Filter, ...] = ()
    sort: Sort | None = None
    search: str = ""


@dataclass(frozen=True)
class Page:
    """A piece of the answer: ``rows`` in the schema's column order, and how many there are."""

    rows: list[tuple[Any, ...]]
    total: int

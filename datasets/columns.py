"""Which columns of a wide table are shown first, and which can be counted by value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datakit.schema import Column
from datasets.reading import OpenTable
from datasets.wording import TYPE_NAMES

SHOWN_FIRST = 12
SHOWN_ON_PHONE = 6
FEWEST_VALUES, MOST_VALUES = 2, 40
A_FEW = range(3, 21)
LONG = 40
COUNTABLE = ("string", "boolean")
WHERE_AND_WHEN = ("place", "date", "latitude", "longitude")
COORDINATES = ("latitude", "longitude")
NUMERIC = ("integer", "number")
ORDERED = (*NUMERIC, "date", "datetime", "time")


@dataclass(frozen=True)
class ColumnFacts:
    """A column with what the reading found in it; figures are None where nothing was found out."""

    column: Column
    share_empty: float | None = None
    distinct: int | None = None
    minimum: str = ""
    maximum: str = ""
    longest: int = 0

    @property
    def label(self) -> str:
        """The header as the file gave it."""
        return self.column.title or self.column.name

    @property
    def numeric(self) -> bool:
        """Whether its values stand at the right."""
        return self.column.type in NUMERIC

    @property
    def ordered(self) -> bool:
        """Whether its least and greatest values say something."""
        return self.column.type in ORDERED

    @property
    def type_name(self) -> str:
        """Its type in the reader's words."""
        return str(TYPE_NAMES[self.column.type])

    @property
    def only_for_machines(self) -> bool:
        """Whether it numbers the rows or holds long keys and shapes."""
        return (self.column.tag == "identifier" and self.numeric) or self.longest > LONG

    @property
    def countable(self) -> bool:
        """Whether its values are few enough to be drawn as bars."""
        few = self.distinct is None or FEWEST_VALUES <= self.distinct <= MOST_VALUES
        return self.column.type in COUNTABLE and few


def described(table: OpenTable) -> list[ColumnFacts]:
    """The columns of a table with their figures, in order."""
    profile: Mapping[str, Any] = {each["name"]: each for each in table.table.profile}
    rows = table.table.rows
    return [_facts(column, profile.get(column.name), rows) for column in table.schema.columns]


def _facts(column: Column, found: Mapping[str, Any] | None, rows: int) -> ColumnFacts:
    if found is None:
        return ColumnFacts(column)
    return ColumnFacts(
        column=column,
        share_empty=found.get("empty", 0) / rows if rows else None,
        distinct=found.get("distinct"),
        minimum=found.get("minimum", ""),
        maximum=found.get("maximum", ""),
        longest=max((len(str(example)) for example in found.get("examples", ())), default=0),
    )


def shown(columns: Sequence[ColumnFacts], asked: Sequence[str]) -> list[ColumnFacts]:
    """The columns asked for, or the first ones that say most; always in the table's order."""
    wanted = set(asked) & {each.column.name for each in columns}
    if not wanted:
        return _best(columns, SHOWN_FIRST)
    return [each for each in columns if each.column.name in wanted]


def on_phone(columns: Sequence[ColumnFacts], asked: Sequence[str]) -> list[ColumnFacts]:
    """Of the columns shown, those a narrow screen shows too: all that were asked for, else few.

    The first names the row. Coordinates say little to the eye.
    """
    chosen = shown(columns, asked)
    if asked or len(chosen) <= SHOWN_ON_PHONE:
        return chosen
    telling = [each for each in chosen if each.column.tag not in COORDINATES]
    return telling[:1] + _best(telling[1:], SHOWN_ON_PHONE - 1)


def _best(columns: Sequence[ColumnFacts], number: int) -> list[ColumnFacts]:
    """The columns that say most, in the table's order."""
    ranked = sorted(range(len(columns)), key=lambda at: -_worth(columns[at], at, len(columns)))
    return [columns[at] for at in sorted(ranked[:number])]


def _worth(each: ColumnFacts, at: int, of: int) -> float:
    """Full columns before empty ones, where and when before the rest, the left before the right.

    What only machines read (row numbers, long keys) and what never changes comes last.
    """
    fill = 1 - (each.share_empty or 0)
    known = 0.25 * (each.column.tag in WHERE_AND_WHEN) + 0.2 * each.countable
    dull = each.only_for_machines + (each.distinct is not None and each.distinct < FEWEST_VALUES)
    return fill + known - dull - 0.5 * at / of


def countable(columns: Sequence[ColumnFacts]) -> list[ColumnFacts]:
    """Columns whose values can be counted, those whose bars say most first."""
    return sorted((each for each in columns if each.countable), key=_telling, reverse=True)


def _telling(each: ColumnFacts) -> float:
    fill = 1 - (each.share_empty or 0)
    few = each.distinct is not None and each.distinct in A_FEW
    return fill + 0.3 * (each.column.tag in WHERE_AND_WHEN) + 0.3 * few

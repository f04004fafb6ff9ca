"""What can be done to one column, as plain frozen values.

A treatment says what happens, never how: :mod:`datakit.disclosure.expressions` turns it into SQL,
:mod:`datakit.disclosure.wording` into sentences. Each knows the type its column becomes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Literal, get_args

from datakit.schema import ColumnType

Axis = Literal["longitude", "latitude"]
Month = Literal["month", "quarter", "year"]
GRID_KM = (1, 5, 10, 25, 50)
AXES: tuple[str, ...] = get_args(Axis)
PERIODS: tuple[str, ...] = get_args(Month)


@dataclass(frozen=True)
class Treatment:
    """One column's treatment; ``word`` names it in JSON."""

    word: ClassVar[str] = ""

    def type_after(self, before: ColumnType) -> ColumnType:
        """The type that a column of type ``before`` has afterwards."""
        return before

    def as_dict(self) -> dict[str, Any]:
        """The treatment as plain JSON values."""
        return {"treatment": self.word} | {
            each.name: _plain(getattr(self, each.name)) for each in fields(self)
        }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


@dataclass(frozen=True)
class Keep(Treatment):
    """Every value as it is."""

    word: ClassVar[str] = "keep"


@dataclass(frozen=True)
class Drop(Treatment):
    """The column is left out. So is every column that a plan does not name."""

    word: ClassVar[str] = "drop"


@dataclass(frozen=True)
class Pseudonymise(Treatment):
    """Each value becomes ``p`` and 20 hexadecimal digits of its HMAC-SHA-256.

    The same value gets the same pseudonym wherever the key and ``family`` are the same; without a
    ``family`` it is the column's name. The key is never in the plan.
    """

    word: ClassVar[str] = "pseudonymise"
    family: str = ""

    def type_after(self, before: ColumnType) -> ColumnType:
        """Text."""
        return "string"


@dataclass(frozen=True)
class Categories(Treatment):
    """Each value becomes its parent; one that ``parents`` does not know becomes ``other``.

    ``other`` None leaves the cell empty: nothing unknown ever passes.
    """

    word: ClassVar[str] = "categories"
    parents: Mapping[str, str] = field(default_factory=dict)
    other: str | None = None

    def type_after(self, before: ColumnType) -> ColumnType:
        """Text."""
        return "string"


@dataclass(frozen=True)
class Bands(Treatment):
    """Each number becomes the band it lies in: below the first edge, between two, from the last.

    A band holds its lower edge and not its upper one. The column becomes text.
    """

    word: ClassVar[str] = "bands"
    edges: tuple[float, ...] = ()

    def type_after(self, before: ColumnType) -> ColumnType:
        """Text, such as «10–19»."""
        return "string"


@dataclass(frozen=True)
class Period(Treatment):
    """Each date becomes its month («2024-05»), quarter («2024-Q2»), or year (2024)."""

    word: ClassVar[str] = "period"
    to: Month = "month"

    def type_after(self, before: ColumnType) -> ColumnType:
        """Text; a whole number for years."""
        return "integer" if self.to == "year" else "string"


@dataclass(frozen=True)
class Grid(Treatment):
    """A coordinate becomes that of its cell's centre; ``partner`` is the other coordinate.

    Both columns have the same ``km``; a row without one of the two loses both.
    """

    word: ClassVar[str] = "grid"
    km: int = 10
    axis: Axis = "longitude"
    partner: str = ""

    def type_after(self, before: ColumnType) -> ColumnType:
        """A number, in degrees."""
        return "number"


@dataclass(frozen=True)
class Level(Treatment):
    """An administrative level that stays, while every column of ``finer`` must go."""

    word: ClassVar[str] = "level"
    finer: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits(Treatment):
    """Top and bottom coding: a number below ``low`` becomes it, one above ``high`` becomes that.

    What is no finite number becomes empty.
    """

    word: ClassVar[str] = "limits"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Redact(Treatment):
    """Text loses what looks like a phone, an e-mail, a place, an address or a number of identity.

    It loses the words that its own row holds in the columns ``names`` too.
    """

    word: ClassVar[str] = "redact"
    names: tuple[str, ...] = ()


KINDS: tuple[type[Treatment], ...] = (
    Keep, Drop, Pseudonymise, Categories, Bands, Period, Grid, Level, Limits, Redact,
)  # fmt: skip
BY_WORD = {kind.word: kind for kind in KINDS}

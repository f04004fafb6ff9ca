"""A disclosure plan: what an edition shows of a table. It is data, and JSON both ways.

Deny by default: a column the plan does not name is left out, a value it does not know becomes
empty or «other», a row whose date is empty does not pass a condition on that date.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Self, TypeVar, get_args

from datakit.disclosure import phrases
from datakit.disclosure.problems import PlanError, Sentence
from datakit.disclosure.treatments import BY_WORD, Drop, Grid, Keep, Pseudonymise, Treatment
from datakit.schema import Column, Schema

VERSION = 1
How = Literal["blank", "drop"]
HOWS: tuple[str, ...] = get_args(How)
LISTS_OF_NAMES = ("names", "finer")
TEXTS = ("partner", "family", "axis", "to")
T = TypeVar("T")


@dataclass(frozen=True)
class Only:
    """Rows whose ``column`` is one of ``values``."""

    column: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Before:
    """Rows whose ``column`` lies before the day ``date``."""

    column: str
    date: date


@dataclass(frozen=True)
class Embargo:
    """Rows appear when ``months`` have passed since the date in ``column``."""

    column: str
    months: int


@dataclass(frozen=True)
class SmallCells:
    """Where fewer than ``k`` rows share their values of ``columns``, ``blank`` becomes empty.

    Without ``blank`` the row is left out. Blanking keeps the row in every other count and is right
    where a *value* tells too much; leaving out is right where *being there* does.
    """

    columns: tuple[str, ...]
    k: int
    blank: tuple[str, ...] = ()


@dataclass(frozen=True)
class Anonymity:
    """Every combination of the columns ``over`` occurs ``k`` times or more in the edition.

    ``blank`` empties the columns of a rarer combination one by one, the last of ``over`` first:
    name first what matters most. Fewer than ``k`` rows that stay rare even so are left out.
    ``drop`` leaves out rarer rows at once.
    """

    k: int
    over: tuple[str, ...]
    how: How = "blank"


@dataclass(frozen=True)
class Plan:
    """One treatment a column, conditions on rows, and rules about small groups.

    Applied in this order: conditions and embargo, treatments, small cells, anonymity last.
    """

    columns: Mapping[str, Treatment]
    only: tuple[Only, ...] = ()
    before: tuple[Before, ...] = ()
    embargo: Embargo | None = None
    small_cells: tuple[SmallCells, ...] = ()
    anonymity: Anonymity | None = None
    version: int = field(default=VERSION)

    @classmethod
    def of_everything(cls, schema: Schema) -> Self:
        """The plan that keeps every column as it is: the owner's own edition."""
        return cls({name: Keep() for name in schema.names})

    def treatment(self, name: str) -> Treatment:
        """What happens to a column; :class:`Drop` when the plan does not name it."""
        return self.columns.get(name, Drop())

    def shown(self, schema: Schema) -> tuple[Column, ...]:
        """The columns of ``schema`` that the edition has, in order, as they were before."""
        return tuple(
            each for each in schema.columns if not isinstance(self.treatment(each.name), Drop)
        )

    @property
    def dated(self) -> tuple[Before | Embargo, ...]:
        """The conditions on a date."""
        return (*self.before, self.embargo) if self.embargo else self.before

    @property
    def needs_key(self) -> bool:
        """Whether pseudonyms are made."""
        return any(isinstance(each, Pseudonymise) for each in self.columns.values())

    @property
    def keeps_everything(self) -> bool:
        """Whether every column it names stays as it is, and every row."""
        rules = (self.only, self.before, self.embargo, self.small_cells, self.anonymity)
        return not any(rules) and all(isinstance(each, Keep) for each in self.columns.values())

    def together(self, name: str) -> tuple[str, ...]:
        """``name``, with its other coordinate when both lie on a grid: blanked together."""
        treated = self.treatment(name)
        return (name, treated.partner) if isinstance(treated, Grid) else (name,)

    def as_dict(self) -> dict[str, Any]:
        """The plan as plain JSON values."""
        return {
            "version": self.version,
            "columns": {name: each.as_dict() for name, each in self.columns.items()},
            "only": [{"column": each.column, "values": list(each.values)} for each in self.only],
            "before": [
                {"column": each.column, "date": each.date.isoformat()} for each in self.before
            ],
            "embargo": self.embargo and {**vars(self.embargo)},
            "small_cells": [
                {"columns": list(each.columns), "k": each.k, "blank": list(each.blank)}
                for each in self.small_cells
            ],
            "anonymity": self.anonymity
            and {**vars(self.anonymity), "over": list(self.anonymity.over)},
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """A plan from what :meth:`as_dict` gave, or a person's edit of it.

        Raises :class:`PlanError` for another version, an unknown treatment, or a part that is not
        what it should be. Whether it fits a table is asked by :func:`checking.check`.
        """
        if not isinstance(values, Mapping) or values.get("version") != VERSION:
            raise PlanError(Sentence(phrases.WRONG_VERSION))
        columns = _part("columns", lambda: dict(values["columns"].items()))
        return cls(
            columns={name: _treatment(name, each) for name, each in columns.items()},
            only=_part("only", lambda: tuple(map(_only, values.get("only", ())))),
            before=_part("before", lambda: tuple(map(_before, values.get("before", ())))),
            embargo=_part("embargo", lambda: _embargo(values.get("embargo"))),
            small_cells=_part(
                "small_cells", lambda: tuple(map(_small, values.get("small_cells", ())))
            ),
            anonymity=_part("anonymity", lambda: _anonymity(values.get("anonymity"))),
        )


def _part(name: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
        if isinstance(error, PlanError):
            raise
        raise PlanError(Sentence(phrases.NOT_A_PLAN, {"part": name})) from error


def _treatment(name: str, values: Any) -> Treatment:
    def read() -> Treatment:
        given = {key: _frozen(key, value) for key, value in values.items() if key != "treatment"}
        return BY_WORD[values["treatment"]](**given)

    if not isinstance(values, Mapping) or values.get("treatment") not in BY_WORD:
        raise PlanError(Sentence(phrases.UNKNOWN_TREATMENT, {"column": name}))
    return _part(name, read)


def _frozen(field_name: str, value: Any) -> Any:
    if field_name in LISTS_OF_NAMES:
        return _names(value)
    if field_name in TEXTS and not isinstance(value, str):
        raise TypeError
    return tuple(value) if isinstance(value, list) else value


def _names(values: Any) -> tuple[str, ...]:
    if isinstance(values, str) or not all(isinstance(each, str) for each in values):
        raise TypeError
    return tuple(values)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _only(values: Mapping[str, Any]) -> Only:
    if isinstance(values["values"], str):
        raise TypeError
    return Only(str(values["column"]), tuple(values["values"]))


def _before(values: Mapping[str, Any]) -> Before:
    return Before(str(values["column"]), date.fromisoformat(values["date"]))


def _embargo(values: Mapping[str, Any] | None) -> Embargo | None:
    return Embargo(str(values["column"]), _whole(values["months"])) if values else None


def _small(values: Mapping[str, Any]) -> SmallCells:
    return SmallCells(
        _names(values["columns"]), _whole(values["k"]), _names(values.get("blank", ()))
    )


def _anonymity(values: Mapping[str, Any] | None) -> Anonymity | None:
    if not values:
        return None
    how = values.get("how", "blank")
    if how not in HOWS:
        raise ValueError
    return Anonymity(_whole(values["k"]), _names(values["over"]), how)

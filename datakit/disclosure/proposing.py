"""The plan a steward starts from: safe for the audience, so that each widening is their own choice.

What is not understood is left out. Personal data is never kept beyond the owner. An open audience
(registered people, the public) gets territories and years, nothing about armed groups, no exact
numbers, and groups of five or more; a closed one (named, consortium) gets places to a few km.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from datakit.disclosure import meaning as m
from datakit.disclosure.identifying import Identifying, telling_pattern
from datakit.disclosure.meaning import Meaning, meaning
from datakit.disclosure.plan import Anonymity, Plan, SmallCells
from datakit.disclosure.treatments import (
    Bands,
    Drop,
    Grid,
    Keep,
    Level,
    Period,
    Pseudonymise,
    Treatment,
)
from datakit.schema import Schema

OWNER = "owner"
CLOSED = ("named", "consortium")
GRAVE = ("high", "severe")
KM = {"low": 5, "moderate": 5, "high": 10, "severe": 25}
OPEN_K = {"low": 5, "moderate": 5, "high": 10, "severe": 10}
CLOSED_RANK = {"low": m.COLLECTIVITY, "moderate": m.COLLECTIVITY, "high": m.TERRITORY,
               "severe": m.PROVINCE}  # fmt: skip
OPEN_RANK = {"low": m.TERRITORY, "moderate": m.TERRITORY, "high": m.PROVINCE,
             "severe": m.PROVINCE}  # fmt: skip
FEW_CATEGORIES = 30
FEW_NUMBERS = 12
STEPS = (1, 5)
MOST_EDGES = 8
LEFT_OUT = Drop()


def propose(
    schema: Schema,
    profile: Sequence[Mapping[str, Any]],
    sensitivity: str,
    audience: str,
    *,
    rows: int | None = None,
    found: Sequence[Identifying] = (),
) -> Plan:
    """The safe plan for an edition of a table of ``schema`` for ``audience``.

    ``profile`` is what a release keeps of its tables: figures per column, each with its ``name``;
    ``rows`` is how many the table has (else the most values that any column has distinct).
    ``sensitivity`` is one of OCHA's four levels, ``audience`` one of owner, named, consortium,
    registered, public; another word is taken for the gravest or the widest. ``found`` is the
    answer of :func:`identify` on the full table, where there is one: whatever may identify is
    left out. The plan fits the schema.
    """
    if audience == OWNER:
        return Plan.of_everything(schema)
    figures = {each["name"]: each for each in profile}
    count = rows if rows is not None else _rows(profile)
    columns = [meaning(each, figures.get(each.name), count) for each in schema.columns]
    proposing = _Proposing(columns, sensitivity, closed=audience in CLOSED)
    closed = audience in CLOSED
    told = (each for each in found if each.telling and not (closed and each.code == "armed"))
    return proposing.plan({each.column for each in told})


def _rows(profile: Sequence[Mapping[str, Any]]) -> int | None:
    counts = [each.get("empty", 0) + each.get("distinct", 0) for each in profile]
    return max(counts, default=None)


class _Proposing:
    """One table, one sensitivity, one kind of audience."""

    def __init__(self, columns: Sequence[Meaning], sensitivity: str, *, closed: bool) -> None:
        self.columns, self.closed = columns, closed
        self.sensitivity = sensitivity if sensitivity in KM else "severe"
        self.grave = self.sensitivity in GRAVE
        ranks = CLOSED_RANK if closed else OPEN_RANK
        self.most_rank = ranks[self.sensitivity]
        self.pair = self._coordinates()

    def plan(self, identifying: set[str]) -> Plan:
        columns = {each.column.name: self._treatment(each) for each in self.columns}
        for name in identifying & columns.keys():
            if isinstance(columns[name], Keep):
                columns[name] = LEFT_OUT
        columns = self._with_level(columns)
        if self.closed:
            return Plan(columns)
        over = quasi_identifiers(self.columns, columns)
        k = OPEN_K[self.sensitivity]
        return Plan(
            columns,
            small_cells=tuple(self._rare_values(columns, over, k)),
            anonymity=Anonymity(k, over, "blank") if over else None,
        )

    def _coordinates(self) -> dict[str, Treatment]:
        """The one pair of coordinates on a grid; several pairs or a lone one are left out."""
        found = {
            axis: [
                each.column.name
                for each in self.columns
                if each.tag == axis and each.column.type in ("number", "integer")
            ]
            for axis in m.EXACT_PLACE
        }
        if not self.closed or any(len(names) != 1 for names in found.values()):
            return {}
        km, (lat,), (lon,) = KM[self.sensitivity], found["latitude"], found["longitude"]
        return {lon: Grid(km, "longitude", lat), lat: Grid(km, "latitude", lon)}

    def _treatment(self, each: Meaning) -> Treatment:
        name = each.column.name
        if name in self.pair:
            return self.pair[name]
        if each.empty or each.tag in ALWAYS_LEFT_OUT or telling_pattern(each.examples):
            return LEFT_OUT
        if decide := BY_TAG.get(each.tag):
            return decide(self, each)
        return self._other(each)

    def _identifier(self, each: Meaning) -> Treatment:
        """Numbers of rows go; others become codes for a closed audience, which tells them apart."""
        return LEFT_OUT if each.unique or not self.closed else Pseudonymise()

    def _date(self, each: Meaning) -> Treatment:
        if each.column.type not in ("date", "datetime"):
            return LEFT_OUT
        if not self.closed:
            return Period("year")
        exact = each.column.type == "date" and not self.grave
        return Keep() if exact else Period("month")

    def _place(self, each: Meaning) -> Treatment:
        return Keep() if each.rank <= self.most_rank else LEFT_OUT

    def _armed(self, each: Meaning) -> Treatment:
        return self._other(each) if self.closed else LEFT_OUT

    def _trait(self, each: Meaning) -> Treatment:
        if not self.closed or each.column.type not in ("string", "integer", "number"):
            return LEFT_OUT
        return self._other(each) if each.column.type == "string" else self._banded(each)

    def _other(self, each: Meaning) -> Treatment:
        """A column that only its figures speak for."""
        kind = each.column.type
        if kind == "boolean":
            return Keep()
        if each.filled is None:
            return LEFT_OUT
        if kind == "string":
            few = self.closed or each.distinct <= FEW_CATEGORIES
            return Keep() if few and not each.wordy else LEFT_OUT
        if kind in ("integer", "number"):
            return Keep() if self.closed and not self.grave else self._banded(each)
        return LEFT_OUT

    def _banded(self, each: Meaning) -> Treatment:
        """Bands for numbers; as they are where there are but a few different ones."""
        if each.distinct <= FEW_NUMBERS:
            return Keep()
        edges = band_edges(each.minimum, each.maximum)
        return Bands(edges) if edges else LEFT_OUT

    def _with_level(self, columns: Mapping[str, Treatment]) -> dict[str, Treatment]:
        """The finest place kept says that nothing finer is shown."""
        places = [each for each in self.columns if each.tag == "place"]
        kept = [each for each in places if isinstance(columns[each.column.name], Keep)]
        finer = [each for each in places if isinstance(columns[each.column.name], Drop)]
        if not kept or not finer or self.pair:
            return dict(columns)
        finest = max(kept, key=lambda each: each.rank).column.name
        return {**columns, finest: Level(tuple(each.column.name for each in finer))}

    def _rare_values(
        self, columns: Mapping[str, Treatment], over: Sequence[str], k: int
    ) -> Iterator[SmallCells]:
        """Categories that fewer than ``k`` rows have are emptied: «sapphire», once, is a mine."""
        for each in self.columns:
            name = each.column.name
            treated = columns[name]
            several = each.column.type in ("string", "integer", "number")
            if name not in over and several and isinstance(treated, (Keep, Bands)):
                yield SmallCells((name,), k, (name,))


def quasi_identifiers(
    columns: Sequence[Meaning], treatments: Mapping[str, Treatment]
) -> tuple[str, ...]:
    """The columns shown that an outsider can know: where, when, and what a person is like.

    Places from the widest to the finest, then dates, then traits: as anonymity wants them, which
    blanks the last first; a place's other coordinate goes with it.
    """
    shown = [
        each for each in columns if not isinstance(treatments.get(each.column.name, Drop()), Drop)
    ]
    places = sorted((each for each in shown if each.tag == "place"), key=lambda each: each.rank)
    rest = [each for tag in QUASI_TAGS for each in shown if each.tag == tag]
    return tuple(each.column.name for each in (*places, *rest))


def band_edges(minimum: str, maximum: str) -> tuple[float, ...]:
    """Round edges 1, 5, 10, 50 … that cut numbers from ``minimum`` to ``maximum``.

    None when these are unknown, not finite, or the same.
    """
    try:
        low, high = float(minimum), float(maximum)
    except ValueError:
        return ()
    if not (math.isfinite(low) and math.isfinite(high)) or low >= high or abs(high) >= 2**53:
        return ()
    most = max(abs(low), abs(high))
    top = math.floor(math.log10(most)) if most >= 1 else 0
    sizes = [float(step * 10**power) for power in range(top + 1) for step in STEPS]
    edges = [size for size in sizes if low < size <= high][-MOST_EDGES:]
    if low < 0:
        edges = [*(-size for size in reversed(sizes) if low < -size <= high), 0.0, *edges]
    return tuple(edges)


ALWAYS_LEFT_OUT = (*m.PERSONAL, *m.EXACT_PLACE, "name", "geometry", "free-text")
QUASI_TAGS = ("longitude", "latitude", "date", "person-trait")
BY_TAG: dict[str, Callable[[_Proposing, Meaning], Treatment]] = {
    "identifier": _Proposing._identifier,
    "date": _Proposing._date,
    "place": _Proposing._place,
    "armed-group": _Proposing._armed,
    "person-trait": _Proposing._trait,
}

"""Random tables and plans that fit them, and the rows of what is derived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq
from hypothesis import strategies as st

from datakit.disclosure import Derived, Plan, derive
from datakit.disclosure.plan import Anonymity, SmallCells
from datakit.disclosure.treatments import (
    Bands,
    Categories,
    Drop,
    Grid,
    Keep,
    Limits,
    Period,
    Pseudonymise,
    Redact,
    Treatment,
)
from datakit.query import Engine
from datakit.schema import Column, ColumnType, Schema
from tests.unit.datakit.tables import stored

KEY = b"a key of thirty-two bytes, fixed"
TODAY = date(2026, 6, 30)
MOST_ROWS = 24
ENGINE = Engine(threads=1)


@dataclass(frozen=True)
class Kind:
    """A column of the random tables: its type, tag, and what its cells may hold."""

    type: ColumnType
    tag: str
    cells: st.SearchStrategy[Any]


WORDS = st.sampled_from(["Or", "Coltan", "Étain", "or", "", "a'b", 'a"b', "$p1", "–", "Kavumu 7"])
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
KINDS: dict[str, Kind] = {
    "word": Kind("string", "", st.none() | WORDS),
    'odd "name"; --': Kind("string", "", st.none() | WORDS),
    "text": Kind("string", "free-text", st.none() | TEXT),
    "person": Kind("string", "person-name", st.none() | st.sampled_from(["Jean Ka", "Éva", "K."])),
    "whole": Kind("integer", "", st.none() | st.integers(-30, 30)),
    "number": Kind("number", "", st.none() | st.floats(-50, 50) | st.just(float("nan"))),
    "flag": Kind("boolean", "", st.none() | st.booleans()),
    "day": Kind("date", "date", st.none() | st.dates(date(2019, 1, 1), date(2022, 12, 31))),
    "moment": Kind(
        "datetime", "date", st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2022, 1, 1))
    ),
    "lon": Kind("number", "longitude", st.none() | st.floats(-181, 181) | st.just(float("nan"))),
    "lat": Kind("number", "latitude", st.none() | st.floats(-91, 91)),
}


def table(names: Sequence[str] = tuple(KINDS)) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    """Rows with the cells of the columns ``names``."""
    return st.lists(st.tuples(*(KINDS[name].cells for name in names)), max_size=MOST_ROWS)


def treatments(name: str) -> st.SearchStrategy[Treatment]:
    """What a plan may do to the column ``name``, coordinates apart."""
    simple: list[st.SearchStrategy[Treatment]] = [
        st.just(Keep()),
        st.just(Drop()),
        st.builds(Pseudonymise, st.sampled_from(["", "people"])),
        st.builds(
            Categories,
            st.dictionaries(WORDS, st.sampled_from(["metal", "other metal"]), min_size=1),
            st.none() | st.just("other"),
        ),
    ]
    kind = KINDS[name].type
    if kind in ("integer", "number"):
        edges = st.lists(st.integers(-40, 40), min_size=1, max_size=5, unique=True).map(sorted)
        simple += [
            edges.map(lambda found: Bands(tuple(found))),
            st.builds(Limits, st.integers(-20, -1), st.integers(0, 20)),
        ]
    if kind in ("date", "datetime"):
        simple.append(st.builds(Period, st.sampled_from(["month", "quarter", "year"])))
    if kind == "string":
        simple.append(st.just(Redact(("person",))))
    return st.one_of(simple)


@st.composite
def plans(draw: st.DrawFn, **fixed: Treatment) -> Plan:
    """A plan for the random tables; ``fixed`` says what happens to some columns."""
    columns = {name: draw(treatments(name)) for name in KINDS if name not in ("lon", "lat")}
    columns |= draw(places())
    columns |= fixed
    shown = sorted(name for name, each in columns.items() if not isinstance(each, Drop))
    if not shown:
        columns["word"], shown = Keep(), ["word"]
    some = st.lists(st.sampled_from(shown), min_size=1, max_size=4, unique=True).map(tuple)
    small = st.builds(SmallCells, some, st.integers(2, 4), st.just(()) | some)
    rules = draw(st.lists(small, max_size=2))
    anonymous = draw(
        st.none()
        | st.builds(Anonymity, st.integers(2, 5), some, st.sampled_from(["blank", "drop"]))
    )
    return Plan(columns, small_cells=tuple(rules), anonymity=anonymous)


def places() -> st.SearchStrategy[Mapping[str, Treatment]]:
    """What may happen to the coordinates."""
    grids = st.sampled_from((1, 5, 10, 25, 50)).map(
        lambda km: {"lon": Grid(km, "longitude", "lat"), "lat": Grid(km, "latitude", "lon")}
    )
    return grids | st.just({"lon": Keep(), "lat": Keep()}) | st.just({"lon": Drop(), "lat": Drop()})


def full(
    path: Path, rows: Sequence[tuple[Any, ...]], names: Sequence[str] = tuple(KINDS)
) -> Schema:
    """Store ``rows`` as an import would; their schema, with tags."""
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    types = {name: KINDS[name].type for name in names}
    schema = stored(path, dict(zip(names, cells, strict=True)), types)
    return Schema(tuple(Column(c.name, c.type, tag=KINDS[c.name].tag) for c in schema.columns))


@dataclass(frozen=True)
class Edition:
    """What came out: the answer, the rows, and the very bytes."""

    derived: Derived
    rows: list[tuple[Any, ...]]
    content: bytes

    def column(self, name: str) -> list[Any]:
        at = self.derived.schema.names.index(name)
        return [row[at] for row in self.rows]


def edition(rows: Sequence[tuple[Any, ...]], plan: Plan, key: bytes = KEY) -> Edition:
    """Derive ``plan`` from a table of ``rows``."""
    with TemporaryDirectory() as folder:
        source, out = Path(folder, "full.parquet"), Path(folder, "edition.parquet")
        schema = full(source, rows)
        derived = derive(source, schema, plan, key, out, today=TODAY, engine=ENGINE)
        read = pq.read_table(out)
        assert read.column_names == list(derived.schema.names)
        cells = [read.column(at).to_pylist() for at in range(read.num_columns)]
        return Edition(derived, list(zip(*cells, strict=True)), out.read_bytes())

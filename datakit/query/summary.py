"""What a column holds: its values by frequency, its range, and its distribution in bins."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from datakit.query.conditions import condition, empty, known_column
from datakit.query.engine import DEFAULT_ENGINE, Engine, quoted
from datakit.query.model import Query
from datakit.schema import Column, Schema

EVERYTHING = Query()
BINS = 20
# What a value is on a line of numbers; types that are not here have no distribution.
POSITION = {
    "integer": "CAST({} AS DOUBLE)",
    "number": "{}",
    "date": "CAST(date_diff('day', DATE '1970-01-01', {}) AS DOUBLE)",
    "datetime": "CAST(epoch_us({}) AS DOUBLE) / 1e6",
}


@dataclass(frozen=True)
class Bin:
    """How many values lie from ``low`` (included) to ``high`` (included in the last bin only)."""

    low: Any
    high: Any
    count: int


@dataclass(frozen=True)
class ColumnSummary:
    """One column in figures. ``mean`` and ``bins`` are there for numbers; ``bins`` for dates too.

    The ends of a date's bins are days since 1970-01-01; of a date and time's, seconds.
    """

    column: str
    rows: int
    empty: int
    distinct: int
    minimum: Any
    maximum: Any
    mean: float | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class Bars:
    """The most frequent values with their counts, and how many rows hold others or nothing."""

    bars: tuple[tuple[Any, int], ...]
    other: int
    empty: int

    @property
    def total(self) -> int:
        """All rows that were counted."""
        return sum(rows for _, rows in self.bars) + self.other + self.empty


def facet(
    parquet: Path,
    schema: Schema,
    column: str,
    query: Query = EVERYTHING,
    limit: int = 20,
    *,
    engine: Engine = DEFAULT_ENGINE,
) -> list[tuple[Any, int]]:
    """The ``limit`` most frequent values of ``column`` among the rows that answer ``query``.

    Most frequent first, equal counts by value; ``None`` stands for empty cells. Raises
    :class:`QueryError`.
    """
    counted, bound = _counted(parquet, schema, column, query)
    sql = f"{counted} ORDER BY rows DESC, value NULLS LAST LIMIT ?"
    with engine.cursor(parquet) as cursor:
        return [tuple(row) for row in cursor.execute(sql, [*bound, limit]).fetchall()]


def _counted(parquet: Path, schema: Schema, column: str, query: Query) -> tuple[str, list[Any]]:
    """Each value of ``column`` with how many rows hold it, NULL for the empty ones."""
    asked = known_column(schema, column)
    where, bound = condition(schema, query)
    name = quoted(asked.name)
    value = f"nullif({name}, '')" if asked.type == "string" else name
    sql = (
        f"SELECT {value} AS value, count(*) AS rows FROM read_parquet(?) "  # noqa: S608 as above
        f"WHERE {where} GROUP BY 1"
    )
    return sql, [str(parquet), *bound]


def bar_counts(
    parquet: Path,
    schema: Schema,
    column: str,
    query: Query = EVERYTHING,
    limit: int = 12,
    *,
    engine: Engine = DEFAULT_ENGINE,
) -> Bars:
    """What a bar chart of ``column`` shows, counted in one pass. Raises :class:`QueryError`."""
    counted, bound = _counted(parquet, schema, column, query)
    sql = (
        f"SELECT value, rows, sum(rows) OVER () FROM ({counted}) "  # noqa: S608 names are checked
        "ORDER BY value IS NOT NULL, rows DESC, value LIMIT ?"
    )
    with engine.cursor(parquet) as cursor:
        found = cursor.execute(sql, [*bound, limit + 1]).fetchall()
    total = int(found[0][2]) if found else 0
    nothing = sum(rows for value, rows, _ in found if value is None)
    bars = tuple((value, rows) for value, rows, _ in found if value is not None)[:limit]
    return Bars(bars, total - nothing - sum(rows for _, rows in bars), nothing)


def column_summary(
    parquet: Path,
    schema: Schema,
    column: str,
    query: Query = EVERYTHING,
    *,
    bins: int = BINS,
    engine: Engine = DEFAULT_ENGINE,
) -> ColumnSummary:
    """The figures of ``column`` in the rows that answer ``query``. Raises :class:`QueryError`."""
    asked = known_column(schema, column)
    where = condition(schema, query)
    name, nothing = quoted(asked.name), empty(asked)
    mean = f"avg({name})" if asked.type in ("integer", "number") else "NULL"
    sql = (
        f"SELECT count(*), count(*) FILTER ({nothing}), count(DISTINCT {name}) "  # noqa: S608 as above
        f"FILTER (NOT {nothing}), min({name}) FILTER (NOT {nothing}), max({name}), {mean} "
        f"FROM read_parquet(?) WHERE {where[0]}"
    )
    with engine.cursor(parquet) as cursor:
        ((rows, nothings, distinct, least, most, average),) = cursor.execute(
            sql, [str(parquet), *where[1]]
        ).fetchall()
        drawn = _bins(cursor, parquet, asked, where, bins) if asked.type in POSITION else ()
    return ColumnSummary(asked.name, rows, nothings, distinct, least, most, average, drawn)


def _bins(
    cursor: DuckDBPyConnection,
    parquet: Path,
    column: Column,
    where: tuple[str, list[Any]],
    bins: int,
) -> tuple[Bin, ...]:
    """Equally wide bins from the least to the greatest finite value."""
    position = POSITION[column.type].format(quoted(column.name))
    source = (
        f"(SELECT {position} AS x FROM read_parquet(?) "  # noqa: S608 as above
        f"WHERE {where[0]}) WHERE isfinite(x)"
    )
    bound = [str(parquet), *where[1]]
    ((low, high),) = cursor.execute(f"SELECT min(x), max(x) FROM {source}", bound).fetchall()  # noqa: S608
    if low is None or not bins:
        return ()
    width = (high - low) / bins
    if not width:
        bins, width = 1, 1.0
    sql = f"SELECT least(floor((x - ?) / ?), ?), count(*) FROM {source} GROUP BY 1"  # noqa: S608
    counts = dict(cursor.execute(sql, [low, width, bins - 1, *bound]).fetchall())
    ends = [low + width * n for n in range(bins)] + [high]
    return tuple(Bin(ends[n], ends[n + 1], counts.get(n, 0)) for n in range(bins))

"""What the values of a typed column are like: empty, distinct, extremes, mean, examples."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from datakit.reading.counts import quoted
from datakit.reading.database import literal
from datakit.schema import Column

EXACT_ROWS = 100_000
EXAMPLES = 5
EXAMPLE_CHARACTERS = 120
COLUMNS_AT_ONCE = 200


@dataclass(frozen=True)
class Described:
    """The figures of one column."""

    empty: int = 0
    distinct: int = 0
    minimum: str = ""
    maximum: str = ""
    mean: float | None = None
    examples: tuple[str, ...] = ()


def describe(
    db: DuckDBPyConnection, parquet: Path, columns: Sequence[Column], rows: int
) -> list[Described]:
    """The figures of every column of the typed file, in order."""
    described: list[Described] = []
    for start in range(0, len(columns), COLUMNS_AT_ONCE):
        described += _describe(db, parquet, columns[start : start + COLUMNS_AT_ONCE], rows)
    return described


def _describe(
    db: DuckDBPyConnection, parquet: Path, columns: Sequence[Column], rows: int
) -> list[Described]:
    source = f"read_parquet({literal(parquet)})"
    wanted = ", ".join(_figures(column, rows) for column in columns)
    figures = db.execute(f"SELECT {wanted} FROM {source}").fetchall()[0]  # noqa: S608
    samples = ", ".join(_examples(column) for column in columns)
    names = ", ".join(quoted(column.name) for column in columns)
    examples = db.execute(
        f"SELECT {samples} FROM (SELECT {names} FROM {source} LIMIT 2000)"  # noqa: S608
    ).fetchall()[0]
    return [_described(figures[5 * i : 5 * i + 5], examples[i], rows) for i in range(len(columns))]


def _figures(column: Column, rows: int) -> str:
    name = quoted(column.name)
    distinct = f"count(DISTINCT {name})" if rows <= EXACT_ROWS else f"approx_count_distinct({name})"
    ordered = column.type not in ("string", "boolean")
    least = f"CAST(min({name}) AS VARCHAR)" if ordered else "NULL"
    most = f"CAST(max({name}) AS VARCHAR)" if ordered else "NULL"
    mean = f"avg({name})" if column.type in ("integer", "number") else "NULL"
    return f"count({name}), {distinct}, {least}, {most}, {mean}"


def _examples(column: Column) -> str:
    text = f"left(CAST({quoted(column.name)} AS VARCHAR), {EXAMPLE_CHARACTERS})"
    return f"list_distinct(list({text}))[1:{EXAMPLES}]"


def _described(figures: Sequence[Any], examples: Sequence[str] | None, rows: int) -> Described:
    filled, distinct, least, most, mean = figures
    return Described(
        empty=rows - filled,
        distinct=min(distinct, filled),
        minimum=least or "",
        maximum=most or "",
        mean=None if mean is None or mean != mean or abs(mean) == float("inf") else float(mean),
        examples=tuple(examples or ()),
    )

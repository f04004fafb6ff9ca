"""Rows: how many there are, and one page of them, as fast on the last page as on the first."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection
from pyarrow import RecordBatch

from datakit.query.conditions import condition, known_column, order
from datakit.query.engine import DEFAULT_ENGINE, Engine, quoted
from datakit.query.model import Page, Query
from datakit.schema import Schema

NUMBERED = "read_parquet(?, file_row_number = true)"
BATCH_ROWS = 20_000


def count(parquet: Path, schema: Schema, query: Query, *, engine: Engine = DEFAULT_ENGINE) -> int:
    """How many rows of ``parquet`` answer ``query``. Raises :class:`QueryError`."""
    where, bound = condition(schema, query)
    with engine.cursor(parquet) as cursor:
        return _count(cursor, parquet, where, bound)


def page(
    parquet: Path,
    schema: Schema,
    query: Query,
    *,
    offset: int,
    limit: int,
    columns: Sequence[str] = (),
    total: int | None = None,
    engine: Engine = DEFAULT_ENGINE,
) -> Page:
    """``limit`` rows from ``offset`` on (from 0), and how many answer. Raises :class:`QueryError`.

    The rows have the cells of ``columns``, in that order; of all where none are named. Only row
    numbers and the sorting key go through the sort; the rest is read for the rows shown. Whoever
    has counted the rows that answer says so as ``total``.
    """
    names = [known_column(schema, name).name for name in columns] or list(schema.names)
    offset, limit = max(offset, 0), max(limit, 0)
    where, bound = condition(schema, query)
    order(schema, query.sort)  # a wrong one is refused even if there is nothing to sort
    with engine.cursor(parquet) as cursor:
        if total is None:
            total = _count(cursor, parquet, where, bound)
        if offset >= total or not limit:
            return Page([], total)
        last = min(offset + limit, total)
        if where == "true" and query.sort is None:
            numbers = list(range(offset, last))
        else:
            numbers = _numbers(cursor, parquet, schema, query, (offset, last, total))
        return Page(_rows(cursor, parquet, names, numbers), total)


def _count(cursor: DuckDBPyConnection, parquet: Path, where: str, bound: list[Any]) -> int:
    sql = f"SELECT count(*) FROM read_parquet(?) WHERE {where}"  # noqa: S608 names are checked
    (found,) = cursor.execute(sql, [str(parquet), *bound]).fetchall()
    return int(found[0])


def _numbers(
    cursor: DuckDBPyConnection,
    parquet: Path,
    schema: Schema,
    query: Query,
    window: tuple[int, int, int],
) -> list[int]:
    """The row numbers from the first to before the last of ``total``, in order.

    What is nearer to the end is counted from there: few rows are sorted faster than all of them.
    """
    first, last, total = window
    backwards = total - last < first
    where, bound = condition(schema, query)
    sql = (
        f"SELECT file_row_number FROM {NUMBERED} WHERE {where} "  # noqa: S608 as above
        f"ORDER BY {order(schema, query.sort, backwards=backwards)} LIMIT ? OFFSET ?"
    )
    skipped = total - last if backwards else first
    found = cursor.execute(sql, [str(parquet), *bound, last - first, skipped]).fetchall()
    numbers = [number for (number,) in found]
    return numbers[::-1] if backwards else numbers


def _rows(
    cursor: DuckDBPyConnection, parquet: Path, names: Sequence[str], numbers: list[int]
) -> list[tuple[Any, ...]]:
    """These cells of the rows with these numbers, in this order."""
    columns = ", ".join(quoted(name) for name in names)
    bound = [min(numbers), max(numbers)]
    these = "file_row_number BETWEEN ? AND ?"
    if bound[1] - bound[0] >= len(numbers):  # not all of those between
        bound, these = numbers, f"file_row_number IN ({', '.join('?' for _ in numbers)})"
    sql = f"SELECT file_row_number, {columns} FROM {NUMBERED} WHERE {these}"  # noqa: S608 as above
    found = {row[0]: row[1:] for row in cursor.execute(sql, [str(parquet), *bound]).fetchall()}
    return [found[number] for number in numbers]


def batches(
    parquet: Path, schema: Schema, query: Query, engine: Engine = DEFAULT_ENGINE
) -> Iterator[RecordBatch]:
    """All rows that answer ``query``, in order, as Arrow record batches of some thousand rows.

    Raises :class:`QueryError` before the first batch is asked for.
    """
    where, bound = condition(schema, query)
    columns = ", ".join(quoted(name) for name in schema.names)
    ordered = f" ORDER BY {order(schema, query.sort)}" if query.sort else ""
    sql = f"SELECT {columns} FROM {NUMBERED} WHERE {where}{ordered}"  # noqa: S608 as above
    return _stream(parquet, sql, bound, engine)


def _stream(parquet: Path, sql: str, bound: list[Any], engine: Engine) -> Iterator[RecordBatch]:
    with engine.cursor(parquet) as cursor:
        yield from cursor.sql(sql, params=[str(parquet), *bound]).to_arrow_reader(BATCH_ROWS)

"""A few rows of the full table beside what the edition shows of them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from datakit.disclosure.pipeline import NUMBER, Pipeline
from datakit.disclosure.plan import Plan
from datakit.disclosure.small_groups import suppress
from datakit.query.engine import quoted
from datakit.reading.database import literal
from datakit.schema import Schema

ROWS = 5
LETTERS = 200


@dataclass(frozen=True)
class Sample:
    """One row: its cells before, and those the edition shows, as text; empty cells are None."""

    before: Mapping[str, str | None]
    after: Mapping[str, str | None]


def samples(
    db: DuckDBPyConnection, parquet: Path, schema: Schema, plan: Plan, *, today: date
) -> tuple[Sample, ...]:
    """Up to five rows that the edition has, always the same for the same table and plan."""
    key = secrets.token_bytes(32)
    work = Pipeline(db, parquet, schema, plan, key=key, today=today)
    suppress(work)
    chosen = work.run(
        f"SELECT {NUMBER} FROM ({work.sql}) ORDER BY hash({NUMBER}), {NUMBER} LIMIT {ROWS}"  # noqa: S608
    )
    numbers = ", ".join(str(int(number)) for (number,) in chosen)
    if not numbers:
        return ()
    after = ", ".join(_text(each) for each in work.keys.values())
    shown = work.run(
        f"SELECT {NUMBER}, {after} FROM ({work.sql}) WHERE {NUMBER} IN ({numbers})"  # noqa: S608
    )
    before = ", ".join(_text(quoted(name)) for name in schema.names)
    source = f"read_parquet({literal(parquet)}, file_row_number = true)"
    there = work.run(
        f"SELECT file_row_number, {before} FROM {source} WHERE file_row_number IN ({numbers})"  # noqa: S608
    )
    cells = {number: dict(zip(schema.names, row, strict=True)) for number, *row in there}
    return tuple(
        Sample(cells[number], dict(zip(work.keys, row, strict=True)))
        for number, *row in sorted(shown)
    )


def _text(sql: str) -> str:
    return f"left(CAST({sql} AS VARCHAR), {LETTERS})"

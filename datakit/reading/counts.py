"""How many values of each column look like what: the evidence for its type.

A long table ``cells(col, v, w)`` of distinct texts and how often they occur is made once; every
count is a sum over it, so a column of a million repeated words costs no more than its words.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from duckdb import DuckDBPyConnection

from datakit.reading import sql_values as sql

Counts = Mapping[str, int]


def quoted(name: str) -> str:
    """``name`` as a DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'


def stage_name(index: int) -> str:
    """The name of column ``index`` (from 0) in the table of raw text."""
    return f"c{index}"


def gather(db: DuckDBPyConnection, source: str, columns: Sequence[str]) -> None:
    """Make ``cells`` from the text columns of ``source`` (a table or a query in brackets)."""
    selected = ", ".join(columns)
    db.execute(
        "CREATE OR REPLACE TEMP TABLE cells AS SELECT col, v, count(*) AS w, "  # noqa: S608
        f"{sql.is_missing('v')} AS missing FROM (UNPIVOT (SELECT {selected} FROM {source}) "
        f"ON {selected} INTO NAME col VALUE v) GROUP BY col, v"
    )


_SHAPES: Mapping[str, str] = {
    "integer": sql.matches("v", sql.INTEGER),
    "dot": f"{sql.matches('v', sql.DOT)} AND NOT {sql.matches('v', sql.CODE_LIKE)}",
    "comma": sql.matches("v", sql.COMMA),
    "by_comma": sql.matches("v", sql.BY_COMMA),
    "by_dot": sql.matches("v", sql.BY_DOT),
    "by_space": sql.matches("v", sql.BY_SPACE),
    "space_comma": f"{sql.matches('v', sql.BY_SPACE)} AND contains(v, ',')",
    "fraction": "contains(v, '.')",
    "hundreds": sql.matches("v", "[+-]?[1-9][0-9]{2}"),
    "thousands": sql.matches("v", "[+-]?[1-9][0-9]{3,}([.].*)?"),
    "comma_sign": "contains(v, ',')",
    "comma_groups": sql.matches("v", sql.COMMA_GROUPS),
    "comma_decimals": sql.matches("v", sql.COMMA_DECIMALS),
    "dot_groups": sql.matches("v", sql.DOT_GROUPS),
    "dot_decimals": sql.matches("v", sql.DOT_DECIMALS),
    "leading_zero": sql.matches("v", sql.LEADING_ZERO),
    "too_long": sql.matches("v", sql.TOO_LONG),
    "time": sql.matches("v", sql.TIME),
    "compact_date": sql.matches("v", sql.COMPACT_DATE),
    "date_like": sql.matches("v", sql.DATE_LIKE),
    "truth": "lower(v) IN ('true','false','yes','no','oui','non','vrai','faux')",
    "binary": "v IN ('0', '1')",
}

_DATES: Mapping[str, str] = {
    "day_first": f"{sql.day(False)} IS NOT NULL",
    "month_first": f"{sql.day(True)} IS NOT NULL",
    "iso": sql.matches("v", "[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}.*"),
    "clocked": f"{sql.CLOCK_PART} <> ''",
    "midnight": sql.matches(sql.CLOCK_PART, "0{1,2}:00(:00([.]0+)?)?"),
    "zoned": f"{sql.ZONE_PART} <> ''",
    "short_year": sql.matches("v", "[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{2}([ T].*)?"),
}


def count(db: DuckDBPyConnection, columns: Sequence[str]) -> dict[str, Counts]:
    """The counts of each of ``columns``, from ``cells``."""
    found = _rows(db, _SHAPES, "true")
    dated = [c for c, counts in found.items() if counts["date_like"] > counts["n"] * 0.5]
    if dated:
        listed = ",".join(f"'{column}'" for column in dated)
        dates = {k: v.replace("$v", "v") for k, v in _DATES.items()}
        for column, counts in _rows(db, dates, f"col IN ({listed})").items():
            found[column] = {**found[column], **counts}
    empty = dict.fromkeys(("all", "n", "distinct", *_SHAPES), 0)
    return {column: {**empty, **found.get(column, {})} for column in columns}


def _rows(
    db: DuckDBPyConnection, tests: Mapping[str, str], where: str
) -> dict[str, dict[str, int]]:
    sums = ", ".join(
        f"coalesce(sum(w) FILTER (NOT missing AND ({test})), 0)::BIGINT" for test in tests.values()
    )
    rows: list[tuple[Any, ...]] = db.execute(
        "SELECT col, sum(w)::BIGINT, coalesce(sum(w) FILTER (NOT missing), 0)::BIGINT, "  # noqa: S608
        f"count(*) FILTER (NOT missing), {sums} FROM cells WHERE {where} GROUP BY col"
    ).fetchall()
    names = ("all", "n", "distinct", *tests)
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def spellings(db: DuckDBPyConnection, column: str, limit: int = 500) -> list[tuple[str, int]]:
    """The distinct texts of a column with their counts, most frequent first."""
    return db.execute(
        "SELECT v, w FROM cells WHERE col = ? ORDER BY w DESC, v LIMIT ?", [column, limit]
    ).fetchall()


def missing_signs(db: DuckDBPyConnection, column: str) -> list[str]:
    """The signs for «no value» that occur in a column."""
    rows = db.execute(
        "SELECT v FROM cells WHERE col = ? AND missing ORDER BY w DESC, v LIMIT 5", [column]
    ).fetchall()
    return [row[0] for row in rows]

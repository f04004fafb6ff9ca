"""What a steward may want to look at before sharing: notes, never obstacles.

They say where, and what to do; the values themselves are not repeated.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from datakit import problem_kinds as kinds
from datakit.problems import Kind, Problem
from datakit.reading.counts import quoted
from datakit.reading.database import literal
from datakit.reading.hints import fold
from datakit.reading.model import ColumnReport
from datakit.reading.raw import RawTable
from datakit.reading.stage import list_rows
from datakit.schema import Column

CATEGORY_VALUES = 2_000
NAMED_ROWS = 20
COMPARED_ROWS = 2_000_000
# DR Congo, generously: degrees south, north, west, east.
SOUTH, NORTH, WEST, EAST = -13.6, 5.6, 12.0, 31.5


def table_quality(
    db: DuckDBPyConnection, parquet: Path, reports: Sequence[ColumnReport], raw: RawTable
) -> list[Problem]:
    """Notes on the typed table: spellings, dates, positions, repeated rows and identifiers."""
    look = _Look(db, parquet, raw)
    found: list[Problem] = []
    for report in reports:
        found += look.spellings(report)
        found += look.dates(report)
        found += look.identifiers(report)
    return [*found, *look.positions(reports), *look.repeated(reports)]


class _Look:
    """Questions to one typed file."""

    def __init__(self, db: DuckDBPyConnection, parquet: Path, raw: RawTable) -> None:
        self.db, self.raw = db, raw
        self.source = f"read_parquet({literal(parquet)}, file_row_number = true)"

    def spellings(self, report: ColumnReport) -> list[Problem]:
        """Values of a category that differ only in capitals, accents, spaces or signs."""
        column, rows = report.column, self.raw.rows - report.empty
        category = column.type == "string" and 1 < report.distinct <= min(CATEGORY_VALUES, rows / 2)
        if not category or column.tag in ("identifier", "email", "phone"):
            return []
        name = quoted(column.name)
        values = self.db.execute(
            f"SELECT DISTINCT {name} FROM {self.source} WHERE {name} IS NOT NULL "  # noqa: S608
            f"AND length({name}) <= 100 LIMIT {CATEGORY_VALUES}"
        ).fetchall()
        folded = Counter(fold(value).replace(" ", "") for (value,) in values)
        alike = sum(times for key, times in folded.items() if key and times > 1)
        return [self._note(kinds.NEAR_DUPLICATES, column, alike)] if alike else []

    def dates(self, report: ColumnReport) -> list[Problem]:
        """Dates after today, or before anyone collected such data."""
        column = report.column
        if column.type not in ("date", "datetime") or not report.minimum:
            return []
        name, found = quoted(column.name), []
        today = datetime.now(UTC).date().isoformat()
        if report.maximum[:10] > today:
            found += self._rows(kinds.FUTURE_DATES, f"{name} > DATE '{today}'", column.name)
        if report.minimum[:10] < "1990":
            found += self._rows(kinds.OLD_DATES, f"{name} < DATE '1990-01-01'", column.name)
        return found

    def identifiers(self, report: ColumnReport) -> list[Problem]:
        """An identifier that is unique but for a few rows."""
        column, filled = report.column, self.raw.rows - report.empty
        nearly = 0.95 * filled <= report.distinct < filled
        if column.tag != "identifier" or not nearly:
            return []
        name = quoted(column.name)
        count = self.db.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {self.source} WHERE {name} IS NOT NULL "  # noqa: S608
            f"GROUP BY {name} HAVING count(*) > 1)"
        ).fetchall()[0][0]
        return [self._note(kinds.DUPLICATE_IDENTIFIERS, column, count)] if count else []

    def positions(self, reports: Sequence[ColumnReport]) -> list[Problem]:
        """Positions at 0, 0, with the two values exchanged, or outside the country."""
        pair = [
            next(
                (r.column for r in reports if r.column.tag == tag and r.column.type == "number"),
                None,
            )
            for tag in ("latitude", "longitude")
        ]
        if pair[0] is None or pair[1] is None:
            return []
        y, x = quoted(pair[0].name), quoted(pair[1].name)
        inside = f"({y} BETWEEN {SOUTH} AND {NORTH} AND {x} BETWEEN {WEST} AND {EAST})"
        swapped = f"({x} BETWEEN {SOUTH} AND {NORTH} AND {y} BETWEEN {WEST} AND {EAST})"
        zero = f"({x} = 0 AND {y} = 0)"
        return [
            *self._rows(kinds.ZERO_COORDINATES, zero),
            *self._rows(kinds.SWAPPED_COORDINATES, swapped),
            *self._rows(kinds.OUTSIDE_COUNTRY, f"NOT {inside} AND NOT {swapped} AND NOT {zero}"),
        ]

    def repeated(self, reports: Sequence[ColumnReport]) -> list[Problem]:
        """Rows that repeat another row in every cell."""
        if not 1 < self.raw.rows <= COMPARED_ROWS:
            return []
        names = ", ".join(quoted(report.column.name) for report in reports)
        count = self.db.execute(
            f"SELECT count(*) - count(DISTINCT hash({names})) FROM {self.source}"  # noqa: S608
        ).fetchall()[0][0]
        return [kinds.DUPLICATE_ROWS.found(sheet=self.raw.sheet, count=count)] if count else []

    def _note(self, kind: Kind, column: Column, count: int) -> Problem:
        return kind.found(sheet=self.raw.sheet, column=column.name, count=count)

    def _rows(self, kind: Kind, where: str, column: str = "") -> list[Problem]:
        """The note with the rows for which ``where`` holds, if there are any."""
        count, rows = self.db.execute(
            f"SELECT count(*), list(r ORDER BY r)[1:{NAMED_ROWS}] FROM (SELECT "  # noqa: S608
            f"file_row_number + {self.raw.first_data_row} AS r FROM {self.source} WHERE {where})"
        ).fetchall()[0]
        if not count:
            return []
        text = list_rows(rows, count)
        return [
            kind.found(sheet=self.raw.sheet, row=rows[0], column=column, count=count, rows=text)
        ]

"""The staging table: every cell as tidy text in Parquet, before anything is typed.

Rows arrive one by one and leave in batches, so memory does not grow with the file. Rows too short
are padded, the surplus of rows too long is set aside, blank rows at the end are dropped; each is
counted with its row number as a person sees it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from datakit import problem_kinds as kinds
from datakit.problems import Problem
from datakit.reading.cells import EDGES, Tidied
from datakit.reading.counts import stage_name
from datakit.reading.model import ExtraCells, Limits
from datakit.reading.refusal import Refused

BATCH_ROWS = 20_000
BATCH_CELLS = 2_000_000
NAMED_ROWS = 20
EXTRA_ROWS = 1_000


@dataclass
class RowList:
    """A count of rows and the first of their numbers, for a sentence."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, row: int) -> None:
        """One more row."""
        self.count += 1
        if len(self.first) < NAMED_ROWS:
            self.first.append(row)

    def text(self) -> str:
        """The row numbers as «12, 40, 77», with … when there are more."""
        return list_rows(self.first, self.count)


def list_rows(rows: Sequence[int], count: int) -> str:
    """Row numbers as «12, 40, 77», with … when ``count`` says there are more."""
    return ", ".join(str(row) for row in rows) + (", …" if count > len(rows) else "")


class Stage:
    """Writes the rows of one table as text; a context manager that closes the file."""

    def __init__(self, path: Path, width: int, first_row: int, limits: Limits) -> None:
        if width > limits.columns:
            raise Refused(kinds.TOO_MANY_COLUMNS.found(count=width, limit=limits.columns))
        self.path, self.width, self.limits = path, width, limits
        self.rows = 0
        self.tidied = Tidied()
        self.extra: list[ExtraCells] = []
        self.short, self.long, self.blank = RowList(), RowList(), RowList()
        self.trailing = 0
        self._next_row = first_row
        self._pending: list[tuple[str | None, ...]] = []
        self._blanks: list[int] = []
        self._batch = max(100, min(BATCH_ROWS, BATCH_CELLS // max(1, width)))
        self._schema = pa.schema([(stage_name(i), pa.string()) for i in range(width)])
        self._writer = pq.ParquetWriter(path, self._schema, compression="lz4")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.trailing = len(self._blanks)
            self._flush()
        self._writer.close()

    def add(self, cells: Sequence[str]) -> None:
        """Take the next row of raw cells."""
        row, width = self._next_row, self.width
        self._next_row += 1
        tidy = self.tidied.cell
        values = tuple([tidy(cell) if cell else None for cell in cells[:width]])
        if len(cells) > width:
            self._set_aside(row, cells[width:])
        if not any(value is not None for value in values):
            self._blanks.append(row)
            return
        if self._blanks:
            self._keep_blanks()
        if len(values) < width:
            self.short.add(row)
            values += (None,) * (width - len(values))
        self._append(values)

    def add_all(self, rows: Iterable[Sequence[str]]) -> None:
        """Take many rows."""
        for row in rows:
            self.add(row)

    def _set_aside(self, row: int, surplus: Sequence[str]) -> None:
        if not any(cell.strip(EDGES) for cell in surplus):
            return
        self.long.add(row)
        if len(self.extra) < EXTRA_ROWS:
            self.extra.append(ExtraCells(row, tuple(surplus[: self.limits.columns])))

    def _keep_blanks(self) -> None:
        empty = (None,) * self.width
        for row in self._blanks:
            self.blank.add(row)
            self._append(empty)
        self._blanks.clear()

    def keep_rows(self, count: int) -> None:
        """Keep ``count`` of the blank rows met last: they held something that has no text."""
        for _ in self._blanks[:count]:
            self._append((None,) * self.width)
        del self._blanks[:count]

    def _append(self, values: tuple[str | None, ...]) -> None:
        self.rows += 1
        if self.rows > self.limits.rows:
            raise Refused(kinds.TOO_MANY_ROWS.found(limit=self.limits.rows))
        self._pending.append(values)
        if len(self._pending) >= self._batch:
            self._flush()

    def _flush(self) -> None:
        if not self._pending:
            return
        columns = [pa.array(column, pa.string()) for column in zip(*self._pending, strict=True)]
        self._writer.write_batch(pa.record_batch(columns, schema=self._schema))
        self._pending.clear()

    def problems(self) -> list[Problem]:
        """What happened to rows and cells on the way."""
        told = [
            (kinds.SHORT_ROWS, self.short),
            (kinds.LONG_ROWS, self.long),
            (kinds.BLANK_ROWS, self.blank),
        ]
        found = [
            kind.found(row=rows.first[0], count=rows.count, rows=rows.text())
            for kind, rows in told
            if rows.count
        ]
        counted = (
            (kinds.TRAILING_BLANK_ROWS, self.trailing),
            (kinds.MOJIBAKE, self.tidied.mojibake),
            (kinds.REPLACEMENT_CHARACTERS, self.tidied.replaced),
            (kinds.INVISIBLE_CHARACTERS, self.tidied.invisible),
        )
        return found + [kind.found(count=count) for kind, count in counted if count]

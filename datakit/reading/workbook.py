"""Reading the sheets of XLSX, XLSM, XLSB, XLS and ODS by calamine, which runs no macro."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from datakit import problem_kinds as kinds
from datakit.problems import Problem
from datakit.reading.delimited import header_problems, shown
from datakit.reading.layout import LOOKED_AT, Layout, find_layout
from datakit.reading.model import Limits, ReadOptions
from datakit.reading.packed import check_packed, column_letters, error_cells, sheet_parts
from datakit.reading.raw import RawTable
from datakit.reading.refusal import Refused
from datakit.reading.stage import Stage, list_rows

Progress = Callable[[float], None]
Cell = Any
_Range = tuple[tuple[int, int], tuple[int, int]]
LAST_INTEGER = 1e15
NAMED_CELLS = 20
NOTES_LOOKED_AT = 50


def read_workbook(
    path: Path, format: str, folder: Path, options: ReadOptions, limits: Limits, progress: Progress
) -> tuple[list[RawTable], list[Problem]]:
    """The tables of all chosen sheets, staged in ``folder``, and what to tell about the rest."""
    if format != "xls":
        check_packed(path, format, limits)
    book = _open(path)
    sheets = [s for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
    if len(sheets) > limits.sheets:
        raise Refused(kinds.TOO_MANY_SHEETS.found(count=len(sheets), limit=limits.sheets))
    problems = [kinds.MACROS.found()] if format == "xlsm" else []
    parts = sheet_parts(path) if format in ("xlsx", "xlsm") else {}
    tables: list[RawTable] = []
    for number, sheet in enumerate(sheets):
        progress(0.05 + 0.5 * number / len(sheets))
        if not _wanted(sheet, options):
            if not options.sheets:
                problems.append(kinds.HIDDEN_SHEET.found(sheet=sheet.name))
            continue
        errors = error_cells(path, parts[sheet.name]) if sheet.name in parts else []
        reader = _Sheet(
            book.get_sheet_by_name(sheet.name), errors, options.header_rows.get(sheet.name)
        )
        table = reader.read(folder / f"stage-{number}.parquet", limits)
        if table is None:
            problems.append(kinds.EMPTY_SHEET.found(sheet=sheet.name))
        else:
            tables.append(table)
    if not tables:
        raise Refused(kinds.NO_DATA.found())
    return tables, problems


def _open(path: Path) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError:
        raise Refused(kinds.PASSWORD.found()) from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        encrypted = "password" in str(error).lower() or _is_encrypted(path)
        raise Refused((kinds.PASSWORD if encrypted else kinds.CORRUPT).found()) from None


def _is_encrypted(path: Path) -> bool:
    """An encrypted XLSX or ODS: OLE with an EncryptedPackage, or a manifest that says so."""
    with path.open("rb") as file:
        head = file.read(1 << 20)
    return "EncryptedPackage".encode("utf-16-le") in head


def _wanted(sheet: calamine.SheetMetadata, options: ReadOptions) -> bool:
    if options.sheets:
        return sheet.name in options.sheets
    return bool(sheet.visible == calamine.SheetVisibleEnum.Visible)


def text_of(cell: Cell) -> str:
    """A cell as text that loses nothing: whole numbers without a point, dates as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < LAST_INTEGER:
            return str(int(cell))
        return repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, timedelta):
        return _duration(cell)
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _duration(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@dataclass
class _Sheet:
    """One sheet on its way to a table."""

    sheet: calamine.CalamineSheet
    errors: Sequence[tuple[int, int]]
    chosen_header: int | None

    def read(self, stage: Path, limits: Limits) -> RawTable | None:
        """The sheet's table staged at ``stage``, or None when the sheet is empty."""
        if self.sheet.start is None or self.sheet.end is None:
            return None
        (top, left), (bottom, right) = self.sheet.start, self.sheet.end
        self._check_size(bottom - top + 1, right - left + 1, limits)
        first = list(islice(self._rows(top), LOOKED_AT))
        texts = tuple([text_of(cell) for cell in row] for row in first)
        skipped = next((i for i, row in enumerate(texts) if any(c.strip() for c in row)), None)
        if skipped is None and not self.errors:
            return None
        skipped = skipped or 0
        top, first, texts = top + skipped, first[skipped:], texts[skipped:]
        layout = self._layout(first, texts, top)
        table = self._stage(stage, limits, top, texts, layout)
        return table.telling(*self._problems(layout, top, left))

    def _check_size(self, rows: int, columns: int, limits: Limits) -> None:
        if columns > limits.columns:
            raise Refused(kinds.TOO_MANY_COLUMNS.found(count=columns, limit=limits.columns))
        if rows > limits.rows:
            raise Refused(kinds.TOO_MANY_ROWS.found(limit=limits.rows))
        if rows * columns > limits.cells:
            raise Refused(kinds.TOO_MANY_CELLS.found(limit=limits.cells))

    def _rows(self, top: int) -> Iterator[list[Cell]]:
        """Rows from sheet row ``top``; calamine gives empty rows before the data, not columns."""
        return islice(iter(self.sheet.iter_rows()), top, None)

    def _layout(self, first: list[list[Cell]], texts: tuple[list[str], ...], top: int) -> Layout:
        if self.chosen_header is not None:
            return Layout(max(-1, min(self.chosen_header, len(texts) - 1)))
        wrong = {row - top for row, _ in self.errors}
        typed = [
            index in wrong or any(not isinstance(cell, str) for cell in row)
            for index, row in enumerate(first)
        ]
        if wrong and not any(any(cell.strip() for cell in row) for row in texts):
            return Layout(-1)
        return find_layout(texts, typed)

    def _stage(
        self, stage: Path, limits: Limits, top: int, texts: tuple[list[str], ...], layout: Layout
    ) -> RawTable:
        width = max(len(row) for row in texts)
        titles = tuple(texts[layout.header]) if layout.header >= 0 else ("",) * width
        first_data = top + layout.header + 2
        notes = self._notes_below(first_data, width) if layout.asks else []
        with Stage(stage, width, first_data, limits) as staged:
            for row in self._body(first_data, notes):
                staged.add([text_of(cell) for cell in row])
            kept = self._error_rows(first_data)
            if kept > staged.rows:
                # Rows that hold errors alone are rows all the same.
                staged.keep_rows(kept - staged.rows)
        problems = staged.problems()
        if notes:
            problems.append(
                kinds.NOTES_BELOW.found(
                    row=notes[0], count=len(notes), rows=list_rows(notes[:NAMED_CELLS], len(notes))
                )
            )
        name = str(self.sheet.name)
        return RawTable(
            name=name, sheet=name, stage=stage, rows=staged.rows, titles=titles,
            header_row=layout.header, first_row=top + 1, first_data_row=first_data,
            preview=shown(texts), problems=tuple(problems),
        )  # fmt: skip

    def _body(self, first_data: int, notes: list[int]) -> Iterator[list[Cell]]:
        rows = self._rows(first_data - 1)
        return islice(rows, notes[0] - first_data) if notes else rows

    def _error_rows(self, first_data: int) -> int:
        return max((row + 2 - first_data for row, _ in self.errors), default=0)

    def _notes_below(self, first_data: int, width: int) -> list[int]:
        """The numbers of sparse last rows under a table with titles above: totals and notes."""
        tail = deque(enumerate(self._rows(first_data - 1), first_data), maxlen=NOTES_LOOKED_AT)
        numbers: list[int] = []
        for row, cells in reversed(tail):
            if sum(1 for cell in cells if text_of(cell).strip()) > width / 3:
                return numbers[::-1]
            numbers.append(row)
        return []

    def _problems(self, layout: Layout, top: int, left: int) -> list[Problem]:
        found = header_problems(layout, top + 1, workbook=True)
        merged = self._merged(top + layout.header)
        if merged:
            found.append(kinds.MERGED_CELLS.found(count=len(merged)))
        if not layout.asks and _spans_rows(merged, top + layout.header):
            found.append(kinds.HEADER_UNSURE.found(row=top + layout.header + 1))
        if left:
            found.append(kinds.STARTS_LATE.found(letter=column_letters(left)))
        if self.errors:
            named = [f"{column_letters(c)}{r + 1}" for r, c in self.errors[:NAMED_CELLS]]
            cells = ", ".join(named) + (", …" if len(self.errors) > NAMED_CELLS else "")
            found.append(kinds.CELL_ERRORS.found(count=len(self.errors), cells=cells))
        return found

    def _merged(self, header: int) -> list[_Range]:
        """The merged ranges that touch the table itself; titles above may be merged freely."""
        try:
            ranges = self.sheet.merged_cell_ranges or []
        except (AttributeError, ValueError, calamine.CalamineError):
            return []
        return [merged for merged in ranges if merged[1][0] >= header]


def _spans_rows(merged: Sequence[_Range], header: int) -> bool:
    """True when several names of the header are merged over more than one row."""
    tall = [True for (top, _), (bottom, _) in merged if top <= header < bottom]
    return len(tall) > 1

"""Reading a text file row by row, forgiving what people and programs do to CSV."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path

from datakit import problem_kinds as kinds
from datakit.problems import Problem
from datakit.reading.cells import EDGES
from datakit.reading.dialect import Dialect, find_dialect
from datakit.reading.encoding import Encoding, find_encoding
from datakit.reading.fast import stage_fast
from datakit.reading.layout import LOOKED_AT, PREVIEW_ROWS, Layout, find_layout
from datakit.reading.model import Limits, ReadOptions
from datakit.reading.raw import RawTable
from datakit.reading.refusal import Refused
from datakit.reading.stage import Stage

Progress = Callable[[float], None]
Row = list[str]
SHOWN_CHARACTERS = 200


@dataclass(frozen=True)
class _Start:
    """The beginning of the file: the first rows that are not blank, and what they tell."""

    encoding: Encoding
    dialect: Dialect
    blank_rows: int
    rows: tuple[Row, ...]
    layout: Layout

    @property
    def titles(self) -> tuple[str, ...]:
        if self.layout.header >= 0:
            return tuple(self.rows[self.layout.header])
        widths = sorted(len(row) for row in self.rows)
        return ("",) * widths[len(widths) // 2]

    @property
    def problems(self) -> list[Problem]:
        found = [] if self.encoding.problem is None else [self.encoding.problem]
        found += header_problems(self.layout, self.blank_rows + 1)
        if self.dialect.spaced:
            found.append(kinds.QUOTES_AFTER_SPACE.found())
        return found


def header_problems(layout: Layout, first_row: int, workbook: bool = False) -> list[Problem]:
    """What to tell about the header that was found, or not."""
    found = []
    if layout.comments:
        found.append(kinds.COMMENT_LINES.found(count=layout.comments))
    if layout.asks:
        found.append(kinds.HEADER_UNSURE.found(row=first_row + layout.header))
    if layout.header < 0:
        found.append((kinds.NO_HEADER_SHEET if workbook else kinds.NO_HEADER).found())
    return found


def read_delimited(
    path: Path, name: str, stage: Path, options: ReadOptions, limits: Limits, progress: Progress
) -> RawTable:
    """The one table of a text file, staged. Raises Refused."""
    csv.field_size_limit(limits.cell_characters)
    encoding = find_encoding(path, options.encoding)
    dialect = find_dialect(path, encoding, options.delimiter)
    progress(0.05)
    start = _look(path, encoding, dialect, options, limits)
    fast = _fast(path, start, stage, limits)
    if fast is not None:
        return _table(name, stage, start, fast)
    with Stage(stage, len(start.titles), _first_data_row(start), limits) as staged:
        records = _Records(path, encoding, dialect, progress)
        staged.add_all(islice(records, _first_data_row(start) - 1, None))
    raw = _table(name, stage, start, staged.rows).telling(*staged.problems())
    if records.unclosed:
        raw = raw.telling(kinds.UNCLOSED_QUOTE.found(row=records.unclosed))
    return replace(raw, extra_cells=tuple(staged.extra))


def _first_data_row(start: _Start) -> int:
    return start.blank_rows + start.layout.header + 2 + (_hidden_comments(start))


def _hidden_comments(start: _Start) -> int:
    """Comment lines above data that has no header: they are no rows of it."""
    return start.layout.comments if start.layout.header < 0 else 0


def _table(name: str, stage: Path, start: _Start, rows: int) -> RawTable:
    return RawTable(
        name=name,
        stage=stage,
        rows=rows,
        titles=start.titles,
        header_row=start.layout.header,
        first_row=start.blank_rows + 1,
        first_data_row=_first_data_row(start),
        preview=shown(start.rows),
        encoding=start.encoding.label,
        delimiter=start.dialect.delimiter,
        problems=tuple(start.problems),
    )


def shown(rows: tuple[Row, ...]) -> tuple[tuple[str, ...], ...]:
    """The first rows for a person to look at; long cells cut."""
    return tuple(tuple(cell[:SHOWN_CHARACTERS] for cell in row) for row in rows[:PREVIEW_ROWS])


class _Records:
    """The records of the file, one by one; ``unclosed`` is the row of a quote left open."""

    def __init__(
        self, path: Path, encoding: Encoding, dialect: Dialect, progress: Progress
    ) -> None:
        self.path, self.encoding, self.progress = path, encoding, progress
        self.delimiter, self.spaced = dialect.delimiter, dialect.spaced
        self.unclosed: int | None = None
        self._held: list[str] = []

    def __iter__(self) -> Iterator[Row]:
        size = max(1, self.path.stat().st_size)
        number = 0
        with (
            self.path.open("rb") as file,
            TextIOWrapper(file, encoding=self.encoding.codec, errors="replace", newline="") as text,
        ):
            try:
                for number, row in enumerate(self._reader(self._hold(text)), start=1):
                    if number % 20_000 == 0:
                        self.progress(0.05 + 0.5 * min(1.0, file.tell() / size))
                    last, self._held = self._held, []
                    yield row
            except csv.Error:
                limit = csv.field_size_limit()
                raise Refused(kinds.CELL_TOO_LONG.found(row=number + 1, limit=limit)) from None
        if number and self._is_open(last):
            self.unclosed = number

    def _reader(self, lines: Iterable[str], strict: bool = False) -> Iterator[Row]:
        return csv.reader(
            lines, delimiter=self.delimiter, skipinitialspace=self.spaced, strict=strict
        )

    def _hold(self, text: Iterable[str]) -> Iterator[str]:
        """The lines, while remembering those of the record being read."""
        for line in text:
            self._held.append(line)
            yield line

    def _is_open(self, lines: list[str]) -> bool:
        """True when the last record ended because the file did, inside a quotation."""
        try:
            list(self._reader(lines, strict=True))
        except csv.Error as error:
            return "unexpected end of data" in str(error)
        return False


def _is_blank(row: Row) -> bool:
    return not any(cell.strip(EDGES) for cell in row)


def _look(
    path: Path, encoding: Encoding, dialect: Dialect, options: ReadOptions, limits: Limits
) -> _Start:
    records = iter(_Records(path, encoding, dialect, lambda _: None))
    blank = 0
    for first in records:
        if not _is_blank(first):
            break
        blank += 1
    else:
        raise Refused(kinds.NO_DATA.found())
    if len(first) > limits.columns:
        raise Refused(kinds.TOO_MANY_COLUMNS.found(count=len(first), limit=limits.columns))
    rows = tuple(islice(chain([first], records), LOOKED_AT))
    chosen = options.header_rows.get("")
    layout = find_layout(rows) if chosen is None else Layout(max(-1, min(chosen, len(rows) - 1)))
    return _Start(encoding, dialect, blank, rows, layout)


def _fast(path: Path, start: _Start, stage: Path, limits: Limits) -> int | None:
    """The number of rows when the quick way could prove the file clean."""
    whole = start.layout.header == 0 and not start.blank_rows and not start.dialect.spaced
    utf8 = start.encoding.codec in ("utf-8", "utf-8-sig")
    one_line = not any(re.search(r"[\r\n]", title) for title in start.titles)
    if not (whole and utf8 and one_line):
        return None
    return stage_fast(path, stage, len(start.titles), start.dialect.delimiter, limits)

"""Reading a text file row by row, forgiving what people and programs do to CSV."""

import csv
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
        staged.add_all(_data_rows(path, start, progress))
    extra = tuple(staged.extra)
    raw = _table(name, stage, start, staged.rows).telling(*staged.problems())
    return RawTable(**{**raw.__dict__, "extra_cells": extra})


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


def _records(path: Path, encoding: Encoding, dialect: Dialect, progress: Progress) -> Iterator[Row]:
    size = max(1, os.path.getsize(path))
    with path.open("rb") as bytes_read, _text(path, encoding) as text:
        del bytes_read
        reader = csv.reader(text, delimiter=dialect.delimiter, skipinitialspace=dialect.spaced)
        number = 0
        try:
            for number, row in enumerate(reader, start=1):
                if number % 20_000 == 0:
                    progress(0.05 + 0.5 * min(1.0, text.buffer.tell() / size))
                yield row
        except csv.Error as error:
            raise Refused(_parse_problem(error, number + 1)) from None


def _parse_problem(error: csv.Error, row: int) -> Problem:
    limit = csv.field_size_limit()
    if "field larger" in str(error):
        return kinds.CELL_TOO_LONG.found(row=row, limit=limit)
    return kinds.UNCLOSED_QUOTE.found(row=row)


def _text(path: Path, encoding: Encoding):  # type: ignore[no-untyped-def]
    return path.open(encoding=encoding.codec, errors="replace", newline="")


def _is_blank(row: Row) -> bool:
    return not any(cell.strip(EDGES) for cell in row)


def _look(
    path: Path, encoding: Encoding, dialect: Dialect, options: ReadOptions, limits: Limits
) -> _Start:
    records = _records(path, encoding, dialect, lambda _: None)
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


def _data_rows(path: Path, start: _Start, progress: Progress) -> Iterator[Row]:
    records = _records(path, start.encoding, start.dialect, progress)
    return islice(records, _first_data_row(start) - 1, None)


def _fast(path: Path, start: _Start, stage: Path, limits: Limits) -> int | None:
    """The number of rows when the quick way could prove the file clean."""
    whole = start.layout.header == 0 and not start.blank_rows and not start.dialect.spaced
    utf8 = start.encoding.codec in ("utf-8", "utf-8-sig")
    one_line = not any(re.search(r"[\r\n]", title) for title in start.titles)
    if not (whole and utf8 and one_line):
        return None
    return stage_fast(path, stage, len(start.titles), start.dialect.delimiter, limits)

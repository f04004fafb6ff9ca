"""Where the table starts: which of the first rows holds the names of the columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from datakit.reading.shapes import looks_like_years, looks_typed

PREVIEW_ROWS = 20
LOOKED_AT = 100

Row = Sequence[str]


@dataclass(frozen=True)
class Layout:
    """``header`` counts from the first row given, -1 = no header. ``comments`` are lines to drop.

    ``asks`` is true when a person should confirm the header.
    """

    header: int
    asks: bool = False
    comments: int = 0


def find_layout(rows: Sequence[Row], typed: Sequence[bool] | None = None) -> Layout:
    """The layout of the first rows of a table.

    ``typed`` tells for each row whether it holds cells that the workbook itself types (numbers,
    dates, truths, errors); text files know nothing and pass ``None``.
    """
    comments = _comments(rows)
    body = rows[comments:LOOKED_AT]
    marks = None if typed is None else typed[comments:LOOKED_AT]
    header = _header(body, marks)
    return Layout(header if header < 0 else header + comments, header > 0, comments)


def _comments(rows: Sequence[Row]) -> int:
    count = 0
    for row in rows:
        filled = [cell for cell in row if cell.strip()]
        if not (len(filled) == 1 and row[0].strip().lower().startswith(("#", "sep="))):
            break
        count += 1
    return count if count < len(rows) else 0


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell.strip())


def _usual_width(rows: Sequence[Row]) -> int:
    widths = sorted(width for row in rows if (width := _filled(row)))
    return widths[int(0.9 * (len(widths) - 1))] if widths else 0


def _is_data(row: Row) -> bool:
    return any(looks_typed(cell) for cell in row if cell.strip()) and not looks_like_years(row)


def _header(rows: Sequence[Row], typed: Sequence[bool] | None) -> int:
    width = _usual_width(rows)
    if not rows:
        return 0
    first = _first_data_row(rows, typed, width)
    if first == 0:
        return -1
    if first is None:
        return _first_names(rows, width)
    return _names_above(rows, first, width)


def _first_data_row(rows: Sequence[Row], typed: Sequence[bool] | None, width: int) -> int | None:
    enough = min(width, max(2, 0.3 * width))
    for index, row in enumerate(rows):
        told = _is_data(row) if typed is None else typed[index] and not looks_like_years(row)
        if told and _filled(row) >= enough:
            return index
    if typed is not None and not any(typed):
        return _below_first(rows, width)
    return None


def _below_first(rows: Sequence[Row], width: int) -> int | None:
    """In a workbook of text alone the first row may look like values: it is still the header."""
    found = _first_data_row(rows[1:], None, width)
    return None if found is None else found + 1


def _first_names(rows: Sequence[Row], width: int) -> int:
    """All is text: the first row that fills most of the width with different words."""
    if len(rows) == 1 and any("\n" in cell or "\r" in cell for cell in rows[0]):
        return -1
    for index, row in enumerate(rows):
        if _filled(row) >= 0.6 * width and _distinct(row):
            return index
    return 0


def _names_above(rows: Sequence[Row], first: int, width: int) -> int:
    """The names above the first row of values: the top one of the fullest rows of words.

    The first data rows may be words alone, or nearly empty, so the nearest row need not be it.
    """
    blanks = [index for index in range(first) if not _filled(rows[index])]
    start = blanks[-1] + 1 if blanks and blanks[-1] + 1 < first else 0
    words = [i for i in range(start, first) if _filled(rows[i]) and not _is_data(rows[i])]
    fullest = max((_filled(rows[index]) for index in words), default=0)
    for index in words:
        if _filled(rows[index]) >= max(0.9 * fullest, 0.4 * width) and _distinct(rows[index]):
            return index
    # Nothing above looks like names: take what stands right above, or the top.
    return 0 if first == 1 else first - 1


def _distinct(row: Row) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return len(set(filled)) >= 0.5 * len(filled)

"""CSV from a stored table, streamed in pieces: for Excel, R and QGIS alike, safe to open.

UTF-8 with byte order mark, comma, CRLF, ISO dates, numbers with all their digits and a point,
empty cells empty. A text cell that a spreadsheet would take for a formula gets a leading
apostrophe; plain numbers such as -12 are left alone.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from datakit.query import DEFAULT_ENGINE, Engine, Query
from datakit.query.rows import batches
from datakit.schema import Column, Schema

BOM = b"\xef\xbb\xbf"
LINE_END = "\r\n"
BATCH_ROWS = 20_000
DATE_LETTERS = 10
APOSTROPHE = "'"
FORMULA_START = "=+-@\t\r"
FORMULA = rf"^[{FORMULA_START[:2]}\-@\t\r]"
PLAIN_NUMBER = r"^[+-]?\d+([.,]\d+)?$"
Cells = Any  # an Arrow array: its stubs and its functions disagree about the rest
_STARTS_FORMULA = np.isin(np.arange(256), np.frombuffer(FORMULA_START.encode(), np.uint8))


def csv_chunks(
    parquet: Path,
    schema: Schema,
    query: Query | None = None,
    *,
    engine: Engine = DEFAULT_ENGINE,
) -> Iterator[bytes]:
    """The rows of ``parquet`` that answer ``query`` (all of them without one) as CSV.

    The header line has the names of the schema, a batch of rows is one chunk. A wrong query raises
    :class:`datakit.query.QueryError` at once, not in mid-stream.
    """
    return _lines(schema, batches(parquet, schema, query or Query(), engine))


def safe_text(text: str) -> str:
    """``text`` as a text cell that no spreadsheet takes for a formula."""
    cell: str = _without_formulas(pa.array([text], pa.string()))[0].as_py()
    return cell


def header(schema: Schema) -> tuple[str, ...]:
    """The names in the first line, which are those of the schema made safe."""
    return tuple(safe_text(name) for name in schema.names)


def _lines(schema: Schema, found: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    quoted = ",".join('"' + name.replace('"', '""') + '"' for name in header(schema))
    yield BOM + quoted.encode() + LINE_END.encode()
    options = pyarrow.csv.WriteOptions(
        include_header=False,
        batch_size=BATCH_ROWS,
        eol=LINE_END,  # type: ignore[call-arg]  # missing in the stubs
    )
    for batch in found:
        if batch.num_rows:
            lines = io.BytesIO()
            pyarrow.csv.write_csv(_as_written(schema, batch), lines, options)
            yield lines.getvalue()


def _as_written(schema: Schema, batch: pa.RecordBatch) -> pa.RecordBatch:
    cells = [_cells(column, batch[at]) for at, column in enumerate(schema.columns)]
    return pa.RecordBatch.from_arrays(cells, names=list(schema.names))


def _cells(column: Column, cells: Cells) -> Cells:
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        return _without_formulas(cells.cast(pa.string()))
    if pa.types.is_timestamp(cells.type):
        return _moments(cells)
    if pa.types.is_time(cells.type):
        return pc.replace_substring_regex(cells.cast(pa.string()), r"\.0+$", "")
    if pa.types.is_boolean(cells.type):
        return _booleans(column, cells)
    if pa.types.is_floating(cells.type):
        return pc.if_else(pc.is_finite(cells), cells, pa.scalar(None, cells.type))
    return cells


def _without_formulas(cells: Cells) -> Cells:
    if not _may_start_formula(cells):
        return cells
    formula = pc.match_substring_regex(cells, FORMULA)
    number = pc.match_substring_regex(cells, PLAIN_NUMBER)
    marked = pc.binary_join_element_wise(APOSTROPHE, cells, "")
    return pc.if_else(pc.and_not(formula, number), marked, cells)


def _may_start_formula(cells: Cells) -> bool:
    """A quick look at first bytes alone: patterns cost more than writing the cell."""
    _, ends, text = cells.buffers()
    if not text or not len(cells):
        return False
    letters = np.frombuffer(text, np.uint8)
    starts = np.frombuffer(ends, np.int32)[cells.offset : cells.offset + len(cells)]
    return bool(_STARTS_FORMULA[letters[starts[starts < len(letters)]]].any())


def _moments(cells: Cells) -> Cells:
    """ISO 8601 with a T, and fractions of a second only where there are any."""
    exact = cells.cast(pa.timestamp("us"))
    whole = exact.cast(pa.timestamp("s"), safe=False)
    all_whole = whole.cast(exact.type).equals(exact)
    text = (whole if all_whole else exact).cast(pa.string())
    text = pc.utf8_replace_slice(text, DATE_LETTERS, DATE_LETTERS + 1, "T")
    return text if all_whole else pc.replace_substring_regex(text, r"\.0+$", "")


def _booleans(column: Column, cells: Cells) -> Cells:
    yes, no = true_and_false(column)
    if (yes, no) == ("true", "false"):
        return cells
    if (yes, no) == ("1", "0"):
        return cells.cast(pa.int8())
    return pc.if_else(cells, safe_text(yes), safe_text(no))


def true_and_false(column: Column) -> tuple[str, str]:
    """The words that stand for true and false in ``column``, as its file had them."""
    return (column.true_values or ("true",))[0], (column.false_values or ("false",))[0]

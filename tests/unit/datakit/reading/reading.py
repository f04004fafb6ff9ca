"""Reading bytes made on the spot, in this process: what most tests of reading need."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq

from datakit.reading import Inspection, Limits, ReadOptions, TableReport
from datakit.reading.child import inspect
from datakit.schema import Column


def read(
    folder: Path,
    content: bytes | str,
    *,
    name: str = "visits.csv",
    options: ReadOptions | None = None,
    limits: Limits | None = None,
) -> Inspection:
    """The inspection of ``content``; the Parquet files lie in ``folder / "out"``."""
    path, out = folder / "upload", folder / "out"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    out.mkdir(exist_ok=True)
    return inspect(path, name, out, options or ReadOptions(), limits or Limits(), lambda _: None)


def table(folder: Path, content: bytes | str, **given: Any) -> TableReport:
    """The first table of ``content``."""
    return read(folder, content, **given).tables[0]


def values(folder: Path, report: TableReport) -> dict[str, list[Any]]:
    """The typed values of a table that :func:`table` reported."""
    columns: dict[str, list[Any]] = pq.read_table(folder / "out" / report.parquet).to_pydict()
    return columns


def column(report: TableReport, name: str) -> Column:
    """One column of a table."""
    return report.schema.column(name)


def types(report: TableReport) -> dict[str, str]:
    """The type of every column."""
    return {c.column.name: c.column.type for c in report.columns}


def codes(found: Inspection | TableReport) -> set[str]:
    """The codes of all problems."""
    return {problem.code for problem in found.all_problems}


def workbook(
    sheets: Mapping[str, list[list[Any]]], change: Callable[[Any], None] = lambda book: None
) -> bytes:
    """An XLSX with the given sheets; ``change`` may do more to the openpyxl workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()

"""Tables of an inspection as the review page shows them, bound to the fields that correct them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.functional import Promise

from datakit.reading.model import ColumnReport, Inspection, TableReport
from datasets.forms.corrections import (
    COLUMNS_SHOWN,
    CorrectionsForm,
    PreviewRow,
    preview_rows,
)
from datasets.wording import TYPE_NAMES

COLUMNS_OPEN = 20
EXAMPLES_SHOWN = 3
EXAMPLE_LENGTH = 40


@dataclass(frozen=True)
class ColumnRow:
    """One column: what it is taken for, how full it is, what its values are like.

    `remarked` where something about it stands out: a phone then shows all of it.
    """

    name: str
    type_name: str | Promise
    type_field: BoundField
    empty: int
    share_empty: float
    distinct: int
    span: str
    examples: tuple[str, ...]
    remarked: bool = False


@dataclass(frozen=True)
class TableSection:
    """One table with its columns, the first of them open to the eye, and its first rows."""

    number: int
    report: TableReport
    title: str
    columns: tuple[ColumnRow, ...]
    further: tuple[ColumnRow, ...]
    hidden_columns: int
    preview: tuple[PreviewRow, ...]
    header_name: str
    header_chosen: str


def table_sections(inspection: Inspection, form: CorrectionsForm) -> list[TableSection]:
    """Every table, in the file's order."""
    return [_section(number, report, form) for number, report in enumerate(inspection.tables)]


def _section(number: int, report: TableReport, form: CorrectionsForm) -> TableSection:
    header = form[f"header_{number}"]
    preview = tuple(preview_rows(report))
    columns = tuple(_columns(number, report, form))
    return TableSection(
        number=number,
        report=report,
        title=report.sheet or report.name,
        columns=columns[:COLUMNS_OPEN],
        further=columns[COLUMNS_OPEN:],
        hidden_columns=max(0, len(report.columns) - COLUMNS_SHOWN),
        preview=preview,
        header_name=header.html_name,
        header_chosen=str(header.value()),
    )


def _columns(number: int, report: TableReport, form: CorrectionsForm) -> Iterator[ColumnRow]:
    remarked = {problem.column for problem in report.all_problems if problem.level != "note"}
    for place, column in enumerate(report.columns[:COLUMNS_SHOWN]):
        yield ColumnRow(
            name=column.column.name,
            type_name=TYPE_NAMES[column.column.type],
            type_field=form[f"type_{number}_{place}"],
            empty=column.empty,
            share_empty=column.empty / report.rows if report.rows else 0.0,
            distinct=column.distinct,
            span=_span(column),
            examples=tuple(_short(value) for value in column.examples[:EXAMPLES_SHOWN]),
            remarked=column.column.name in remarked,
        )


def _span(report: ColumnReport) -> str:
    """«2009-03-01 – 2023-10-14»; nothing for text, whose order says little."""
    if report.column.type in ("string", "boolean") or not report.minimum:
        return ""
    if report.minimum == report.maximum:
        return report.minimum
    return f"{report.minimum} – {report.maximum}"


def _short(value: str) -> str:
    return value if len(value) <= EXAMPLE_LENGTH else f"{value[:EXAMPLE_LENGTH]}…"

"""What reading answers and what it may be told: frozen, and JSON both ways."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

from datakit.problem_kinds import ASKING, REJECTING
from datakit.problems import Problem
from datakit.schema import Column, ColumnType, Schema

Outcome = Literal["accept", "accept-warn", "accept-ask", "reject"]
DayOrder = Literal["", "day-first", "month-first"]


@dataclass(frozen=True)
class Limits:
    """How much a file may ask for. Bytes, rows, seconds; each has a sentence when exceeded."""

    file_bytes: int = 2 * 1024**3
    unpacked_bytes: int = 1024**3
    columns: int = 2_000
    rows: int = 20_000_000
    sheets: int = 100
    cells: int = 100_000_000
    cell_characters: int = 1_000_000
    memory_bytes: int = 2 * 1024**3
    seconds: int = 600
    output_bytes: int = 4 * 1024**3
    threads: int = 2


@dataclass(frozen=True)
class ReadOptions:
    """What a person decides in place of the reader; empty means: decide by yourself.

    ``header_rows`` maps a sheet's name (``""`` for a text file) to the 0-based row of the column
    names, -1 for none, counted as :attr:`TableReport.header_row`. ``types`` maps a column's name
    to the type it must have. ``sheets`` names the sheets to keep, hidden ones included.
    """

    encoding: str = ""
    delimiter: str = ""
    decimal: Literal["", ".", ","] = ""
    dates: DayOrder = ""
    header_rows: Mapping[str, int] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    types: Mapping[str, ColumnType] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The choices as plain JSON values."""
        return {
            **asdict(self),
            "header_rows": dict(self.header_rows),
            "types": dict(self.types),
            "sheets": list(self.sheets),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The choices from what :meth:`as_dict` gave."""
        return cls(**{**values, "sheets": tuple(values.get("sheets", ()))})


@dataclass(frozen=True)
class ColumnReport:
    """One column as it was understood: its type and what its values are like.

    ``minimum`` and ``maximum`` are text as DuckDB writes the value; ``distinct`` is approximate
    above 100,000 rows. ``missing`` counts the cells that held a sign for «no value».
    """

    column: Column
    empty: int = 0
    missing: int = 0
    distinct: int = 0
    minimum: str = ""
    maximum: str = ""
    mean: float | None = None
    examples: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON values; ``column`` is a Table Schema field."""
        return {
            **asdict(self),
            "column": self.column.as_field(),
            "examples": list(self.examples),
            "problems": [problem.as_dict() for problem in self.problems],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """A report from what :meth:`as_dict` gave."""
        return cls(
            **{
                **values,
                "column": Column.from_field(values["column"]),
                "examples": tuple(values["examples"]),
                "problems": tuple(Problem.from_dict(p) for p in values["problems"]),
            }
        )


@dataclass(frozen=True)
class ExtraCells:
    """The cells of a row that lie beyond the last column: kept here, never shifted or lost."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class TableReport:
    """One table found: a sheet, or the whole text file.

    ``header_row`` is the 0-based row of the column names counted from the first row that is not
    blank, -1 when there is none; ``first_row`` is the row, counted from 1 as a person sees it, of
    preview line 0. ``parquet`` is a file name in the folder given to ``read_file``.
    """

    name: str
    rows: int
    columns: tuple[ColumnReport, ...]
    parquet: str
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    decimal: str = "."
    header_row: int = 0
    first_row: int = 1
    preview: tuple[tuple[str, ...], ...] = ()
    extra_cells: tuple[ExtraCells, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def schema(self) -> Schema:
        """The columns alone, in order."""
        return Schema(tuple(report.column for report in self.columns))

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """The table's problems and its columns', in order."""
        inner = (problem for column in self.columns for problem in column.problems)
        return (*self.problems, *inner)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {
            **asdict(self),
            "columns": [column.as_dict() for column in self.columns],
            "preview": [list(row) for row in self.preview],
            "extra_cells": [{"row": e.row, "cells": list(e.cells)} for e in self.extra_cells],
            "problems": [problem.as_dict() for problem in self.problems],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """A report from what :meth:`as_dict` gave."""
        return cls(
            **{
                **values,
                "columns": tuple(ColumnReport.from_dict(c) for c in values["columns"]),
                "preview": tuple(tuple(row) for row in values["preview"]),
                "extra_cells": tuple(
                    ExtraCells(e["row"], tuple(e["cells"])) for e in values["extra_cells"]
                ),
                "problems": tuple(Problem.from_dict(p) for p in values["problems"]),
            }
        )


@dataclass(frozen=True)
class Inspection:
    """What a file turned out to be: its tables, and everything there is to say about it."""

    outcome: Outcome
    name: str
    format: str = ""
    bytes: int = 0
    sha256: str = ""
    tables: tuple[TableReport, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Every problem of the file, its tables and their columns."""
        inner = (problem for table in self.tables for problem in table.all_problems)
        return (*self.problems, *inner)

    def as_dict(self) -> dict[str, Any]:
        """The inspection as plain JSON values."""
        return {
            **asdict(self),
            "tables": [table.as_dict() for table in self.tables],
            "problems": [problem.as_dict() for problem in self.problems],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """An inspection from what :meth:`as_dict` gave."""
        return cls(
            **{
                **values,
                "tables": tuple(TableReport.from_dict(t) for t in values["tables"]),
                "problems": tuple(Problem.from_dict(p) for p in values["problems"]),
            }
        )


def outcome_of(problems: tuple[Problem, ...]) -> Outcome:
    """The outcome that follows from all problems of a file."""
    codes = {problem.code for problem in problems}
    if codes & REJECTING:
        return "reject"
    if codes & ASKING:
        return "accept-ask"
    return "accept-warn" if any(p.level == "warning" for p in problems) else "accept"

"""What a file holds, as JSON; nothing is stored."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from datakit.problems import Problem
from datakit.reading import Inspection, ReadOptions, TableReport
from datasets import files
from datasets.jobs.importing import inspect


class Command(BaseCommand):
    """Prints outcome, tables and problems of one file."""

    help = "Say what a file holds and what is wrong with it, as JSON. Nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        with files.working_folder() as folder:
            found = inspect(path, path.name, folder, ReadOptions())
        self.stdout.write(json.dumps(described(found), ensure_ascii=False, indent=1))


def described(found: Inspection) -> dict[str, Any]:
    """An inspection in the words of the command's contract."""
    return {
        "outcome": found.outcome,
        "format": found.format,
        "tables": [_table(table) for table in found.tables],
        "problems": [problem_line(problem) for problem in found.all_problems],
    }


def problem_line(problem: Problem) -> dict[str, Any]:
    """A problem as one flat object, in English."""
    return {
        "code": problem.code,
        "level": problem.level,
        "message": problem.sentence(),
        "advice": problem.advice,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
    }


def _table(table: TableReport) -> dict[str, Any]:
    columns = [
        {
            "name": report.column.name,
            "type": report.column.type,
            "title": report.column.title,
            "empty": report.empty,
            "distinct": report.distinct,
            "minimum": report.minimum,
            "maximum": report.maximum,
        }
        for report in table.columns
    ]
    return {
        "name": table.name,
        "sheet": table.sheet,
        "rows": table.rows,
        "columns": columns,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "header_row": table.header_row,
    }

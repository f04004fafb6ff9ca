"""The reading itself, as the sandbox's child runs it: recognise, stage, type, report."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from datakit import problem_kinds as kinds
from datakit.problems import Problem
from datakit.reading.delimited import read_delimited
from datakit.reading.model import Inspection, Limits, ReadOptions, TableReport, outcome_of
from datakit.reading.raw import RawTable
from datakit.reading.recognise import recognise
from datakit.reading.refusal import Refused
from datakit.reading.typed import type_table
from datakit.reading.workbook import read_workbook

Progress = Callable[[float], None]
WORKBOOK_NAMES = frozenset({".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"})


def run(request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Read one file, as :func:`datakit.reading.read_file` asks for it; a JSON inspection."""
    path, out_dir = Path(request["path"]), Path(request["out_dir"])
    options = ReadOptions.from_dict(request["options"])
    limits = Limits(**request["limits"])
    return inspect(path, request["name"], out_dir, options, limits, progress).as_dict()


def inspect(
    path: Path, name: str, out_dir: Path, options: ReadOptions, limits: Limits, progress: Progress
) -> Inspection:
    """Read ``path`` here and now, without a sandbox: for the sandbox's child and for tests."""
    size = path.stat().st_size
    blank = Inspection("reject", name, bytes=size)
    if size > limits.file_bytes:
        problem = kinds.TOO_LARGE.found(limit=limits.file_bytes // 1024**2)
        return replace(blank, problems=_placed((problem,), name))
    blank = replace(blank, sha256=_sha256(path))
    progress(0.02)
    format = ""
    try:
        format = recognise(path)
        with TemporaryDirectory(prefix="stage-", dir=out_dir) as folder:
            raws, problems = _raw_tables(
                path, format, name, Path(folder), options, limits, progress
            )
            tables = _typed(raws, out_dir, options, limits, progress)
    except Refused as refused:
        return replace(blank, format=format, problems=_placed((refused.problem,), name))
    whole = replace(
        blank,
        format=format,
        tables=tuple(_place_table(table, name) for table in tables),
        problems=_placed(tuple(problems), name),
    )
    return replace(whole, outcome=outcome_of(whole.all_problems))


def _raw_tables(
    path: Path,
    format: str,
    name: str,
    folder: Path,
    options: ReadOptions,
    limits: Limits,
    progress: Progress,
) -> tuple[list[RawTable], list[Problem]]:
    if format != "csv":
        return read_workbook(path, format, folder, options, limits, progress)
    title = Path(name).stem or "table"
    raw = read_delimited(path, title, folder / "stage.parquet", options, limits, progress)
    if len(raw.titles) == 1 and Path(name).suffix.lower() in WORKBOOK_NAMES:
        # CSV under a workbook's name is common and welcome; prose under it is a broken download.
        raise Refused(kinds.CORRUPT.found())
    return [raw], []


def _typed(
    raws: list[RawTable], out_dir: Path, options: ReadOptions, limits: Limits, progress: Progress
) -> list[TableReport]:
    tables = []
    for number, raw in enumerate(raws):
        start, share = 0.55 + 0.45 * number / len(raws), 0.45 / len(raws)

        def part(done: float, start: float = start, share: float = share) -> None:
            progress(start + share * done)

        tables.append(
            type_table(raw, out_dir / f"table-{number + 1}.parquet", options, limits, part)
        )
        raw.stage.unlink(missing_ok=True)
    return tables


def _placed(problems: tuple[Problem, ...], file: str, sheet: str = "") -> tuple[Problem, ...]:
    return tuple(replace(p, file=file, sheet=p.sheet or sheet) for p in problems)


def _place_table(table: TableReport, file: str) -> TableReport:
    columns = tuple(
        replace(c, problems=_placed(c.problems, file, table.sheet)) for c in table.columns
    )
    return replace(table, columns=columns, problems=_placed(table.problems, file, table.sheet))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""From a messy file to typed Parquet tables: one call, which never raises for a bad file.

>>> inspection = read_file(path, name="visits.csv", out_dir=folder)  # doctest: +SKIP
>>> inspection.outcome, [table.rows for table in inspection.tables]  # doctest: +SKIP
('accept', [6955])
"""

import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from datakit.problem_kinds import CRASHED
from datakit.reading.model import (
    ColumnReport,
    ExtraCells,
    Inspection,
    Limits,
    ReadOptions,
    TableReport,
)
from datakit.sandbox import Answer, SandboxLimits, never, run

__all__ = [
    "ColumnReport",
    "ExtraCells",
    "Inspection",
    "Limits",
    "ReadOptions",
    "TableReport",
    "read_file",
]


def read_file(
    path: Path,
    *,
    name: str,
    out_dir: Path,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] = never,
) -> Inspection:
    """Read ``path`` in a limited child process and write its tables as Parquet into ``out_dir``.

    ``name`` is what the person calls the file; it is shown, never believed. On a reject nothing is
    left in ``out_dir``. ``progress`` gets fractions from 0 to 1; ``cancelled`` may stop it.
    """
    options, limits = options or ReadOptions(), limits or Limits()
    out_dir.mkdir(parents=True, exist_ok=True)
    before = set(out_dir.iterdir())
    answer = run(
        "datakit.reading.child",
        {
            "path": str(path.resolve()),
            "name": name,
            "out_dir": str(out_dir.resolve()),
            "options": options.as_dict(),
            "limits": asdict(limits),
        },
        limits=SandboxLimits(limits.memory_bytes, limits.seconds, limits.output_bytes),
        scratch=out_dir.resolve(),
        progress=progress,
        cancelled=cancelled,
    )
    if answer.result is not None:
        inspection = Inspection.from_dict(answer.result)
    else:
        inspection = _stopped(path, name, answer)
    if inspection.outcome == "reject":
        _clear(out_dir, before)
    return inspection


def _stopped(path: Path, name: str, answer: Answer) -> Inspection:
    """The inspection of a file whose reading was stopped from outside."""
    problem = replace(answer.problem or CRASHED.found(), file=name)
    size = path.stat().st_size if path.exists() else 0
    return Inspection("reject", name, bytes=size, problems=(problem,))


def _clear(out_dir: Path, before: set[Path]) -> None:
    """Take away whatever a failed reading left behind."""
    for left in set(out_dir.iterdir()) - before:
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)

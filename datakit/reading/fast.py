"""The quick way for large clean text files: DuckDB reads and stages them in one stroke.

It is taken only when the bytes hold nothing that needs a forgiving hand, and it is strict: one row
of another width, one blank row, one stray quotation mark, and it gives up for the tolerant way.
"""

import mmap
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np

from datakit.reading.counts import stage_name
from datakit.reading.database import connect, literal
from datakit.reading.model import Limits

WORTHWHILE_BYTES = 2_000_000
CHUNK = 1 << 22
WHITE = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13)"

# The first bytes of whatever needs a forgiving hand; the second look is at what follows them.
_LEADS = np.zeros(256, dtype=bool)
_LEADS[[0x00, 0x0A, 0x0D, 0xC2, 0xC3, 0xCC, 0xCD, 0xE2, 0xEF]] = True


def stage_fast(path: Path, stage: Path, width: int, delimiter: str, limits: Limits) -> int | None:
    """Stage ``width`` text columns of a headed UTF-8 file; the row count, or None if not clean."""
    if path.stat().st_size < WORTHWHILE_BYTES or width < 2 or not _plain(path):
        return None
    names = [stage_name(index) for index in range(width)]
    with connect(stage.parent, limits) as db:
        try:
            _copy(db, path, stage, names, names_to_trim=(), delimiter=delimiter)
            if spaced := _spaced(db, stage, names):
                _copy(db, path, stage, names, names_to_trim=spaced, delimiter=delimiter)
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            stage.unlink(missing_ok=True)
            return None
        blank = " AND ".join(f"{name} IS NULL" for name in names)
        rows, blanks = db.execute(
            f"SELECT count(*), count(*) FILTER ({blank}) FROM {literal(stage)}"  # noqa: S608
        ).fetchall()[0]
    return None if blanks or rows > limits.rows else int(rows)


def _copy(
    db: duckdb.DuckDBPyConnection,
    path: Path,
    stage: Path,
    names: Sequence[str],
    *,
    names_to_trim: Sequence[str],
    delimiter: str,
) -> None:
    columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
    selected = ", ".join(
        f"nullif(trim({name}, {WHITE}), '') AS {name}" if name in names_to_trim else name
        for name in names
    )
    db.execute(
        f"COPY (SELECT {selected} FROM read_csv(?, columns={columns}, auto_detect=false, "  # noqa: S608
        f"header=false, skip=1, delim={literal(delimiter)}, quote='\"', escape='\"', "
        "strict_mode=true, null_padding=false, ignore_errors=false)) "
        f"TO {literal(stage)} (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 20480)",
        [str(path)],
    )


def _spaced(db: duckdb.DuckDBPyConnection, stage: Path, names: Sequence[str]) -> list[str]:
    """The columns with white space around some values, or with empty text for nothing."""
    # One comparison finds all of it: white space and the empty text sort before every letter.
    tests = ", ".join(f"bool_or({name} < '!' OR right({name}, 1) < '!')" for name in names)
    found = db.execute(f"SELECT {tests} FROM {literal(stage)}").fetchall()[0]  # noqa: S608
    return [name for name, spaced in zip(names, found, strict=True) if spaced]


def _plain(path: Path) -> bool:
    """True when no byte of the file asks for the forgiving reader."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = 3 if data[:3] == b"\xef\xbb\xbf" else 0
        if data[-2:] == b"\n\n" or data[-4:] == b"\r\n\r\n":
            return False
        for at in range(start, len(data), CHUNK):
            # Two bytes of overlap, so that no sequence hides at the seam.
            chunk = np.frombuffer(data[at : at + CHUNK + 2] + b"  ", dtype=np.uint8)
            if _suspicious(chunk):
                return False
    return True


def _suspicious(chunk: "np.ndarray[tuple[int], np.dtype[np.uint8]]") -> bool:
    at = np.flatnonzero(_LEADS[chunk[:-2]])
    a, b, c = chunk[at], chunk[at + 1], chunk[at + 2]
    blank_line = (a == 0x0A) & ((b == 0x0A) | ((b == 0x0D) & (c == 0x0A)))
    lone_return = (a == 0x0D) & (b != 0x0A)
    hard_space = (a == 0xC2) & ((b == 0xA0) | (b == 0xAD))
    combining = (a == 0xCC) | ((a == 0xCD) & (b < 0xB0))
    thin = ((b == 0x80) & (((c >= 0x87) & (c <= 0x8F)) | (c == 0xAF))) | ((b == 0x81) & (c == 0xA0))
    lost_letter = (a == 0xEF) & (((b == 0xBF) & (c == 0xBD)) | ((b == 0xBB) & (c == 0xBF)))
    encoded_twice = (a == 0xC3) & ((b == 0x82) | (b == 0x83) | ((b == 0xA2) & (c == 0xE2)))
    wrong = blank_line | lone_return | hard_space | combining | lost_letter | encoded_twice
    return bool((wrong | ((a == 0xE2) & thin) | (a == 0x00)).any())

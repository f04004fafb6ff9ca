"""The quick way for large clean text files: DuckDB reads and stages them in one stroke.

It is taken only when the bytes hold nothing that needs a forgiving hand, and it is strict: one row
of another width, one blank row, one stray quotation mark, and it gives up for the tolerant way.
"""

import mmap
from pathlib import Path

import duckdb

from datakit.reading.counts import stage_name
from datakit.reading.database import connect, literal
from datakit.reading.model import Limits

WORTHWHILE_BYTES = 2_000_000
# Blank lines; hard and invisible spaces; combining accents; lost letters; UTF-8 encoded twice.
SUSPECTS = (
    b"\n\n", b"\n\r\n", b"\r\r", b"\x00", b"\xc2\xa0", b"\xc2\xad", b"\xe2\x80\x8b", b"\xe2\x80\xaf",
    b"\xef\xbf\xbd", b"\xcc\x80", b"\xcc\x81", b"\xcc\x82", b"\xcc\x88", b"\xcc\xa7", b"\xc3\x83\xc2",
    b"\xe2\x80\x8e", b"\xe2\x80\x8f", b"\xe2\x81\xa0", b"\xc3\x82\xc2",
)  # fmt: skip


def stage_fast(path: Path, stage: Path, width: int, delimiter: str, limits: Limits) -> int | None:
    """Stage ``width`` text columns of a headed UTF-8 file; the row count, or None if not clean."""
    if path.stat().st_size < WORTHWHILE_BYTES or width < 2 or not _plain(path):
        return None
    names = [stage_name(index) for index in range(width)]
    columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
    tidy = ", ".join(f"nullif(trim({name}, ' \t'), '') AS {name}" for name in names)
    query = (
        f"COPY (SELECT {tidy} FROM read_csv(?, columns={columns}, auto_detect=false, header=false, "  # noqa: S608
        f"skip=1, delim={literal(delimiter)}, quote='\"', escape='\"', strict_mode=true, "
        "null_padding=false, ignore_errors=false, max_line_size=4000000)) "
        f"TO {literal(stage)} (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 20480)"
    )
    with connect(stage.parent, limits) as db:
        try:
            db.execute(query, [str(path)])
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            stage.unlink(missing_ok=True)
            return None
        blank = " AND ".join(f"{name} IS NULL" for name in names)
        rows, blanks = db.execute(
            f"SELECT count(*), count(*) FILTER ({blank}) FROM {literal(stage)}"  # noqa: S608
        ).fetchall()[0]
    return None if blanks or rows > limits.rows else int(rows)


def _plain(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[-2:] in (b"\n\n", b"\r\n\r\n"):
            return False
        if data.find(b"\n") < 0:
            return False
        return not any(data.find(suspect) >= 0 for suspect in SUSPECTS)

"""A CSV from upload to typed Parquet, with profile and report, against csvs-to-sqlite."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from bench import data, datasette
from bench.report import FULL, Report
from datakit.reading import Limits, read_file

ROWS = 1_000_000 if FULL else 100_000
LIMITS = Limits(file_bytes=4 * 1024**3)


def ours(path: Path) -> float:
    """Seconds until the inspection is there and the Parquet is written."""
    with tempfile.TemporaryDirectory(dir=data.TMP) as folder:
        started = time.perf_counter()
        found = read_file(path, name=path.name, out_dir=Path(folder), limits=LIMITS)
        took = time.perf_counter() - started
    assert [table.rows for table in found.tables] == [ROWS], found.problems
    return took


def csvs_to_sqlite(path: Path) -> float:
    """Seconds of csvs-to-sqlite into a new database."""
    program = datasette.program("csvs-to-sqlite")
    with tempfile.TemporaryDirectory(dir=data.TMP) as folder:
        started = time.perf_counter()
        subprocess.run([program, path, f"{folder}/visits.db"], check=True, capture_output=True)
        return time.perf_counter() - started


def bare_duckdb(path: Path) -> float:
    """Seconds of DuckDB alone: types guessed, no profile, no report, nothing forgiven."""
    with tempfile.TemporaryDirectory(dir=data.TMP) as folder, duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        started = time.perf_counter()
        connection.execute(f"COPY (FROM read_csv('{path}')) TO '{folder}/visits.parquet'")
        return time.perf_counter() - started


def main() -> int:
    """Measure, compare, and tell."""
    report = Report("importing")
    path = data.csv(ROWS)
    report.figure("rows", ROWS, "")
    own = report.figure("portal: typed, profiled, reported", ours(path), "s")
    theirs = report.figure("csvs-to-sqlite", csvs_to_sqlite(path), "s")
    bare = report.figure("DuckDB alone, CSV to Parquet", bare_duckdb(path), "s")
    report.figure("csvs-to-sqlite ÷ portal", theirs / own, "×")
    report.figure("portal ÷ DuckDB alone", own / bare, "×")
    report.budget("at most the time of csvs-to-sqlite", kept=own <= theirs)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

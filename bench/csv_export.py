"""CSV of a whole and of a filtered table, against DuckDB's own COPY and Datasette's stream."""

import sys
import time
import urllib.request

import duckdb

from bench import data, datasette
from bench.memory import peak
from bench.report import FULL, Report
from bench.table_page import FILTERS
from datakit.query import Query
from datakit.write import csv_chunks

SIZES = (1_000_000, 10_000_000) if FULL else (100_000, 300_000)
ROWS = SIZES[0]
TIMES = 3
MOST_MEMORY = 350
SAMPLE = 40_000_000  # bytes of Datasette's stream that tell its speed
HALF = Query(FILTERS[1:])


def export(rows: int, query: Query | None = None) -> int:
    """Stream it all; how many bytes it was."""
    return sum(map(len, csv_chunks(data.parquet(rows), data.SCHEMA, query)))


def ours(query: Query | None) -> float:
    """Megabytes a second, the best of a few."""
    return max(_rate(query) for _ in range(TIMES))


def _rate(query: Query | None) -> float:
    started = time.perf_counter()
    size = export(ROWS, query)
    return size / 1e6 / (time.perf_counter() - started)


def duckdb_copy() -> float:
    """Megabytes a second of COPY to a file."""
    target, best = data.TMP / "copy.csv", 0.0
    with duckdb.connect(config={"threads": 2}) as connection:
        for _ in range(TIMES):
            started = time.perf_counter()
            connection.execute(f"COPY (FROM '{data.parquet(ROWS)}') TO '{target}'")
            best = max(best, target.stat().st_size / 1e6 / (time.perf_counter() - started))
    target.unlink()
    return best


def datasette_stream() -> float:
    """Megabytes a second of Datasette's CSV, tuned."""
    with datasette.serving(ROWS, tuned=True) as address:
        started, size = time.perf_counter(), 0
        with urllib.request.urlopen(f"{address}.csv?_stream=on&_size=max") as answer:  # noqa: S310
            while size < SAMPLE and (piece := answer.read(1 << 16)):
                size += len(piece)
        return size / 1e6 / (time.perf_counter() - started)


def main() -> int:
    """Measure, compare, and tell."""
    report = Report("csv_export")
    whole = report.figure("portal, whole table", ours(None), "MB/s")
    some = report.figure("portal, filtered table", ours(HALF), "MB/s")
    copy = report.figure("DuckDB COPY", duckdb_copy(), "MB/s")
    stream = report.figure("Datasette, tuned, streamed", datasette_stream(), "MB/s")
    report.budget("at least 40 % of DuckDB", kept=whole >= 0.4 * copy)
    report.budget("at least 8 × Datasette", kept=min(whole, some) >= 8 * stream)
    peaks = [peak(f"from bench.csv_export import export; export({rows})") for rows in SIZES]
    for rows, megabytes in zip(SIZES, peaks, strict=True):
        report.figure(f"memory at {rows:,} rows", megabytes, "MB")
    report.budget(f"memory at most {MOST_MEMORY} MB at every size", kept=max(peaks) <= MOST_MEMORY)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

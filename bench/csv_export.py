"""CSV of a whole and of a filtered table, against DuckDB's own COPY and Datasette's stream."""

import statistics
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
    """Megabytes a second."""
    started = time.perf_counter()
    size = export(ROWS, query)
    return size / 1e6 / (time.perf_counter() - started)


def duckdb_copy() -> float:
    """Megabytes a second of COPY to a file."""
    target = data.TMP / "copy.csv"
    with duckdb.connect(config={"threads": 2}) as connection:
        started = time.perf_counter()
        connection.execute(f"COPY (FROM '{data.parquet(ROWS)}') TO '{target}'")
        rate = target.stat().st_size / 1e6 / (time.perf_counter() - started)
    target.unlink()
    return rate


def datasette_stream(address: str) -> float:
    """Megabytes a second of Datasette's CSV."""
    started, size = time.perf_counter(), 0
    with urllib.request.urlopen(f"{address}.csv?_stream=on&_size=max") as answer:  # noqa: S310
        while size < SAMPLE and (piece := answer.read(1 << 16)):
            size += len(piece)
    return size / 1e6 / (time.perf_counter() - started)


def rounds() -> list[tuple[float, float, float, float]]:
    """Whole, filtered, COPY and Datasette, asked in turns so that a busy moment meets them all."""
    with datasette.serving(ROWS, tuned=True) as address:
        return [
            (ours(None), ours(HALF), duckdb_copy(), datasette_stream(address)) for _ in range(TIMES)
        ]


def main() -> int:
    """Measure, compare, and tell."""
    report = Report("csv_export")
    turns = rounds()
    names = ("portal, whole table", "portal, filtered table", "DuckDB COPY", "Datasette, streamed")
    for name, rates in zip(names, zip(*turns, strict=True), strict=True):
        report.figure(name, statistics.median(rates), "MB/s")
    of_copy = statistics.median(whole / copy for whole, _, copy, _ in turns)
    times = statistics.median(min(whole, some) / peer for whole, some, _, peer in turns)
    report.figure("portal ÷ DuckDB", of_copy, "×")
    report.figure("portal ÷ Datasette", times, "×")
    report.budget("at least 40 % of DuckDB", kept=of_copy >= 0.4)
    report.budget("at least 8 × Datasette", kept=times >= 8)
    peaks = [peak(f"from bench.csv_export import export; export({rows})") for rows in SIZES]
    for rows, megabytes in zip(SIZES, peaks, strict=True):
        report.figure(f"memory at {rows:,} rows", megabytes, "MB")
    report.budget(f"memory at most {MOST_MEMORY} MB at every size", kept=max(peaks) <= MOST_MEMORY)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

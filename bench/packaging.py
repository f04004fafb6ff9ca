"""Building a package against ``zip -6`` of the very same CSV."""

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench import data
from bench.memory import peak
from bench.report import FULL, Report
from datakit.package import PackageResult, PackageTable, build_package

SIZES = (1_000_000, 10_000_000) if FULL else (300_000, 600_000)
TIMES = 3
MOST_MEMORY = 400
FASTER, LARGER = 5, 1.2
TARGET = data.TMP / "package.zip"


def pack(rows: int) -> PackageResult:
    """A package of the synthetic visits."""
    table = PackageTable("visits", "Visits", data.parquet(rows), data.SCHEMA)
    about = {"name": "visits", "title": "Visits"}
    return build_package(TARGET, tables=[table], descriptor=about, extra_files={})


def ours(rows: int) -> tuple[float, PackageResult]:
    """Seconds, and what came out."""
    started = time.perf_counter()
    result = pack(rows)
    return time.perf_counter() - started, result


def zipped(csv: Path) -> tuple[float, int]:
    """Time and size of ``zip -6``."""
    program = shutil.which("zip")
    if not program:
        raise SystemExit("zip is missing: apt-get install zip")
    target = data.TMP / "peer.zip"
    target.unlink(missing_ok=True)
    started = time.perf_counter()
    subprocess.run([program, "-6", "-q", "-j", target, csv], check=True)
    return time.perf_counter() - started, target.stat().st_size


def main() -> int:
    """Measure, compare, and tell."""
    report = Report("packaging")
    small, large = SIZES
    csv = data.csv(small)
    megabytes = csv.stat().st_size / 1e6
    data.parquet(large)
    turns = [(*zipped(csv), *ours(small)) for _ in range(TIMES)]  # a busy moment meets both
    their_size, result = turns[0][1], turns[0][3]
    their_time = statistics.median(turn[0] for turn in turns)
    our_time = statistics.median(turn[2] for turn in turns)
    report.figure(f"CSV of {small:,} rows", megabytes, "MB")
    report.figure("zip -6", megabytes / their_time, "MB/s")
    report.figure("package, rows read and CSV written included", megabytes / our_time, "MB/s")
    times = statistics.median(turn[0] / turn[2] for turn in turns)
    faster = report.figure("package ÷ zip -6", times, "×")
    larger = report.figure("size ÷ zip -6", result.bytes / their_size, "×")
    report.budget(f"at least {FASTER} × as fast as zip -6", kept=faster >= FASTER)
    report.budget(f"at most {LARGER} × as large", kept=larger <= LARGER)
    long_time, _ = ours(large)
    growth = report.figure(
        f"time of a row at {large:,} ÷ at {small:,}", long_time / large / (our_time / small), "×"
    )
    report.budget("the cost of a row stays the same", kept=growth <= 1.3)
    memory(report)
    TARGET.unlink()
    return report.finish()


def memory(report: Report) -> None:
    """The same memory whatever the size."""
    peaks = [peak(f"from bench.packaging import pack; pack({rows})") for rows in SIZES]
    for rows, megabytes in zip(SIZES, peaks, strict=True):
        report.figure(f"memory at {rows:,} rows", megabytes, "MB")
    report.budget(f"memory at most {MOST_MEMORY} MB at every size", kept=max(peaks) <= MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main())

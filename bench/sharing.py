"""A file from a shell to a published dataset: `share_dataset`, the whole process from its start.

``python -m bench.sharing FILE`` takes a file of yours; without one, synthetic visits.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import data
from bench.report import FULL, Report
from tests.running import ROOT, environment, free_port

ROWS = 1_000_000 if FULL else 100_000
MOST_SECONDS = 10  # for a file of some megabytes, as field work brings them
TIMES = 3
OPTIONS = {
    "owner": "ipis",
    "project": "research-for-impact",
    "audience": "consortium",
    "sensitivity": "low",
    "by": "steward.ipis@example.org",
}


def manage(folder: str, *arguments: str) -> str:
    """What a management command of a portal with its data in ``folder`` prints."""
    around = environment(Path(folder), "not-used-here", free_port()) | {"UPLOAD_LIMIT_MB": "4000"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.check_output(command, cwd=ROOT, env=around, text=True)


def share(folder: str, path: Path, title: str) -> tuple[float, int]:
    """Seconds from the start of the command to its end, and the rows published."""
    given = [word for name, value in OPTIONS.items() for word in (f"--{name}", value)]
    started = time.perf_counter()
    answer = manage(folder, "share_dataset", str(path.resolve()), "--title", title, *given)
    took = time.perf_counter() - started
    return took, sum(table["rows"] for table in json.loads(answer)["tables"])


def main() -> int:
    """Share it a few times as a new dataset each; the slowest counts."""
    report = Report("sharing")
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else data.csv(ROWS)
    with tempfile.TemporaryDirectory() as folder:
        manage(folder, "migrate", "--verbosity", "0")
        manage(folder, "demo")
        shared = [share(folder, path, f"Dépôt {turn}") for turn in range(1, TIMES + 1)]
    times = [took for took, _ in shared]
    report.figure("file", path.stat().st_size / 1e6, "MB")
    report.figure("rows", shared[0][1], "")
    report.figure("the fastest", min(times), "s")
    slowest = report.figure("the slowest", max(times), "s")
    if path.stat().st_size < 5_000_000:
        kept = slowest <= MOST_SECONDS
        report.budget(f"at most {MOST_SECONDS} s, the whole process", kept=kept)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

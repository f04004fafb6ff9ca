"""Reading a folder of awkward files against its manifest: ``make acceptance DATA=folder``.

Each row of ``manifest.csv`` says what a file must turn out to be; what is blank is not compared.
Exits 1 on a mismatch. Map layers, which are refused in words until they can be read, are counted
apart as «not yet», and make the run fail only with ``--all``.
"""

import argparse
import csv
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from datakit.reading import Inspection, TableReport, read_file

# Encodings of which one contains the other, or that are two names of one thing.
SAME_ENCODING = (
    {"utf-8", "utf-8-sig", "ascii"},
    {"iso-8859-1", "latin-1", "cp1252", "windows-1252"},
    {"utf-16", "utf-16-le", "utf-16-be"},
)
OUTCOMES = ("accept-warn", "accept-ask", "accept", "reject")


@dataclass(frozen=True)
class Verdict:
    """How one file fared: ``ok``, ``not yet`` or ``differs``, and in what."""

    file: str
    state: str
    got: str
    differences: tuple[str, ...] = ()
    seconds: float = 0.0


def allowed_outcomes(text: str) -> set[str]:
    """The outcomes that «accept-warn-or-reject» allows."""
    return {outcome for outcome in text.strip().split("-or-") if outcome in OUTCOMES}


def judge(expected: dict[str, str], got: Inspection, seconds: float) -> Verdict:
    """Compare an inspection with its row of the manifest."""
    codes = {problem.code for problem in got.problems}
    summary = _summary(got)
    if "geo-not-yet" in codes:
        return Verdict(expected["file"], "not yet", summary, (), seconds)
    differences = _differences(expected, got)
    state = "differs" if differences else "ok"
    return Verdict(expected["file"], state, summary, tuple(differences), seconds)


def _differences(expected: dict[str, str], got: Inspection) -> list[str]:
    outcomes = allowed_outcomes(expected["outcome"])
    found = [] if got.outcome in outcomes else [f"outcome {expected['outcome']} ≠ {got.outcome}"]
    if got.outcome == "reject" or outcomes == {"reject"}:
        return found
    table = _table(expected, got)
    if table is None:
        return [*found, f"sheet {expected['sheet']!r} not found"]
    pairs = (
        ("rows", expected["expected_data_rows"], str(table.rows)),
        ("columns", expected["expected_cols"], str(len(table.columns))),
        ("header row", expected["header_row_index"], str(table.header_row)),
        ("delimiter", expected["delimiter"].replace("\\t", "\t"), table.delimiter),
    )
    found += [f"{what} {want} ≠ {is_}" for what, want, is_ in pairs if want and want != is_]
    encoding = expected["encoding"].lower()
    if encoding and not _same_encoding(encoding, table.encoding.lower()):
        found.append(f"encoding {encoding} ≠ {table.encoding}")
    return found


def _same_encoding(one: str, other: str) -> bool:
    return one == other or any({one, other} <= group for group in SAME_ENCODING)


def _table(expected: dict[str, str], got: Inspection) -> TableReport | None:
    wanted = expected["sheet"]
    tables = [table for table in got.tables if not wanted or table.sheet == wanted]
    return tables[0] if tables else None


def _summary(got: Inspection) -> str:
    sizes = ", ".join(f"{t.rows}×{len(t.columns)}@{t.header_row}" for t in got.tables[:4])
    return f"{got.outcome} {sizes}".strip()


def run(folder: Path) -> list[Verdict]:
    """Read every file of the manifest, one after the other."""
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    verdicts = []
    for expected in rows:
        with TemporaryDirectory() as out:
            start = time.perf_counter()
            got = read_file(folder / expected["file"], name=expected["file"], out_dir=Path(out))
            verdict = judge(expected, got, time.perf_counter() - start)
            if got.outcome == "reject" and any(Path(out).iterdir()):
                verdict = Verdict(verdict.file, "differs", verdict.got, ("files left behind",))
        verdicts.append(verdict)
    return verdicts


def show(verdicts: list[Verdict]) -> None:
    """Print the table and the totals."""
    width = max((len(verdict.file) for verdict in verdicts), default=0)
    for v in verdicts:
        told = "; ".join(v.differences)
        print(f"{v.state:8} {v.file:{width}} {v.seconds:5.1f} s  {v.got}  {told}".rstrip())
    states = [verdict.state for verdict in verdicts]
    totals = ", ".join(f"{states.count(s)} {s}" for s in ("ok", "differs", "not yet"))
    print(f"{len(verdicts)} files: {totals}")


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="«not yet» fails as well")
    given = parser.parse_args(arguments)
    if not (given.folder / "manifest.csv").is_file():
        print(f"{given.folder} has no manifest.csv", file=sys.stderr)
        return 2
    verdicts = run(given.folder)
    show(verdicts)
    wrong = {"differs", "not yet"} if given.all else {"differs"}
    return int(any(verdict.state in wrong for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

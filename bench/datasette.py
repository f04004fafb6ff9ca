"""Datasette, our peer: installed apart, given the same rows, plain or tuned as well as we know."""

import json
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench import data

ROOT = Path(__file__).parent.parent
VENV = ROOT / ".data" / "bench-venv"
LOCK = Path(__file__).parent / "requirements.txt"
PORT = 8931
PATIENCE = 60
SQL_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
INDEXES = ("province, workers", "workers", "presence", "mineral_1", "source")
TUNED = {
    "suggest_facets": "off",
    "default_page_size": "100",
    "sql_time_limit_ms": "60000",
    "facet_time_limit_ms": "60000",
    "max_csv_mb": "0",
}


def program(name: str = "datasette") -> Path:
    """An installed command of the peers, all installed first if need be."""
    command = VENV / "bin" / name
    if not command.exists():
        print("  installing the peers …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        pip = [VENV / "bin" / "pip", "install", "-q", "--require-hashes", "-r", LOCK]
        subprocess.run(pip, check=True)
    return command


def database(rows: int, *, indexed: bool) -> Path:
    """An SQLite database with the synthetic visits, made if it is not there yet."""
    target = data.TMP / f"visits-{rows}{'-indexed' if indexed else ''}.db"
    if target.exists():
        return target
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    _fill(part, data.parquet(rows), indexed)
    return part.rename(target)


def _fill(path: Path, parquet: Path, indexed: bool) -> None:
    columns = ", ".join(f'"{name}" {SQL_TYPES.get(kind, "TEXT")}' for name, kind in data.COLUMNS)
    marks = ", ".join("?" for _ in data.COLUMNS)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute(f"CREATE TABLE visits ({columns})")
        for batch in pq.ParquetFile(parquet).iter_batches(20_000):
            rows = zip(*(_plain(column) for column in batch.columns), strict=True)
            connection.executemany(f"INSERT INTO visits VALUES ({marks})", rows)  # noqa: S608
        for number, index in enumerate(INDEXES if indexed else ()):
            connection.execute(f"CREATE INDEX visits_{number} ON visits ({index})")
        if indexed:
            connection.execute("ANALYZE")
    connection.close()


def _plain(column: pa.Array) -> list[object]:
    moment = pa.types.is_temporal(column.type)
    return (column.cast(pa.string()) if moment else column).to_pylist()


@contextmanager
def serving(rows: int, *, tuned: bool, indexed: bool = False) -> Iterator[str]:
    """The address of the table's page while Datasette serves it."""
    path = database(rows, indexed=indexed)
    command = [program(), "serve", "-p", str(PORT), "-i", path]
    if tuned:
        command += ["--inspect-file", _inspected(path)]
        command += [word for pair in TUNED.items() for word in ("--setting", *pair)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{PORT}"
            _wait(address + "/-/versions.json", server)
            yield f"{address}/{path.stem}/visits"
        finally:
            server.terminate()


def _inspected(path: Path) -> Path:
    """Its counts, taken beforehand, as its documentation advises."""
    target = path.with_suffix(".inspect.json")
    if not target.exists():
        target.write_bytes(subprocess.check_output([program(), "inspect", path]))
        json.loads(target.read_text())
    return target


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 our own
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"Datasette did not start on port {PORT}.")

"""DuckDB, shut in: one in-memory database per file, which can read that file and nothing else.

Opening such a database takes longer than most questions, so a few stay open; each call gets its
own cursor, which makes them safe to share between threads.
"""

import os
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import duckdb

KEPT_OPEN = 16


@dataclass(frozen=True)
class Engine:
    """How much a question may take: memory as DuckDB writes it, threads, and where to spill.

    Without ``spill`` nothing is ever written to disk: a question that needs more memory fails.
    """

    memory: str = "512MB"
    threads: int = 2
    spill: str = ""

    def cursor(self, parquet: Path) -> duckdb.DuckDBPyConnection:
        """A cursor that can read ``parquet`` alone. Close it, or use it in ``with``."""
        return _pool.cursor(self, parquet)


def quoted(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _open(engine: Engine, path: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": engine.threads,
            "memory_limit": engine.memory,
            "temp_directory": engine.spill,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        },
    )
    connection.execute("SET parquet_metadata_cache = true")
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"SET allowed_paths = [{_literal(path)}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


class _Pool:
    """The databases used last; a file that was replaced gets a new one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: OrderedDict[tuple[Engine, str, int, int], duckdb.DuckDBPyConnection]
        self._open = OrderedDict()

    def cursor(self, engine: Engine, parquet: Path) -> duckdb.DuckDBPyConnection:
        path = os.path.realpath(parquet)
        state = os.stat(path)
        key = (engine, path, state.st_ino, state.st_mtime_ns)
        with self._lock:
            connection = self._open.pop(key, None) or _open(engine, path)
            self._open[key] = connection
            while len(self._open) > KEPT_OPEN:
                self._open.popitem(last=False)  # closes with its last cursor
            return connection.cursor()


def _fresh_pool() -> None:
    # A child process has none of its parent's threads: it must neither use nor close what is open.
    global _pool
    _inherited.append(_pool)
    _pool = _Pool()


_pool = _Pool()
_inherited: list[_Pool] = []
os.register_at_fork(after_in_child=_fresh_pool)

DEFAULT_ENGINE = Engine()

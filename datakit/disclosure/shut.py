"""DuckDB, shut in: an in-memory database that reads and writes the files it is given, no others."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from datakit.query import Engine
from datakit.reading.database import literal


@contextmanager
def working_in(
    folder: Path, engine: Engine, files: Sequence[Path]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database within ``engine``'s limits that may touch ``files`` alone.

    What does not fit in memory lies in a folder of its own, inside ``engine.spill`` or else
    ``folder``, which is gone afterwards: it may hold what the edition hides.
    """
    with (
        TemporaryDirectory(prefix="disclosure-", dir=engine.spill or folder) as spill,
        _open(engine, spill) as connection,
    ):
        allowed = ", ".join(literal(path) for path in files)
        connection.execute("SET enable_progress_bar = false")
        # What the statistics of the full table tell must not shape the edition: with this on, a
        # column whose hidden values are all the same comes out as one that is never empty. Those
        # of a file may also know of no NaN where there is one, and isnan() is folded away.
        connection.execute("SET disabled_optimizers = 'statistics_propagation'")
        connection.execute(f"SET allowed_paths = [{allowed}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


def _open(engine: Engine, spill: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        ":memory:",
        config={
            "threads": engine.threads,
            "memory_limit": engine.memory,
            "temp_directory": spill,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        },
    )

"""A DuckDB that stays within the limits and touches nothing but the folder it is given."""

from pathlib import Path

import duckdb

from datakit.reading.model import Limits


def connect(folder: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    """An in-memory database that spills into ``folder``; a third of the memory is its own."""
    megabytes = max(64, limits.memory_bytes // 3 // 1024**2)
    return duckdb.connect(
        config={
            "memory_limit": f"{megabytes}MB",
            "threads": limits.threads,
            "temp_directory": str(folder / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
        }
    )


def literal(value: object) -> str:
    """``value`` as a text literal in SQL, for the places where no parameter may stand."""
    return "'" + str(value).replace("'", "''") + "'"

"""Small stored tables for tests of whoever reads them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from datakit.schema import Column, ColumnType, Schema

ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "time": pa.time64("us"),
}
TYPES = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    datetime: "datetime",
    date: "date",
    time: "time",
}


def kind_of(values: Sequence[Any]) -> ColumnType:
    for value in values:
        if value is not None:
            return TYPES[type(value)]
    return "string"


def stored(
    path: Path, columns: Mapping[str, Sequence[Any]], types: Mapping[str, ColumnType] | None = None
) -> Schema:
    """Write ``columns`` to ``path`` as an import would, in small row groups; return the schema."""
    kinds = {name: (types or {}).get(name) or kind_of(values) for name, values in columns.items()}
    arrays = [pa.array(columns[name], ARROW[kind]) for name, kind in kinds.items()]
    pq.write_table(pa.table(arrays, names=list(kinds)), path, compression="zstd", row_group_size=7)
    return Schema(tuple(Column(name, kind) for name, kind in kinds.items()))

"""What a package says about itself: Data Package descriptor, codebook, checksums.

Source: Data Package v2, https://datapackage.org/standard/data-package/
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from datakit.schema import Column, Schema
from datakit.write import BOM, header, safe_text, true_and_false

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TABLE_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
OURS = ("$schema", "resources", "profile")
FORMATS = {
    "string": "texte ; ' ajouté devant = + - @ / text; ' put before = + - @",
    "integer": "nombre entier / whole number",
    "number": "nombre, point décimal / number, decimal point",
    "date": "AAAA-MM-JJ / YYYY-MM-DD",
    "datetime": "AAAA-MM-JJThh:mm:ss / YYYY-MM-DDThh:mm:ss",
    "time": "hh:mm:ss",
}
CODEBOOK = ("table", "column", "title", "type", "format", "description", "share_empty")


@dataclass(frozen=True)
class PackageTable:
    """One table to pack: where its rows are and what its columns mean."""

    name: str
    title: str
    parquet: Path
    schema: Schema


@dataclass(frozen=True)
class WrittenFile:
    """One file inside the package: its path, its size in bytes, its SHA-256 in hexadecimal."""

    path: str
    bytes: int
    sha256: str


def row_count(parquet: Path) -> int:
    """The number of rows of ``parquet``, from its footer."""
    return int(pq.read_metadata(parquet).num_rows)


def descriptor_json(
    descriptor: Mapping[str, Any],
    tables: Sequence[PackageTable],
    names: Sequence[str],
    written: Mapping[str, WrittenFile],
) -> bytes:
    """``datapackage.json``: ``descriptor`` with one resource for each table."""
    told = {key: value for key, value in descriptor.items() if key not in OURS and value}
    resources = [
        _resource(table, name, written[csv_path(name)])
        for table, name in zip(tables, names, strict=True)
    ]
    whole = {"$schema": PROFILE, **told, "resources": resources}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def csv_path(name: str) -> str:
    """Where the table called ``name`` lies in the package."""
    return f"data/{name}.csv"


def _resource(table: PackageTable, name: str, file: WrittenFile) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "title": table.title,
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {"$schema": TABLE_PROFILE, **_table_schema(table.schema)},
    }


def _table_schema(schema: Schema) -> dict[str, Any]:
    """The schema under the names of the CSV's first line."""
    described = schema.as_table_schema()
    for field, name in zip(described["fields"], header(schema), strict=True):
        field["name"] = name
    return {**described, "missingValues": [""]}


def codebook(tables: Sequence[PackageTable], names: Sequence[str]) -> bytes:
    """``codebook.csv``: a line for each column of each table."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(CODEBOOK)
    for table, name in zip(tables, names, strict=True):
        shares = _shares_empty(table)
        for column, written in zip(table.schema.columns, header(table.schema), strict=True):
            cells = (name, written, column.title or column.name, column.type, _format(column))
            told = (*cells, column.description, f"{shares[column.name]:.4f}")
            lines.writerow([safe_text(cell) for cell in told])
    return BOM + text.getvalue().encode()


def _format(column: Column) -> str:
    if column.type == "boolean":
        yes, no = true_and_false(column)
        return f"{yes} = oui / yes, {no} = non / no"
    return FORMATS[column.type]


def _shares_empty(table: PackageTable) -> dict[str, float]:
    """The share of empty cells of each column, from the statistics in the Parquet's footer."""
    footer = pq.read_metadata(table.parquet)
    groups = [footer.row_group(at) for at in range(footer.num_row_groups)]
    empty = dict.fromkeys(table.schema.names, 0)
    for group in groups:
        for at in range(group.num_columns):
            chunk = group.column(at)
            if chunk.path_in_schema in empty and chunk.statistics:
                empty[chunk.path_in_schema] += chunk.statistics.null_count or 0
    return {name: count / max(footer.num_rows, 1) for name, count in empty.items()}


def manifest(files: Iterable[WrittenFile]) -> bytes:
    """``manifest-sha256.txt``, as ``sha256sum --check`` reads it."""
    return "".join(_manifest_lines(files)).encode()


def _manifest_lines(files: Iterable[WrittenFile]) -> Iterator[str]:
    for file in sorted(files, key=lambda each: each.path):
        yield f"{file.sha256}  {file.path}\n"

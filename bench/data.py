"""Synthetic mine visits, made to the shape of field data, the same at every run (fixed seed).

``python -m bench.data 1000000`` writes visits-1000000.parquet and .csv into bench/tmp.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from datakit.layout import COPY_OPTIONS
from datakit.query import Engine
from datakit.schema import Column, ColumnType, Schema
from datakit.write import csv_chunks

SEED = 20260101
BLOCK = 100_000
TMP = Path(__file__).parent / "tmp"

MINERALS = ("Or", "Cassitérite", "Coltan", "Wolframite", "Diamant", "Cuivre", "Cobalt")
PROVINCES = ("Nord-Démo", "Sud-Démo", "Haut-Démo", "Bas-Démo", "Ituri-Démo", "Maniema-Démo")
PRESENCE = ("Aucune", "Forces armées", "Groupe armé", "Police des mines", "Garde privée")
SYLLABLES = ("ka", "lu", "mba", "nyi", "sha", "bi", "ru", "to", "mwe", "ki", "ndo", "wa")
REMARKS = (
    "Site visité avec le chef de colline, accès par piste",
    "Creuseurs rencontrés au puits principal ; pluie la veille",
    "Exploitation suspendue depuis deux mois, reprise annoncée",
    "Barrière à l'entrée, taxe de 500 FC par personne",
    'Le guide parle de "puits fermés", à vérifier',
)

COLUMNS: tuple[tuple[str, ColumnType], ...] = (
    ("visit_id", "string"), ("site_code", "string"), ("site_name", "string"),
    ("province", "string"), ("territory", "string"), ("village", "string"),
    ("longitude", "number"), ("latitude", "number"), ("altitude", "integer"),
    ("visit_date", "date"), ("recorded_at", "datetime"), ("mineral_1", "string"),
    ("mineral_2", "string"), ("workers", "integer"), ("pits", "integer"),
    ("women_present", "boolean"), ("children_present", "boolean"), ("presence", "string"),
    ("tax_paid", "number"), ("price_kg", "number"), ("buyer", "string"),
    ("certified", "boolean"), ("access_hours", "number"), ("remark", "string"),
    ("source", "string"),
)  # fmt: skip
SCHEMA = Schema(tuple(Column(name, kind) for name, kind in COLUMNS))
ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
}


def _names(random: np.random.Generator, count: int) -> list[str]:
    parts = random.choice(SYLLABLES, size=(count, 3))
    return ["".join(row).capitalize() for row in parts]


def _some(random: np.random.Generator, values: object, share_empty: float) -> pa.Array:
    array = np.asarray(values)
    return pa.array(array, mask=random.random(len(array)) < share_empty)


def _block(random: np.random.Generator, first: int, rows: int, places: list[str]) -> pa.Table:
    def pick(values: object) -> np.ndarray:
        return random.choice(np.asarray(values), rows)

    site = random.integers(0, 50_000, rows)
    day = np.datetime64("2009-01-01") + random.integers(0, 5800, rows)
    workers = random.poisson(40, rows) * random.integers(0, 5, rows)
    values: dict[str, object] = {
        "visit_id": [f"V{n:09d}" for n in range(first, first + rows)],
        "site_code": [f"codmine{n:05d}" for n in site],
        "site_name": [f"{places[n % len(places)]} {n % 97}" for n in site],
        "province": pick(PROVINCES),
        "territory": pick(places[:60]),
        "village": pick(places),
        "longitude": np.round(random.uniform(25.5, 30.9, rows), 6),
        "latitude": np.round(random.uniform(-6.5, 3.8, rows), 6),
        "altitude": random.integers(600, 2900, rows),
        "visit_date": day,
        "recorded_at": day.astype("datetime64[us]") + random.integers(0, 86_400, rows) * 1_000_000,
        "mineral_1": pick(MINERALS),
        "mineral_2": _some(random, pick(MINERALS), 0.7),
        "workers": _some(random, workers, 0.2),
        "pits": _some(random, random.integers(0, 60, rows), 0.3),
        "women_present": _some(random, random.random(rows) < 0.4, 0.1),
        "children_present": _some(random, random.random(rows) < 0.1, 0.3),
        "presence": pick(PRESENCE),
        "tax_paid": _some(random, np.round(random.gamma(2, 900, rows), 2), 0.5),
        "price_kg": np.round(random.gamma(3, 9000, rows), 2),
        "buyer": _some(random, pick(places), 0.4),
        "certified": random.random(rows) < 0.3,
        "access_hours": np.round(random.gamma(2, 1.5, rows), 1),
        "remark": _some(random, pick(REMARKS), 0.35),
        "source": pick(["Équipe démo A", "Équipe démo B", "CSO Démo Kivu"]),
    }
    arrays = [pa.array(values[name]).cast(ARROW[kind]) for name, kind in COLUMNS]
    return pa.table(arrays, names=[name for name, _ in COLUMNS])


def blocks(rows: int) -> Iterator[pa.Table]:
    """The table in pieces of at most ``BLOCK`` rows."""
    random = np.random.default_rng(SEED)
    places = _names(random, 900)
    for first in range(0, rows, BLOCK):
        yield _block(random, first, min(BLOCK, rows - first), places)


def parquet(rows: int) -> Path:
    """The path of the Parquet with ``rows`` visits, made if it is not there yet."""
    TMP.mkdir(exist_ok=True)
    target = TMP / f"visits-{rows}.parquet"
    if target.exists():
        return target
    part = target.with_name(f"{target.name}.part")
    schema = pa.schema([(name, ARROW[kind]) for name, kind in COLUMNS])
    made = pa.RecordBatchReader.from_batches(
        schema, (batch for block in blocks(rows) for batch in block.to_batches())
    )
    with duckdb.connect() as connection:
        connection.from_arrow(made).create_view("made")
        connection.execute(f"COPY made TO '{part}' ({COPY_OPTIONS})")
    return part.rename(target)


def csv(rows: int) -> Path:
    """The same visits as CSV."""
    target = TMP / f"visits-{rows}.csv"
    if not target.exists():
        source, part = parquet(rows), target.with_name(f"{target.name}.part")
        with part.open("wb") as out:
            out.writelines(csv_chunks(source, SCHEMA, engine=Engine()))
        part.rename(target)
    return target


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for made in (parquet(size), csv(size)):
        print(f"{made} {made.stat().st_size / 1e6:.1f} MB")

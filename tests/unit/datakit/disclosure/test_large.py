"""Nothing hidden changes a byte of a large edition either: row groups, threads and dictionaries."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datakit.disclosure import Plan, derive
from datakit.disclosure.grid import centre
from datakit.disclosure.plan import Anonymity
from datakit.disclosure.treatments import Bands, Categories, Grid, Keep, Period, Redact
from datakit.query import Engine
from datakit.schema import Column, Schema
from tests.unit.datakit.disclosure.worlds import KEY, TODAY
from tests.unit.datakit.tables import stored

ROWS = 45_000
TAGS = {"day": "date", "lon": "longitude", "lat": "latitude"}
PLAN = Plan(
    {
        "day": Period("month"),
        "workers": Bands((10, 100, 200)),
        "mineral": Categories({"Or": "or"}, "other"),
        "lon": Grid(50, "longitude", "lat"),
        "lat": Grid(50, "latitude", "lon"),
        "note": Redact(),
        "kept": Keep(),
    },
    anonymity=Anonymity(20, ("day", "lon", "workers")),
)


def visits() -> dict[str, Any]:
    random = np.random.default_rng(7)
    return {
        "row": list(range(ROWS)),
        "day": [date(2024, 1, 1) + timedelta(int(n)) for n in random.integers(0, 700, ROWS)],
        "workers": [int(n) for n in random.integers(0, 300, ROWS)],
        "mineral": [str(each) for each in random.choice(["Or", "Coltan", "Étain"], ROWS)],
        "lon": [float(n) for n in random.uniform(26, 30, ROWS)],
        "lat": [float(n) for n in random.uniform(-6, 3, ROWS)],
        "note": [f"appeler 099{n:07d} demain" for n in random.integers(0, 9_999_999, ROWS)],
        "kept": [str(each) for each in random.choice(["a", "b", "c"], ROWS)],
    }


def with_other_hidden_values(columns: dict[str, Any]) -> dict[str, Any]:
    """The same to whoever reads the edition; to whoever reads the full table, nothing is."""
    places = [centre(*place, 50) for place in zip(columns["lon"], columns["lat"], strict=True)]
    bands = ((10, 0), (100, 99), (200, 150), (10_000, 999))
    return {
        **columns,
        "row": [-1] * ROWS,
        "day": [day.replace(day=1) for day in columns["day"]],
        "workers": [next(to for edge, to in bands if n < edge) for n in columns["workers"]],
        "mineral": [each if each == "Or" else "Uranium" for each in columns["mineral"]],
        "lon": [place[0] for place in places if place],
        "lat": [place[1] for place in places if place],
        "note": ["appeler +243 81 000 00 00 demain"] * ROWS,
    }


def content(folder: Path, columns: dict[str, Any], threads: int) -> bytes:
    plain = stored(folder / "full.parquet", columns)
    schema = Schema(tuple(Column(c.name, c.type, tag=TAGS.get(c.name, "")) for c in plain.columns))
    out = folder / "edition.parquet"
    engine = Engine(threads=threads)
    made = derive(folder / "full.parquet", schema, PLAN, KEY, out, today=TODAY, engine=engine)
    assert made.rows > ROWS - 20
    return out.read_bytes()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return content(tmp_path_factory.mktemp("expected"), visits(), 2)


@pytest.mark.parametrize("threads", [1, 2])
def test_neither_hidden_values_nor_order_nor_threads_change_a_byte(tmp_path, expected, threads):
    order = np.random.default_rng(threads).permutation(ROWS)
    hidden = with_other_hidden_values(visits())
    shuffled = {name: [cells[at] for at in order] for name, cells in hidden.items()}
    assert content(tmp_path, shuffled, threads) == expected


def test_what_is_shown_does_change_it(tmp_path, expected):
    columns = visits()
    columns["kept"][0] = "d"
    assert content(tmp_path, columns, 2) != expected

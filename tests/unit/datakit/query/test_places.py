"""Rows counted by the square they lie in."""

from pathlib import Path

import pytest

from datakit.query import UnknownColumn
from datakit.query.places import squares
from datakit.schema import Schema
from tests.unit.datakit.tables import stored

Table = tuple[Path, Schema]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    path = tmp_path / "t.parquet"
    return path, stored(
        path,
        {
            "lon": [28.51, 28.49, 28.6, 27.0, None, 28.5, 999.0],
            "lat": [-2.01, -1.99, -2.0, -3.0, -2.0, None, -2.0],
        },
    )


def test_the_fullest_square_comes_first(table: Table) -> None:
    assert squares(*table, "lon", "lat", 0.5, 10) == [(28.5, -2.0, 3), (27.0, -3.0, 1)]


def test_a_finer_grid_tells_them_apart(table: Table) -> None:
    found = [(round(east, 1), rows) for east, _, rows in squares(*table, "lon", "lat", 0.1, 10)]
    assert found == [(28.5, 2), (27.0, 1), (28.6, 1)]


def test_no_more_than_asked(table: Table) -> None:
    assert len(squares(*table, "lon", "lat", 0.5, 1)) == 1


def test_a_column_that_is_not_there(table: Table) -> None:
    with pytest.raises(UnknownColumn):
        squares(*table, "lon", "nord", 0.5, 1)

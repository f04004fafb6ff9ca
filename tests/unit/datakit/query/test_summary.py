"""Facets, bars and distributions."""

from datetime import date, datetime
from pathlib import Path

import pytest

from datakit.query import (
    Filter,
    Query,
    UnknownColumn,
    bar_counts,
    column_summary,
    facet,
)
from datakit.schema import Schema
from tests.unit.datakit.tables import stored

Table = tuple[Path, Schema]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    path = tmp_path / "t.parquet"
    return path, stored(
        path,
        {
            "mineral": ["Or", "Or", "Coltan", None, "", "Or", "Étain", "Coltan"],
            "workers": [0, 10, 20, None, 40, 100, None, 30],
            "open": [True, False, True, None, True, True, False, True],
            "visited": [date(2024, 1, day) for day in range(1, 9)],
            "seen": [datetime(2024, 1, 1, hour) for hour in range(8)],
            "same": [5.0] * 8,
            "never": [None] * 8,
        },
        {"never": "number"},
    )


def test_facet_counts_the_most_frequent_first_and_the_empty_together(table):
    assert facet(*table, "mineral") == [("Or", 3), ("Coltan", 2), (None, 2), ("Étain", 1)]


def test_facet_of_what_is_asked(table):
    query = Query((Filter("workers", "at_least", "20"),))
    assert facet(*table, "mineral", query, 1) == [("Coltan", 2)]


@pytest.mark.parametrize("ask", [facet, bar_counts, column_summary])
def test_an_unknown_column_is_refused(table, ask):
    with pytest.raises(UnknownColumn):
        ask(*table, 'mineral"; --')


def test_bars_leave_nobody_out(table):
    bars = bar_counts(*table, "mineral", limit=1)
    assert (bars.bars, bars.other, bars.empty) == ((("Or", 3),), 3, 2)
    whole = bar_counts(*table, "open")
    assert (whole.bars, whole.other, whole.empty) == (((True, 5), (False, 2)), 0, 1)


def test_summary_of_numbers(table):
    summary = column_summary(*table, "workers", bins=4)
    assert (summary.rows, summary.empty, summary.distinct) == (8, 2, 6)
    assert (summary.minimum, summary.maximum) == (0, 100)
    assert summary.mean == pytest.approx(200 / 6)
    assert [one.count for one in summary.bins] == [3, 2, 0, 1]
    assert (summary.bins[0].low, summary.bins[-1].high) == (0, 100)


def test_the_mean_leaves_out_the_empty_not_the_zero(tmp_path):
    schema = stored(tmp_path / "t.parquet", {"n": [0, 10, None]})
    assert column_summary(tmp_path / "t.parquet", schema, "n").mean == 5


@pytest.mark.parametrize("column", ["visited", "seen"])
def test_summary_of_moments_has_bins_without_a_mean(table, column):
    summary = column_summary(*table, column, bins=7)
    assert summary.mean is None
    assert [one.count for one in summary.bins] == [1, 1, 1, 1, 1, 1, 2]


def test_summary_of_text(table):
    summary = column_summary(*table, "mineral")
    assert (summary.empty, summary.distinct, summary.bins) == (2, 3, ())
    assert (summary.minimum, summary.maximum) == ("Coltan", "Étain")


def test_one_value_makes_one_bin_and_none_makes_none(table):
    assert [(one.low, one.count) for one in column_summary(*table, "same").bins] == [(5.0, 8)]
    nothing = column_summary(*table, "never")
    assert (nothing.empty, nothing.bins, nothing.mean) == (8, (), None)


def test_summary_of_no_rows(table):
    query = Query((Filter("workers", "at_least", "1000"),))
    assert column_summary(*table, "workers", query).rows == 0
    assert facet(*table, "mineral", query) == []

"""Pages and counts: the same rows as pandas would give, in the same order, on every page."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datakit.query import Filter, Query, QueryError, Sort, UnknownColumn, count, page
from datakit.query.rows import batches
from datakit.schema import Schema
from tests.unit.datakit.tables import stored

VISITS: dict[str, list[Any]] = {
    "site": ["Kalima", "Élila", "elila", None, "Zobia", "Kalima", "", "Ébène", "Ändré", "x"],
    "workers": [12, None, 0, 40, 40, -3, 12, None, 7, 40],
    "depth": [1.5, 2.0, None, 0.1, 1e9, -4.25, 0.1, 3.0, None, 2.0],
    "open": [True, False, None, True, True, False, False, None, True, False],
    "visited": [date(2024, 1, day) if day % 4 else None for day in range(1, 11)],
}


@pytest.fixture
def visits(tmp_path: Path) -> tuple[Path, Schema]:
    path = tmp_path / "visits.parquet"
    return path, stored(path, VISITS)


def sites(table: tuple[Path, Schema], *filters: Filter, **rest: Any) -> list[Any]:
    answer = page(*table, Query(filters, **rest), offset=0, limit=100)
    assert answer.total == len(answer.rows)
    return [row[0] for row in answer.rows]


def test_rows_come_in_the_order_of_the_file_with_their_types(visits):
    answer = page(*visits, Query(), offset=0, limit=2)
    assert answer.total == 10
    assert answer.rows == [
        ("Kalima", 12, 1.5, True, date(2024, 1, 1)),
        ("Élila", None, 2.0, False, date(2024, 1, 2)),
    ]


@pytest.mark.parametrize("sort", [None, Sort("workers")], ids=["as stored", "sorted"])
def test_only_the_columns_asked_for_are_read_in_the_order_asked(visits, sort):
    query = Query(sort=sort)
    narrow = page(*visits, query, offset=1, limit=5, columns=["depth", "site"])
    whole = page(*visits, query, offset=1, limit=5)
    assert narrow.rows == [(row[2], row[0]) for row in whole.rows]
    assert narrow.total == whole.total
    with pytest.raises(UnknownColumn):
        page(*visits, query, offset=1, limit=5, columns=["secret"])


def test_columns_come_in_the_order_of_the_schema(visits):
    path, schema = visits
    turned = Schema(tuple(reversed(schema.columns)))
    assert page(path, turned, Query(), offset=0, limit=1).rows[0][-1] == "Kalima"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Filter("site", "equals", "Kalima"), ["Kalima", "Kalima"]),
        (Filter("site", "contains", "ELILA"), ["Élila", "elila"]),
        (Filter("site", "contains", "eb"), ["Ébène"]),
        (Filter("site", "is_empty"), [None, ""]),
        (Filter("site", "one_of", ("x", "Zobia")), ["Zobia", "x"]),
        (Filter("site", "one_of", "x"), ["x"]),
        (Filter("site", "one_of", ()), []),
        (Filter("workers", "equals", "0"), ["elila"]),
        (Filter("workers", "at_least", "40"), [None, "Zobia", "x"]),
        (Filter("workers", "at_most", 0), ["elila", "Kalima"]),
        (Filter("workers", "is_empty"), ["Élila", "Ébène"]),
        (Filter("workers", "contains", "2"), ["Kalima", ""]),
        (Filter("depth", "equals", "0,1"), [None, ""]),
        (Filter("depth", "at_least", "1 000 000"), ["Zobia"]),
        (Filter("open", "equals", "non"), ["Élila", "Kalima", "", "x"]),
        (Filter("open", "is_empty"), ["elila", "Ébène"]),
        (Filter("visited", "at_most", "02/01/2024"), ["Kalima", "Élila"]),
        (Filter("visited", "equals", "2024-01-10"), ["x"]),
    ],
)
def test_filters(visits, asked, expected):
    assert sites(visits, asked) == expected


def test_not_equals_keeps_the_empty_cells(visits):
    assert sites(visits, Filter("workers", "not_equals", "40")) == [
        *("Kalima", "Élila", "elila", "Kalima", "", "Ébène", "Ändré"),
    ]


def test_all_filters_must_hold(visits):
    both = Filter("workers", "at_least", "1"), Filter("open", "equals", "true")
    assert sites(visits, *both) == ["Kalima", None, "Zobia", "Ändré"]


def test_search_needs_every_word_in_some_text_column(visits):
    assert sites(visits, search="eLi ila") == ["Élila", "elila"]
    assert sites(visits, search="elila zobia") == []


def test_search_in_a_table_without_text_finds_nothing(tmp_path):
    schema = stored(tmp_path / "n.parquet", {"n": [1, 2]})
    assert count(tmp_path / "n.parquet", schema, Query(search="1")) == 0


def test_text_sorts_by_letters_not_by_accents_or_case_and_empties_come_last(visits):
    assert sites(visits, sort=Sort("site"))[1:] == [
        *("Ändré", "Ébène", "elila", "Élila", "Kalima", "Kalima", "x", "Zobia", None),
    ]


@pytest.mark.parametrize("descending", [False, True])
def test_empty_cells_come_last_both_ways_and_ties_keep_their_order(visits, descending):
    numbers = [row[1] for row in _sorted(visits, "workers", descending).rows]
    assert numbers[-2:] == [None, None]
    assert numbers[:-2] == sorted(numbers[:-2], reverse=descending)
    forty = [row[0] for row in _sorted(visits, "workers", descending).rows if row[1] == 40]
    assert forty == [None, "Zobia", "x"]


def _sorted(visits, column, descending):
    return page(*visits, Query(sort=Sort(column, descending)), offset=0, limit=100)


@pytest.mark.parametrize("query", [Query(), Query(sort=Sort("workers", True)), Query(search="i")])
def test_pages_together_are_the_whole(visits, query):
    whole = page(*visits, query, offset=0, limit=100)
    pieces = [page(*visits, query, offset=at, limit=3).rows for at in range(0, whole.total, 3)]
    assert [row for piece in pieces for row in piece] == whole.rows


def test_a_page_past_the_end_is_empty_but_knows_the_total(visits):
    assert page(*visits, Query(), offset=10, limit=5) == page(*visits, Query(), offset=99, limit=5)
    assert page(*visits, Query(), offset=99, limit=5).total == 10


def test_offset_and_limit_below_zero_are_zero(visits):
    assert page(*visits, Query(), offset=-5, limit=1).rows[0][0] == "Kalima"
    assert page(*visits, Query(), offset=0, limit=-1).rows == []


def test_a_table_without_rows(tmp_path):
    schema = stored(tmp_path / "none.parquet", {"n": []}, {"n": "integer"})
    assert page(tmp_path / "none.parquet", schema, Query(), offset=0, limit=5).rows == []
    assert list(batches(tmp_path / "none.parquet", schema, Query())) == []


def test_a_file_that_was_replaced_is_read_anew(tmp_path):
    path = tmp_path / "t.parquet"
    for values in ([1], [2, 3]):
        schema = stored(tmp_path / "new.parquet", {"n": values})
        (tmp_path / "new.parquet").replace(path)
        assert count(path, schema, Query()) == len(values)


def test_batches_hold_what_pages_hold(visits):
    query = Query((Filter("workers", "is_not_empty"),), Sort("depth"))
    streamed = [tuple(r.values()) for part in batches(*visits, query) for r in part.to_pylist()]
    assert streamed == page(*visits, query, offset=0, limit=100).rows


@pytest.mark.parametrize("name", ["nothing", 'site" OR 1=1 --', "file_row_number", ""])
@pytest.mark.parametrize("ask", ["filter", "sort"])
def test_a_column_the_schema_does_not_have_is_refused(visits, name, ask):
    query = Query((Filter(name, "is_empty"),)) if ask == "filter" else Query(sort=Sort(name))
    with pytest.raises(UnknownColumn):
        page(*visits, query, offset=0, limit=1)


def test_a_column_hidden_by_the_schema_cannot_be_asked_for(visits):
    path, schema = visits
    narrow = Schema(schema.columns[:1])
    assert page(path, narrow, Query(), offset=0, limit=1).rows == [("Kalima",)]
    with pytest.raises(UnknownColumn):
        count(path, narrow, Query((Filter("workers", "equals", "1"),)))
    with pytest.raises(QueryError):
        batches(path, narrow, Query(sort=Sort("workers")))


NASTY = ["x' OR '1'='1", "'; DROP TABLE t; --", '"', "?", "%", "_", "\\", "$1", "é\x00", "a\nb"]


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("op", ["equals", "contains", "not_equals", "at_least", "one_of"])
def test_values_are_only_ever_values(tmp_path, value, op):
    schema = stored(tmp_path / "t.parquet", {"t": ["plain", value]})
    found = page(
        tmp_path / "t.parquet", schema, Query((Filter("t", op, value),)), offset=0, limit=9
    )
    texts = [row[0] for row in found.rows]
    assert (value in texts) == (op != "not_equals")
    if op in ("equals", "contains", "one_of"):
        assert texts == [value]


@pytest.mark.parametrize("name", ['a"b', "a'b", 'x") --', "select", "été 2024", "a;b", "?", "%s"])
def test_awkward_column_names_are_names(tmp_path, name):
    schema = stored(tmp_path / "t.parquet", {name: ["b", "a"], "other": [1, 2]})
    query = Query((Filter(name, "one_of", ("a", "b")),), Sort(name), "a")
    assert page(tmp_path / "t.parquet", schema, query, offset=0, limit=9).rows == [("a", 2)]


COMPARE = {
    "equals": lambda column, value: column == value,
    "not_equals": lambda column, value: column.isna() | (column != value),
    "at_least": lambda column, value: column >= value,
    "at_most": lambda column, value: column <= value,
    "is_empty": lambda column, value: column.isna(),
    "is_not_empty": lambda column, value: column.notna(),
}
NUMBERS = st.one_of(st.none(), st.integers(-3, 3))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=30),
    op=st.sampled_from(sorted(COMPARE)),
    value=st.integers(-3, 3),
    descending=st.booleans(),
)
def test_filter_and_sort_equal_pandas(tmp_path, values, op, value, descending):
    path = tmp_path / "t.parquet"
    columns = {"a": [a for a, _ in values], "b": [b for _, b in values]}
    schema = stored(path, columns, {"a": "integer", "b": "integer"})
    frame = pd.DataFrame(columns, dtype="Int64")
    kept = frame[COMPARE[op](frame["a"], value).fillna(False).astype(bool)]
    kept = kept.sort_values("b", ascending=not descending, kind="stable", na_position="last")
    expected = [tuple(None if pd.isna(x) else x for x in row) for row in kept.to_numpy()]
    query = Query((Filter("a", op, value),), Sort("b", descending))
    assert page(path, schema, query, offset=0, limit=99).rows == expected
    assert count(path, schema, query) == len(expected)

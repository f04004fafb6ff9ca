"""CSV: the same values come back, and no cell becomes a formula."""

import csv
import io
import math
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datakit.query import Filter, Query, QueryError, Sort
from datakit.schema import Column, Schema
from datakit.write import BOM, csv_chunks, safe_text
from tests.unit.datakit.tables import stored


def written(path: Path, schema: Schema, query: Query | None = None) -> str:
    return b"".join(csv_chunks(path, schema, query)).decode("utf-8-sig")


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def column_cells(tmp_path: Path, values: Sequence[Any], **column: Any) -> list[str]:
    schema = stored(tmp_path / "t.parquet", {"c": values, "last": ["."] * len(values)})
    first = Column("c", schema.columns[0].type, **column)
    text = written(tmp_path / "t.parquet", Schema((first, schema.columns[1])))
    return [row[0] for row in cells(text)[1:]]


def test_it_starts_with_a_byte_order_mark_and_ends_lines_as_excel_does(tmp_path):
    schema = stored(tmp_path / "t.parquet", {"été": ["é"], "n": [1]})
    text = b"".join(csv_chunks(tmp_path / "t.parquet", schema))
    assert text == BOM + '"été","n"\r\n"é",1\r\n'.encode()


def test_a_table_without_rows_has_its_header(tmp_path):
    schema = stored(tmp_path / "t.parquet", {"n": []}, {"n": "integer"})
    assert cells(written(tmp_path / "t.parquet", schema)) == [["n"]]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (12, "12"),
        (2**62, str(2**62)),
        (0.1, "0.1"),
        (1234567.125, "1234567.125"),
        (float("nan"), ""),
        (float("inf"), ""),
        (True, "true"),
        (False, "false"),
        (date(2024, 5, 31), "2024-05-31"),
        (datetime(2024, 5, 31, 14, 30), "2024-05-31T14:30:00"),
        (datetime(2024, 5, 31, 14, 30, 0, 120), "2024-05-31T14:30:00.000120"),
        (time(14, 30), "14:30:00"),
        ('a "b", c', 'a "b", c'),
        ("two\nlines", "two\nlines"),
    ],
)
def test_cells(tmp_path, value, cell):
    assert column_cells(tmp_path, [value, None]) == [cell, ""]


def test_moments_with_and_without_fractions_in_one_column(tmp_path):
    moments = [datetime(2024, 1, 1, 1), datetime(2024, 1, 1, 1, 0, 0, 500000)]
    assert column_cells(tmp_path, moments) == ["2024-01-01T01:00:00", "2024-01-01T01:00:00.500000"]


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("oui", "non"), ("=1", "x")])
def test_booleans_are_spelt_as_in_their_file(tmp_path, yes, no):
    spelt = column_cells(tmp_path, [True, False, None], true_values=(yes, "t"), false_values=(no,))
    assert spelt == [safe_text(yes), no, ""]


@pytest.mark.parametrize(
    "formula", ["=1+1", "=HYPERLINK(1)", "+cmd", "-1+1", "@SUM(A1)", "\tx", "\rx", "+243 99", "-"]
)
def test_a_formula_becomes_text(tmp_path, formula):
    assert column_cells(tmp_path, ["plain", formula, None]) == ["plain", "'" + formula, ""]


@pytest.mark.parametrize("text", ["-12", "+3", "-1.5", "+0,5", "a=b", "'=1", "", " =1", "é-"])
def test_other_text_is_left_alone(tmp_path, text):
    assert column_cells(tmp_path, [text, "=1"]) == [text, "'=1"]


def test_a_formula_as_a_column_name_is_text_too(tmp_path):
    schema = stored(tmp_path / "t.parquet", {"=cmd": [1], 'a"b': [2]})
    assert cells(written(tmp_path / "t.parquet", schema))[0] == ["'=cmd", 'a"b']


def test_only_the_columns_of_the_schema_are_written(tmp_path):
    schema = stored(tmp_path / "t.parquet", {"a": ["x"], "secret": ["y"]})
    assert "y" not in written(tmp_path / "t.parquet", Schema(schema.columns[:1]))


def test_the_rows_asked_for_in_the_order_asked_for(tmp_path):
    schema = stored(tmp_path / "t.parquet", {"n": [3, 1, None, 2]})
    query = Query((Filter("n", "is_not_empty"),), Sort("n"))
    assert cells(written(tmp_path / "t.parquet", schema, query)) == [["n"], ["1"], ["2"], ["3"]]


def test_a_wrong_question_fails_before_the_first_byte(tmp_path):
    schema = stored(tmp_path / "t.parquet", {"n": [1]})
    with pytest.raises(QueryError):
        csv_chunks(tmp_path / "t.parquet", schema, Query(sort=Sort("m")))


def test_many_batches_are_one_file(tmp_path):
    schema = stored(tmp_path / "t.parquet", {"n": list(range(45_000))})
    chunks = list(csv_chunks(tmp_path / "t.parquet", schema))
    assert len(chunks) > 3
    lines = b"".join(chunks).decode("utf-8-sig").split("\r\n")
    assert lines == ['"n"', *map(str, range(45_000)), ""]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.none() | TEXT,
            st.none() | st.floats(allow_nan=False, allow_infinity=False),
            st.none() | st.integers(-(2**63), 2**63 - 1),
            st.none() | st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)),
        ),
        max_size=20,
    )
)
def test_what_was_stored_comes_back(tmp_path, rows):
    path = tmp_path / "t.parquet"
    kinds = {"text": "string", "number": "number", "whole": "integer", "moment": "datetime"}
    columns = (
        dict(zip(kinds, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(kinds, ())
    )
    schema = stored(path, columns, kinds)
    found = cells(written(path, schema))[1:]
    assert len(found) == len(rows)
    for (text, number, whole, moment), cell in zip(rows, found, strict=True):
        assert cell[0] in (text or "", "'" + (text or ""))
        assert cell[1] == "" if number is None else math.isclose(float(cell[1]), number, rel_tol=0)
        assert cell[2] == ("" if whole is None else str(whole))
        assert cell[3] == ("" if moment is None else moment.isoformat())

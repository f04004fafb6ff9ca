"""A schema survives being written as a Table Schema."""

import json

import pytest

from datakit.schema import Column, Schema

SCHEMA = Schema(
    (
        Column("pcode", tag="identifier", title="Code "),
        Column("is_gold_mine", "boolean", true_values=("1",), false_values=("0",)),
        Column("visit_date", "date", description="Day of the visit"),
    )
)


def test_a_schema_survives_json() -> None:
    written = json.loads(json.dumps(SCHEMA.as_table_schema()))
    assert Schema.from_table_schema(written) == SCHEMA
    assert written["fields"][1] == {
        "name": "is_gold_mine",
        "type": "boolean",
        "trueValues": ["1"],
        "falseValues": ["0"],
    }


def test_columns_are_found_by_name() -> None:
    assert SCHEMA.names == ("pcode", "is_gold_mine", "visit_date")
    assert SCHEMA.column("visit_date").type == "date"
    with pytest.raises(KeyError):
        SCHEMA.column("Visit_Date")

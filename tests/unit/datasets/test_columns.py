"""Which columns of a wide table show first, and which are counted."""

from types import SimpleNamespace
from typing import Any

import pytest

from datakit.schema import Column, Schema
from datasets.columns import (
    SHOWN_FIRST,
    SHOWN_ON_PHONE,
    ColumnFacts,
    countable,
    described,
    on_phone,
    shown,
)


def facts(name: str, kind: str = "string", **found: Any) -> ColumnFacts:
    tag = found.pop("tag", "")
    defaults = {"share_empty": 0.0, "distinct": 500}
    return ColumnFacts(Column(name, kind, tag=tag), **{**defaults, **found})  # type: ignore[arg-type]


def names(columns: list[ColumnFacts]) -> list[str]:
    return [each.column.name for each in columns]


def table_of(schema: Schema, profile: list[dict[str, Any]], rows: int) -> Any:
    return SimpleNamespace(schema=schema, table=SimpleNamespace(profile=profile, rows=rows))


def test_a_narrow_table_shows_whole() -> None:
    columns = [facts(f"c{n}") for n in range(SHOWN_FIRST)]
    assert shown(columns, []) == columns


def test_what_says_most_comes_first_in_the_tables_order() -> None:
    columns = [
        facts("number", "integer", tag="identifier"),
        facts("shape", longest=200),
        facts("always", distinct=1),
        facts("hollow", share_empty=0.95),
        *(facts(f"c{n}") for n in range(10)),
        facts("province", tag="place", distinct=12),
        facts("visited", "date", tag="date"),
    ]
    first = names(shown(columns, []))
    assert len(first) == SHOWN_FIRST
    assert not {"number", "shape", "always", "hollow"} & set(first)
    assert {"province", "visited"} <= set(first)
    assert first == [each.column.name for each in columns if each.column.name in first]


def test_columns_asked_for_that_exist() -> None:
    columns = [facts("a"), facts("b"), facts("c")]
    assert names(shown(columns, ["c", "a", "nothing"])) == ["a", "c"]
    assert names(shown(columns, ["nothing"])) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (facts("few", distinct=2), True),
        (facts("few", distinct=40), True),
        (facts("one", distinct=1), False),
        (facts("many", distinct=41), False),
        (facts("unknown", distinct=None), True),
        (facts("yes", "boolean", distinct=2), True),
        (facts("number", "integer", distinct=5), False),
        (facts("day", "date", distinct=5), False),
    ],
)
def test_what_can_be_counted(column: ColumnFacts, expected: bool) -> None:
    assert column.countable is expected


def test_the_most_telling_bars_come_first() -> None:
    yes_no, source = facts("armed", "boolean", distinct=2), facts("source", distinct=4)
    province = facts("province", tag="place", distinct=12)
    hollow = facts("second", distinct=12, share_empty=0.9)
    assert names(countable([yes_no, hollow, source, province])) == [
        "province",
        "source",
        "armed",
        "second",
    ]


def test_figures_come_from_the_profile_by_name() -> None:
    schema = Schema((Column("a", "integer", title="Effectif"), Column("b")))
    found = {"name": "a", "empty": 5, "distinct": 3, "minimum": "0", "maximum": "9"}
    first, second = described(table_of(schema, [{**found, "examples": ["1", "222"]}], 20))
    assert (first.label, first.share_empty, first.distinct) == ("Effectif", 0.25, 3)
    assert (first.minimum, first.maximum, first.longest) == ("0", "9", 3)
    assert first.numeric
    assert first.ordered
    assert (second.label, second.share_empty, second.distinct) == ("b", None, None)
    assert not second.numeric


def test_an_empty_table_has_no_shares() -> None:
    schema = Schema((Column("a"),))
    (only,) = described(table_of(schema, [{"name": "a", "empty": 0}], 0))
    assert only.share_empty is None


def test_a_phone_shows_few_columns_the_name_first_and_no_coordinates() -> None:
    table = [
        facts("code"),
        facts("lon", "number", tag="longitude"),
        facts("lat", "number", tag="latitude"),
        *[facts(f"hollow{n}", share_empty=0.9) for n in range(5)],
        *[facts(f"full{n}", distinct=5) for n in range(5)],
    ]
    assert names(on_phone(table, [])) == ["code", *[f"full{n}" for n in range(5)]]
    assert len(on_phone(table, [])) == SHOWN_ON_PHONE


def test_a_phone_shows_all_that_was_asked_for() -> None:
    table = [facts(f"c{n}") for n in range(9)]
    asked = [f"c{n}" for n in range(8)]
    assert names(on_phone(table, asked)) == asked
    assert set(names(on_phone(table, []))) <= set(names(shown(table, [])))

"""A plan is data: it survives JSON, and says which column is wrong and why."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from datakit.disclosure import Plan, PlanError, check, phrases
from datakit.disclosure.plan import Anonymity, Before, Embargo, Only, SmallCells
from datakit.disclosure.treatments import (
    Bands,
    Categories,
    Drop,
    Grid,
    Keep,
    Level,
    Limits,
    Period,
    Pseudonymise,
    Redact,
)
from datakit.schema import Column, Schema
from tests.unit.datakit.disclosure.worlds import plans

SCHEMA = Schema(
    (
        Column("name", tag="person-name"),
        Column("province", tag="place"),
        Column("village", tag="place"),
        Column("workers", "integer"),
        Column("price", "number"),
        Column("day", "date", tag="date"),
        Column("seen", "datetime"),
        Column("ok", "boolean"),
        Column("lon", "number", tag="longitude"),
        Column("lat", "number", tag="latitude"),
        Column("note", tag="free-text"),
    )
)
KEPT = {"province": Keep()}
FULL = Plan(
    {
        "name": Pseudonymise("people"),
        "province": Level(("village",)),
        "village": Drop(),
        "workers": Bands((1, 10, 50)),
        "price": Limits(None, 9.5),
        "day": Period("quarter"),
        "ok": Categories({"true": "yes"}, None),
        "lon": Grid(25, "longitude", "lat"),
        "lat": Grid(25, "latitude", "lon"),
        "note": Redact(("name",)),
    },
    only=(Only("ok", (True,)), Only("province", ("Ituri", "Maniema"))),
    before=(Before("day", date(2024, 1, 31)),),
    embargo=Embargo("day", 6),
    small_cells=(SmallCells(("province", "workers"), 3, ("workers",)), SmallCells(("note",), 2)),
    anonymity=Anonymity(5, ("province", "day"), "drop"),
)


def found(plan: Plan) -> list[tuple[str, str]]:
    return [(each.template, each.params.get("column", "")) for each in check(plan, SCHEMA)]


def test_it_survives_json():
    assert Plan.from_dict(json.loads(json.dumps(FULL.as_dict()))) == FULL
    assert found(FULL) == []


@settings(deadline=None, max_examples=50)
@given(plans())
def test_every_plan_survives_json(plan):
    assert Plan.from_dict(json.loads(json.dumps(plan.as_dict()))) == plan


def test_a_column_not_named_is_dropped():
    plan = Plan(KEPT)
    assert plan.treatment("name") == Drop()
    assert [column.name for column in plan.shown(SCHEMA)] == ["province"]


def test_the_owner_keeps_everything():
    plan = Plan.of_everything(SCHEMA)
    assert plan.keeps_everything
    assert [column.name for column in plan.shown(SCHEMA)] == list(SCHEMA.names)
    assert not FULL.keeps_everything
    assert not Plan(KEPT, embargo=Embargo("day", 1)).keeps_everything


@pytest.mark.parametrize(
    "values",
    [
        {},
        [],
        None,
        {"version": 2, "columns": {}},
        {"version": 1},
        {"version": 1, "columns": []},
        {"version": 1, "columns": {"a": {"treatment": "erase"}}},
        {"version": 1, "columns": {"a": "keep"}},
        {"version": 1, "columns": {"a": {"treatment": "keep", "extra": 1}}},
        {"version": 1, "columns": {"a": {"treatment": "redact", "names": "name"}}},
        {"version": 1, "columns": {"a": {"treatment": "level", "finer": [1]}}},
        {"version": 1, "columns": {"a": {"treatment": "grid", "km": 5, "axis": 1}}},
        {"version": 1, "columns": {}, "only": [{"column": "a", "values": "abc"}]},
        {"version": 1, "columns": {}, "only": 5},
        {"version": 1, "columns": {}, "before": [{"column": "a", "date": "soon"}]},
        {"version": 1, "columns": {}, "embargo": {"column": "a", "months": "6"}},
        {"version": 1, "columns": {}, "embargo": {"column": "a", "months": True}},
        {"version": 1, "columns": {}, "small_cells": [{"columns": "ab", "k": 3}]},
        {"version": 1, "columns": {}, "anonymity": {"k": 3, "over": ["a"], "how": "hide"}},
        {"version": 1, "columns": {}, "anonymity": {"over": ["a"]}},
    ],
)
def test_what_is_no_plan_is_refused(values: Any):
    with pytest.raises(PlanError) as refused:
        Plan.from_dict(values)
    assert refused.value.problems[0].text()


@pytest.mark.parametrize(
    ("columns", "template", "column"),
    [
        ({"gone": Keep()}, phrases.UNKNOWN_COLUMN, "gone"),
        ({"lon": Grid(5, "longitude", "gone")}, phrases.UNKNOWN_COLUMN, "gone"),
        ({"note": Redact(("gone",))}, phrases.UNKNOWN_COLUMN, "gone"),
        ({"province": Drop()}, phrases.NOTHING_KEPT, ""),
        ({"province": Bands((1, 2))}, phrases.NEEDS_NUMBERS, "province"),
        ({"workers": Bands(())}, phrases.BAD_EDGES, "workers"),
        ({"workers": Bands((5, 1))}, phrases.BAD_EDGES, "workers"),
        ({"workers": Bands((1, 1))}, phrases.BAD_EDGES, "workers"),
        ({"price": Bands((float("nan"),))}, phrases.BAD_EDGES, "price"),
        ({"price": Bands(("1",))}, phrases.BAD_EDGES, "price"),  # type: ignore[arg-type]
        ({"workers": Bands((1.5,))}, phrases.WHOLE_EDGES, "workers"),
        ({"day": Limits(1, 2)}, phrases.NEEDS_NUMBERS, "day"),
        ({"price": Limits()}, phrases.BAD_LIMITS, "price"),
        ({"price": Limits(2, 1)}, phrases.BAD_LIMITS, "price"),
        ({"workers": Limits(0.5)}, phrases.WHOLE_EDGES, "workers"),
        ({"workers": Period("year")}, phrases.NEEDS_DATES, "workers"),
        ({"day": Period("week")}, phrases.BAD_PERIOD, "day"),  # type: ignore[arg-type]
        ({"note": Grid(5, "longitude", "lat")}, phrases.NEEDS_COORDINATES, "note"),
        ({"lon": Grid(5, "longitude", "lat")}, phrases.LONE_COORDINATE, "lon"),
        (
            {"lon": Grid(5, "longitude", "lat"), "lat": Keep()},
            phrases.LONE_COORDINATE,
            "lon",
        ),
        (
            {"lon": Grid(5, "longitude", "lat"), "lat": Grid(10, "latitude", "lon")},
            phrases.LONE_COORDINATE,
            "lon",
        ),
        (
            {"lon": Grid(5, "longitude", "lat"), "lat": Grid(5, "longitude", "lon")},
            phrases.LONE_COORDINATE,
            "lon",
        ),
        (
            {"lon": Grid(7, "longitude", "lat"), "lat": Grid(7, "latitude", "lon")},
            phrases.BAD_GRID,
            "lon",
        ),
        ({"province": Level(("village",)), "village": Keep()}, phrases.FINER_KEPT, "village"),
        ({"province": Level(("province",))}, phrases.FINER_KEPT, "province"),
        ({"ok": Redact()}, phrases.NEEDS_TEXT, "ok"),
        ({"province": Categories({})}, phrases.NO_PARENTS, "province"),
        ({"province": Categories({"a": None})}, phrases.NO_PARENTS, "province"),  # type: ignore[dict-item]
    ],
)
def test_a_treatment_that_does_not_fit(columns, template, column):
    assert (template, column) in found(Plan(columns))


@pytest.mark.parametrize(
    ("rules", "template", "column"),
    [
        ({"only": (Only("province", ()),)}, phrases.NO_VALUES, "province"),
        ({"only": (Only("workers", ("many",)),)}, phrases.BAD_VALUE, "workers"),
        ({"only": (Only("gone", ("x",)),)}, phrases.UNKNOWN_COLUMN, "gone"),
        ({"before": (Before("name", date(2024, 1, 1)),)}, phrases.NEEDS_DATES, "name"),
        ({"embargo": Embargo("workers", 3)}, phrases.NEEDS_DATES, "workers"),
        ({"embargo": Embargo("day", 0)}, phrases.BAD_MONTHS, "day"),
        ({"small_cells": (SmallCells(("province",), 1),)}, phrases.SMALL_K, ""),
        ({"small_cells": (SmallCells((), 3),)}, phrases.NO_COLUMNS, ""),
        ({"small_cells": (SmallCells(("name",), 3),)}, phrases.NOT_IN_EDITION, "name"),
        ({"small_cells": (SmallCells(("province",), 3, ("day",)),)}, phrases.NOT_IN_EDITION, "day"),
        ({"anonymity": Anonymity(5, ("province", "day"))}, phrases.NOT_IN_EDITION, "day"),
        ({"anonymity": Anonymity(5, ("province", "province"))}, phrases.TWICE, "province"),
        ({"anonymity": Anonymity(0, ("province",))}, phrases.SMALL_K, ""),
        ({"anonymity": Anonymity(5, ("gone",))}, phrases.UNKNOWN_COLUMN, "gone"),
    ],
)  # fmt: skip
def test_a_rule_that_does_not_fit(rules, template, column):
    assert (template, column) in found(Plan(KEPT, **rules))


def test_all_problems_are_told_at_once():
    plan = Plan({"province": Bands((1,)), "day": Bands((1,))}, embargo=Embargo("day", 0))
    assert len(found(plan)) == 3

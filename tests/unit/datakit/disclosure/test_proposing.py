"""The plan to start from is safe, whatever the table, and fits it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datakit.disclosure import Identifying, Plan, check, propose
from datakit.disclosure.meaning import PERSONAL, TERRITORY, meaning
from datakit.disclosure.proposing import band_edges
from datakit.disclosure.treatments import (
    Bands,
    Drop,
    Grid,
    Keep,
    Level,
    Period,
    Pseudonymise,
)
from datakit.reading.hints import tag_of
from datakit.schema import Column, Schema

ROWS = 7000
SENSITIVITIES = ("low", "moderate", "high", "severe")
CLOSED, OPEN = ("named", "consortium"), ("registered", "public")

# Header, type, distinct values, longest example: as the visits of mines have them.
VISITS: tuple[tuple[str, Any, int, str], ...] = (
    ("FID", "string", 7000, "curated.fid--35544b23_18df5e540d0_-2395"),
    ("vid", "integer", 7000, "12"),
    ("source", "string", 4, "IPIS"),
    ("pcode", "string", 3400, "codmine00191"),
    ("name", "string", 3170, "Mwanzalulu"),
    ("visit_date", "date", 1508, "2015-02-01"),
    ("recorded_at", "datetime", 6900, "2015-02-01 10:00:00"),
    ("visit_onsite", "boolean", 2, "true"),
    ("geom", "string", 3409, "POINT (28.3 -3.1)"),
    ("longitude", "number", 3403, "28.33680556"),
    ("latitude", "number", 3405, "-7.31944444"),
    ("location_origin", "string", 72, "GPS (village Kasenga)"),
    ("province", "string", 12, "Lualaba"),
    ("territoire", "string", 52, "Bukama"),
    ("collectivite", "string", 156, "Makelele"),
    ("village", "string", 1572, "Masingi"),
    ("workers_numb", "integer", 404, "144"),
    ("mineral1", "string", 16, "Or"),
    ("selling_points_mineral1", "string", 1108, "Kamituga, Bukavu"),
    ("armed_group1", "string", 58, "FDLR"),
    ("taxation_armed_group1", "boolean", 2, "true"),
    ("presence", "boolean", 2, "true"),
    ("enqueteur", "string", 30, "Jean Ka"),
    ("telephone", "string", 3000, "0991234567"),
    ("remarques", "string", 90, "Vu avec le chef"),
    ("state_service3", "string", 59, "Chefferie"),
)
SCHEMA = Schema(tuple(Column(name, kind, tag=tag_of(name, kind)) for name, kind, _, _ in VISITS))
PROFILE = [
    {
        "name": name,
        "empty": 0,
        "distinct": distinct,
        "minimum": "0" if kind == "integer" else "",
        "maximum": "12000" if kind == "integer" else "",
        "examples": [example],
    }
    for name, kind, distinct, example in VISITS
]


def proposed(sensitivity: str, audience: str) -> Plan:
    plan = propose(SCHEMA, PROFILE, sensitivity, audience, rows=ROWS)
    assert check(plan, SCHEMA) == ()
    return plan


def shown(plan: Plan) -> set[str]:
    return {column.name for column in plan.shown(SCHEMA)}


@pytest.mark.parametrize("sensitivity", SENSITIVITIES)
def test_the_owner_keeps_everything(sensitivity):
    assert proposed(sensitivity, "owner").keeps_everything
    assert shown(proposed(sensitivity, "owner")) == set(SCHEMA.names)


@pytest.mark.parametrize("audience", CLOSED)
def test_partners_get_places_to_five_km_and_no_text(audience):
    plan = proposed("moderate", audience)
    assert plan.columns["longitude"] == Grid(5, "longitude", "latitude")
    assert plan.columns["latitude"] == Grid(5, "latitude", "longitude")
    assert plan.columns["visit_date"] == Keep()
    assert plan.columns["recorded_at"] == Period("month")
    assert plan.columns["pcode"] == Pseudonymise()
    assert plan.columns["armed_group1"] == Keep()
    hidden = {
        "FID", "vid", "name", "geom", "location_origin", "village", "selling_points_mineral1",
        "enqueteur", "telephone", "remarques",
    }  # fmt: skip
    assert not hidden & shown(plan)


def test_partners_get_less_of_what_is_grave():
    high, severe = proposed("high", "consortium"), proposed("severe", "named")
    assert high.columns["visit_date"] == Period("month")
    assert high.columns["longitude"] == Grid(10, "longitude", "latitude")
    assert isinstance(high.columns["workers_numb"], Bands)
    assert severe.columns["longitude"] == Grid(25, "longitude", "latitude")
    assert "collectivite" not in shown(high)
    assert "territoire" not in shown(severe)


@pytest.mark.parametrize("audience", OPEN)
def test_the_public_gets_territory_and_year_and_nothing_about_armed_groups(audience):
    plan = proposed("moderate", audience)
    assert plan.columns["visit_date"] == Period("year")
    assert isinstance(plan.columns["territoire"], Level)
    assert "village" in plan.columns["territoire"].finer
    assert isinstance(plan.columns["workers_numb"], Bands)
    assert shown(plan) == {
        "source", "visit_date", "recorded_at", "visit_onsite", "province", "territoire",
        "workers_numb", "mineral1",
    }  # fmt: skip
    assert {rule.columns for rule in plan.small_cells} == {
        ("source",), ("workers_numb",), ("mineral1",),
    }  # fmt: skip
    assert all((rule.k, rule.blank) == (5, rule.columns) for rule in plan.small_cells)
    assert plan.anonymity is not None
    assert plan.anonymity.k == 5
    assert plan.anonymity.over == ("province", "territoire", "visit_date", "recorded_at")


def test_what_was_found_in_the_values_is_left_out():
    found = [Identifying("source", "phones", 0.01), Identifying("mineral1", "unique", 0.9)]
    plan = propose(SCHEMA, PROFILE, "low", "named", rows=ROWS, found=found)
    assert not {"source", "mineral1"} & shown(plan)
    armed = [Identifying("source", "armed", 0.01)]
    assert propose(SCHEMA, PROFILE, "low", "named", rows=ROWS, found=armed) == proposed(
        "low", "named"
    )
    public = propose(SCHEMA, PROFILE, "low", "public", rows=ROWS, found=armed)
    assert public.columns["source"] == Drop()
    grid = propose(
        SCHEMA, PROFILE, "low", "named", rows=ROWS, found=[Identifying("longitude", "near-village")]
    )
    assert grid.columns["longitude"] == Grid(5, "longitude", "latitude")


def test_telling_examples_are_enough():
    profile = [{**PROFILE[2], "examples": ["tél 099 123 45 67"]}]
    plan = propose(SCHEMA, profile, "low", "named", rows=ROWS)
    assert plan.columns["source"] == Drop()


def test_a_column_of_which_nothing_is_known_is_left_out():
    schema = Schema(
        (Column("c"), Column("n", "integer"), Column("t", "time"), Column("b", "boolean"))
    )
    for audience in (*CLOSED, *OPEN, "anybody"):
        assert shown_of(propose(schema, [], "low", audience), schema) == {"b"}


def shown_of(plan: Plan, schema: Schema) -> set[str]:
    return {column.name for column in plan.shown(schema)}


def test_an_unknown_word_is_taken_for_the_gravest():
    assert propose(SCHEMA, PROFILE, "", "everybody", rows=ROWS) == proposed("severe", "public")


def test_a_lone_coordinate_or_two_pairs_are_left_out():
    lone = Schema((Column("lat", "number", tag="latitude"), Column("b", "boolean")))
    assert shown_of(propose(lone, [], "low", "named"), lone) == {"b"}
    two = Schema(
        (
            *(Column(name, "number", tag="latitude") for name in ("lat1", "lat2")),
            Column("lon1", "number", tag="longitude"),
            Column("b", "boolean"),
        )
    )
    assert shown_of(propose(two, [], "low", "named"), two) == {"b"}


@pytest.mark.parametrize(
    ("low", "high", "edges"),
    [
        ("0", "100", (1, 5, 10, 50, 100)),
        ("0", "4", (1,)),
        ("3", "7", (5,)),
        ("-10", "10", (-5, -1, 0, 1, 5, 10)),
        ("0.1", "0.9", ()),
        ("5", "5", ()),
        ("", "", ()),
        ("nan", "inf", ()),
    ],
)
def test_edges_are_round(low, high, edges):
    assert band_edges(low, high) == edges


NAMES = st.sampled_from(
    [*(row[0] for row in VISITS), "Nom", "E-mail", "sexe", "âge", "date_naissance", "nom du chef",
     "lon", "lat", "coordonnées", "x", "adresse", "colonne 7", "Témoin", "commentaire", "note"]
)  # fmt: skip
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "date", "datetime", "time"])


@st.composite
def tables(draw: st.DrawFn) -> tuple[Schema, list[dict[str, Any]]]:
    names = draw(st.lists(NAMES, min_size=1, max_size=12, unique=True))
    columns, profile = [], []
    for name in names:
        kind = draw(TYPES)
        columns.append(Column(name, kind, tag=draw(st.sampled_from(["", tag_of(name, kind)]))))
        empty = draw(st.integers(0, 100))
        figures = {
            "name": name,
            "empty": empty,
            "distinct": draw(st.integers(0, 100 - empty)),
            "minimum": draw(st.sampled_from(["", "0", "-3.5", "2020-01-01"])),
            "maximum": draw(st.sampled_from(["", "0", "900", "2021-01-01"])),
            "examples": draw(st.lists(st.text(max_size=80), max_size=3)),
        }
        if draw(st.booleans()):
            profile.append(figures)
    return Schema(tuple(columns)), profile


@settings(deadline=None, max_examples=300)
@given(
    tables(),
    st.sampled_from([*SENSITIVITIES, ""]),
    st.sampled_from([*CLOSED, *OPEN, "?"]),
    st.none() | st.just(100),
)
def test_whatever_the_table_the_proposal_fits_and_keeps_nothing_personal(
    table, sensitivity, audience, rows
):
    schema, profile = table
    plan = propose(schema, profile, sensitivity, audience, rows=rows)
    kept = [c for c in schema.columns if isinstance(plan.treatment(c.name), (Keep, Level))]
    tags = {meaning(column).tag for column in kept}
    assert not tags & {*PERSONAL, "name", "latitude", "longitude", "geometry", "free-text"}
    assert not tags & {"identifier"}
    problems = check(plan, schema)
    assert not problems or not plan.shown(schema)
    if audience not in CLOSED:
        assert not tags & {"armed-group", "date", "person-trait"}
        places = [column for column in kept if meaning(column).tag == "place"]
        assert all(meaning(column).rank <= TERRITORY for column in places)
        if places:
            assert plan.anonymity is not None
            assert plan.anonymity.k >= 5

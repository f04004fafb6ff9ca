"""What each treatment makes of given cells, and what never reaches an edition."""

import hashlib
import hmac
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from datakit.disclosure import Derived, Plan, PlanError, derive
from datakit.disclosure.plan import Anonymity, Before, Embargo, Only, SmallCells
from datakit.disclosure.treatments import (
    Bands,
    Categories,
    Drop,
    Grid,
    Keep,
    Limits,
    Period,
    Pseudonymise,
    Redact,
    Treatment,
)
from datakit.query import Filter, Query, page
from datakit.schema import Column, Schema
from tests.unit.datakit.disclosure.worlds import KEY, TODAY
from tests.unit.datakit.tables import stored


def run(
    folder: Path, columns: dict[str, list[Any]], plan: Plan, types: Any = None, **given: Any
) -> tuple[Derived, dict[str, list[Any]]]:
    schema = stored(folder / "full.parquet", columns, types)
    out = folder / "edition.parquet"
    made = derive(folder / "full.parquet", schema, plan, KEY, out, **{"today": TODAY, **given})
    return made, pq.read_table(out).to_pydict()


def one(folder: Path, cells: list[Any], treatment: Treatment, kind: Any = None) -> list[Any]:
    """The cells of a column after `treatment`, in the order they had."""
    columns = {"c": cells, "at": list(range(len(cells)))}
    plan = Plan({"c": treatment, "at": Keep()})
    _, rows = run(folder, columns, plan, {"c": kind} if kind else None)
    return [cell for _, cell in sorted(zip(rows["at"], rows["c"], strict=True))]


DAYS = [date(2024, 1, 31), date(2024, 4, 1), date(2023, 12, 31), None]


@pytest.mark.parametrize(
    ("cells", "treatment", "after"),
    [
        (["a", "", None], Keep(), ["a", "", None]),
        (["Or", "Coltan", "Uranium", None], Categories({"Or": "metal", "Coltan": "ore"}, "other"),
         ["metal", "ore", "other", None]),
        (["Or", "or", None], Categories({"Or": "metal"}), ["metal", None, None]),
        ([1, 2, None], Categories({"1": "one"}, "more"), ["one", "more", None]),
        ([0, 1, 9, 10, None, -3], Bands((1, 10)), ["< 1", "1–9", "1–9", "≥ 10", None, "< 1"]),
        ([1, 2, 3], Bands((1, 2, 3)), ["1", "2", "≥ 3"]),
        ([0.5, 1.0, 2.5, None], Bands((1, 2.5)), ["< 1", "1–2.5", "≥ 2.5", None]),
        ([0.5, float("nan"), float("inf")], Bands((1,)), ["< 1", None, None]),
        ([-5, -2], Bands((-3, 0)), ["< −3", "−3–−1"]),
        (DAYS, Period("month"), ["2024-01", "2024-04", "2023-12", None]),
        (DAYS, Period("quarter"), ["2024-Q1", "2024-Q2", "2023-Q4", None]),
        (DAYS, Period("year"), [2024, 2024, 2023, None]),
        ([datetime(2024, 5, 31, 23, 59)], Period("month"), ["2024-05"]),
        ([1, 50, 900, None], Limits(10, 100), [10, 50, 100, None]),
        ([1.5, -2.0, float("nan")], Limits(low=0), [1.5, 0.0, None]),
    ],
)  # fmt: skip
def test_treatments(tmp_path, cells, treatment, after):
    assert one(tmp_path, cells, treatment) == after


def test_pseudonyms_are_the_hmac_of_family_and_value(tmp_path):
    (made,) = one(tmp_path, ["Jean"], Pseudonymise("people"))
    digest = hmac.new(KEY, b"people\0Jean", hashlib.sha256).hexdigest()
    assert made == "p" + digest[:20]


@pytest.mark.parametrize("length", [16, 32, 64, 65, 200])
def test_keys_of_any_length(tmp_path, length):
    schema = stored(tmp_path / "full.parquet", {"c": ["x"]})
    out, key = tmp_path / "out.parquet", b"k" * length
    derive(tmp_path / "full.parquet", schema, Plan({"c": Pseudonymise()}), key, out, today=TODAY)
    expected = "p" + hmac.new(key, b"c\0x", hashlib.sha256).hexdigest()[:20]
    assert pq.read_table(out).to_pydict() == {"c": [expected]}


def test_a_family_shares_its_pseudonyms_across_columns(tmp_path):
    columns = {"reporter": ["Jean", "Éva"], "witness": ["Éva", "Jean"]}
    family = Plan(dict.fromkeys(columns, Pseudonymise("people")))
    _, rows = run(tmp_path, columns, family)
    assert set(rows["reporter"]) == set(rows["witness"])
    _, apart = run(tmp_path, columns, Plan(dict.fromkeys(columns, Pseudonymise())))
    assert not set(apart["reporter"]) & set(apart["witness"])


def test_a_short_key_makes_no_pseudonyms(tmp_path):
    schema = stored(tmp_path / "full.parquet", {"c": ["x"]})
    out = tmp_path / "out.parquet"
    with pytest.raises(ValueError, match="16 bytes"):
        derive(
            tmp_path / "full.parquet", schema, Plan({"c": Pseudonymise()}), b"k", out, today=TODAY
        )
    assert not out.exists()


GRID = {"lon": Grid(10, "longitude", "lat"), "lat": Grid(10, "latitude", "lon")}


def test_a_place_moves_to_the_centre_of_its_cell(tmp_path):
    columns = {"lon": [28.71, 28.72, None, 200.0, 28.7], "lat": [0.33, 0.34, 1.0, 1.0, None]}
    made, rows = run(tmp_path, columns, Plan(GRID))
    places = sorted(zip(rows["lon"], rows["lat"], strict=True), key=str)
    assert places[:2] == [places[0]] * 2
    assert places[2:] == [(None, None)] * 3
    assert places[0][1] == pytest.approx(0.33, abs=0.045)
    assert [each.type for each in made.schema.columns] == ["number", "number"]


# --- conditions ----------------------------------------------------------------------------------

ROWS = {
    "who": ["a", "b", "c", "d"],
    "verified": ["yes", "no", None, "yes"],
    "day": [date(2025, 12, 31), date(2025, 12, 30), date(2026, 1, 1), None],
}


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        ({}, "abcd"),
        ({"only": (Only("verified", ("yes",)),)}, "ad"),
        ({"only": (Only("verified", ("yes", "no")), Only("who", ("b", "c")))}, "b"),
        ({"before": (Before("day", date(2025, 12, 31)),)}, "b"),
        ({"before": (Before("day", date(2030, 1, 1)),)}, "abc"),
        ({"embargo": Embargo("day", 6)}, "ab"),
        ({"embargo": Embargo("day", 7)}, ""),
    ],
)
def test_conditions_leave_out_rows_and_never_pass_an_empty_cell(tmp_path, rules, left):
    made, rows = run(tmp_path, ROWS, Plan({"who": Keep()}, **rules))
    assert "".join(sorted(rows["who"])) == left
    told = made.suppressed
    assert (told.rows_before, made.rows) == (4, len(left))
    assert told.not_chosen + told.embargoed == 4 - len(left)


def test_an_embargo_ends_on_its_day(tmp_path):
    plan = Plan({"who": Keep()}, embargo=Embargo("day", 6))
    for today, left in ((date(2026, 6, 29), 0), (date(2026, 6, 30), 2), (date(2026, 7, 1), 3)):
        made, _ = run(tmp_path, ROWS, plan, today=today)
        assert made.rows == left, today


def test_conditions_compare_in_the_type_of_the_column(tmp_path):
    columns = {"n": [1, 2, 3], "flag": [True, False, None]}
    _, rows = run(tmp_path, columns, Plan({"n": Keep()}, only=(Only("n", ("2", 3)),)))
    assert sorted(rows["n"]) == [2, 3]
    _, rows = run(tmp_path, columns, Plan({"n": Keep()}, only=(Only("flag", (True,)),)))
    assert rows["n"] == [1]


# --- small groups --------------------------------------------------------------------------------

PLACES = {
    "province": ["Ituri"] * 5 + ["Kasaï"] * 2,
    "mineral": ["Or", "Or", "Or", "Coltan", "Étain", "Or", "Or"],
}
BOTH = {"province": Keep(), "mineral": Keep()}


def pairs(rows: dict[str, list[Any]]) -> list[tuple[Any, ...]]:
    return sorted(zip(rows["province"], rows["mineral"], strict=True), key=str)


def test_small_cells_are_blanked(tmp_path):
    rule = SmallCells(("province", "mineral"), 2, ("mineral",))
    made, rows = run(tmp_path, PLACES, Plan(BOTH, small_cells=(rule,)))
    ituri = [("Ituri", "Or")] * 3 + [("Ituri", None)] * 2
    assert pairs(rows) == sorted([*ituri, *[("Kasaï", "Or")] * 2], key=str)
    assert made.suppressed.blanked == {"mineral": 2}
    assert made.suppressed.rare_rows == 0


def test_small_cells_leave_out_rows_where_nothing_is_blanked(tmp_path):
    made, rows = run(
        tmp_path, PLACES, Plan(BOTH, small_cells=(SmallCells(("province", "mineral"), 2),))
    )
    assert pairs(rows) == [("Ituri", "Or")] * 3 + [("Kasaï", "Or")] * 2
    assert made.suppressed.rare_rows == 2


def test_anonymity_blanks_the_last_column_first_and_drops_what_is_rare_even_so(tmp_path):
    plan = Plan(BOTH, anonymity=Anonymity(3, ("province", "mineral")))
    made, rows = run(tmp_path, PLACES, plan)
    # The two of Ituri that are rare have no group of three without mineral: with the two of Kasaï,
    # which have none either, they make one of four without anything.
    assert pairs(rows) == sorted([("Ituri", "Or")] * 3 + [(None, None)] * 4, key=str)
    assert made.suppressed.blanked == {"province": 4, "mineral": 4}
    lost, _ = run(tmp_path, PLACES, Plan(BOTH, anonymity=Anonymity(5, ("mineral", "province"))))
    assert (lost.rows, lost.suppressed.rare_rows) == (5, 2)


def test_anonymity_may_drop_at_once(tmp_path):
    plan = Plan(BOTH, anonymity=Anonymity(3, ("province", "mineral"), "drop"))
    made, rows = run(tmp_path, PLACES, plan)
    assert pairs(rows) == [("Ituri", "Or")] * 3
    assert made.suppressed.rare_rows == 4


def test_both_coordinates_are_blanked_together(tmp_path):
    columns = {"lon": [28.1] * 3 + [29.0], "lat": [1.1] * 3 + [1.1]}
    plan = Plan(GRID, anonymity=Anonymity(2, ("lon",)))
    made, rows = run(tmp_path, columns, plan)
    assert made.rows == 3
    assert None not in rows["lat"]
    whole = Plan(GRID, small_cells=(SmallCells(("lat",), 2, ("lon",)),))
    _, rows = run(tmp_path, columns, whole)
    assert sorted(zip(rows["lon"], rows["lat"], strict=True), key=str)[-1] == (None, None)


# --- what an edition is --------------------------------------------------------------------------

SECRET = "Kabemba-secret-7431"
DESCRIBED = Schema(
    (
        Column("who", tag="person-name", title="Nom", description=f"Ask {SECRET}"),
        Column("n", "integer", title="Ouvriers", description=f"By {SECRET}"),
        Column("ok", "boolean", true_values=(SECRET,), false_values=("no",)),
        Column("kept", title="Gardé", description="Shown as it is"),
    )
)


def derived_from_secrets(folder: Path) -> tuple[Derived, Path]:
    columns = {
        "who": [SECRET] * 3 + ["x"],
        "n": [7431, 1, 2, 3],
        "ok": [True, False, None, True],
        "kept": ["a", "b", "c", "d"],
    }
    stored(folder / "full.parquet", columns)
    plan = Plan(
        {"n": Bands((10,)), "ok": Categories({"true": "oui"}, "non"), "kept": Keep()},
    )
    out = folder / "edition.parquet"
    return derive(folder / "full.parquet", DESCRIBED, plan, KEY, out, today=TODAY), out


def test_nothing_hidden_is_left_in_schema_profile_or_file(tmp_path):
    made, out = derived_from_secrets(tmp_path)
    told = json.dumps([made.schema.as_table_schema(), list(made.profile)], default=str)
    assert SECRET not in told
    assert "7431" not in told
    assert made.schema.column("kept").description == "Shown as it is"
    assert made.schema.column("n").title == "Ouvriers"
    file = pq.ParquetFile(out)
    assert SECRET.encode() not in out.read_bytes()
    assert b"who" not in out.read_bytes()
    assert file.schema_arrow.names == ["n", "ok", "kept"]
    assert not file.metadata.metadata


def test_the_statistics_of_the_file_are_those_of_the_edition(tmp_path):
    plan = Plan({"c": Limits(10, 20)})
    run(tmp_path, {"c": [1, 15, 99]}, plan)
    figures = (
        pq.ParquetFile(tmp_path / "edition.parquet").metadata.row_group(0).column(0).statistics
    )
    assert (figures.min, figures.max) == (10, 20)


def test_the_profile_is_that_of_the_rows_shown(tmp_path):
    plan = Plan({"n": Bands((10,)), "verified": Keep()}, only=(Only("verified", ("yes",)),))
    columns = {"n": [5, 50, 7], "verified": ["yes", "no", "yes"]}
    made, _ = run(tmp_path, columns, plan)
    first = made.profile[0]
    assert (first["name"], first["distinct"], first["examples"]) == ("n", 1, ["< 10"])


def test_the_edition_can_be_asked_like_any_table(tmp_path):
    made, _ = derived_from_secrets(tmp_path)
    found = page(
        tmp_path / "edition.parquet",
        made.schema,
        Query((Filter("n", "equals", "≥ 10"),)),
        offset=0,
        limit=5,
    )
    assert found.rows == [("≥ 10", "oui", "a")]


def test_it_survives_json(tmp_path):
    made, _ = derived_from_secrets(tmp_path)
    assert Derived.from_dict(json.loads(json.dumps(made.as_dict()))) == made


def test_an_empty_table_gives_an_empty_edition(tmp_path):
    types = {"who": "string", "day": "date"}
    plan = Plan({"who": Pseudonymise(), "day": Period("year")}, anonymity=Anonymity(5, ("day",)))
    made, rows = run(tmp_path, {"who": [], "day": []}, plan, types)
    assert made.rows == 0
    assert rows == {"who": [], "day": []}


def test_a_plan_that_does_not_fit_writes_nothing(tmp_path):
    schema = stored(tmp_path / "full.parquet", {"c": ["x"]})
    out = tmp_path / "out.parquet"
    with pytest.raises(PlanError):
        derive(tmp_path / "full.parquet", schema, Plan({"d": Keep()}), KEY, out, today=TODAY)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["full.parquet"]


def test_nothing_is_left_behind(tmp_path):
    told: list[float] = []
    run(tmp_path, ROWS, Plan({"who": Keep()}), progress=told.append)
    assert sorted(e.name for e in tmp_path.iterdir()) == ["edition.parquet", "full.parquet"]
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize("whole", [True, False])
def test_a_failure_leaves_the_edition_before_it_in_place(tmp_path, whole):
    """Whether nothing of the full file can be read, or its pages alone turn out to be broken."""
    run(tmp_path, ROWS, Plan({"who": Keep()}))
    before = (tmp_path / "edition.parquet").read_bytes()
    full = (tmp_path / "full.parquet").read_bytes()
    broken = b"PAR1 broken PAR1" if whole else full[:4] + b"\xff" * 60 + full[64:]
    (tmp_path / "full.parquet").write_bytes(broken)
    with pytest.raises(duckdb.Error):
        derive(
            tmp_path / "full.parquet", Schema((Column("who"),)), Plan({"who": Keep()}), KEY,
            tmp_path / "edition.parquet", today=TODAY,
        )  # fmt: skip
    assert (tmp_path / "edition.parquet").read_bytes() == before
    assert sorted(e.name for e in tmp_path.iterdir()) == ["edition.parquet", "full.parquet"]


FIRST = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("treatment", "same", "different"),
    [
        (Period("month"), [FIRST] * 3, [FIRST, date(2024, 5, 2), date(2024, 5, 31)]),
        (Period("year"), [FIRST] * 3, [FIRST, date(2024, 1, 2), date(2024, 12, 31)]),
        (Bands((10,)), [1, 1, 1], [1, 2, -9]),
        (Bands((10,)), [1.0, 1.0, 1.0], [1.5, float("-1e300"), 0.0]),
        (Limits(10, 20), [5, 5, 5], [1, 2, 3]),
        (Categories({"a": "x", "b": "x"}), ["a", "a", "a"], ["a", "b", "a"]),
        (Categories({"z": "z"}, "other"), ["a", "a", "a"], ["a", "c" * 9000, "b"]),
        (Redact(), ["0991234567"] * 3, ["0991234567", "0812345678", "+243 81 000 00 00"]),
        (Drop(), ["a", "a", "a"], ["b", None, ""]),
    ],
)
def test_whether_hidden_values_are_alike_changes_no_byte(tmp_path, treatment, same, different):
    """Statistics of the full file must not shape the edition: not even whether it may be empty."""
    plan = Plan({"c": treatment, "n": Keep()})
    contents = []
    for cells in (same, different):
        run(tmp_path, {"c": cells, "n": [1, 1, 1]}, plan)
        contents.append((tmp_path / "edition.parquet").read_bytes())
    assert contents[0] == contents[1]


def test_rows_that_are_left_out_change_no_byte(tmp_path):
    plan = Plan({"n": Keep(), "day": Period("year")}, only=(Only("ok", ("yes",)),))
    contents = []
    for hidden in ([7, date(2020, 1, 1)], [None, None], [10**15, date(1900, 1, 1)]):
        columns = {"n": [1, hidden[0]], "day": [FIRST, hidden[1]], "ok": ["yes", "no"]}
        run(tmp_path, columns, plan)
        contents.append((tmp_path / "edition.parquet").read_bytes())
    assert len(set(contents)) == 1


@pytest.mark.parametrize("there", [{"Nom": ["SECRET"], "nom": ["x"]}, {"Nom": ["SECRET"]}])
def test_a_hidden_column_never_stands_in_for_one_of_other_capitals(tmp_path, there):
    stored(tmp_path / "full.parquet", there)
    schema, plan = Schema((Column("nom"),)), Plan({"nom": Keep()})
    with pytest.raises(ValueError, match="no column, or several"):
        derive(tmp_path / "full.parquet", schema, plan, KEY, tmp_path / "out.parquet", today=TODAY)
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("treatment", [Keep(), Limits(-1, 1)])
def test_zero_has_no_minus_that_would_betray_an_order(tmp_path, treatment):
    contents = []
    for zeros in ([0.0, -0.0, -0.0], [-0.0, -0.0, 0.0]):
        run(tmp_path, {"c": zeros}, Plan({"c": treatment}))
        contents.append((tmp_path / "edition.parquet").read_bytes())
    assert contents[0] == contents[1]


def test_whoever_stops_it_finds_nothing_half_written(tmp_path):
    def stop(done: float) -> None:
        if done >= 0.9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, ROWS, Plan({"who": Keep()}), progress=stop)
    assert [each.name for each in tmp_path.iterdir()] == ["full.parquet"]


def test_many_rows_lie_in_an_order_of_their_own(tmp_path):
    count = 50_000
    columns = {"n": list(range(count)), "v": [n % 7 for n in range(count)]}
    made, rows = run(tmp_path, columns, Plan({"n": Drop(), "v": Keep()}))
    assert made.rows == count
    assert rows["v"] != columns["v"]
    _, kept = run(tmp_path, columns, Plan({"n": Keep(), "v": Keep()}))
    assert kept["n"] != columns["n"]
    assert sorted(kept["n"]) == columns["n"]

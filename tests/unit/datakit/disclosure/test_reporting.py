"""What an edition discloses: groups, joins, samples, and the verdict for each audience."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycanon import anonymity as pycanon

from datakit.disclosure import Other, Plan, PlanError, Report, StoredTable, derive, report
from datakit.disclosure.groups import diversity, groups
from datakit.disclosure.joining import join
from datakit.disclosure.plan import Anonymity, Only
from datakit.disclosure.shut import working_in
from datakit.disclosure.treatments import (
    Bands,
    Drop,
    Grid,
    Keep,
    Level,
    Period,
    Pseudonymise,
    Treatment,
)
from datakit.query import Engine
from datakit.reading.hints import tag_of
from datakit.schema import Column, Schema
from tests.unit.datakit.disclosure.worlds import KEY, TODAY
from tests.unit.datakit.tables import stored

CELLS = st.tuples(
    st.sampled_from(["Ituri", "Maniema", "Kasaï", ""]),
    st.integers(0, 3),
    st.sampled_from(["FARDC", "FDLR", "Aucun"]),
    st.sampled_from(["a", "b"]),
)


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(CELLS, min_size=1, max_size=30))
def test_figures_agree_with_an_independent_library(tmp_path, rows):
    names = ["province", "band", "group", "other"]
    frame = pd.DataFrame(rows, columns=names)
    path = tmp_path / "t.parquet"
    stored(path, {name: list(frame[name]) for name in names})
    over = ["province", "band"]
    with working_in(tmp_path, Engine(threads=1), [path]) as db:
        found = groups(db, path, over, 3)
        alike = diversity(db, path, over, ["group", "other"])
    assert found.smallest == pycanon.k_anonymity(frame, over)
    assert min(each.smallest for each in alike) == pycanon.l_diversity(
        frame, over, ["group", "other"]
    )
    sizes = frame.groupby(over)["group"].transform("size")
    assert found.rows == len(rows)
    assert found.unique == pytest.approx((sizes == 1).mean())
    assert found.rare == pytest.approx((sizes < 3).mean())
    assert found.mean_risk == pytest.approx((1 / sizes).mean())
    assert found.max_risk == pytest.approx((1 / sizes).max())


def test_empty_cells_are_a_value_like_others(tmp_path):
    path = tmp_path / "t.parquet"
    stored(path, {"a": ["x", "x", None, None], "s": ["1", None, None, None]})
    with working_in(tmp_path, Engine(), [path]) as db:
        assert groups(db, path, ["a"], 3).smallest == 2
        assert [each.smallest for each in diversity(db, path, ["a"], ["s"])] == [1]
        assert groups(db, path, [], 3).max_risk == 0


# --- a small world -------------------------------------------------------------------------------

COUNT = 12
VISITS: dict[str, list[Any]] = {
    "pcode": [f"m{n}" for n in range(COUNT)],
    "enqueteur": ["Jean", "Éva", "Kadogo"] * 4,
    "province": ["Ituri"] * 6 + ["Kasaï"] * 6,
    "day": [date(2024, 1 + n % 3, 1 + n) for n in range(COUNT)],
    "mineral": ["Or", "Coltan", "Or", "Étain"] * 3,
    "workers": [3 * n for n in range(COUNT)],
    "armed_group1": ["FDLR"] * 6 + ["Aucun", "FARDC"] * 3,
    "longitude": [28.0 + n / 50 for n in range(COUNT)],
    "latitude": [1.0 + n / 50 for n in range(COUNT)],
}
GRID: dict[str, Treatment] = {
    "longitude": Grid(10, "longitude", "latitude"),
    "latitude": Grid(10, "latitude", "longitude"),
}
SAFE: dict[str, Treatment] = {
    "province": Keep(), "day": Period("year"), "mineral": Keep(), "workers": Bands((10, 20)),
}  # fmt: skip
ANONYMOUS = Plan(SAFE, anonymity=Anonymity(3, ("province", "day")))


class World:
    """Editions of the visits, stored in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        plain = stored(folder / "full.parquet", VISITS)
        tagged = (Column(c.name, c.type, tag=tag_of(c.name, c.type)) for c in plain.columns)
        self.full = StoredTable(folder / "full.parquet", Schema(tuple(tagged)), "full")

    def edition(self, plan: Plan, name: str) -> StoredTable:
        out = self.folder / f"{name}.parquet"
        made = derive(self.full.parquet, self.full.schema, plan, KEY, out, today=TODAY)
        return StoredTable(out, made.schema, name)

    def weigh(
        self, plan: Plan, sensitivity: str = "moderate", *others: Other, **given: Any
    ) -> Report:
        made = self.edition(plan, "edition")
        return report(self.full, made, plan, others, sensitivity, **{"today": TODAY, **given})


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_it_survives_json(world):
    plan = Plan({**SAFE, **GRID, "pcode": Pseudonymise(), "armed_group1": Keep()})
    other = Other(world.edition(ANONYMOUS, "other"), ANONYMOUS)
    found = world.weigh(plan, "high", other, audience="consortium")
    assert Report.from_dict(json.loads(json.dumps(found.as_dict()))) == found
    assert found.findings
    assert found.diversity
    assert found.before
    assert found.after
    assert found.samples


def test_an_edition_without_rows_puts_nobody_at_risk(world):
    plan = Plan({"province": Keep()}, only=(Only("province", ("nowhere",)),))
    found = world.weigh(plan, "low", audience="consortium", over=("province",))
    assert (found.rows, found.groups.groups, found.groups.max_risk) == (0, 0, 0)
    assert (found.samples, found.verdict) == ((), "ok")


def test_groups_are_those_of_the_plan_or_of_a_proposal_or_asked_for(world):
    assert world.weigh(ANONYMOUS).groups.over == ("province", "day")
    assert world.weigh(ANONYMOUS).groups.smallest == 6
    assert world.weigh(Plan(SAFE)).groups.over == ("province", "day")
    assert world.weigh(Plan(SAFE), over=("mineral", "gone")).groups.over == ("mineral",)
    placed = world.weigh(Plan({**SAFE, **GRID}), over=("latitude",)).groups.over
    assert placed == ("latitude", "longitude")


def test_a_safe_edition_has_no_finding_for_a_closed_audience(world):
    plan = Plan({"province": Keep()}, anonymity=Anonymity(5, ("province",)))
    for sensitivity in ("low", "moderate"):
        found = world.weigh(plan, sensitivity, audience="consortium", over=("province",))
        assert found.groups.mean_risk == pytest.approx(2 / 12)
        assert found.verdict == ("ok" if sensitivity == "low" else "needs-reason")


@pytest.mark.parametrize(
    ("sensitivity", "audience", "verdict"),
    [
        ("low", "owner", "ok"),
        ("severe", "owner", "ok"),
        ("low", "consortium", "ok"),
        ("low", "public", "needs-reason"),
        ("moderate", "consortium", "needs-reason"),
        ("moderate", "public", "needs-reason"),
        ("high", "named", "needs-reason"),
        ("high", "registered", "blocked"),
        ("high", "public", "blocked"),
        ("severe", "named", "needs-second-steward"),
        ("severe", "registered", "blocked"),
        ("unheard of", "consortium", "needs-second-steward"),
        ("high", "unheard of", "blocked"),
        ("moderate", "unheard of", "needs-reason"),
    ],
)
def test_verdicts_on_groups_of_six(world, sensitivity, audience, verdict):
    """Two groups of six: a mean risk of 17 %, above OCHA's 3 and below that of groups of five."""
    assert world.weigh(ANONYMOUS, sensitivity, audience=audience).verdict == verdict


def test_severe_data_is_open_to_nobody_however_safe_it_looks(world):
    plan = Plan({"mineral": Keep()})
    assert world.weigh(plan, "severe", audience="registered").groups.over == ()
    assert world.weigh(plan, "severe", audience="registered").verdict == "blocked"


def test_unique_rows_block_an_open_audience(world):
    plan = Plan({**SAFE, "day": Keep()})
    assert world.weigh(plan, "moderate", audience="public").verdict == "blocked"
    found = world.weigh(plan, "moderate", audience="consortium")
    assert found.verdict == "needs-reason"
    told = [each.sentence.text() for each in found.findings]
    assert "Rows that are the only ones of their kind by province, day: 12." in told


@pytest.mark.parametrize(
    ("extra", "audience", "verdict", "words"),
    [
        ({"enqueteur": Keep()}, "public", "blocked", "Personal data is shown"),
        ({"enqueteur": Keep()}, "named", "needs-reason", "Personal data is shown"),
        ({"longitude": Keep(), "latitude": Keep()}, "public", "blocked", "Exact places are shown"),
        ({"enqueteur": Pseudonymise()}, "public", "needs-reason", ""),
    ],
)
def test_personal_data_and_exact_places_as_collected(world, extra, audience, verdict, words):
    plan = Plan({**SAFE, **extra}, anonymity=ANONYMOUS.anonymity)
    found = world.weigh(plan, "moderate", audience=audience)
    assert found.verdict == verdict
    told = " ".join(each.sentence.text() for each in found.findings)
    assert words in told
    assert bool(words) == ("as collected" in told or "Exact places" in told)


def test_one_answer_for_a_whole_group_is_told(world):
    plan = Plan({**SAFE, "armed_group1": Keep()}, anonymity=ANONYMOUS.anonymity)
    found = world.weigh(plan, "moderate", audience="public")
    assert [(each.column, each.smallest) for each in found.diversity] == [("armed_group1", 1)]
    assert any("armed_group1" in each.sentence.text() for each in found.findings)
    assert world.weigh(plan, sensitive=("mineral",)).diversity[0].smallest == 3


# --- joins ---------------------------------------------------------------------------------------


def test_an_earlier_finer_release_undoes_a_coarse_one(world):
    earlier = Plan(
        {**SAFE, "day": Keep(), "workers": Keep(), "longitude": Keep(), "latitude": Keep()}
    )
    other = Other(world.edition(earlier, "v1"), earlier)
    coarse = Plan({"day": Keep(), "mineral": Keep(), **GRID})
    found = world.weigh(coarse, "moderate", other, audience="public")
    (joined,) = found.joined
    assert joined.matched == 1.0
    assert set(joined.gains) == {"province", "workers", "longitude", "latitude"}
    assert joined.undoes
    assert found.verdict == "blocked"
    assert any("v1" in each.sentence.text() for each in found.findings)


def test_what_no_reader_can_reach_is_told_and_does_not_count(world):
    full = Other(world.full, None, reachable=False)
    found = world.weigh(ANONYMOUS, "moderate", full, audience="public")
    assert not found.joined[0].undoes
    assert found.verdict == "needs-reason"
    assert not any("full" in each.sentence.text() for each in found.findings)


def test_a_coarser_edition_adds_nothing(world):
    fine = Plan({**SAFE, **GRID, "day": Period("month")})
    coarse = Plan(
        {
            "province": Keep(),
            "day": Period("quarter"),
            "longitude": Grid(50, "longitude", "latitude"),
            "latitude": Grid(50, "latitude", "longitude"),
        }
    )
    (joined,) = world.weigh(fine, "high", Other(world.edition(coarse, "c"), coarse)).joined
    assert joined.gains == ()
    assert not joined.undoes
    (back,) = world.weigh(coarse, "high", Other(world.edition(fine, "f"), fine)).joined
    assert set(back.gains) == {"mineral", "workers", "day", "longitude", "latitude"}
    assert set(back.on) == {"province", "day", "longitude", "latitude"}


PLACED = {
    "day": [date(2023, 2, 5), date(2023, 4, 9), date(2023, 12, 31), date(2024, 1, 1)],
    "longitude": [26.0, 27.0, 28.0, 29.0],
    "latitude": [-5.0, -3.0, 0.0, 2.0],
    "extra": ["a", "b", "c", "d"],
}


def pair(km: int) -> dict[str, Treatment]:
    return {
        "longitude": Grid(km, "longitude", "latitude"),
        "latitude": Grid(km, "latitude", "longitude"),
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "matched"),
    [
        ({"day": Period("month")}, {"day": Keep()}, 1.0),
        ({"day": Period("quarter")}, {"day": Keep()}, 1.0),
        ({"day": Period("year")}, {"day": Keep()}, 0.25),
        ({"day": Period("quarter")}, {"day": Period("month")}, 1.0),
        ({"day": Period("year")}, {"day": Period("month")}, 0.25),
        ({"day": Period("year")}, {"day": Period("quarter")}, 0.25),
        ({"day": Period("month")}, {"day": Period("year")}, 0.25),
        (pair(50), pair(5), 1.0),
        (pair(5), pair(50), 1.0),
        (pair(25), {"longitude": Keep(), "latitude": Keep()}, 1.0),
    ],
)
def test_what_differs_in_coarseness_is_compared_on_the_coarser(tmp_path, ours, theirs, matched):
    plain = stored(tmp_path / "full.parquet", PLACED)
    made = {}
    for name, plan in (("a", Plan(ours)), ("b", Plan({**theirs, "extra": Keep()}))):
        out = tmp_path / f"{name}.parquet"
        schema = derive(tmp_path / "full.parquet", plain, plan, KEY, out, today=TODAY).schema
        made[name] = (StoredTable(out, schema, name), plan)
    files = [made["a"][0].parquet, made["b"][0].parquet]
    with working_in(tmp_path, Engine(), files) as db:
        found = join(db, *made["a"], Other(*made["b"]))
    assert set(found.on) == set(ours)
    assert found.matched == matched
    assert "extra" in found.gains


def test_two_grids_that_do_not_nest_cut_each_other(world):
    """10 and 25 km: each is a gain over the other."""
    other = Plan(
        {
            "longitude": Grid(25, "longitude", "latitude"),
            "latitude": Grid(25, "latitude", "longitude"),
        }
    )
    (joined,) = world.weigh(Plan(GRID), "high", Other(world.edition(other, "o"), other)).joined
    assert set(joined.gains) == {"longitude", "latitude"}


def test_pseudonyms_of_one_key_join(world):
    a = Plan({"pcode": Pseudonymise(), "province": Keep()})
    b = Plan({"pcode": Pseudonymise(), "mineral": Keep()})
    (joined,) = world.weigh(a, "high", Other(world.edition(b, "b"), b)).joined
    assert (joined.on, joined.gains, joined.matched) == (("pcode",), ("mineral",), 1.0)


def test_a_level_is_what_it_was(world):
    a, b = Plan({"province": Level()}), Plan({"province": Keep(), "mineral": Keep()})
    (joined,) = world.weigh(a, "high", Other(world.edition(b, "b"), b)).joined
    assert (joined.on, joined.gains) == (("province",), ("mineral",))


def test_tables_without_a_column_in_common_do_not_join(world):
    a, b = Plan({"province": Keep()}), Plan({"mineral": Keep()})
    (joined,) = world.weigh(a, "high", Other(world.edition(b, "b"), b)).joined
    assert (joined.on, joined.matched) == ((), 0.0)


# --- samples and places --------------------------------------------------------------------------


def test_samples_show_the_same_row_before_and_after(world):
    plan = Plan({**SAFE, "pcode": Pseudonymise()}, only=(Only("province", ("Ituri",)),))
    found = world.weigh(plan)
    assert len(found.samples) == 5
    for sample in found.samples:
        assert set(sample.before) == set(VISITS)
        assert set(sample.after) == {*SAFE, "pcode"}
        assert sample.before["province"] == sample.after["province"] == "Ituri"
        assert sample.before["day"][:4] == sample.after["day"]
        assert sample.after["pcode"].startswith("p")
    made = world.edition(plan, "edition")
    assert {row.after["pcode"] for row in found.samples}.isdisjoint(
        pd.read_parquet(made.parquet)["pcode"]
    )
    assert [s.before for s in found.samples] == [s.before for s in world.weigh(plan).samples]


def test_squares_before_and_after(world):
    found = world.weigh(Plan({**SAFE, **GRID}))
    assert sum(rows for _, _, rows in found.before) == COUNT
    assert sum(rows for _, _, rows in found.after) == COUNT
    assert world.weigh(Plan(SAFE)).after == ()
    assert world.weigh(Plan(SAFE)).rows_before == COUNT


def test_a_plan_that_does_not_fit_is_refused(world):
    made = world.edition(ANONYMOUS, "edition")
    with pytest.raises(PlanError):
        report(world.full, made, Plan({"gone": Drop()}), (), "low", today=TODAY)


def test_an_edition_of_another_plan_is_refused(world):
    made = world.edition(ANONYMOUS, "edition")
    with pytest.raises(ValueError, match="not derived"):
        report(world.full, made, Plan({"province": Keep()}), (), "low", today=TODAY)

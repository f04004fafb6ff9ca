"""What must hold whatever the table and whatever the plan."""

import math
import os
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datakit.disclosure import Plan
from datakit.disclosure.grid import centre
from datakit.disclosure.treatments import Bands, Categories, Drop, Grid, Keep, Period, Pseudonymise
from tests.unit.datakit.disclosure.worlds import (
    KEY,
    KINDS,
    edition,
    plans,
    table,
)

NAMES = list(KINDS)
# Each example derives two editions. PROPERTY_EXAMPLES=500 digs deeper.
thorough = settings(
    deadline=None,
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "20")),
    suppress_health_check=[HealthCheck.too_slow],
)


def with_column(rows: list[tuple[Any, ...]], name: str, cells: list[Any]) -> list[tuple[Any, ...]]:
    at = NAMES.index(name)
    return [(*row[:at], cell, *row[at + 1 :]) for row, cell in zip(rows, cells, strict=True)]


def other_cells(data: st.DataObject, name: str, count: int) -> list[Any]:
    return data.draw(st.lists(KINDS[name].cells, min_size=count, max_size=count))


def reads_of(plan: Plan) -> set[str]:
    """The columns whose values a redaction looks at."""
    return {"person"} if any(hasattr(each, "names") for each in plan.columns.values()) else set()


# --- non-interference: what is hidden changes nothing -------------------------------------------


@thorough
@given(table(), plans(), st.data())
def test_a_dropped_column_changes_nothing_whatever_it_holds(rows, plan, data):
    dropped = [n for n in NAMES if isinstance(plan.treatment(n), Drop) and n not in reads_of(plan)]
    changed = rows
    for name in dropped:
        changed = with_column(changed, name, other_cells(data, name, len(rows)))
    assert edition(changed, plan).content == edition(rows, plan).content


@thorough
@given(table(), plans(), st.randoms(use_true_random=False))
def test_the_order_of_the_full_table_changes_nothing(rows, plan, random):
    shuffled = random.sample(rows, len(rows))
    assert edition(shuffled, plan).content == edition(rows, plan).content


@thorough
@given(table(), plans(day=Period("month")), st.data())
def test_days_within_a_month_change_nothing(rows, plan, data):
    at = NAMES.index("day")
    days = data.draw(st.lists(st.integers(1, 28), min_size=len(rows), max_size=len(rows)))
    moved = [row[at] and row[at].replace(day=day) for row, day in zip(rows, days, strict=True)]
    assert edition(with_column(rows, "day", moved), plan).content == edition(rows, plan).content


@thorough
@given(table(), plans(whole=Bands((-10, 0, 10))), st.data())
def test_numbers_within_a_band_change_nothing(rows, plan, data):
    at = NAMES.index("whole")
    bands = (range(-30, -10), range(-10, 0), range(10), range(10, 31))
    moved = [
        None
        if row[at] is None
        else data.draw(st.sampled_from(next(band for band in bands if row[at] in band)))
        for row in rows
    ]
    assert edition(with_column(rows, "whole", moved), plan).content == edition(rows, plan).content


@thorough
@given(table(), plans(word=Categories({"Or": "metal", "Étain": "metal"}, "other")), st.data())
def test_words_of_one_category_change_nothing(rows, plan, data):
    at = NAMES.index("word")
    moved = [
        None
        if row[at] is None
        else data.draw(
            st.sampled_from(["Or", "Étain"] if row[at] in ("Or", "Étain") else ["or", "x", "–"])
        )
        for row in rows
    ]
    assert edition(with_column(rows, "word", moved), plan).content == edition(rows, plan).content


GRIDS = {"lon": Grid(10, "longitude", "lat"), "lat": Grid(10, "latitude", "lon")}


@thorough
@given(table(), plans(**GRIDS))
def test_places_moved_to_the_centre_of_their_cell_change_nothing(rows, plan):
    placed = edition(rows, Plan({**GRIDS, "whole": Keep()}))
    assert placed.derived.rows == len(rows)
    moved = rows
    cells = [centres(row[NAMES.index("lon")], row[NAMES.index("lat")]) for row in rows]
    for at, name in enumerate(("lon", "lat")):
        moved = with_column(moved, name, [cell and cell[at] for cell in cells])
    assert edition(moved, plan).content == edition(rows, plan).content


def centres(lon: float | None, lat: float | None) -> tuple[float, float] | None:
    return None if lon is None or lat is None else centre(lon, lat, 10)


@thorough
@given(
    table(),
    plans(word=Pseudonymise("w"), person=Drop()),
    st.permutations([f"other {letter}" for letter in "abcdefghijkl"]),
)
def test_pseudonyms_tell_only_which_cells_are_equal(rows, plan, names):
    """Renaming the hidden values renames pseudonyms one to one, and changes nothing else."""
    at = NAMES.index("word")
    values = sorted({row[at] for row in rows if row[at] is not None})
    renamed = dict(zip(values, names, strict=False))
    moved = [row[at] if row[at] is None else renamed[row[at]] for row in rows]
    before, after = edition(rows, plan), edition(with_column(rows, "word", moved), plan)
    assert shapes(before.column("word"), before.rows) == shapes(after.column("word"), after.rows)


def shapes(pseudonyms: list[Any], rows: list[tuple[Any, ...]]) -> Counter[Any]:
    """Rows without their pseudonym, which stands first, grouped as the pseudonyms group them."""
    groups: dict[Any, Counter[Any]] = {}
    for pseudonym, row in zip(pseudonyms, rows, strict=True):
        groups.setdefault(pseudonym, Counter())[tuple(map(repr, row[1:]))] += 1
    return Counter(
        (pseudonym is None, frozenset(rest.items())) for pseudonym, rest in groups.items()
    )


HIDDEN = ("word", "person", "text")


@thorough
@given(table(), plans(), st.sampled_from(HIDDEN), st.booleans())
def test_no_hidden_text_is_anywhere_in_the_edition(rows, plan, name, coded):
    """A mark in every cell of a dropped or coded column: in no cell, profile, schema or byte."""
    treatment = Pseudonymise() if coded else Drop()
    plan = Plan({**plan.columns, name: treatment, "flag": Keep()})
    marked = with_column(rows, name, [f"MARK{at}mark" for at, _ in enumerate(rows)])
    found = edition(marked, plan)
    assert b"MARK" not in found.content
    assert "MARK" not in repr(found.rows)
    assert "MARK" not in repr(found.derived)


# --- what comes out -----------------------------------------------------------------------------


@thorough
@given(table(), plans())
def test_the_same_key_gives_the_same_bytes(rows, plan):
    assert edition(rows, plan).content == edition(rows, plan).content


@thorough
@given(table(), plans())
def test_k_anonymity_holds_when_it_is_asked_for(rows, plan):
    found = edition(rows, plan)
    rule = plan.anonymity
    if rule is None:
        return
    over = [found.column(name) for name in rule.over]
    groups = Counter(tuple(map(repr, cells)) for cells in zip(*over, strict=True))
    assert all(count >= rule.k for count in groups.values())
    lost = len(rows) - found.derived.rows
    assert lost == found.derived.suppressed.rare_rows
    if rule.how == "blank" and not plan.small_cells:
        assert lost < rule.k


@thorough
@given(table(("word",) * 1), st.integers(2, 5))
def test_common_values_survive_the_k_rule(rows, k):
    rows = [(row[0], *[None] * (len(NAMES) - 1)) for row in rows]
    plan = Plan.from_dict(
        {
            "version": 1,
            "columns": {"word": {"treatment": "keep"}},
            "anonymity": {"k": k, "over": ["word"], "how": "blank"},
        }
    )
    before = Counter(row[0] for row in rows)
    after = Counter(edition(rows, plan).column("word"))
    for value, count in before.items():
        if value is not None and count >= k:
            assert after[value] == count


@thorough
@given(table(), st.sampled_from((1, 5, 10, 25, 50)))
def test_every_place_is_the_centre_of_a_cell_near_its_own(rows, km):
    rows = [row for row in rows if row[NAMES.index("lat")] is not None]
    grid = {"lon": Grid(km, "longitude", "lat"), "lat": Grid(km, "latitude", "lon")}
    found = edition(rows, Plan(grid))
    expected = [
        (None, None)
        if row[NAMES.index("lon")] is None
        else centre(row[NAMES.index("lon")], row[NAMES.index("lat")], km) or (None, None)
        for row in rows
    ]
    assert Counter(found.rows) == Counter(expected)


@thorough
@given(table())
def test_bands_contain_their_number(rows):
    plan = Plan({"whole": Bands((-10, 0, 10)), "number": Bands((-1.5, 20))})
    for whole, number in edition(rows, plan).rows:
        assert whole in (None, "< −10", "−10–−1", "0–9", "≥ 10")
        assert number in (None, "< −1.5", "−1.5–20", "≥ 20")
    expected = Counter(
        (band_of(row[NAMES.index("whole")]), row[NAMES.index("whole")] is None) for row in rows
    )
    found = Counter((cell, cell is None) for cell in edition(rows, plan).column("whole"))
    assert found == expected


def band_of(number: float | None) -> str | None:
    if number is None or math.isnan(number):
        return None
    edges = [(-10, "< −10"), (0, "−10–−1"), (10, "0–9"), (math.inf, "≥ 10")]
    return next(label for edge, label in edges if number < edge)


@thorough
@given(table(), st.binary(min_size=16, max_size=80))
def test_pseudonyms_are_one_to_one_and_differ_by_key(rows, key):
    plan = Plan({"word": Pseudonymise(), "flag": Keep()})
    found, other = edition(rows, plan, key), edition(rows, plan, KEY)
    values = [row[0] for row in rows]
    assert Counter(Counter(found.column("word")).values()) == Counter(Counter(values).values())
    assert found.column("word").count(None) == values.count(None)
    if key != KEY:
        assert not {*found.column("word")} & {*other.column("word")} - {None}

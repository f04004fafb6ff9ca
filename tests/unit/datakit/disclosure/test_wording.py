"""A plan in sentences, whole for the steward, and telling readers nothing of what is hidden."""

import string
from datetime import date

import pytest
from hypothesis import given, settings

from datakit.disclosure import Plan, Sentence, phrases, sentences
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
from tests.unit.datakit.disclosure.worlds import KINDS, plans

TITLES = {"a": "Alpha", "b": "Bêta", "c": "", "d": "Delta", "e": "Epsilon"}
SCHEMA = Schema(tuple(Column(name, title=title) for name, title in TITLES.items()))


def said(plan: Plan, **given: bool) -> list[str]:
    return [each.text() for each in sentences(plan, SCHEMA, **given)]


def test_nothing_is_changed():
    assert said(Plan.of_everything(SCHEMA)) == ["Nothing is changed or left out."]


@pytest.mark.parametrize(
    ("treatment", "sentence"),
    [
        (Keep(), "Shown as collected: Alpha."),
        (Pseudonymise(), "Replaced by codes that cannot be traced back: Alpha."),
        (Categories({"x": "y"}), "Grouped into wider categories: Alpha."),
        (Bands((1, 10.5)), "“Alpha” is shown in bands that begin at 1, 10.5."),
        (Period("month"), "Only the month is shown: Alpha."),
        (Period("quarter"), "Only the quarter is shown: Alpha."),
        (Period("year"), "Only the year is shown: Alpha."),
        (Grid(10, "longitude", "b"), "Places are shown to the nearest 10 km."),
        (Level(("b",)), "Places are shown by “Alpha”, nothing finer."),
        (Limits(1, None), "“Alpha” is never shown below 1."),
        (Limits(None, 9), "“Alpha” is never shown above 9."),
        (Limits(-1, 9), "“Alpha” is never shown below −1 or above 9."),
        (
            Redact(),
            "Phone numbers, e-mail and web addresses, coordinates and identity numbers are "
            "removed from: Alpha.",
        ),
        (Redact(("b",)), "Names of persons that the row itself holds are removed as well."),
    ],
)
def test_a_treatment_in_words(treatment, sentence):
    assert sentence in said(Plan({"a": treatment}))


def test_columns_alike_share_a_sentence_and_have_their_titles():
    plan = Plan({"a": Period("year"), "c": Period("year"), "b": Period("month"), "d": Keep()})
    assert said(plan) == [
        "Left out: Epsilon.",
        "Only the month is shown: Bêta.",
        "Only the year is shown: Alpha, c.",
        "Shown as collected: Delta.",
    ]


def test_rules_in_words():
    plan = Plan(
        {"a": Keep(), "b": Keep()},
        only=(Only("a", ("x", 2)),),
        before=(Before("b", date(2024, 5, 1)),),
        embargo=Embargo("b", 6),
        small_cells=(
            SmallCells(("a", "b"), 3, ("b",)),
            SmallCells(("a",), 4),
            SmallCells(("a",), 5, ("a",)),
            SmallCells(("b",), 5, ("b",)),
        ),
        anonymity=Anonymity(5, ("a", "b")),
    )
    assert said(plan)[1:-1] == [
        "Only rows in which “Alpha” is one of these: x, 2.",
        "Only rows before 2024-05-01, by “Bêta”.",
        "A row appears 6 months after the date in “Bêta”.",
        "Values that fewer than 5 rows have are left empty: Alpha, Bêta.",
        "Where fewer than 3 rows share the same Alpha, Bêta, this is left empty: Bêta.",
        "Rows are left out where fewer than 4 share the same Alpha.",
        "Every combination of Alpha, Bêta occurs at least 5 times; rarer values are left empty.",
    ]


def test_readers_hear_nothing_of_hidden_columns_and_values():
    plan = Plan({"a": Keep()}, only=(Only("d", ("HIDDEN",)),), embargo=Embargo("e", 3))
    assert said(plan, for_readers=True) == [
        "Some columns are left out.",
        "Some rows are left out.",
        "Shown as collected: Alpha.",
    ]
    assert any("HIDDEN" in each for each in said(plan))


@settings(deadline=None, max_examples=100)
@given(plans())
def test_whatever_the_plan_readers_learn_no_name_of_a_hidden_column(plan):
    marked = Schema(
        tuple(
            Column(name, kind.type, title=f"<{at}>")
            for at, (name, kind) in enumerate(KINDS.items())
        )
    )
    hidden = [
        column.title for column in marked.columns if isinstance(plan.treatment(column.name), Drop)
    ]
    told = " ".join(each.text() for each in sentences(plan, marked, for_readers=True))
    assert not [title for title in hidden if title in told]
    whole = " ".join(each.text() for each in sentences(plan, marked))
    assert all(title in whole for title in hidden)


def test_a_sentence_is_translated_by_its_template():
    sentence = Sentence(phrases.GRID, {"km": 5})
    assert sentence.text(lambda template: template.upper().replace("%(KM)S", "%(km)s")) == (
        "PLACES ARE SHOWN TO THE NEAREST 5 KM."
    )
    assert Sentence.from_dict(sentence.as_dict()) == sentence


PLACES = (
    *("columns", "column", "edges", "km", "low", "high", "values", "date", "months", "k", "blank"),
    *("part", "level", "percent", "risk", "limit", "rows", "other"),
)


def test_every_phrase_has_only_named_places_to_fill():
    found = {name: text for name, text in vars(phrases).items() if name.isupper()}
    assert len(found) > 70
    for text in found.values():
        filled = text % dict.fromkeys(PLACES, "x")
        assert "%(" not in filled
        assert filled[-1] in string.punctuation

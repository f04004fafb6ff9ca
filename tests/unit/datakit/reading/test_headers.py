"""Names of columns: one each, on one line, unique whatever the program that reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datakit.reading.headers import LONGEST, clean_name, name_columns


def test_blank_and_repeated_names() -> None:
    names, problems = name_columns(["id", "name", "", "name", "NAME", "column_3"])
    assert names == ["id", "name", "column_3_2", "name_2", "NAME_3", "column_3"]
    assert [p.code for p in problems] == ["blank-header", "duplicate-header", "duplicate-header"]
    assert problems[1].sentence() == (
        "Several columns are called “name”; column 4 is now “name_2”."
    )


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("  code ", "code"),
        ("Nombre\nde creuseurs", "Nombre de creuseurs"),
        ("\t\x0b start \t", "start"),
        ("groupe arme\u0301", "groupe armé"),
        ("a\u00a0b\u200b", "a b"),
        ("x" * 500, "x" * LONGEST),
    ],
)
def test_cleaning(title: str, clean: str) -> None:
    assert clean_name(title) == clean


def test_cleaning_is_told() -> None:
    assert [p.code for p in name_columns(["a\nb", "c"])[1]] == ["header-cleaned"]
    assert name_columns(["a", "c "])[1] == []


@given(st.lists(st.text(max_size=12), min_size=1, max_size=30))
def test_names_are_always_filled_and_unique(titles: list[str]) -> None:
    names, _ = name_columns(titles)
    assert len(names) == len(titles)
    assert all(names)
    assert len({name.casefold() for name in names}) == len(names)

"""What is asked of a table stands in the address, and comes back from it the same."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from datakit.query import Filter, Sort
from datasets.questions import MOST_FILTERS, OPERATOR_WORDS, Asked, added, understood
from tests.factories import VISITS

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
FILTERS = st.builds(
    Filter, TEXT, st.sampled_from(sorted(OPERATOR_WORDS)), st.text(max_size=20).map(str.strip)
)


def asked(parameters: str) -> Asked:
    return Asked.from_address(QueryDict(parameters))


@given(
    st.builds(
        Asked,
        version=st.sampled_from(["", "1", "12"]),
        table=TEXT,
        words=TEXT.map(str.strip),
        filters=st.lists(FILTERS, max_size=4).map(tuple),
        sort=st.none() | st.builds(Sort, TEXT, st.booleans()),
        columns=st.lists(TEXT, max_size=5, unique=True).map(tuple),
        facet=TEXT,
    )
)
def test_a_question_survives_its_address(question: Asked) -> None:
    assert asked(question.address().removeprefix("?")) == question


def test_a_changed_question_begins_on_its_first_page() -> None:
    here = asked("page=7&sort=site")
    assert here.page == 7
    assert here.address(sort=None) == "?"
    assert "page" not in here.address(sort=Sort("workers"))


@pytest.mark.parametrize(
    ("text", "page"),
    [("3", 3), ("0", 1), ("", 1), ("-2", 1), ("x", 1), ("٣", 1), ("9" * 30, 1)],
)
def test_the_page_number(text: str, page: int) -> None:
    assert asked(f"page={text}").page == page


def test_columns_with_colons_keep_their_name() -> None:
    question = Asked(filters=(Filter("a:b%3A", "equals", "c:d"),))
    assert asked(question.address()[1:]).filters == question.filters


def test_no_more_filters_than_a_page_can_show() -> None:
    many = "&".join(f"f=equals:site:{n}" for n in range(50))
    assert len(asked(many).filters) == MOST_FILTERS


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("column=site&op=contains&value=+Or+", Filter("site", "contains", "Or")),
        ("column=site&op=is_empty&value=x", Filter("site", "is_empty", "")),
        ("column=site&op=one_of&value=x", None),
        ("column=site&value=x", None),
        ("op=equals&value=x", None),
        ("", None),
    ],
)
def test_the_form_that_adds_a_filter(parameters: str, expected: Filter | None) -> None:
    assert added(QueryDict(parameters)) == expected


def test_the_same_filter_counts_once() -> None:
    here = asked("f=equals:site:A&f=equals:mineral:Or")
    assert here.narrowed("site", "equals", "A") == here.filters[::-1]
    assert here.but(here.filters[0]) == here.filters[1:]


def test_what_makes_no_sense_is_said_and_the_rest_is_asked() -> None:
    good = Filter("mineral", "equals", "Or")
    wrong = (Filter("workers", "at_least", "many"), Filter("nothing", "equals", "1"))
    found = understood(Asked(filters=(good, *wrong), sort=Sort("nothing"), words="A"), VISITS)
    assert found.query.filters == (good,)
    assert found.query.sort is None
    assert found.query.search == "A"
    assert len(found.complaints) == 2

"""A filter that cannot be is a sentence, never an accident."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datakit.query import OPERATORS, Filter, FilterError, Query, QueryError
from datakit.query.conditions import MOST_CHOICES, condition
from datakit.query.values import READERS, as_type
from datakit.schema import Column, Schema

SCHEMA = Schema(tuple(Column(kind, kind) for kind in READERS))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("integer", "twelve"),
        ("integer", "1.5"),
        ("integer", str(2**63)),
        ("integer", ""),
        ("integer", None),
        ("number", "nan"),
        ("number", "inf"),
        ("number", "1e999"),
        ("boolean", "perhaps"),
        ("date", "31/31/2024"),
        ("date", "2024"),
        ("datetime", "tomorrow"),
        ("time", "25:00"),
        ("string", "\ud800"),
    ],
)
def test_a_value_that_does_not_fit_names_its_column(column, value):
    with pytest.raises(FilterError) as caught:
        condition(SCHEMA, Query((Filter(column, "equals", value),)))
    assert caught.value.column == column
    assert column in caught.value.sentence()


@pytest.mark.parametrize(
    ("column", "op", "value"),
    [
        ("boolean", "at_least", "true"),
        ("integer", "like", "1"),
        ("string", "contains", ""),
        ("string", "contains", "\ud800"),
        ("string", "one_of", tuple(map(str, range(MOST_CHOICES + 1)))),
    ],
)
def test_an_operator_that_does_not_fit(column, op, value):
    with pytest.raises(FilterError):
        condition(SCHEMA, Query((Filter(column, op, value),)))


def test_a_search_that_cannot_be_written_is_refused():
    with pytest.raises(QueryError):
        condition(SCHEMA, Query(search="\ud800"))


def test_the_sentence_goes_through_the_translation():
    error = FilterError("“%(column)s” is wrong", "visited")
    assert error.sentence(lambda text: text.upper().replace("(COLUMN)S", "(column)s")) == (
        "“visited” IS WRONG"
    )


@given(
    column=st.sampled_from(sorted(READERS)),
    op=st.sampled_from(OPERATORS),
    value=st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.lists(st.text())),
)
def test_whatever_is_asked_is_a_condition_or_a_query_error(column, op, value):
    try:
        sql, bound = condition(SCHEMA, Query((Filter(column, op, value),)))
    except QueryError:
        return
    assert sql.count("?") == len(bound)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("integer", "1 234", 1234),
        ("integer", "1\u202f234", 1234),
        ("number", "1\u00a0234,5", 1234.5),
        ("boolean", "Oui", True),
        ("boolean", 0, False),
        ("date", "31.05.2024", as_type(Column("d", "date"), "2024-05-31")),
        ("datetime", "31/05/2024", as_type(Column("d", "datetime"), "2024-05-31 00:00")),
    ],
)
def test_what_people_type_is_understood(kind, typed, value):
    assert as_type(Column("c", kind), typed) == value

"""From filters to an SQL condition: names are checked and quoted, values are only ever bound."""

from collections.abc import Callable
from typing import Any

from datakit.query import errors
from datakit.query.engine import quoted
from datakit.query.errors import FilterError, UnknownColumn
from datakit.query.model import Filter, Query, Sort
from datakit.query.values import as_text, as_type
from datakit.schema import Column, Schema

Condition = tuple[str, list[Any]]

MOST_CHOICES = 500
MOST_WORDS = 10
FIRST_ROW_ORDER = "file_row_number"


def known_column(schema: Schema, name: str) -> Column:
    """The column called ``name``, or :class:`UnknownColumn`."""
    try:
        return schema.column(name)
    except KeyError:
        raise UnknownColumn from None


def condition(schema: Schema, query: Query) -> Condition:
    """What follows WHERE for ``query``, and the values to bind, in order."""
    parts = [_filter(schema, each) for each in query.filters]
    parts += [_word(schema, word) for word in query.search.split()[:MOST_WORDS]]
    if not parts:
        return "true", []
    return " AND ".join(sql for sql, _ in parts), [value for _, bound in parts for value in bound]


def order(schema: Schema, sort: Sort | None, *, backwards: bool = False) -> str:
    """What follows ORDER BY: text by its letters first, rows as in the file where all is equal.

    ``backwards`` gives exactly the opposite order.
    """
    last = f"{FIRST_ROW_ORDER} {'DESC' if backwards else 'ASC'}"
    if sort is None:
        return last
    column = known_column(schema, sort.column)
    name = quoted(column.name)
    direction = "DESC" if sort.descending != backwards else "ASC"
    empties = "FIRST" if backwards else "LAST"
    keys = [_letters(name), name] if column.type == "string" else [name]
    return ", ".join([*(f"{key} {direction} NULLS {empties}" for key in keys), last])


def empty(column: Column) -> str:
    """The condition that a cell of ``column`` is empty."""
    name = quoted(column.name)
    return f"({name} IS NULL OR {name} = '')" if column.type == "string" else f"({name} IS NULL)"


def _letters(sql: str) -> str:
    return f"strip_accents(lower({sql}))"


def _filter(schema: Schema, asked: Filter) -> Condition:
    column = known_column(schema, asked.column)
    build = BUILDERS.get(asked.op)
    if build is None:
        raise FilterError(errors.UNKNOWN_OPERATOR, column.name)
    return build(column, asked.value)


def _comparison(operator: str) -> Callable[[Column, Any], Condition]:
    def build(column: Column, value: Any) -> Condition:
        return f"({quoted(column.name)} {operator} ?)", [as_type(column, value)]

    return build


def _ordering(operator: str) -> Callable[[Column, Any], Condition]:
    compare = _comparison(operator)

    def build(column: Column, value: Any) -> Condition:
        if column.type == "boolean":
            raise FilterError(errors.UNKNOWN_OPERATOR, column.name)
        return compare(column, value)

    return build


def _contains(column: Column, value: Any) -> Condition:
    name = quoted(column.name)
    text = name if column.type == "string" else f"CAST({name} AS VARCHAR)"
    return f"contains({_letters(text)}, {_letters('?')})", [as_text(column, value)]


def _one_of(column: Column, value: Any) -> Condition:
    choices = [value] if isinstance(value, str) or not hasattr(value, "__iter__") else list(value)
    if len(choices) > MOST_CHOICES:
        raise FilterError(errors.TOO_MANY, column.name, most=MOST_CHOICES)
    if not choices:
        return "false", []
    marks = ", ".join("?" for _ in choices)
    return f"({quoted(column.name)} IN ({marks}))", [as_type(column, each) for each in choices]


def _word(schema: Schema, word: str) -> Condition:
    texts = [column for column in schema.columns if column.type == "string"]
    parts = [_contains(column, word) for column in texts]
    if not parts:
        return "false", []
    sql = " OR ".join(sql for sql, _ in parts)
    return f"({sql})", [value for _, bound in parts for value in bound]


BUILDERS: dict[str, Callable[[Column, Any], Condition]] = {
    "equals": _comparison("="),
    "not_equals": _comparison("IS DISTINCT FROM"),
    "at_least": _ordering(">="),
    "at_most": _ordering("<="),
    "contains": _contains,
    "one_of": _one_of,
    "is_empty": lambda column, _: (empty(column), []),
    "is_not_empty": lambda column, _: (f"NOT {empty(column)}", []),
}

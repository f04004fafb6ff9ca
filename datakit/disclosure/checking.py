"""Whether a plan fits a table: every reason why not, each naming its column."""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from datakit.disclosure import phrases
from datakit.disclosure.plan import Plan
from datakit.disclosure.problems import PlanError, Sentence
from datakit.disclosure.treatments import (
    AXES,
    GRID_KM,
    PERIODS,
    Bands,
    Categories,
    Drop,
    Grid,
    Level,
    Limits,
    Period,
    Redact,
    Treatment,
)
from datakit.query import FilterError
from datakit.query.values import as_type
from datakit.schema import Column, Schema

NUMBERS = ("integer", "number")
DATES = ("date", "datetime")
LEAST_K = 2
Problems = Iterator[Sentence]


def check(plan: Plan, schema: Schema) -> tuple[Sentence, ...]:
    """Everything that keeps ``plan`` from being used on a table of ``schema``; empty when fit."""
    known = set(schema.names)
    missing = [name for name in _named(plan) if name not in known]
    if missing:
        return tuple(_about(phrases.UNKNOWN_COLUMN, name) for name in dict.fromkeys(missing))
    return (*_of_columns(plan, schema), *_of_rows(plan, schema), *_of_groups(plan, schema))


def require(plan: Plan, schema: Schema) -> None:
    """Raises :class:`PlanError` with every reason when ``plan`` does not fit ``schema``."""
    problems = check(plan, schema)
    if problems:
        raise PlanError(*problems)


def _about(template: str, column: str, **params: Any) -> Sentence:
    return Sentence(template, {"column": column, **params})


def _named(plan: Plan) -> Iterator[str]:
    """Every column that the plan speaks of."""
    for name, treatment in plan.columns.items():
        yield name
        yield from _names_in(treatment)
    yield from (only.column for only in plan.only)
    yield from (rule.column for rule in plan.dated)
    for small in plan.small_cells:
        yield from (*small.columns, *small.blank)
    if plan.anonymity:
        yield from plan.anonymity.over


def _names_in(treatment: Treatment) -> tuple[str, ...]:
    if isinstance(treatment, Grid):
        return (treatment.partner,)
    if isinstance(treatment, Level):
        return tuple(treatment.finer)
    return tuple(treatment.names) if isinstance(treatment, Redact) else ()


# --- treatments ----------------------------------------------------------------------------------


def _of_columns(plan: Plan, schema: Schema) -> Problems:
    if not plan.shown(schema):
        yield Sentence(phrases.NOTHING_KEPT)
    for column in schema.columns:
        treatment = plan.treatment(column.name)
        if asks := CHECKS.get(type(treatment)):
            yield from asks(column, treatment, plan)


def _categories(column: Column, asked: Any, _: Plan) -> Problems:
    known = asked.other is None or isinstance(asked.other, str)
    pairs = asked.parents.items() if isinstance(asked.parents, dict) else ()
    if not pairs or not known or not all(isinstance(w, str) for pair in pairs for w in pair):
        yield _about(phrases.NO_PARENTS, column.name)


def _bands(column: Column, asked: Any, _: Plan) -> Problems:
    if column.type not in NUMBERS:
        yield _about(phrases.NEEDS_NUMBERS, column.name)
    elif not asked.edges or not all(map(_finite, asked.edges)) or not _growing(asked.edges):
        yield _about(phrases.BAD_EDGES, column.name)
    elif column.type == "integer" and not all(map(_whole, asked.edges)):
        yield _about(phrases.WHOLE_EDGES, column.name)


def _limits(column: Column, asked: Any, _: Plan) -> Problems:
    ends = [end for end in (asked.low, asked.high) if end is not None]
    if column.type not in NUMBERS:
        yield _about(phrases.NEEDS_NUMBERS, column.name)
    elif not ends or not all(map(_finite, ends)) or not _growing(ends):
        yield _about(phrases.BAD_LIMITS, column.name)
    elif column.type == "integer" and not all(map(_whole, ends)):
        yield _about(phrases.WHOLE_EDGES, column.name)


def _finite(value: Any) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and math.isfinite(value) and abs(value) < 2**63


def _whole(value: float) -> bool:
    return value == int(value)


def _growing(values: Any) -> bool:
    return all(low < high for low, high in pairwise(values))


def _period(column: Column, asked: Any, _: Plan) -> Problems:
    if column.type not in DATES:
        yield _about(phrases.NEEDS_DATES, column.name)
    if asked.to not in PERIODS:
        yield _about(phrases.BAD_PERIOD, column.name)


def _grid(column: Column, asked: Any, plan: Plan) -> Problems:
    if column.type not in NUMBERS:
        yield _about(phrases.NEEDS_COORDINATES, column.name)
    if asked.km not in GRID_KM or asked.axis not in AXES:
        yield _about(phrases.BAD_GRID, column.name)
    other = plan.treatment(asked.partner)
    fits = isinstance(other, Grid) and other.partner == column.name and other.km == asked.km
    if not fits or other.axis == asked.axis:  # type: ignore[attr-defined]
        yield _about(phrases.LONE_COORDINATE, column.name)


def _level(column: Column, asked: Any, plan: Plan) -> Problems:
    for name in asked.finer:
        if name == column.name or not isinstance(plan.treatment(name), Drop):
            yield _about(phrases.FINER_KEPT, name, level=column.name)


def _redact(column: Column, _: Any, __: Plan) -> Problems:
    if column.type != "string":
        yield _about(phrases.NEEDS_TEXT, column.name)


CHECKS: dict[type[Treatment], Callable[[Column, Any, Plan], Problems]] = {
    Categories: _categories,
    Bands: _bands,
    Limits: _limits,
    Period: _period,
    Grid: _grid,
    Level: _level,
    Redact: _redact,
}


# --- conditions on rows --------------------------------------------------------------------------


def _of_rows(plan: Plan, schema: Schema) -> Problems:
    for only in plan.only:
        if not only.values:
            yield _about(phrases.NO_VALUES, only.column)
        elif not all(_fits(schema.column(only.column), value) for value in only.values):
            yield _about(phrases.BAD_VALUE, only.column)
    for rule in plan.dated:
        if schema.column(rule.column).type not in DATES:
            yield _about(phrases.NEEDS_DATES, rule.column)
    if plan.embargo and plan.embargo.months < 1:
        yield _about(phrases.BAD_MONTHS, plan.embargo.column)


def _fits(column: Column, value: Any) -> bool:
    try:
        as_type(column, value)
    except FilterError:
        return False
    return True


# --- small groups --------------------------------------------------------------------------------


def _of_groups(plan: Plan, schema: Schema) -> Problems:
    shown = {column.name for column in plan.shown(schema)}
    for small in plan.small_cells:
        yield from _of_group(small.k, small.columns, (*small.columns, *small.blank), shown)
    if plan.anonymity:
        yield from _of_group(plan.anonymity.k, plan.anonymity.over, plan.anonymity.over, shown)


def _of_group(
    k: int, columns: tuple[str, ...], named: tuple[str, ...], shown: set[str]
) -> Problems:
    if k < LEAST_K:
        yield Sentence(phrases.SMALL_K, {"k": k})
    if not columns:
        yield Sentence(phrases.NO_COLUMNS)
    for name in dict.fromkeys(columns):
        if columns.count(name) > 1:
            yield _about(phrases.TWICE, name)
    for name in dict.fromkeys(named):
        if name not in shown:
            yield _about(phrases.NOT_IN_EDITION, name)

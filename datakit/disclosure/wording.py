"""A plan in sentences, for the steward who makes it and for whoever reads the edition."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from datakit.disclosure import phrases
from datakit.disclosure.bands import number
from datakit.disclosure.plan import Anonymity, Plan, SmallCells
from datakit.disclosure.problems import Sentence
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
    Treatment,
)
from datakit.schema import Column, Schema

LIST = ", "
PERIODS = {"month": phrases.MONTHS, "quarter": phrases.QUARTERS, "year": phrases.YEARS}


def sentences(plan: Plan, schema: Schema, *, for_readers: bool = False) -> tuple[Sentence, ...]:
    """What ``plan`` does to a table of ``schema``, one statement a line, the gravest first.

    ``for_readers`` names nothing that the edition hides: neither the columns left out nor
    conditions on them. Without it, for the stewards, everything is named. Columns are called by
    their titles. A column of the plan that the schema lacks is passed over.
    """
    said = _Said(plan, schema)
    columns = (Sentence(template, params) for template, params in said.treated())
    rows = said.rows(for_readers=for_readers)
    groups = said.groups()
    left_out = said.left_out(for_readers=for_readers)
    found = (*left_out, *columns, *rows, *groups)
    if not found or (plan.keeps_everything and not said.columns_with(Drop)):
        return (Sentence(phrases.NO_CHANGE),)
    return (*found, *said.kept())


class _Said:
    """The pieces of the statement."""

    def __init__(self, plan: Plan, schema: Schema) -> None:
        self.plan, self.schema = plan, schema
        self.titles = {each.name: each.title or each.name for each in schema.columns}

    def columns_with(self, *kinds: type[Treatment]) -> list[Column]:
        return [
            each
            for each in self.schema.columns
            if isinstance(self.plan.treatment(each.name), kinds)
        ]

    def listed(self, names: Iterable[str]) -> str:
        return LIST.join(self.titles.get(name, name) for name in names)

    def _all(self, *kinds: type[Treatment]) -> str:
        return self.listed(column.name for column in self.columns_with(*kinds))

    def left_out(self, *, for_readers: bool) -> Iterator[Sentence]:
        if self.columns_with(Drop):
            named = Sentence(phrases.DROPPED, {"columns": self._all(Drop)})
            yield Sentence(phrases.SOME_DROPPED) if for_readers else named

    def kept(self) -> Iterator[Sentence]:
        if self.columns_with(Keep):
            yield Sentence(phrases.KEPT, {"columns": self._all(Keep)})

    def treated(self) -> Iterator[tuple[str, dict[str, Any]]]:
        yield from self._together()
        for column in self.schema.columns:
            treatment = self.plan.treatment(column.name)
            if alone := ALONE.get(type(treatment)):
                template, params = alone(treatment)
                yield template, {"columns": self.titles[column.name], **params}

    def _together(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Statements that take all columns of a kind in one."""
        for kind, template in TOGETHER:
            if self.columns_with(kind):
                yield template, {"columns": self._all(kind)}
        if any(self.plan.columns[c.name].names for c in self.columns_with(Redact)):  # type: ignore[attr-defined]
            yield phrases.REDACTED_NAMES, {}
        for km in sorted({self._km(column) for column in self.columns_with(Grid)}):
            yield phrases.GRID, {"km": km}
        for to, template in PERIODS.items():
            same = [c.name for c in self.columns_with(Period) if self._period(c) == to]
            if same:
                yield template, {"columns": self.listed(same)}

    def _km(self, column: Column) -> int:
        treatment = self.plan.columns[column.name]
        return treatment.km if isinstance(treatment, Grid) else 0

    def _period(self, column: Column) -> str:
        treatment = self.plan.columns[column.name]
        return treatment.to if isinstance(treatment, Period) else ""

    def rows(self, *, for_readers: bool) -> Iterator[Sentence]:
        hidden = {column.name for column in self.columns_with(Drop)}
        conditions = list(self._conditions())
        open_ones = [said for name, said in conditions if not for_readers or name not in hidden]
        yield from open_ones
        if len(open_ones) < len(conditions):
            yield Sentence(phrases.SOME_ROWS)

    def _conditions(self) -> Iterator[tuple[str, Sentence]]:
        for only in self.plan.only:
            values = LIST.join(map(str, only.values))
            yield only.column, self._of(phrases.ONLY, only.column, values=values)
        for before in self.plan.before:
            day = before.date.isoformat()
            yield before.column, self._of(phrases.BEFORE, before.column, date=day)
        if held := self.plan.embargo:
            yield held.column, self._of(phrases.EMBARGO, held.column, months=held.months)

    def _of(self, template: str, name: str, **params: Any) -> Sentence:
        return Sentence(template, {"columns": self.listed([name]), **params})

    def groups(self) -> Iterator[Sentence]:
        alone = [
            rule for rule in self.plan.small_cells if len(rule.columns) == 1 == len(rule.blank)
        ]
        alone = [rule for rule in alone if rule.columns == rule.blank]
        for k in sorted({rule.k for rule in alone}):
            names = [rule.columns[0] for rule in alone if rule.k == k]
            yield Sentence(phrases.SMALL_VALUES, {"k": k, "columns": self.listed(names)})
        for rule in self.plan.small_cells:
            if rule not in alone:
                yield self._small(rule)
        if self.plan.anonymity:
            yield self._anonymous(self.plan.anonymity)

    def _small(self, rule: SmallCells) -> Sentence:
        params: dict[str, Any] = {"k": rule.k, "columns": self.listed(rule.columns)}
        if not rule.blank:
            return Sentence(phrases.SMALL_DROP, params)
        return Sentence(phrases.SMALL_BLANK, {**params, "blank": self.listed(rule.blank)})

    def _anonymous(self, rule: Anonymity) -> Sentence:
        template = phrases.ANONYMITY_BLANK if rule.how == "blank" else phrases.ANONYMITY_DROP
        return Sentence(template, {"k": rule.k, "columns": self.listed(rule.over)})


def _bands(asked: Any) -> tuple[str, dict[str, Any]]:
    return phrases.BANDS, {"edges": LIST.join(map(number, asked.edges))}


def _limits(asked: Any) -> tuple[str, dict[str, Any]]:
    ends: dict[str, Any] = {}
    if asked.low is not None:
        ends["low"] = number(asked.low)
    if asked.high is not None:
        ends["high"] = number(asked.high)
    templates = {1: phrases.LIMIT_LOW if "low" in ends else phrases.LIMIT_HIGH}
    return templates.get(len(ends), phrases.LIMIT_BOTH), ends


def _level(_: Any) -> tuple[str, dict[str, Any]]:
    return phrases.LEVEL, {}


TOGETHER: Sequence[tuple[type[Treatment], str]] = (
    (Pseudonymise, phrases.PSEUDONYMS),
    (Categories, phrases.CATEGORIES),
    (Redact, phrases.REDACTED),
)
ALONE: dict[type[Treatment], Callable[[Any], tuple[str, dict[str, Any]]]] = {
    Bands: _bands,
    Limits: _limits,
    Level: _level,
}

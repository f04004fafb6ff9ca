"""The rows of an edition as one SQL query over the full table, put together step by step.

Inside, columns are called ``c0``, ``c1`` … and ``r`` is the row's number in the full table: no
name of a file meets ours. ``r`` never reaches an edition.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from datakit.disclosure.bound import Bound
from datakit.disclosure.expressions import SOURCE, Making, source, treated_sql
from datakit.disclosure.plan import Plan
from datakit.disclosure.treatments import Categories
from datakit.query.values import as_type
from datakit.schema import Column, Schema

NUMBER = "r"


@dataclass
class Suppressed:
    """What deriving took out, for the stewards: it tells about what is hidden.

    Counts of rows: all there were, those that met no condition, those under embargo, those left
    out by rules about small groups. ``blanked`` counts, by column, the cells these rules emptied.
    """

    rows_before: int = 0
    not_chosen: int = 0
    embargoed: int = 0
    rare_rows: int = 0
    blanked: dict[str, int] = field(default_factory=dict)

    def blank(self, column: str, cells: int) -> None:
        """Note emptied cells."""
        if cells:
            self.blanked[column] = self.blanked.get(column, 0) + cells


@dataclass(frozen=True)
class Stage:
    """What a rule about small groups does to the rows: a table of groups, found by ``on``.

    A group has taken a number of ``steps``: cells of a column are gone once they reach its number
    in ``emptied``, rows once they reach ``drop_from``.
    """

    table: str
    on: tuple[str, ...]
    emptied: Mapping[str, int]
    drop_from: int | None


class Pipeline:
    """A checked plan at work on one Parquet file."""

    def __init__(
        self,
        db: DuckDBPyConnection,
        parquet: Path,
        schema: Schema,
        plan: Plan,
        *,
        key: bytes,
        today: date,
    ) -> None:
        self.db, self.schema, self.plan = db, schema, plan
        self.bound = Bound()
        self.columns: tuple[Column, ...] = plan.shown(schema)
        self.keys = {column.name: f"c{at}" for at, column in enumerate(self.columns)}
        self.suppressed = Suppressed()
        self._check_names(parquet)
        self._file = self.bound.value(str(parquet))
        self._making = Making(self.bound, key)
        self.stages: list[Stage] = []
        self._tables = 0
        self._start = self._treated(self._conditions(today))

    def _check_names(self, parquet: Path) -> None:
        """Raise ValueError unless each column of the schema stands for exactly one of the file.

        DuckDB minds no capitals: asked for «nom» it may well answer with a hidden «Nom».
        """
        found = self.db.execute("SELECT name FROM parquet_schema(?)", [str(parquet)]).fetchall()
        there = [name for (name,) in found[1:]]  # the first is the schema itself
        for name in self.schema.names:
            if [each for each in there if each.casefold() == name.casefold()] != [name]:
                raise ValueError("The file has no column, or several, of a name in the schema.")

    @property
    def sql(self) -> str:
        """The rows as far as they have come: ``r`` and the columns by their inner names."""
        return self.rows(self.keys)

    def rows(self, columns: Iterable[str]) -> str:
        """SQL whose cells of ``columns`` are right; stages that touch only others are left out."""
        needed, stages = set(columns), []
        for stage in reversed(self.stages):
            if stage.drop_from is not None or needed & stage.emptied.keys():
                stages.append(stage)
                needed |= set(stage.on)
        sql = self._start
        for stage in reversed(stages):
            sql = self._after(stage, sql)
        return sql

    def new_table(self) -> str:
        """A name for the next temporary table of small groups."""
        self._tables += 1
        return f"small_{self._tables}"

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """Execute ``sql`` with the values it needs; all its rows."""
        return self.execute(sql).fetchall()

    def execute(self, sql: str) -> DuckDBPyConnection:
        """Execute ``sql`` with the values it needs."""
        return self.db.execute(sql, self.bound.used_in(sql))

    # --- conditions and treatments ---------------------------------------------------------------

    def _conditions(self, today: date) -> tuple[str, str]:
        """SQL that a row is chosen, and that its embargo is over."""
        chosen = [self._among(rule.column, rule.values) for rule in self.plan.only]
        chosen += [
            f"{source(rule.column)} < {self.bound.value(rule.date)}" for rule in self.plan.before
        ]
        over = "true"
        if self.plan.embargo:
            when, months = source(self.plan.embargo.column), self.plan.embargo.months
            over = f"{when} + to_months({self.bound.value(months)}) <= {self.bound.value(today)}"
        return " AND ".join(f"({each})" for each in chosen) or "true", over

    def _among(self, name: str, values: Iterable[Any]) -> str:
        column = self.schema.column(name)
        marks = ", ".join(self.bound.value(as_type(column, value)) for value in values)
        return f"{source(name)} IN ({marks})"

    def _treated(self, conditions: tuple[str, str]) -> str:
        shown = ", ".join(
            f"{treated_sql(column, self.plan.treatment(column.name), self._making)} "
            f"AS {self.keys[column.name]}"
            for column in self.columns
        )
        joins = " ".join(
            self._parents(at, name, asked) for at, (name, asked) in enumerate(self._making.parents)
        )
        chosen, over = conditions
        self._all = f"read_parquet({self._file}, file_row_number = true) AS {SOURCE}"
        self._conditions_sql = (chosen, over)
        return (
            f"SELECT {SOURCE}.file_row_number AS {NUMBER}, {shown} "  # noqa: S608 names quoted
            f"FROM {self._prepared()} {joins} WHERE {chosen} AND {over}"
        )

    def _prepared(self) -> str:
        """The full table, with what is made before the treatments."""
        if not self._making.ahead:
            return self._all
        ahead = ", ".join(f"{sql} AS {name}" for name, sql in self._making.ahead.items())
        return f"(SELECT {SOURCE}.*, {ahead} FROM {self._all}) AS {SOURCE}"  # noqa: S608

    def _parents(self, at: int, name: str, asked: Categories) -> str:
        alias = f"parents_{at}"
        self.db.execute(f"CREATE TEMP TABLE {alias} (was VARCHAR, parent VARCHAR)")
        self.db.execute(
            f"INSERT INTO {alias} SELECT unnest(?), unnest(?)",
            [list(asked.parents), list(asked.parents.values())],
        )
        return f"LEFT JOIN {alias} ON {alias}.was = CAST({source(name)} AS VARCHAR)"

    def count_conditions(self) -> None:
        """Count how many rows there were, and how many the conditions took out."""
        chosen, over = self._conditions_sql
        ((before, fitting, left),) = self.run(
            f"SELECT count(*), count(*) FILTER ({chosen}), "  # noqa: S608 names quoted
            f"count(*) FILTER ({chosen} AND {over}) FROM {self._all}"
        )
        self.suppressed.rows_before = before
        self.suppressed.not_chosen = before - fitting
        self.suppressed.embargoed = fitting - left

    def _after(self, stage: Stage, sql: str) -> str:
        """The rows of ``sql`` after a stage."""
        shown = ", ".join(
            f"CASE WHEN coalesce(small.steps, 0) < {stage.emptied[name]} THEN p.{key} END AS {key}"
            if name in stage.emptied
            else f"p.{key}"
            for name, key in self.keys.items()
        )
        same = " AND ".join(
            f"p.{self.keys[name]} IS NOT DISTINCT FROM small.{self.keys[name]}" for name in stage.on
        )
        gone = stage.drop_from
        stays = "true" if gone is None else f"coalesce(small.steps, 0) < {gone}"
        return (
            f"SELECT p.{NUMBER}, {shown} FROM ({sql}) AS p "  # noqa: S608 our own names
            f"LEFT JOIN {stage.table} AS small ON {same} WHERE {stays}"
        )

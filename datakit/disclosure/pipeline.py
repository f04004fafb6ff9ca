"""The rows of an edition as one SQL query over the full table, put together step by step.

Inside, columns are called ``c0``, ``c1`` … and ``r`` is the row's number in the full table: no
name of a file meets ours. Small groups are looked for in the rows of the step before, remembered
in a temporary table, and joined. ``r`` never reaches an edition.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from datakit.disclosure.bound import Bound
from datakit.disclosure.expressions import SOURCE, Making, source, treated_sql
from datakit.disclosure.plan import Anonymity, Plan, SmallCells
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
class _Stage:
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
        self._file = self.bound.value(str(parquet))
        self._making = Making(self.bound, key)
        self._tables = 0
        self._stages: list[_Stage] = []
        self._start = self._treated(self._conditions(today))

    @property
    def sql(self) -> str:
        """The rows as far as they have come: ``r`` and the columns by their inner names."""
        return self._rows(self.keys)

    def _rows(self, columns: Iterable[str]) -> str:
        """SQL whose cells of ``columns`` are right; stages that touch only others are left out."""
        needed, stages = set(columns), []
        for stage in reversed(self._stages):
            if stage.drop_from is not None or needed & stage.emptied.keys():
                stages.append(stage)
                needed |= set(stage.on)
        sql = self._start
        for stage in reversed(stages):
            sql = self._after(stage, sql)
        return sql

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

    # --- small groups ----------------------------------------------------------------------------

    def suppress(self) -> None:
        """Apply every rule about small groups, in the plan's order, anonymity last."""
        for rule in self.plan.small_cells:
            self._small_cells(rule)
        if self.plan.anonymity:
            self._anonymity(self.plan.anonymity)

    def _with_partners(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """The columns named, each with its other coordinate where it has one."""
        return list(dict.fromkeys(tuple(sorted(self.plan.together(name))) for name in names))

    def _flat(self, names: Sequence[str]) -> list[str]:
        return [name for pair in self._with_partners(names) for name in pair]

    def _table(self) -> str:
        self._tables += 1
        return f"small_{self._tables}"

    def _small_cells(self, rule: SmallCells) -> None:
        table, columns = self._table(), self._flat(rule.columns)
        blanked = self._flat(rule.blank)
        keys = ", ".join(self.keys[name] for name in columns)
        counts = "".join(f", count({self.keys[name]}) AS n{at}" for at, name in enumerate(blanked))
        self.execute(
            f"CREATE TEMP TABLE {table} AS SELECT {keys}, count(*) AS n{counts}, 1 AS steps "  # noqa: S608
            f"FROM ({self._rows({*columns, *blanked})}) GROUP BY {keys} "
            f"HAVING count(*) < {int(rule.k)}"
        )
        sums = "".join(f", coalesce(sum(n{at}), 0)" for at, _ in enumerate(blanked))
        ((rows, *cells),) = self.run(f"SELECT coalesce(sum(n), 0){sums} FROM {table}")  # noqa: S608
        if not rows:
            return
        gone = None if blanked else 1
        self._stages.append(_Stage(table, tuple(columns), dict.fromkeys(blanked, 1), gone))
        if not blanked:
            self.suppressed.rare_rows += int(rows)
        for name, count in zip(blanked, cells, strict=True):
            self.suppressed.blank(name, int(count))

    def _anonymity(self, rule: Anonymity) -> None:
        """Blank from the last column on, then leave out what is rare even so.

        A row that is rare after a step goes into the next: rows that are not rare stay as they
        are, and their groups can only grow. After the last step all rows still rare are equal in
        every column, so they are one group, smaller than k, and go.
        """
        table, pairs = self._table(), self._with_partners(rule.over)
        steps = len(pairs) if rule.how == "blank" else 0
        # After how many steps a column is empty: never, when rare rows are left out at once.
        emptied = {
            name: len(pairs) - at if steps else steps + 2
            for at, pair in enumerate(pairs)
            for name in pair
        }
        keys = ", ".join(self.keys[name] for name in emptied)
        self.execute(
            f"CREATE TEMP TABLE {table} AS SELECT {keys}, count(*) AS n, 0 AS steps "  # noqa: S608
            f"FROM ({self._rows(emptied)}) GROUP BY {keys}"
        )
        for step in range(steps + 1):
            if not self._step(table, emptied, step, rule.k):
                break
        self.run(f"DELETE FROM {table} WHERE steps = 0")  # noqa: S608 our own name
        self._count_anonymity(table, emptied, steps)
        ((small,),) = self.run(f"SELECT count(*) FROM {table}")  # noqa: S608 our own name
        if small:
            shown = emptied if steps else {}
            self._stages.append(_Stage(table, tuple(emptied), shown, steps + 1))

    def _step(self, table: str, emptied: Mapping[str, int], step: int, k: int) -> bool:
        """Move the groups that are rare after ``step`` steps into the next; whether any was."""
        now = {
            f"s{at}": f"CASE WHEN steps < {after} THEN {self.keys[name]} END"
            for at, (name, after) in enumerate(emptied.items())
        }
        seen = ", ".join(f"{sql} AS {alias}" for alias, sql in now.items())
        same = " AND ".join(
            f"{sql} IS NOT DISTINCT FROM rare.{alias}" for alias, sql in now.items()
        )
        self.run(
            f"UPDATE {table} SET steps = {step + 1} FROM (SELECT {', '.join(now)} FROM "  # noqa: S608
            f"(SELECT {seen}, n FROM {table}) GROUP BY ALL HAVING sum(n) < {int(k)}) AS rare "
            f"WHERE {same}"
        )
        ((moved,),) = self.run(f"SELECT count(*) FROM {table} WHERE steps = {step + 1}")  # noqa: S608
        return bool(moved)

    def _count_anonymity(self, table: str, emptied: Mapping[str, int], steps: int) -> None:
        cells = [
            f"coalesce(sum(n) FILTER (steps BETWEEN {after} AND {steps} "
            f"AND {self.keys[name]} IS NOT NULL), 0)"
            for name, after in emptied.items()
        ]
        gone = f"coalesce(sum(n) FILTER (steps > {steps}), 0)"
        ((rows, *blanked),) = self.run(f"SELECT {', '.join([gone, *cells])} FROM {table}")  # noqa: S608
        self.suppressed.rare_rows += int(rows)
        for name, count in zip(emptied, blanked, strict=True):
            self.suppressed.blank(name, int(count))

    def _after(self, stage: _Stage, sql: str) -> str:
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

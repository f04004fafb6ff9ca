"""From staged text to typed Parquet: judge every column, verify on every row, write, describe."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from duckdb import DuckDBPyConnection

from datakit import problem_kinds as kinds
from datakit.layout import COPY_OPTIONS
from datakit.problems import Problem
from datakit.reading import sql_values as sql
from datakit.reading.counts import (
    Counts,
    count,
    gather,
    missing_signs,
    quoted,
    spellings,
    stage_name,
)
from datakit.reading.database import connect, literal
from datakit.reading.decide import TEXT, Context, Decision, decide, forced
from datakit.reading.headers import name_columns
from datakit.reading.hints import tag_of
from datakit.reading.model import ColumnReport, Limits, ReadOptions, TableReport
from datakit.reading.profile import EXAMPLE_CHARACTERS, EXAMPLES, Described, describe
from datakit.reading.quality import table_quality
from datakit.reading.raw import RawTable
from datakit.reading.stage import list_rows
from datakit.schema import Column

SAMPLE_CELLS = 1_500_000
NAMED_ROWS = 20

Progress = Callable[[float], None]


def type_table(
    raw: RawTable, parquet: Path, options: ReadOptions, limits: Limits, progress: Progress
) -> TableReport:
    """Write ``raw`` as typed Parquet and report on it."""
    names, header_problems = name_columns(raw.titles)
    with connect(parquet.parent, limits) as db:
        work = _Work(db, raw, names, options)
        work.judge()
        progress(0.3)
        work.settle(parquet)
        progress(0.7)
        reports = work.reports(parquet)
        seen = table_quality(db, parquet, reports, raw)
    empty = [kinds.NO_ROWS.found(sheet=raw.sheet)] if not raw.rows else []
    problems = (*raw.problems, *(header_problems if raw.header_row >= 0 else ()), *empty, *seen)
    return TableReport(
        name=raw.name,
        sheet=raw.sheet,
        rows=raw.rows,
        columns=tuple(reports),
        parquet=parquet.name,
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        decimal=work.decimal,
        header_row=raw.header_row,
        first_row=raw.first_row,
        preview=raw.preview,
        extra_cells=raw.extra_cells,
        problems=tuple(problems),
    )


@dataclass(frozen=True)
class _Misfits:
    """Cells that the type of their column does not understand."""

    count: int
    rows: str
    first: int


class _Work:
    """The columns of one table while they are being judged."""

    def __init__(
        self, db: DuckDBPyConnection, raw: RawTable, names: Sequence[str], options: ReadOptions
    ) -> None:
        self.db, self.raw, self.names, self.options = db, raw, names, options
        self.source = f"read_parquet({literal(raw.stage)})"
        self.keys = [stage_name(index) for index in range(len(names))]
        self.counts: dict[str, Counts] = {}
        self.decisions: dict[str, Decision] = {}
        self.sampled = raw.rows * len(names) > SAMPLE_CELLS
        self.misfits: dict[str, _Misfits] = {}
        self.spelt: dict[str, list[tuple[str, int]]] = {}
        self.signs: dict[str, list[str]] = {}
        counts = self._one_row(", ".join(f"count({key})" for key in self.keys), raw.stage)
        self.filled = dict(zip(self.keys, counts, strict=True))
        # A file that separates its cells by semicolons does so because commas mark decimals.
        known = options.decimal or ("," if raw.delimiter == ";" else "")
        self.context = Context(known, options.dates, workbook=bool(raw.sheet))

    @property
    def decimal(self) -> str:
        """The decimal sign that the numbers of the table use."""
        used = [d.decimal for d in self.decisions.values() if d.decimal]
        return max(sorted(set(used)), key=used.count) if used else "."

    def judge(self) -> None:
        """Decide every column, from all rows or from the first ones of a large table."""
        limit = (
            max(2_000, SAMPLE_CELLS // max(1, len(self.keys))) if self.sampled else self.raw.rows
        )
        self._judge(self.keys, f"(SELECT * FROM {self.source} LIMIT {limit})")  # noqa: S608
        proven = {d.decimal for d in self.decisions.values() if d.decimal}
        unsure = [key for key in self.keys if kinds.AMBIGUOUS_NUMBERS in self.decisions[key].notes]
        if unsure and len(proven) == 1:
            self.context = Context(proven.pop(), self.options.dates, self.context.workbook)
            for key in unsure:
                self.decisions[key] = self._decide(key)

    def _judge(self, keys: Sequence[str], source: str) -> None:
        gather(self.db, source, keys)
        self.counts.update(count(self.db, keys))
        for key in keys:
            self.spelt[key] = spellings(self.db, key)
            self.signs[key] = missing_signs(self.db, key)
            self.decisions[key] = self._decide(key)

    def _decide(self, key: str) -> Decision:
        name, counts = self._name(key), self.counts[key]
        wanted = self.options.types.get(name)
        said = self.spelt[key]
        if wanted:
            return forced(name, wanted, counts, lambda: said, self.context)
        return decide(name, counts, lambda: said, self.context)

    def _name(self, key: str) -> str:
        return self.names[self.keys.index(key)]

    def settle(self, parquet: Path) -> None:
        """Write, and hold what was judged against every row: nothing may be lost in a type."""
        self._write(parquet)
        wrong = self._wrong(parquet)
        if self.sampled:
            unsure = [key for key in self.keys if self._was_unsure(key)]
            if again := [key for key in self.keys if key in wrong or key in unsure]:
                for key in again:
                    self._judge([key], self.source)
                self._write(parquet)
                wrong = self._wrong(parquet)
        if wrong:
            for key in wrong:
                self.decisions[key] = replace(TEXT, nearly=self.decisions[key])
            self._write(parquet)
        for key in self.keys:
            decision = self.decisions[key]
            if self._forced(key):
                self._note_misfits(key, decision)
            elif decision.nearly is not None:
                self._note_misfits(key, decision.nearly)

    def _forced(self, key: str) -> bool:
        return self._name(key) in self.options.types

    def _was_unsure(self, key: str) -> bool:
        """True when more rows could tell more about the column than the sample did."""
        decision = self.decisions[key]
        unseen = not self.counts[key]["n"] and self.filled[key] > 0
        return bool(unseen or decision.nearly or decision.notes)

    def _wrong(self, parquet: Path) -> list[str]:
        """The columns of which some cells, neither empty nor a sign for it, got no value."""
        typed = [
            (key, name)
            for key, name in zip(self.keys, self.names, strict=True)
            if self.decisions[key].type != "string" and not self._forced(key)
        ]
        if not typed:
            return []
        got = self._one_row(", ".join(f"count({quoted(name)})" for _, name in typed), parquet)
        signs = [key for key, _ in typed if self.signs[key]]
        missing: dict[str, int] = {}
        if signs:
            tests = ", ".join(f"count(*) FILTER ({sql.is_missing(key)})" for key in signs)
            missing = dict(zip(signs, self._one_row(tests, self.raw.stage), strict=True))
        return [
            key
            for (key, _), values in zip(typed, got, strict=True)
            if values + missing.get(key, 0) != self.filled[key]
        ]

    def _one_row(self, selected: str, parquet: Path) -> Sequence[int]:
        found: Sequence[int] = self.db.execute(
            f"SELECT {selected} FROM read_parquet({literal(parquet)})"  # noqa: S608
        ).fetchall()[0]
        return found

    def _note_misfits(self, key: str, decision: Decision) -> None:
        value = sql.apply(decision.sql, key)
        wrong = f"{key} IS NOT NULL AND NOT {sql.is_missing(key)} AND {value} IS NULL"
        numbered = (
            f"SELECT file_row_number + {self.raw.first_data_row} AS r FROM "  # noqa: S608
            f"read_parquet({literal(self.raw.stage)}, file_row_number = true) WHERE {wrong}"
        )
        rows = self.db.execute(
            f"SELECT count(*), list(r ORDER BY r)[1:{NAMED_ROWS}] FROM ({numbered})"  # noqa: S608
        ).fetchall()[0]
        if rows[0]:
            self.misfits[key] = _Misfits(rows[0], list_rows(rows[1], rows[0]), rows[1][0])

    def _write(self, parquet: Path) -> None:
        """Write the typed Parquet file, complete or not at all."""
        columns = ", ".join(
            f"{self._value(key)} AS {quoted(name)}"
            for key, name in zip(self.keys, self.names, strict=True)
        )
        unfinished = parquet.with_suffix(".part")
        self.db.execute(
            f"COPY (SELECT {columns} FROM {self.source}) TO {literal(unfinished)} "  # noqa: S608
            f"({COPY_OPTIONS})"
        )
        unfinished.replace(parquet)

    def _value(self, key: str) -> str:
        decision = self.decisions[key]
        if decision.type == "string":
            return key
        # Looking for signs of «no value» costs; without any in sight the count tells if one comes.
        if self.signs[key] or self._forced(key):
            return sql.apply(decision.sql, key)
        return decision.sql.replace("$v", key)

    def reports(self, parquet: Path) -> list[ColumnReport]:
        """The report of every column, from the typed file."""
        columns = [self._column(key, name) for key, name in zip(self.keys, self.names, strict=True)]
        described = describe(self.db, parquet, columns, self.raw.rows)
        return [
            self._report(key, column, about, self.filled[key])
            for key, column, about in zip(self.keys, columns, described, strict=True)
        ]

    def _column(self, key: str, name: str) -> Column:
        decision = self.decisions[key]
        title = self.raw.titles[self.keys.index(key)].strip()[:500]
        return Column(
            name=name,
            type=decision.type,
            title=title if title != name else "",
            tag=tag_of(name, decision.type),
            true_values=decision.true_values if decision.type == "boolean" else (),
            false_values=decision.false_values if decision.type == "boolean" else (),
        )

    def _report(self, key: str, column: Column, about: Described, filled: int) -> ColumnReport:
        emptied = self.misfits.get(key) if self.options.types.get(column.name) else None
        missing = max(0, filled - (self.raw.rows - about.empty) - (emptied.count if emptied else 0))
        problems = self._problems(key, column, missing)
        return ColumnReport(
            column=column,
            empty=about.empty,
            missing=missing,
            distinct=about.distinct,
            minimum=about.minimum,
            maximum=about.maximum,
            mean=about.mean,
            examples=about.examples or self._rare_examples(key),
            problems=tuple(problems),
        )

    def _rare_examples(self, key: str) -> tuple[str, ...]:
        """Examples of a column that is empty in the first rows."""
        said = [text for text, _ in self.spelt[key] if text not in self.signs[key]]
        return tuple(text[:EXAMPLE_CHARACTERS] for text in said[:EXAMPLES])

    def _problems(self, key: str, column: Column, missing: int) -> list[Problem]:
        decision = self.decisions[key]
        sheet, name = self.raw.sheet, column.name
        found = [kind.found(sheet=sheet, column=name) for kind in decision.notes]
        misfits = self.misfits.get(key)
        if misfits:
            chosen = self.options.types.get(column.name)
            kind = kinds.EMPTIED_CELLS if chosen else kinds.NEARLY_TYPED
            wanted = chosen or (decision.nearly or TEXT).type
            found.append(
                kind.found(
                    sheet=sheet,
                    column=name,
                    row=misfits.first,
                    count=misfits.count,
                    rows=misfits.rows,
                    type=kinds.TYPE_NAMES[wanted],
                )
            )
        if missing:
            signs = ", ".join(self.signs[key])
            found.append(
                kinds.MISSING_TOKENS.found(sheet=sheet, column=name, count=missing, tokens=signs)
            )
        return found

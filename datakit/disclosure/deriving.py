"""Deriving an edition's table from the full one: one Parquet file, complete or not there at all.

The rows of the edition lie in an order that follows from the edition alone: by its dates, its
places, then a hash of everything the row shows. Nothing of the order of the full table is left,
nor row numbers, nor anything else of the file it came from.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from datakit.disclosure.checking import require
from datakit.disclosure.pipeline import Pipeline, Suppressed
from datakit.disclosure.plan import Plan
from datakit.disclosure.shut import working_in
from datakit.disclosure.small_groups import suppress
from datakit.disclosure.treatments import Keep, Level, Pseudonymise, Treatment
from datakit.layout import COPY_OPTIONS
from datakit.query import DEFAULT_ENGINE, Engine
from datakit.query.engine import quoted
from datakit.reading.database import literal
from datakit.reading.profile import describe
from datakit.schema import Column, Schema

LEAST_KEY_BYTES = 16
FIRST_BY = ("date", "latitude", "longitude")
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Derived:
    """A derived table: its schema, rows, figures per column, and what was taken out.

    ``profile`` is as a release's tables have it, computed from the rows of the edition.
    ``suppressed`` is for the owner's stewards alone.
    """

    schema: Schema
    rows: int
    profile: tuple[Mapping[str, Any], ...]
    suppressed: Suppressed

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "schema": self.schema.as_table_schema(),
            "rows": self.rows,
            "profile": [dict(each) for each in self.profile],
            "suppressed": asdict(self.suppressed),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """From what :meth:`as_dict` gave."""
        return cls(
            Schema.from_table_schema(values["schema"]),
            values["rows"],
            tuple(values["profile"]),
            Suppressed(**values["suppressed"]),
        )


def derive(
    parquet: Path,
    schema: Schema,
    plan: Plan,
    key: bytes,
    out: Path,
    *,
    today: date,
    engine: Engine = DEFAULT_ENGINE,
    progress: Progress | None = None,
) -> Derived:
    """Write to ``out`` what ``plan`` shows of ``parquet``, and say what came of it.

    ``key`` makes the pseudonyms: the same for all releases of a dataset, known to nobody outside.
    ``today`` decides about embargoes. ``progress`` is given fractions from 0 to 1. What does not
    fit into the engine's memory lies for the moment in its ``spill`` folder or beside ``out``.

    Raises :class:`PlanError` with every reason when the plan does not fit the schema, and
    ``ValueError`` when pseudonyms are asked for and the key is shorter than 16 bytes, or when the
    columns of the file are not those of the schema.
    """
    require(plan, schema)
    if plan.needs_key and len(key) < LEAST_KEY_BYTES:
        raise ValueError(f"A key for pseudonyms has at least {LEAST_KEY_BYTES} bytes.")
    tell = progress or (lambda _: None)
    unfinished = out.with_name(f"{out.name}.part")
    try:
        with working_in(out.parent, engine, [parquet, unfinished]) as db:
            work = Pipeline(db, parquet, schema, plan, key=key, today=today)
            work.count_conditions()
            tell(0.05)
            suppress(work)
            tell(0.4)
            derived = schema_after(plan, schema)
            work.execute(
                f"COPY ({_in_order(work, derived)}) TO {literal(unfinished)} ({COPY_OPTIONS})"
            )
            tell(0.9)
            ((rows,),) = work.db.execute(
                "SELECT count(*) FROM read_parquet(?)", [str(unfinished)]
            ).fetchall()
            figures = _profile(work, unfinished, derived, rows)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    tell(1.0)
    return Derived(derived, rows, figures, work.suppressed)


def schema_after(plan: Plan, schema: Schema) -> Schema:
    """The columns of the edition. What described a column's hidden values does not come along."""
    return Schema(
        tuple(_column_after(each, plan.treatment(each.name)) for each in plan.shown(schema))
    )


def _column_after(column: Column, treatment: Treatment) -> Column:
    kept = isinstance(treatment, (Keep, Level))
    return Column(
        name=column.name,
        type=treatment.type_after(column.type),
        title=column.title,
        description=column.description if kept else "",
        tag="identifier" if isinstance(treatment, Pseudonymise) else column.tag,
        true_values=column.true_values if kept else (),
        false_values=column.false_values if kept else (),
    )


def _in_order(work: Pipeline, derived: Schema) -> str:
    """The rows under their own names, in an order that follows from what they show."""
    shown = ", ".join(f"{key} AS {quoted(name)}" for name, key in work.keys.items())
    first = [
        work.keys[column.name]
        for tag in FIRST_BY
        for column in derived.columns
        if column.tag == tag
    ]
    everything = f"hash({', '.join(work.keys.values())})"
    return f"SELECT {shown} FROM ({work.sql}) ORDER BY {', '.join([*first, everything])}"  # noqa: S608


def _profile(
    work: Pipeline, parquet: Path, derived: Schema, rows: int
) -> tuple[Mapping[str, Any], ...]:
    found = describe(work.db, parquet, derived.columns, rows)
    return tuple(
        {"name": column.name, "missing": 0, **asdict(each), "examples": list(each.examples)}
        for column, each in zip(derived.columns, found, strict=True)
    )

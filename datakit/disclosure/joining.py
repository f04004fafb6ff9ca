"""Whether two tables of one dataset, put side by side, undo what was made coarse.

Rows of an edition are matched with those of another on everything both show: columns both treat
alike as they are, dates and grids of different coarseness on the coarser of the two. A row that
matches exactly one other gains whatever that one shows more finely.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from datakit.disclosure.grid import centre_sql
from datakit.disclosure.plan import Plan
from datakit.disclosure.treatments import Drop, Grid, Keep, Level, Period, Treatment
from datakit.query.engine import quoted
from datakit.reading.database import literal
from datakit.schema import Schema

FINENESS = {"day": 3, "month": 2, "quarter": 1, "year": 0}
AS_IT_IS = Keep()


@dataclass(frozen=True)
class StoredTable:
    """One table in Parquet with its schema, called ``name`` when a person reads of it."""

    parquet: Path
    schema: Schema
    name: str = ""


@dataclass(frozen=True)
class Other:
    """A table that a reader may hold as well: another edition, an earlier release.

    ``plan`` is the one it was derived by, None for the full data. ``reachable`` says that whoever
    may read the edition in question may have this one too: only then it counts in the verdict.
    """

    table: StoredTable
    plan: Plan | None = None
    reachable: bool = True


@dataclass(frozen=True)
class Joined:
    """What matching with ``other`` gives: the share of rows (0 to 1) that meet exactly one there.

    ``on`` are the columns matched, ``gains`` those that the other shows more finely or alone.
    """

    other: str
    on: tuple[str, ...]
    gains: tuple[str, ...]
    matched: float
    reachable: bool

    @property
    def undoes(self) -> bool:
        """Whether a reader would learn more than this edition shows."""
        return self.reachable and bool(self.gains) and self.matched > 0


def join(db: DuckDBPyConnection, edition: StoredTable, plan: Plan, other: Other) -> Joined:
    """Match the rows of ``edition``, derived by ``plan``, with those of ``other``."""
    pairs = dict(_common(edition.schema, plan, other))
    gains = tuple(_gains(edition.schema, plan, other))
    matched = 0.0
    if pairs and gains:
        ours, theirs = zip(*pairs.values(), strict=True)
        matched = _matched(db, (edition.parquet, ours), (other.table.parquet, theirs))
    return Joined(other.table.name, tuple(pairs), gains, matched, other.reachable)


def _matched(
    db: DuckDBPyConnection,
    ours: tuple[Path, Sequence[str]],
    theirs: tuple[Path, Sequence[str]],
) -> float:
    """The share of our rows that meet exactly one of theirs, by a hash of what is compared."""
    (mine, keys), (other, other_keys) = ours, theirs
    sql = (
        f"WITH a AS (SELECT hash({', '.join(keys)}) AS h, count(*) AS n FROM {literal(mine)} "  # noqa: S608
        f"GROUP BY 1), b AS (SELECT hash({', '.join(other_keys)}) AS h FROM {literal(other)} "
        "GROUP BY 1 HAVING count(*) = 1) "
        "SELECT coalesce(sum(a.n) FILTER (b.h IS NOT NULL), 0) / greatest(sum(a.n), 1) "
        "FROM a LEFT JOIN b ON a.h = b.h"
    )
    ((share,),) = db.execute(sql).fetchall()
    return float(share or 0)


# --- what both show, and what one shows more finely -----------------------------------------------


def _of(plan: Plan | None, name: str) -> Treatment:
    found = plan.treatment(name) if plan else AS_IT_IS
    return AS_IT_IS if isinstance(found, Level) else found


def _common(schema: Schema, plan: Plan, other: Other) -> Iterator[tuple[str, tuple[str, str]]]:
    """Columns both show, each with SQL that makes the two comparable."""
    theirs = set(other.table.schema.names)
    for column in schema.columns:
        name = column.name
        if name not in theirs:
            continue
        mine, their = _of(plan, name), _of(other.plan, name)
        same_type = column.type == other.table.schema.column(name).type
        if mine == their and same_type:
            yield name, (quoted(name), quoted(name))
        elif both := _on_coarser(name, mine, their):
            yield name, both


def _on_coarser(name: str, mine: Treatment, theirs: Treatment) -> tuple[str, str] | None:
    ours, others = (_day_of(each) for each in (mine, theirs))
    if ours and others and "" not in (ours, others):
        to = min(ours, others, key=lambda word: FINENESS[word])
        return _dated(name, ours, to), _dated(name, others, to)
    grid = mine if isinstance(mine, Grid) else theirs
    if not isinstance(grid, Grid):
        return None
    km = max(_km(mine), _km(theirs))
    if 0 in (_km(mine), _km(theirs)) and not _either_kept(mine, theirs):
        return None
    return _placed(name, grid, mine, km), _placed(name, grid, theirs, km)


def _either_kept(mine: Treatment, theirs: Treatment) -> bool:
    return AS_IT_IS in (mine, theirs)


def _day_of(treatment: Treatment) -> str:
    """How finely a date is shown: a word of FINENESS, empty when it is no date we can compare."""
    if isinstance(treatment, Period):
        return treatment.to
    return "day" if treatment == AS_IT_IS else ""


def _dated(name: str, shown: str, to: str) -> str:
    """SQL for a column shown by ``shown`` at the coarser ``to``."""
    value = quoted(name)
    if shown == to:
        return f"CAST({value} AS VARCHAR)"
    if shown == "day":
        whole = f"CAST(year({value}) AS VARCHAR)"
        parts = {"month": f"strftime({value}, '%Y-%m')", "year": whole}
        return parts.get(to, f"{whole} || '-Q' || quarter({value})")
    if to == "year":
        return f"left({value}, 4)"
    return f"left({value}, 4) || '-Q' || ((CAST(right({value}, 2) AS INTEGER) + 2) // 3)"


def _km(treatment: Treatment) -> int:
    return treatment.km if isinstance(treatment, Grid) else 0


def _placed(name: str, grid: Grid, shown: Treatment, km: int) -> str:
    """SQL for a coordinate on the grid of ``km``."""
    if _km(shown) == km:
        return quoted(name)
    pair = (name, grid.partner) if grid.axis == "longitude" else (grid.partner, name)
    longitude, latitude = (f"CAST({quoted(each)} AS DOUBLE)" for each in pair)
    return centre_sql(longitude, latitude, km, grid.axis)


def _gains(schema: Schema, plan: Plan, other: Other) -> Iterator[str]:
    """Columns of the other that we lack, or that it shows otherwise and not more coarsely."""
    ours = set(schema.names)
    for name in other.table.schema.names:
        mine = _of(plan, name) if name in ours else Drop()
        if mine != (theirs := _of(other.plan, name)) and not _coarser(theirs, mine):
            yield name


def _coarser(theirs: Treatment, mine: Treatment) -> bool:
    """Whether ``theirs`` tells nothing that ``mine`` does not."""
    if mine == AS_IT_IS:
        return True
    if isinstance(theirs, Grid) and isinstance(mine, Grid):
        return theirs.km % mine.km == 0
    if isinstance(theirs, Period) and isinstance(mine, Period):
        return FINENESS[theirs.to] <= FINENESS[mine.to]
    return False

"""How well rows hide among others: group sizes, the risk that follows, diversity within groups.

Prosecutor risk: somebody knows that a row is in the table, and its values in the columns ``over``;
the chance to pick the right row is 1 over the size of its group. The mean over all rows is the
number of groups divided by the number of rows. An empty cell is a value like others.
Source: Templ, Statistical Disclosure Control for Microdata (2017), ch. 3; OCHA Centre for
Humanitarian Data, Guidance Note on Statistical Disclosure Control (2019).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from datakit.query.engine import quoted
from datakit.reading.database import literal


@dataclass(frozen=True)
class Groups:
    """Rows grouped by the columns ``over``. Without rows, or without columns, nobody is at risk.

    ``smallest`` is the k of k-anonymity. ``unique`` and ``rare`` are shares of rows, from 0 to 1:
    alone in their group, and in a group smaller than ``k``. The risks are chances from 0 to 1.
    """

    over: tuple[str, ...]
    rows: int
    groups: int
    smallest: int
    k: int
    unique: float
    rare: float
    mean_risk: float
    max_risk: float

    @property
    def unique_rows(self) -> int:
        """How many rows are alone in their group."""
        return round(self.unique * self.rows)


@dataclass(frozen=True)
class Diversity:
    """The fewest different values of a sensitive ``column`` in any group: the l of l-diversity."""

    column: str
    smallest: int


def groups(db: DuckDBPyConnection, parquet: Path, over: Sequence[str], k: int) -> Groups:
    """The groups of the rows of ``parquet`` by the columns ``over``, which it has."""
    keys = ", ".join(quoted(name) for name in over)
    sizes = f"SELECT count(*) AS n FROM {literal(parquet)} GROUP BY {keys or 'ALL'}"  # noqa: S608
    ((rows, count, smallest, unique, rare),) = db.execute(
        f"SELECT coalesce(sum(n), 0), count(*), coalesce(min(n), 0), "  # noqa: S608
        f"coalesce(sum(n) FILTER (n = 1), 0), coalesce(sum(n) FILTER (n < ?), 0) FROM ({sizes})",
        [k],
    ).fetchall()
    rows = int(rows)
    if not rows or not over:
        return Groups(tuple(over), rows, min(rows, 1), rows, k, 0.0, 0.0, 0.0, 0.0)
    return Groups(
        over=tuple(over),
        rows=rows,
        groups=count,
        smallest=smallest,
        k=k,
        unique=unique / rows,
        rare=rare / rows,
        mean_risk=count / rows,
        max_risk=1 / smallest,
    )


def diversity(
    db: DuckDBPyConnection, parquet: Path, over: Sequence[str], sensitive: Sequence[str]
) -> tuple[Diversity, ...]:
    """For each of ``sensitive``, the fewest different values in a group; empty cells are one."""
    if not over or not sensitive:
        return ()
    keys = ", ".join(quoted(name) for name in over)
    found = []
    for name in sensitive:
        value = quoted(name)
        kinds = f"SELECT DISTINCT {keys}, {value} FROM {literal(parquet)}"  # noqa: S608
        counts = f"SELECT count(*) AS d FROM ({kinds}) GROUP BY {keys}"  # noqa: S608
        ((least,),) = db.execute(f"SELECT coalesce(min(d), 0) FROM ({counts})").fetchall()  # noqa: S608
        found.append(Diversity(name, least))
    return tuple(found)

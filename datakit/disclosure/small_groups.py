"""Small groups of rows: looked for in the rows as far as they have come, then emptied or left out.

The groups that are too small are remembered in a temporary table, with how many steps each has
taken towards showing nothing; a stage of the pipeline joins it.
"""

from collections.abc import Mapping, Sequence

from datakit.disclosure.pipeline import Pipeline, Stage
from datakit.disclosure.plan import Anonymity, Plan, SmallCells


def suppress(work: Pipeline) -> None:
    """Apply every rule of the plan about small groups, in its order, anonymity last."""
    for rule in work.plan.small_cells:
        _small_cells(work, rule)
    if work.plan.anonymity:
        _anonymity(work, work.plan.anonymity)


def _with_partners(plan: Plan, names: Sequence[str]) -> list[tuple[str, ...]]:
    """The columns named, each with its other coordinate where it has one."""
    return list(dict.fromkeys(tuple(sorted(plan.together(name))) for name in names))


def _flat(plan: Plan, names: Sequence[str]) -> list[str]:
    return [name for pair in _with_partners(plan, names) for name in pair]


def _small_cells(work: Pipeline, rule: SmallCells) -> None:
    table = work.new_table()
    columns, blanked = _flat(work.plan, rule.columns), _flat(work.plan, rule.blank)
    keys = ", ".join(work.keys[name] for name in columns)
    counts = "".join(f", count({work.keys[name]}) AS n{at}" for at, name in enumerate(blanked))
    work.execute(
        f"CREATE TEMP TABLE {table} AS SELECT {keys}, count(*) AS n{counts}, 1 AS steps "  # noqa: S608
        f"FROM ({work.rows({*columns, *blanked})}) GROUP BY {keys} HAVING count(*) < {int(rule.k)}"
    )
    sums = "".join(f", coalesce(sum(n{at}), 0)" for at, _ in enumerate(blanked))
    ((rows, *cells),) = work.run(f"SELECT coalesce(sum(n), 0){sums} FROM {table}")  # noqa: S608
    if not rows:
        return
    gone = None if blanked else 1
    work.stages.append(Stage(table, tuple(columns), dict.fromkeys(blanked, 1), gone))
    work.suppressed.rare_rows += 0 if blanked else int(rows)
    for name, count in zip(blanked, cells, strict=True):
        work.suppressed.blank(name, int(count))


def _anonymity(work: Pipeline, rule: Anonymity) -> None:
    """Empty from the last column on, then leave out what is rare even so.

    A row that is rare after a step goes into the next: rows that are not rare stay as they are,
    and their groups can only grow. After the last step all rows still rare are equal in every
    column, so they are one group, smaller than k, and go.
    """
    table, pairs = work.new_table(), _with_partners(work.plan, rule.over)
    steps = len(pairs) if rule.how == "blank" else 0
    # After how many steps a column is empty: never, when rare rows are left out at once.
    emptied = {
        name: len(pairs) - at if steps else steps + 2
        for at, pair in enumerate(pairs)
        for name in pair
    }
    keys = ", ".join(work.keys[name] for name in emptied)
    work.execute(
        f"CREATE TEMP TABLE {table} AS SELECT {keys}, count(*) AS n, 0 AS steps "  # noqa: S608
        f"FROM ({work.rows(emptied)}) GROUP BY {keys}"
    )
    for step in range(steps + 1):
        if not _step(work, table, emptied, step, rule.k):
            break
    work.run(f"DELETE FROM {table} WHERE steps = 0")  # noqa: S608 our own name
    ((small,),) = work.run(f"SELECT count(*) FROM {table}")  # noqa: S608 our own name
    if small:
        _count(work, table, emptied, steps)
        work.stages.append(Stage(table, tuple(emptied), emptied if steps else {}, steps + 1))


def _step(work: Pipeline, table: str, emptied: Mapping[str, int], step: int, k: int) -> bool:
    """Move the groups that are rare after ``step`` steps into the next; whether any was."""
    now = {
        f"s{at}": f"CASE WHEN steps < {after} THEN {work.keys[name]} END"
        for at, (name, after) in enumerate(emptied.items())
    }
    seen = ", ".join(f"{sql} AS {alias}" for alias, sql in now.items())
    same = " AND ".join(f"{sql} IS NOT DISTINCT FROM rare.{alias}" for alias, sql in now.items())
    work.run(
        f"UPDATE {table} SET steps = {step + 1} FROM (SELECT {', '.join(now)} FROM "  # noqa: S608
        f"(SELECT {seen}, n FROM {table}) GROUP BY ALL HAVING sum(n) < {int(k)}) AS rare "
        f"WHERE {same}"
    )
    ((moved,),) = work.run(f"SELECT count(*) FROM {table} WHERE steps = {step + 1}")  # noqa: S608
    return bool(moved)


def _count(work: Pipeline, table: str, emptied: Mapping[str, int], steps: int) -> None:
    """Note what anonymity took out."""
    cells = [
        f"coalesce(sum(n) FILTER (steps BETWEEN {after} AND {steps} "
        f"AND {work.keys[name]} IS NOT NULL), 0)"
        for name, after in emptied.items()
    ]
    gone = f"coalesce(sum(n) FILTER (steps > {steps}), 0)"
    ((rows, *blanked),) = work.run(f"SELECT {', '.join([gone, *cells])} FROM {table}")  # noqa: S608
    work.suppressed.rare_rows += int(rows)
    for name, count in zip(emptied, blanked, strict=True):
        work.suppressed.blank(name, int(count))

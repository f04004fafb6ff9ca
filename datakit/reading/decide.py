"""Which type a column has, from the counts of what its values look like. Pure judgement, no data.

Text is the answer whenever a type would lose something: leading zeros, digits beyond fifteen,
a spelling, an ambiguity that nothing in the table resolves.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from datakit import problem_kinds as kinds
from datakit.problems import Kind
from datakit.reading import hints
from datakit.reading import sql_values as sql
from datakit.reading.counts import Counts
from datakit.reading.model import DayOrder
from datakit.schema import ColumnType

NEARLY = 0.95
ENOUGH = 20
ENOUGH_GROUPS = 3
# Two values alone prove nothing about 0 and 1; from here on they are taken for no and yes.
ENOUGH_FLAGS = 20


@dataclass(frozen=True)
class Context:
    """What is known about the table when a column is judged."""

    decimal: str = ""  # "," or "." when the person, the separator or another column proves it
    dates: DayOrder = ""
    workbook: bool = False


@dataclass(frozen=True)
class Decision:
    """A type, the SQL that makes its values from ``$v``, and what to tell about it.

    ``nearly`` is the decision that almost fits when this one is text.
    """

    type: ColumnType = "string"
    sql: str = "$v"
    decimal: str = ""
    true_values: tuple[str, ...] = ()
    false_values: tuple[str, ...] = ()
    notes: tuple[Kind, ...] = ()
    nearly: "Decision | None" = field(default=None, compare=False)


TEXT = Decision()
Spellings = Callable[[], list[tuple[str, int]]]


def decide(name: str, counts: Counts, spellings: Spellings, context: Context) -> Decision:
    """The type of the column ``name``; ``spellings`` is asked for only where it matters."""
    if not counts["n"]:
        return TEXT
    for judge in (_truths, _dates, _times, _numbers):
        decision = judge(name, counts, spellings, context)
        if decision is not None:
            return decision
    return TEXT


def forced(
    name: str, kind: ColumnType, counts: Counts, spellings: Spellings, context: Context
) -> Decision:
    """The best way to read the column as the type that a person chose."""
    decided = decide(name, counts, spellings, context)
    if decided.type == kind or kind == "string":
        return replace(decided, notes=()) if decided.type == kind else TEXT
    if decided.nearly is not None and decided.nearly.type == kind:
        return replace(decided.nearly, notes=())
    month_first = context.dates == "month-first" or counts.get("month_first", 0) > counts.get(
        "day_first", 0
    )
    decimal = context.decimal or ("," if counts["comma"] > counts["dot"] else ".")
    ways: dict[ColumnType, Decision] = {
        "integer": Decision("integer", sql.integer()),
        "number": Decision("number", sql.number(decimal), decimal),
        "date": Decision("date", sql.date_only(month_first, compact=True)),
        "datetime": Decision("datetime", sql.moment(month_first)),
        "time": Decision("time", sql.clock()),
        "boolean": _any_truth(spellings),
    }
    return ways[kind]


def _any_truth(spellings: Spellings) -> Decision:
    known = {**sql.TRUTHS, "1": True, "0": False}
    said = [(word, known[word.lower()]) for word, _ in spellings() if word.lower() in known]
    true = tuple(word for word, truth in said if truth)
    false = tuple(word for word, truth in said if not truth)
    return Decision("boolean", sql.boolean(true, false), true_values=true, false_values=false)


def _truths(name: str, counts: Counts, spellings: Spellings, context: Context) -> Decision | None:
    if counts["truth"] == counts["n"]:
        decision = _any_truth(spellings)
        # Two spellings of one truth («Oui», «oui») could not both be written back: keep the text.
        single = len(decision.true_values) <= 1 and len(decision.false_values) <= 1
        return decision if single else None
    if counts["binary"] == counts["n"] and counts["distinct"] == 2:
        flag = hints.names_a_flag(name)
        if flag or (counts["n"] >= ENOUGH_FLAGS and not hints.names_a_count(name)):
            return Decision(
                "boolean", sql.boolean(("1",), ("0",)), true_values=("1",), false_values=("0",)
            )
    return None


def _dates(name: str, counts: Counts, spellings: Spellings, context: Context) -> Decision | None:
    n = counts["n"]
    if counts["compact_date"] == n and hints.names_a_date(name):
        return Decision("date", sql.date_only(compact=True))
    best = max(counts.get("day_first", 0), counts.get("month_first", 0))
    if best < n * NEARLY or not best:
        return None
    month_first = _month_first(counts, context)
    decision = _day_or_moment(counts, context, month_first)
    if decision is None:
        return replace(TEXT, notes=(kinds.MIXED_ZONES,))
    understood = counts["month_first" if month_first else "day_first"]
    if understood == n:
        return decision
    return _text_nearly(decision, n)


def _month_first(counts: Counts, context: Context) -> bool:
    if context.dates:
        return context.dates == "month-first"
    return counts["month_first"] > counts["day_first"]


def _day_or_moment(counts: Counts, context: Context, month_first: bool) -> Decision | None:
    dated = max(counts["day_first"], counts["month_first"])
    if 0 < counts["zoned"] < dated:
        return None
    notes = _date_notes(counts, context)
    if not counts["zoned"] and counts["clocked"] == counts["midnight"]:
        clocked = counts["clocked"] > 0
        return Decision("date", sql.date_only(month_first, clocked=clocked), notes=notes)
    if counts["clocked"] < dated and not context.workbook:
        notes = (*notes, kinds.MIXED_DATES)
    zoned = bool(counts["zoned"])
    if zoned:
        notes = (*notes, kinds.CONVERTED_ZONES)
    return Decision("datetime", sql.moment(month_first, zoned), notes=notes)


def _date_notes(counts: Counts, context: Context) -> tuple[Kind, ...]:
    notes: tuple[Kind, ...] = ()
    equal = counts["day_first"] == counts["month_first"]
    if equal and counts["iso"] < counts["n"] and not context.dates:
        notes = (kinds.AMBIGUOUS_DATES,)
    return (*notes, kinds.TWO_DIGIT_YEARS) if counts["short_year"] else notes


def _times(name: str, counts: Counts, spellings: Spellings, context: Context) -> Decision | None:
    return Decision("time", sql.clock()) if counts["time"] == counts["n"] else None


def _numbers(name: str, counts: Counts, spellings: Spellings, context: Context) -> Decision | None:
    if hints.names_a_phone(name) or counts["leading_zero"] or counts["too_long"]:
        return None
    if counts["integer"] == counts["n"]:
        return Decision("integer", sql.integer())
    if _ambiguous(counts, context):
        return replace(TEXT, notes=(kinds.AMBIGUOUS_NUMBERS,))
    best, fits = max(_ways(counts, context), key=lambda way: way[1])
    if fits == counts["n"]:
        return best
    nearly = fits >= counts["n"] * NEARLY and counts["n"] >= ENOUGH
    return _text_nearly(best, counts["n"]) if nearly else None


def _ambiguous(counts: Counts, context: Context) -> bool:
    """Only «1,234»: neither the column nor the table says what the comma means."""
    unproven = not _groups_by_comma(counts) and not counts["comma_decimals"]
    only_commas = counts["by_comma"] and counts["by_comma"] + counts["integer"] == counts["n"]
    return bool(only_commas and unproven and not context.decimal)


def _groups_by_comma(counts: Counts) -> bool:
    """Two groups («1,234,567»), or 999 written bare and every larger number with a comma."""
    consistent = counts["hundreds"] and not counts["thousands"] and not counts["comma_decimals"]
    return bool(counts["comma_groups"] or (consistent and counts["by_comma"] >= ENOUGH_GROUPS))


def _ways(counts: Counts, context: Context) -> list[tuple[Decision, int]]:
    """The ways to write numbers and how many values each understands; plain ones first."""
    whole = counts["integer"]
    comma = counts["comma"]
    proven = _groups_by_comma(counts)
    by_comma = counts["by_comma"] and (proven or context.decimal == ".")
    by_dot = counts["by_dot"] and (
        counts["dot_groups"] or (context.decimal == "," and not counts["dot_decimals"])
    )
    if (proven and not counts["comma_decimals"]) or context.decimal == ".":
        comma = whole
    ways = [(Decision("number", sql.number("."), "."), counts["dot"])]
    if by_dot and not counts["comma_groups"]:
        plain = not counts["comma_sign"]
        ways.insert(0, (_grouped(".", ",", plain), counts["by_dot"] + counts["comma"]))
    ways.append((Decision("number", sql.number(","), ","), comma))
    if by_comma:
        plain = not counts["fraction"]
        # A value such as «12.5» fits «dot» and not «by comma», «1,234» the other way round.
        ways.append((_grouped(",", ".", plain), counts["by_comma"] + counts["dot"]))
    if counts["by_space"]:
        ways.append(_by_space(counts))
    return ways


def _by_space(counts: Counts) -> tuple[Decision, int]:
    if counts["space_comma"] or counts["comma"] > counts["integer"]:
        return _grouped(" ", ",", False), counts["by_space"] + counts["comma"]
    plain = not counts["fraction"]
    return _grouped(" ", ".", plain), counts["by_space"] + counts["dot"]


def _grouped(groups: str, decimal: str, whole: bool) -> Decision:
    if whole:
        return Decision("integer", sql.integer(groups), decimal)
    return Decision("number", sql.number(decimal, groups), decimal)


def _text_nearly(decision: Decision, n: int) -> Decision:
    return replace(TEXT, nearly=decision if n >= ENOUGH else None)

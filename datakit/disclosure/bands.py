"""Bands of numbers: their labels, and SQL that finds the band of a number."""

from collections.abc import Sequence
from itertools import pairwise

from datakit.disclosure.bound import Bound

BETWEEN = "–"
MINUS = "−"


def labels(edges: Sequence[float], *, whole: bool) -> list[str]:
    """The labels of the bands that ``edges`` make, from the lowest: one more than edges.

    Between whole numbers both ends belong to the band («10–19»); else the lower one alone.
    """
    inner = [_label(low, high, whole=whole) for low, high in pairwise(edges)]
    return [f"< {number(edges[0])}", *inner, f"≥ {number(edges[-1])}"]


def _label(low: float, high: float, *, whole: bool) -> str:
    last = high - 1 if whole else high
    return number(low) if last == low else f"{number(low)}{BETWEEN}{number(last)}"


def number(value: float) -> str:
    """A number without needless zeros; its minus is no hyphen, which no spreadsheet computes."""
    text = str(int(value)) if value == int(value) else repr(float(value))
    return text.replace("-", MINUS)


def band_sql(value: str, edges: Sequence[float], bound: Bound, *, whole: bool) -> str:
    """SQL for the label of the band that ``value`` lies in; empty for what is no finite number."""
    names = labels(edges, whole=whole)
    tests = " ".join(
        f"WHEN {value} < {bound.value(edge)} THEN {bound.value(name)}"
        for edge, name in zip(edges, names[:-1], strict=True)
    )
    nothing = f"WHEN {value} IS NULL OR NOT isfinite({value}::DOUBLE) THEN NULL"
    return f"CASE {nothing} {tests} ELSE {bound.value(names[-1])} END"

"""Charts as plain shapes in per cent of their width: drawn on the server, readable on a phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True)
class Bar:
    """One horizontal bar: how long it is drawn, and its share of the whole."""

    label: str
    value: float
    width: str
    share: float


@dataclass(frozen=True)
class Tick:
    """One column of a small drawing, or one month of the line; lengths in per cent."""

    x: str
    width: str
    kind: str
    height: str = "100%"
    y: str = "0%"


@dataclass(frozen=True)
class Milestone:
    """A dated promise of the project, and whether it has been kept."""

    title: str | Promise
    on: date
    reached: bool = False


@dataclass(frozen=True)
class Marker:
    """A milestone where it stands on the line of months."""

    milestone: Milestone
    x: str


@dataclass(frozen=True)
class Months:
    """The project's months: which passed, which is now, where the milestones are."""

    ticks: list[Tick]
    markers: list[Marker]
    current: int
    total: int
    end: date


def _percent(value: float) -> str:
    return f"{max(value, 0):.2f}".rstrip("0").rstrip(".") + "%"


def bars(pairs: Iterable[tuple[str, float]]) -> list[Bar]:
    """Bars in the order given, the longest as wide as the drawing. Values below zero draw empty."""
    rows = [(str(label), value) for label, value in pairs]
    largest = max((value for _, value in rows), default=0) or 1
    total = sum(value for _, value in rows) or 1
    return [Bar(label, v, _percent(100 * v / largest), v / total) for label, v in rows]


def spark(counts: Sequence[float], empty: float = 0) -> list[Tick]:
    """The shape of a column's values in equal steps; what is empty stands last, in grey."""
    heights = [*counts, empty] if empty else list(counts)
    largest = max(heights, default=0) or 1
    step = 100 / (len(heights) or 1)
    ticks = []
    for i, count in enumerate(heights):
        # A count that is not zero stays visible, however small.
        height = max(100 * count / largest, 4 if count else 0)
        kind = "void" if empty and i == len(counts) else "bar"
        ticks.append(
            Tick(
                _percent(i * step),
                _percent(step * 0.84),
                kind,
                _percent(height),
                _percent(100 - height),
            )
        )
    return ticks


def _months_between(start: date, then: date) -> int:
    return (then.year - start.year) * 12 + then.month - start.month


def _place(start: date, total: int, then: date) -> float:
    return 100 * min(max(_months_between(start, then) + (then.day - 1) / 31, 0), total) / total


def months(start: date, total: int, today: date, milestones: Iterable[Milestone] = ()) -> Months:
    """The line of a project's `total` months from `start`, as it stands `today`."""
    passed = _months_between(start, today)
    step = 100 / total
    ticks = [
        Tick(
            _percent(i * step),
            _percent(step * 0.8),
            "past" if i < passed else "here" if i == passed else "next",
        )
        for i in range(total)
    ]
    markers = [Marker(m, _percent(_place(start, total, m.on))) for m in milestones]
    last = start.month - 1 + total - 1
    end = date(start.year + last // 12, last % 12 + 1, 1)
    return Months(ticks, markers, min(max(passed + 1, 0), total), total, end)

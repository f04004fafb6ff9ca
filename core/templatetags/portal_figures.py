"""Tags that draw figures, tables and how far something is: see docs/components.md."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.template import Library

from core.ui import charts, marks
from core.ui import cover as coverage
from core.ui.rows import drawn_rows

register = Library()


@register.inclusion_tag("components/chart.html")
def chart(
    pairs: Iterable[tuple[str, float]],
    title: object,
    unit: object = "",
    note: object = "",
    level: int = 3,
) -> dict[str, Any]:
    """Horizontal bars of (label, value), with their table; `level` is of the heading."""
    words = {"title": title, "unit": unit, "note": note, "level": level}
    return {"bars": charts.bars(pairs), **words}


@register.inclusion_tag("components/spark.html")
def spark(counts: Sequence[float], label: object, empty: float = 0) -> dict[str, Any]:
    """The small distribution behind a column; `label` says it in words."""
    return {"ticks": charts.spark(counts, empty), "label": label}


@register.inclusion_tag("components/cover.html")
def cover(
    label: object,
    points: Iterable[tuple[float, float]] = (),
    squares: Iterable[tuple[float, float, int]] = (),
) -> dict[str, Any]:
    """The country, with a dot for each (longitude, latitude); `label` says it in words.

    `squares` are (longitude, latitude, rows): the more rows, the larger the dot.
    """
    return {
        "outline": coverage.OUTLINE,
        "view_box": coverage.VIEW_BOX,
        "places": coverage.places(points),
        "layers": coverage.layers(squares),
        "label": label,
    }


@register.inclusion_tag("components/timeline.html")
def timeline(
    start: date, months: int, today: date, milestones: Iterable[charts.Milestone] = ()
) -> dict[str, Any]:
    """The project's months: how many passed, which is now, where its milestones stand."""
    return {"start": start, "line": charts.months(start, months, today, milestones)}


@register.inclusion_tag("components/progress.html")
def progress(
    state: str,
    what: object,
    fraction: float | None = None,
    message: object = "",
    poll: str = "",
    id: str = "job",
) -> dict[str, Any]:
    """A job: queued, running, done or failed. With `poll` it asks that address until it ends."""
    waiting = state in ("queued", "running")
    mark = marks.JOB_STATES[state]
    return {
        **{"state": state, "what": what, "message": message, "id": id, "mark": mark},
        "fraction": fraction if state == "running" else None,
        "running": state == "running",
        "poll": poll if waiting else "",
    }


@register.inclusion_tag("components/steps.html")
def steps(labels: Iterable[object], current: int) -> dict[str, Any]:
    """Where one stands in a few steps; `current` counts from 1."""
    return {"labels": list(labels), "current": current}


@register.inclusion_tag("components/pips.html")
def pips(done: int, total: int, label: object, here: int = 0) -> dict[str, Any]:
    """Lessons as small bars: `done` of `total`, and which one is open."""
    return {"numbers": range(1, total + 1), "done": done, "here": here, "label": label}


@register.inclusion_tag("components/data_table.html")
def data_table(
    columns: Iterable[dict[str, Any]], rows: Iterable[Sequence[object]], caption: object
) -> dict[str, Any]:
    """Rows under sortable headings; cards on a phone. See docs/components.md for a column."""
    wanted = ("label", "numeric", "sort_url", "sorted", "unit", "aside")
    heads = [{name: column.get(name, "") for name in wanted} for column in columns]
    first = next((head for head in heads if not head["aside"]), None)
    for head in heads:
        head["place"] = _place(head, head is first)
    return {"columns": heads, "rows": drawn_rows(heads, rows), "caption": caption}


def _place(head: dict[str, Any], first: bool) -> str:
    """The classes of a cell: a number, the name of its card on a phone, or not on a phone."""
    names = {"n": head["numeric"], "aside": head["aside"], "name": first}
    return " ".join(name for name, holds in names.items() if holds)

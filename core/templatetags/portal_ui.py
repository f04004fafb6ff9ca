"""The tags every template has at hand (they are builtins): see docs/components.md."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context, Library
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.ui import charts, fields, formats, icons, marks, shell
from core.ui import cover as coverage

register = Library()

register.filter("number", formats.number)
register.filter("filesize", formats.filesize)
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("month_year", formats.month_year)
register.filter("cell", formats.cell)
register.filter("percent", formats.percent)
register.filter("fr_typo", formats.french_typography)
register.simple_tag(icons.icon, name="icon")


@register.simple_tag
def when(value: date) -> SafeString:
    """A day people and machines can read."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.day(value))


# ── marks ────────────────────────────────────────────────────────────────────────────────────


@register.inclusion_tag("components/badge.html")
def badge(text: object, tone: str = "plain", icon: str = "", shape: str = "") -> dict[str, Any]:
    """A word in a pill; `shape` may be `outline` or `level`."""
    return {"text": text, "tone": tone, "icon": icon, "shape": shape}


@register.inclusion_tag("components/badge.html")
def audience(value: str) -> dict[str, Any]:
    """Who may have it: owner, named, consortium, registered, public."""
    mark = marks.AUDIENCES[str(value)]
    return badge(mark.word, mark.tone, mark.icon)


@register.inclusion_tag("components/badge.html")
def sensitivity(value: str) -> dict[str, Any]:
    """How much harm a leak does: low, moderate, high, severe."""
    mark = marks.SENSITIVITIES[str(value)]
    return badge(mark.word, mark.tone, mark.icon, "level")


# ── actions and surfaces ─────────────────────────────────────────────────────────────────────


@register.inclusion_tag("components/button.html")
def button(
    label: object,
    href: str = "",
    kind: str = "",
    icon: str = "",
    size: int | None = None,
    **attrs: Any,
) -> dict[str, Any]:
    """A link with `href`, else a submit button; `kind` quiet, danger or link; `size` in bytes."""
    named = {name.replace("_", "-"): value for name, value in attrs.items()}
    if not href:
        named.setdefault("type", "submit")
    return {"label": label, "href": href, "kind": kind, "icon": icon, "size": size, "attrs": named}


@register.simple_block_tag
def note(content: str, kind: str = "info", title: object = "") -> SafeString:
    """A sentence that must not be missed; `kind` info, attention, danger or success."""
    mark = marks.NOTES[kind]
    head = format_html("<strong>{}</strong> ", title) if title else ""
    role = "alert" if kind == "danger" else "note"
    return format_html(
        '<div class="note tone-{}" role="{}">{}<div><div>{}{}</div></div></div>',
        *(mark.tone, role, icons.icon(mark.icon, str(mark.word)), head, content),
    )


@register.simple_block_tag
def card(content: str, kind: str = "") -> SafeString:
    """A sheet of its own; `kind` go (all of it is the link of its heading) or flat."""
    return format_html('<div class="card stack-tight {}">{}</div>', kind, content)


@register.simple_block_tag
def more(content: str, label: object) -> SafeString:
    """What most readers can leave closed."""
    return format_html(
        '<details class="more"><summary>{}{}</summary>{}</details>',
        *(icons.icon("chevron"), label, content),
    )


@register.inclusion_tag("components/empty.html")
def empty(
    title: object, text: object = "", action: object = "", href: str = "", icon: str = ""
) -> dict[str, Any]:
    """What this place is for, and the first step."""
    return {"title": title, "text": text, "action": action, "href": href, "icon": icon}


@register.inclusion_tag("components/facts.html")
def facts(pairs: Iterable[tuple[object, object]]) -> dict[str, Any]:
    """Terms and what they are; a pair whose value is empty is left out."""
    return {"pairs": [(term, value) for term, value in pairs if value not in (None, "")]}


@register.inclusion_tag("components/person.html")
def person(name: object, detail: object = "") -> dict[str, Any]:
    """Somebody, in a line of text: nobody is shown by a picture."""
    return {"name": name, "detail": detail}


# ── charts ───────────────────────────────────────────────────────────────────────────────────


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
def cover(label: object, points: Iterable[tuple[float, float]] = ()) -> dict[str, Any]:
    """The country, with a dot for each (longitude, latitude); `label` says it in words."""
    return {
        "outline": coverage.OUTLINE,
        "view_box": coverage.VIEW_BOX,
        "places": coverage.places(points),
        "label": label,
    }


@register.inclusion_tag("components/timeline.html")
def timeline(
    start: date, months: int, today: date, milestones: Iterable[charts.Milestone] = ()
) -> dict[str, Any]:
    """The project's months: how many passed, which is now, where its milestones stand."""
    return {"start": start, "line": charts.months(start, months, today, milestones)}


# ── progress ─────────────────────────────────────────────────────────────────────────────────


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


# ── forms ────────────────────────────────────────────────────────────────────────────────────


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field with its label, help and errors."""
    return {"field": bound, "shape": fields.shape(bound)}


@register.inclusion_tag("components/fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Every field of a form, errors first."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong, with a link to each field; nothing while nothing is wrong."""
    return {"form": form, "wrong": [bound for bound in form if bound.errors]}


@register.inclusion_tag("components/file_drop.html")
def file_drop(bound: BoundField, limit: int, formats: object = "") -> dict[str, Any]:
    """A file input that also takes a dropped file; `limit` in bytes, `formats` in words."""
    return {"field": bound, "limit": limit, "formats": formats}


# ── moving about ─────────────────────────────────────────────────────────────────────────────


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(links: Iterable[tuple[object, str]]) -> dict[str, Any]:
    """The way here, as (title, address) from the top."""
    return {"links": list(links)}


@register.inclusion_tag("components/tabs.html")
def tabs(links: Iterable[dict[str, Any]], label: object) -> dict[str, Any]:
    """Views of one thing, as links: dicts with title, url, current and perhaps count."""
    return {"links": list(links), "label": label}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Earlier and later pages; keeps every other parameter of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    request = context["request"]
    return {"page": page, "numbers": list(numbers), "name": name, "request": request}


@register.simple_tag(takes_context=True)
def page_query(context: Context, number: int) -> str:
    """The address of another page of the same list."""
    parameters = context["request"].GET.copy()
    parameters[context["name"]] = str(number)
    return f"?{parameters.urlencode()}"


@register.inclusion_tag("components/data_table.html")
def data_table(
    columns: Iterable[dict[str, Any]], rows: Iterable[Sequence[object]], caption: object
) -> dict[str, Any]:
    """Rows under sortable headings; cards on a phone. See docs/components.md for a column."""
    wanted = ("label", "numeric", "sort_url", "sorted", "unit")
    heads = [{name: column.get(name, "") for name in wanted} for column in columns]
    lines = [list(zip(heads, row, strict=True)) for row in rows]
    return {"columns": heads, "rows": lines, "caption": caption}


# ── the frame ────────────────────────────────────────────────────────────────────────────────


@register.inclusion_tag("components/header.html", takes_context=True)
def site_header(context: Context) -> dict[str, Any]:
    """Brand, navigation, search, languages and account, from what `portal` context gives."""
    return shell.header(context)


@register.inclusion_tag("components/messages.html")
def site_messages(messages: Iterable[Any] = ()) -> dict[str, Any]:
    """What the last action answered."""
    kinds = marks.MESSAGE_NOTES
    return {"notes": [(kinds.get(m.level_tag, "info"), m) for m in messages]}


@register.simple_tag(takes_context=True)
def body_class(context: Context) -> str:
    """`low-data` for who asked for it in their account or their browser."""
    return shell.body_class(context)


@register.simple_tag
def htmx() -> SafeString:
    """htmx, for pages that use it; without the styles and scripts our policy forbids."""
    config = json.dumps(
        {
            "includeIndicatorStyles": False,
            "allowEval": False,
            "selfRequestsOnly": True,
            # Rows somebody saw do not stay behind in the browser's storage.
            "historyCacheSize": 0,
        }
    )
    return format_html(
        '<meta name="htmx-config" content="{}"><script src="{}" defer></script>',
        *(config, static("vendor/htmx.min.js")),
    )

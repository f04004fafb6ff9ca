"""The tags every template has at hand (they are builtins): see docs/components.md."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.ui import formats, icons, marks

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

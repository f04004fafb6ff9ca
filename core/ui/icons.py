"""One small set of line drawings on a 24-unit grid. An icon says something or is not there."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def _level(filled: int) -> str:
    """Four rising bars, as many of them solid as the level is high."""
    bars = []
    for i in range(4):
        fill = ' fill="currentColor"' if i < filled else ""
        bars.append(f'<path d="M{3 + i * 5} {20 - 4 * i - 3}h3v{4 * i + 3}h-3z"{fill}/>')
    return "".join(bars)


def _lines(*paths: str) -> str:
    return "".join(f'<path d="{path}"/>' for path in paths)


_HEAD = "M{x} 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z"

DRAWINGS: dict[str, str] = {
    # actions
    "search": _lines("M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20"),
    "menu": _lines("M4 7h16M4 12h16M4 17h16"),
    "close": _lines("M6 6l12 12M18 6 6 18"),
    "chevron": _lines("M9 5l7 7-7 7"),
    "arrow": _lines("M4 12h15M13 6l6 6-6 6"),
    "back": _lines("M20 12H5M11 6l-6 6 6 6"),
    "download": _lines("M12 4v11M7 11l5 5 5-5M5 20h14"),
    "upload": _lines("M12 16V5M7 9l5-5 5 5M5 20h14"),
    "play": _lines("M7 4.5l12 7.5-12 7.5z"),
    "refresh": _lines("M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5"),
    "edit": _lines("M4 20l1-4L16 5l3 3L8 19z"),
    "external": _lines("M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9"),
    "sort-up": _lines("M12 19V5M7 10l5-5 5 5"),
    "sort-down": _lines("M12 5v14M7 14l5 5 5-5"),
    "sort": _lines("M8 10l4-4 4 4M8 14l4 4 4-4"),
    # states
    "check": _lines("M5 12.5l4.5 4.5L19 7.5"),
    "done": _lines("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.2l3 3 5-5.5"),
    "info": _lines("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.5v.2"),
    "attention": _lines("M12 4 2.5 20h19zM12 10v4.5M12 17.2v.2"),
    "error": _lines("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9l6 6M15 9l-6 6"),
    "clock": _lines("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.5l3.5 2"),
    "offline": _lines(
        "M4 4l16 16M8.5 8.5A5 5 0 0 0 7 18h10M11 6.2A5.5 5.5 0 0 1 17.8 11 3.5 3.5 0 0 1 20 16.5"
    ),
    # things
    "file": _lines("M6 3h8l4 4v14H6zM14 3v4h4"),
    "table": _lines("M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14"),
    "chart": _lines("M4 4v16h16M8 16v-5M12.5 16V7M17 16v-3"),
    "map": _lines("M9 5 3.5 7v12L9 17l6 2 5.5-2V5L15 7zM9 5v12M15 7v12"),
    "package": _lines("M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8"),
    "book": _lines(
        "M12 7C9 5 6 5 3.5 5.5V18.5C6 18 9 18 12 20c3-2 6-2 8.5-1.5V5.5C18 5 15 5 12 7zM12 7v13"
    ),
    "calendar": _lines("M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4"),
    "mail": _lines("M3.5 6h17v12h-17zM3.5 7l8.5 6.5L20.5 7"),
    # who may see (audiences)
    "owner": _lines("M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2"),
    "named": _lines(
        _HEAD.format(x=10), "M3.5 20c0-4 2.9-6 6.5-6 1.5 0 2.8.3 3.9 1M15 18.5l2 2 4-4.5"
    ),
    "consortium": _lines(
        _HEAD.format(x=8.5),
        "M2 20c0-4 2.9-6 6.5-6s6.5 2 6.5 6",
        "M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2.5.7 4 2.5 4 5.5",
    ),
    "registered": _lines(
        "M3.5 5.5h17v13h-17zM9 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
        "M6 16c0-2 1.3-2.8 3-2.8s3 .8 3 2.8M15 10h3M15 14h3",
    ),
    "public": _lines(
        "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18"
    ),
    "person": _lines(_HEAD.format(x=12), "M5 20c0-4 3.1-6 7-6s7 2 7 6"),
    # how sensitive
    "low": _level(1),
    "moderate": _level(2),
    "high": _level(3),
    "severe": _level(4),
}


# Sized by itself: on a slow line the page is there before its styles.
SHAPE = '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" '


@cache
def icon(name: str, title: str = "") -> SafeString:
    """The drawing as inline SVG; hidden from screen readers unless it carries a title."""
    # The drawings are constants of this file.
    drawing = mark_safe(DRAWINGS[name])  # noqa: S308
    if title:
        return format_html(
            SHAPE + 'role="img"><title>{}</title>{}</svg>',
            title,
            drawing,
        )
    return format_html(SHAPE + 'aria-hidden="true">{}</svg>', drawing)

"""The rows of a table as HTML: hundreds of cells a page, too many for a template to draw."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.ui.formats import cell


def drawn_rows(
    heads: Sequence[Mapping[str, Any]], rows: Iterable[Sequence[object]]
) -> list[SafeString]:
    """Each row as its `<tr>`; a head has a `label` and the classes of its cells as `place`.

    Raises ValueError for a row that has not one cell under each head.
    """
    openings = [_opening(head) for head in heads]
    nothing = format_html('<span class="muted">{}</span>', _("not recorded"))
    return [_row(openings, row, nothing) for row in rows]


def _opening(head: Mapping[str, Any]) -> SafeString:
    place = format_html(' class="{}"', head["place"]) if head["place"] else ""
    return format_html('<td data-label="{}"{}>', head["label"], place)


def _row(openings: Sequence[str], row: Sequence[object], nothing: str) -> SafeString:
    cells = [
        f"{opening}{nothing if value is None or value == '' else _written(value)}</td>"
        for opening, value in zip(openings, row, strict=True)
    ]
    return mark_safe(f"<tr>{''.join(cells)}</tr>")  # noqa: S308 each cell was escaped


def _written(value: object) -> str:
    """A cell, escaped. Django's own `escape` costs thrice as much, for what is lazy or safe."""
    return escape(value if type(value) is str else str(cell(value)))

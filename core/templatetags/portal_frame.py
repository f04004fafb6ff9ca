"""Tags of the frame around a page and of moving about in it: see docs/components.md."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.template import Context, Library
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.ui import marks, shell

register = Library()


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

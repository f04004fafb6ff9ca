"""What every page about projects has: the way to it, and the words search reads of it."""

from wagtail.models import Page
from wagtail.search import index

READ_BY_SEARCH: list[index.BaseField] = [
    *Page.search_fields,
    index.SearchField("intro"),
    index.SearchField("body"),
]


def way_to(page: Page) -> list[tuple[str, str]]:
    """The page above and this one, as (title, address); one is already here."""
    above = page.get_parent()
    return [(above.title, above.url or ""), (page.title, "")]

"""The way around: main menu, footer, languages and one's own places."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.ui import shell
from home import policies, reading
from home.models import StandardPage
from projects.models import ProjectIndexPage, PublicationIndexPage, UpdateIndexPage
from training.models import CourseIndexPage

Link = dict[str, Any]

MENU_SECONDS = 60
# A list of pages, or the name of an address with its title.
MENU: tuple[type[Page] | str, ...] = (
    ProjectIndexPage,
    UpdateIndexPage,
    PublicationIndexPage,
    "datasets:catalogue",
    CourseIndexPage,
)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _link(request: HttpRequest, title: object, url: str | None, **more: Any) -> Link:
    return {
        "title": title,
        "url": url,
        "current": bool(url) and request.path.startswith(str(url)),
        **more,
    }


def _here() -> Q:
    return Q(locale__language_code=(get_language() or "fr")[:2])


def main(request: HttpRequest) -> list[Link]:
    """The main menu in the reader's language, with where they are."""
    places = cache.get_or_set(f"menu:{get_language()}", _menu, MENU_SECONDS)
    return [_link(request, title, url) for title, url in places or ()]


def _menu() -> list[tuple[str, str]]:
    """Titles and addresses. The lists are for everybody, so everybody may be shown the same."""
    types = [entry for entry in MENU if not isinstance(entry, str)]
    kinds = ContentType.objects.get_for_models(*types)
    found = Page.objects.live().filter(_here(), content_type__in=kinds.values())
    pages = {page.content_type_id: page for page in found.select_related("locale")}
    links = []
    for entry in MENU:
        if isinstance(entry, str):
            links.append((_("Data"), _address(entry)))
        elif page := pages.get(kinds[entry].pk):
            links.append((page.title, page.url or ""))
    return [(title, url) for title, url in links if url]


def footer(request: HttpRequest) -> list[Link]:
    """Standard pages the editors put there."""
    pages = StandardPage.objects.visible_to(request.user).filter(_here(), in_footer=True)
    ordered = pages.select_related("locale").only("title", "url_path", "path", "locale")
    # Without the request: asking which site it came to would be a query for each page.
    return [_link(request, page.title, page.get_url()) for page in ordered.order_by("path")]


def account(request: HttpRequest, unread: int) -> list[Link]:
    """A person's own places; the desk for who works there."""
    places: list[tuple[Any, str, dict[str, Any]]] = [
        (_("Inbox"), "notifications:inbox", {"count": unread}),
        (_("My data"), "datasets:mine", {}),
        (_("My learning"), "training:my-learning", {}),
        (_("My account"), "partners:profile", {}),
    ]
    if policies.works_on_desk(request.user):
        places.append((_("Editor’s desk"), "wagtailadmin_home", {}))
    links = [_link(request, title, _address(name), **more) for title, name, more in places]
    return [link for link in links if link["url"]]


def languages(request: HttpRequest) -> list[Link]:
    """This same page in each language; where it has none for this reader, the front page."""
    links = shell.languages(request)
    page = _page_of(request)
    if page is None:
        return links
    for link in links:
        if not link["current"]:
            link["url"] = _elsewhere(page, link["code"], request.user) or f"/{link['code']}/"
    return links


def _elsewhere(page: Page, code: str, user: Any) -> str:
    """The page's address in another language, or nothing.

    Of a page that is for everybody it is the same for everybody, and kept as long as the menu;
    of any other the policy is asked each time.
    """

    def ask() -> str:
        found = reading.in_language(page, code, user)
        return found.get_url() or "" if found else ""

    if type(page) not in reading.OPEN_TYPES:
        return ask()
    return cache.get_or_set(f"page:{page.translation_key}:{code}", ask, MENU_SECONDS) or ""


def _page_of(request: HttpRequest) -> Page | None:
    """The page this request is about, where it is one of the editors' pages."""
    match = request.resolver_match
    if match is None or match.url_name != "wagtail_serve":
        return None
    found = Page.route_for_request(request, match.args[0] if match.args else "")
    return found.page if found else None

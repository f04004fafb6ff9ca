"""What an installation begins with: two languages, a front page in each, the editors' rights."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
)

from home.models import HomePage

EDITORS = "Éditeurs / Editors"
LANGUAGES = ("fr", "en")
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
# Wagtail asks for these whatever the portal's own models of pictures and documents are called.
FILE_RIGHTS = (
    *("add_image", "change_image", "choose_image"),
    *("add_document", "change_document", "choose_document"),
)
# A course of its own is what the pages of a course hang on.
DESK_RIGHTS = ("access_admin", "submit_translation", "add_course", "change_course")


def make_locales() -> dict[str, Locale]:
    """French and English."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}


def make_front(words: dict[str, dict[str, Any]]) -> dict[str, HomePage]:
    """A front page in each language, the French one first; `words` are their fields."""
    fronts: dict[str, HomePage] = {}
    for code, locale in make_locales().items():
        front = HomePage.objects.filter(locale=locale).first()
        fronts[code] = front or _add_front(locale, words[code], next(iter(fronts.values()), None))
        if len(fronts) == 1:
            _point_site_at(fronts[code])
    return fronts


def _add_front(locale: Locale, words: dict[str, Any], original: HomePage | None) -> HomePage:
    front = HomePage(locale=locale, **words)
    if original is not None:
        front.translation_key = original.translation_key
    top: Page = Page.objects.get(depth=1)
    return top.add_child(instance=front)


def _point_site_at(front: HomePage) -> None:
    """The site begins at the French front page; Wagtail's welcome page goes."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=front, is_default_site=True)
        return
    welcome = site.root_page
    if welcome.pk == front.pk:
        return
    site.root_page = front
    site.save()
    if type(welcome.specific) is Page:
        welcome.delete()


def make_editors() -> Group:
    """The group of those who write, publish and translate pages. Run again, nothing doubles."""
    editors, _ = Group.objects.get_or_create(name=EDITORS)
    editors.permissions.add(*Permission.objects.filter(codename__in=DESK_RIGHTS))
    top, files = Page.objects.filter(depth=1).first(), Collection.get_first_root_node()
    for right in Permission.objects.filter(codename__in=PAGE_RIGHTS):
        if top:
            GroupPagePermission.objects.get_or_create(group=editors, page=top, permission=right)
    for right in Permission.objects.filter(codename__in=FILE_RIGHTS):
        if files:
            GroupCollectionPermission.objects.get_or_create(
                group=editors, collection=files, permission=right
            )
    return editors

"""The frame around every page, made from its context; works with nothing in it."""

from typing import Any

from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language

LANGUAGES = (("fr", "Français"), ("en", "English"))


def _address(name: str) -> str:
    """An address by its name, or nothing on an installation that has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def languages(request: HttpRequest | None) -> list[dict[str, Any]]:
    """Both languages with the address of this same page in each."""
    here = (get_language() or "fr")[:2]
    path = request.get_full_path() if request else "/"
    return [
        {"code": code, "label": label, "url": _in_language(path, code), "current": code == here}
        for code, label in LANGUAGES
    ]


def _in_language(path: str, code: str) -> str:
    translated = translate_url(path, code)
    # A page without a translated address at least leads to the front page in that language.
    return translated if translated != path or path.startswith(f"/{code}/") else f"/{code}/"


def header(context: Context) -> dict[str, Any]:
    """What the header shows: `site_nav`, `site_languages`, `account_links`, `unread_count`."""
    request = context.get("request")
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "request": request,
        "name": user.get_full_name() if user and signed_in else "",
        "signed_in": signed_in,
        "nav": context.get("site_nav") or [],
        "languages": context.get("site_languages") or languages(request),
        "account_links": context.get("account_links") or [],
        "unread": context.get("unread_count") or 0,
        "home": f"/{(get_language() or 'fr')[:2]}/",
        "search": context.get("search_url") or _address("search"),
        "query": request.GET.get("q", "") if request else "",
        "sign_in": _address("account_login"),
        "sign_out": _address("account_logout"),
        "next": request.get_full_path() if request else "",
        "csrf_token": context.get("csrf_token", ""),
    }


def body_class(context: Context) -> str:
    """`low-data` where the account or the browser asks to save data."""
    request = context.get("request")
    if request is None:
        return ""
    asked = request.headers.get("Save-Data") == "on"
    return "low-data" if asked or getattr(request.user, "low_data", False) else ""

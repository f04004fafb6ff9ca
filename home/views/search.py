"""The search page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from home import search

FIRST = 5
PER_PAGE = 20
LONGEST = 120


def show(request: HttpRequest) -> HttpResponse:
    """What the reader may see that matches; of each kind the first few, or one kind in full."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    only = request.GET.get("in", "")
    found = search.find(words, request.user, (get_language() or "fr")[:2])
    context: dict[str, Any] = {
        "words": words,
        "only": only,
        "total": sum(kind.count for kind in found),
        "kinds": [
            {"found": kind, **_part(kind, request, words, whole=kind.name == only)}
            for kind in found
            if only in ("", kind.name)
        ],
    }
    return render(request, "search/search.html", context)


def _part(kind: search.Found, request: HttpRequest, words: str, *, whole: bool) -> dict[str, Any]:
    if not whole:
        return {"hits": search.shown(kind, kind.hits[:FIRST], words), "more": kind.count > FIRST}
    page = Paginator(kind.hits, PER_PAGE).get_page(request.GET.get("page"))
    return {"hits": search.shown(kind, list(page.object_list), words), "page": page}

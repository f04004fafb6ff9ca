"""What every page needs to draw its frame. Each value is worked out only where it is shown."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from home import navigation
from notifications.inbox import unread_count


def portal(request: HttpRequest) -> dict[str, Any]:
    """Values for templates/base.html."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    unread = cache(lambda: unread_count(user) if signed_in else 0)
    return {
        "site_nav": SimpleLazyObject(lambda: navigation.main(request)),
        "footer_links": SimpleLazyObject(lambda: navigation.footer(request) if user else []),
        "site_languages": SimpleLazyObject(lambda: navigation.languages(request)),
        "unread_count": SimpleLazyObject(unread),
        "account_links": SimpleLazyObject(
            lambda: navigation.account(request, unread()) if signed_in else []
        ),
    }

"""Who works on the editor's desk, and which pages, pictures and documents exist for whom."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet


def works_on_desk(user: Any) -> bool:
    """People with the right to enter the editor's desk. They see every picture and document."""
    return bool(user.is_active and user.has_perm("wagtailadmin.access_admin"))


def pages_readable(open_types: Iterable[Any], lists: Iterable[QuerySet]) -> Q:
    """Published pages of a type that is for everybody, or in one of the lists made for the reader.

    A type that is neither declared open nor has such a list exists for nobody.
    """
    readable = Q(content_type__in=list(open_types))
    for pages in lists:
        readable |= Q(pk__in=pages.values("pk"))
    return Q(live=True) & readable


def may_fetch(user: Any, shown_on: QuerySet) -> bool:
    """Whether a picture or a document may be fetched.

    `shown_on` are the pages that exist for the reader and show it. What no page shows exists for
    the desk alone.
    """
    return works_on_desk(user) or shown_on.exists()

"""Where pages are searched: in the database itself, without regard to accents on either.

SQLite's index folds accents by itself. On PostgreSQL the text search configuration «portal» does
(home's migration 0004 makes it): whole words and beginnings of words are read the same way.
"""

from typing import Any

from django.db import connection
from wagtail.search.backends import database

POSTGRES_CONFIGURATION = "portal"


def SearchBackend(params: dict[str, Any]) -> Any:  # the name Wagtail asks for
    """The search of the database this installation has."""
    backend = database.SearchBackend(params)
    if connection.vendor == "postgresql":
        backend.config = backend.autocomplete_config = POSTGRES_CONFIGURATION
    return backend

"""Who may see the workshop pages: the portal's components in all their states."""

from typing import Any

from django.conf import settings


def may_see_components(user: Any) -> bool:
    """Developers, on a machine with DEBUG on, and people who may enter the editor."""
    return settings.DEBUG or user.has_perm("wagtailadmin.access_admin")

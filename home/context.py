"""What every page needs to draw its frame."""

from typing import Any

from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    """Values for templates/base.html."""
    return {}

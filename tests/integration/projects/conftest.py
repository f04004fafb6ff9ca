"""The small world with a site in it."""

from tests.site import in_french, place, visit, world

__all__ = ["in_french", "place", "visit", "world"]

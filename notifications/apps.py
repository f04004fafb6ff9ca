"""Loads the kinds of notifications every app offers in its own `notifications` module."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    """The app that tells people."""

    name = "notifications"

    def ready(self) -> None:
        """Register every kind before the first one is announced or shown."""
        autodiscover_modules("notifications")

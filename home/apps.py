"""Listens to stored pictures and to migrations."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class HomeConfig(AppConfig):
    """The app of the frame around everything."""

    name = "home"

    def ready(self) -> None:
        """Once every model is loaded."""
        autodiscover_modules("receivers")

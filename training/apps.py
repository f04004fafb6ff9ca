"""Loads what training adds to the page of a project."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TrainingConfig(AppConfig):
    """The app of courses."""

    name = "training"

    def ready(self) -> None:
        """Register the section of courses once every model is loaded."""
        autodiscover_modules("sections")

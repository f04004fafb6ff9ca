"""Loads the kinds of jobs every app offers in its own `jobs` module."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """The app of background work."""

    name = "jobs"

    def ready(self) -> None:
        """Register every kind before the first job is made or run."""
        autodiscover_modules("jobs")

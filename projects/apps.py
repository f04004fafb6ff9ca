"""Listens to publishing, and loads what other apps add to a project's page."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProjectsConfig(AppConfig):
    """The app of projects and what they publish."""

    name = "projects"

    def ready(self) -> None:
        """Once every model is loaded."""
        autodiscover_modules("sections", "receivers")

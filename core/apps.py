"""Makes the converter of addresses known before any address is read."""

from django.apps import AppConfig
from django.urls import register_converter

from core.addresses import Number


class CoreConfig(AppConfig):
    """What every other app stands on."""

    name = "core"

    def ready(self) -> None:
        """Before the first request."""
        register_converter(Number, "number")

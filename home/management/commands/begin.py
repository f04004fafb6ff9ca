"""Makes an empty installation ready for its editors: two languages with a front page each."""

from typing import Any

from django.core.management.base import BaseCommand

from home.setup import make_editors, make_front

FRONT: dict[str, dict[str, Any]] = {
    "fr": {
        "title": "Recherche pour l’impact",
        "slug": "home-fr",
        "heading": "Recherche pour l’impact",
    },
    "en": {"title": "Research for Impact", "slug": "home-en", "heading": "Research for Impact"},
}


class Command(BaseCommand):
    """Idempotent: what is there stays as the editors made it."""

    help = "Make the front pages and the editors' group of a new installation."

    def handle(self, *args: Any, **options: Any) -> None:
        make_front(FRONT)
        make_editors()
        self.stdout.write("Ready: sign in at /cms/ and write the front pages.")

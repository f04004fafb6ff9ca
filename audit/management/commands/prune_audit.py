"""Forgetting the oldest part of the log, after the years it is kept."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.pruning import prune
from core.errors import NotPossible

A_YEAR = timedelta(days=365.25)


class Command(BaseCommand):
    """Deletes events older than some years; the rest of the log can still be verified."""

    help = "Delete events older than so many years (never fewer than AUDIT_YEARS)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--years", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        years = options["years"]
        if years < settings.AUDIT_YEARS:
            raise CommandError(
                f"The log is kept for {settings.AUDIT_YEARS} years here (AUDIT_YEARS)."
            )
        try:
            done = prune(before=timezone.now() - years * A_YEAR)
        except NotPossible as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{done.events} events are gone. The log begins after {done.number}.")
        self.stdout.write(f"Keep this elsewhere: {done.number}:{done.hash}")

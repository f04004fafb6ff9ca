"""Whether the log is as it was written: walks the chain of seals."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.verifying import Kept, verify


def kept(text: str) -> Kept:
    """«1200:9f86d0…» as somebody wrote it down."""
    number, _colon, digest = text.strip().partition(":")
    if not number.isdigit() or len(digest) != 64 or set(digest.lower()) - set("0123456789abcdef"):
        raise ArgumentTypeError("write NUMBER:HASH, as this command printed it before")
    return Kept(int(number), digest)


class Command(BaseCommand):
    """Prints what is wrong and ends with 1, or prints what to keep elsewhere."""

    help = "Verify the log. Prints what is wrong (exit 1), or the last number and hash to keep."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--kept",
            type=kept,
            metavar="NUMBER:HASH",
            help="what an earlier run printed and you kept elsewhere",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify(options["kept"])
        for sentence in verdict.wrong:
            self.stdout.write(sentence)
        if verdict.wrong:
            raise CommandError("The log is not as it was sealed.")
        self.stdout.write(f"The log is as it was sealed: {verdict.sealed} events.")
        self.stdout.write(f"{verdict.waiting} newer events wait for their seal.")
        self.stdout.write(f"Keep this elsewhere: {verdict.number}:{verdict.hash}")

"""Sentences of the interface and their French: update, missing, fill, verify, compile."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.core.management.base import BaseCommand, CommandError

from portal import catalogue


class Command(BaseCommand):
    """Keeps locale/ in line with the source, without the gettext tools."""

    help = "update | missing [PREFIX] | fill FILE.json | verify | compile"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["update", "missing", "fill", "verify", "compile"])
        parser.add_argument("argument", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        with catalogue.locked():
            getattr(self, options["what"])(options["argument"])

    def compile(self, argument: str) -> None:
        """Write the .mo files."""
        catalogue.compile_all()

    def update(self, argument: str) -> None:
        """Add new sentences, drop those that are gone."""
        for language in ("fr", "en"):
            catalogue.save(catalogue.update(language), language)
        catalogue.compile_all()

    def missing(self, argument: str) -> None:
        """Print sentences without French as JSON, for files whose path begins with `argument`."""
        wanted = [
            entry.msgid
            for entry in _untranslated(catalogue.update("fr"))
            if any(place.startswith(argument) for place, _ in entry.occurrences)
        ]
        self.stdout.write(json.dumps(dict.fromkeys(wanted, ""), ensure_ascii=False, indent=1))

    def fill(self, argument: str) -> None:
        """Take French from {msgid: french}; a plural is {msgid: [one, many]}."""
        french = json.loads(Path(argument).read_text(encoding="utf-8"))
        updated = catalogue.update("fr")
        for entry in updated:
            words = french.get(entry.msgid)
            if words and entry.msgid_plural:
                entry.msgstr_plural = dict(enumerate(words))
            elif words:
                entry.msgstr = words
        catalogue.save(updated, "fr")
        catalogue.save(catalogue.update("en"), "en")
        catalogue.compile_all()
        unknown = set(french) - {entry.msgid for entry in updated}
        for msgid in sorted(unknown):
            self.stderr.write(f"not in the source: {msgid!r}")

    def verify(self, argument: str) -> None:
        """Fail when a sentence has no French, or locale/ lags behind the source."""
        updated = catalogue.update("fr")
        lacking = _untranslated(updated)
        for entry in lacking:
            self.stderr.write(f"{entry.occurrences[0][0]}: no French for {entry.msgid!r}")
        stored = {(entry.msgid, entry.msgctxt) for entry in catalogue.load("fr")}
        if lacking or stored != {(entry.msgid, entry.msgctxt) for entry in updated}:
            raise CommandError("The catalogue is not complete: run `manage.py messages update`.")


def _untranslated(entries: polib.POFile) -> list[polib.POEntry]:
    return [entry for entry in entries if not entry.translated() or "fuzzy" in entry.flags]

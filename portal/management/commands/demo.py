"""Loads the demo: fictional people, data, pages and courses. Never where real people work."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo import courses, datasets, pages, people, sharing


class Command(BaseCommand):
    """Idempotent: what is there stays, what is missing is added."""

    help = "Load or complete the demo content, and print its logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the logins as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo has known logins: it refuses to run with DEBUG off.")
        if not settings.DEMO_PASSWORD:
            raise CommandError("Set DEMO_PASSWORD to the password the demo logins shall have.")
        self.load()
        if options["json"]:
            self.stdout.write(json.dumps(people.described(), ensure_ascii=False, indent=2))
        else:
            self.print_logins()

    def load(self) -> None:
        """Make what is missing, from organisations to courses."""
        organisations = people.make_organisations()
        project = people.make_project(organisations)
        persons = people.make_people(organisations)
        pages.make_pages(persons, organisations, project)
        courses.make_courses(persons, organisations, project)
        datasets.make_datasets(project.slug)
        sharing.make_sharing()
        self.sample = datasets.write_sample_file()

    def print_logins(self) -> None:
        """The logins as a short table."""
        self.stdout.write(f"\nDemo logins, all with the password {settings.DEMO_PASSWORD}\n")
        for person in people.PEOPLE:
            what = f"{person.organisation} · {person.role}" if person.organisation else "—"
            what = "administrator" if person.administrator else what
            what = f"{what} · editor" if person.editor else what
            self.stdout.write(f"  {person.email:32} {what}")
        self.stdout.write(f"A file to try the upload with: {self.sample}")

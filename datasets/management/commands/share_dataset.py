"""Sharing a file from a shell: the same actions as the pages, in one go and without a worker."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse

from core.actor import SYSTEM, Actor
from core.errors import InvalidInput, PortalError
from datakit.reading import Inspection, ReadOptions
from datasets import files, policies
from datasets.actions.intake import describe, publish, receive_file
from datasets.actions.publishing import check_sharing
from datasets.actions.receiving import nothing_left_of
from datasets.enums import Licence, Sensitivity
from datasets.jobs.importing import inspect, keep
from datasets.management.commands.inspect_file import problem_line
from datasets.models import Dataset, Release, Upload
from partners.enums import Audience
from partners.models import Organisation, User
from projects.models import Project


class Rejected(Exception):
    """The file cannot be taken; carries what was found in it."""

    def __init__(self, found: Inspection) -> None:
        super().__init__("The file was rejected.")
        self.found = found


class Command(BaseCommand):
    """Publishes one file and prints what came of it."""

    help = "Share a file as release 1 of a new dataset and print one JSON object."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--owner", required=True, metavar="SLUG")
        parser.add_argument("--title", required=True)
        parser.add_argument("--description", default="")
        parser.add_argument("--project", metavar="SLUG")
        parser.add_argument("--licence", default=Licence.CONFIDENTIAL, choices=Licence.values)
        parser.add_argument(
            "--audience",
            default=Audience.OWNER,
            help="owner, consortium, registered, public or named:SLUG,SLUG",
        )
        parser.add_argument(
            "--sensitivity", default=Sensitivity.MODERATE, choices=Sensitivity.values
        )
        parser.add_argument("--by", metavar="EMAIL", help="a data steward of the owner")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer, problems = share(options)
        except Rejected as rejected:
            problems = [problem_line(problem) for problem in rejected.found.all_problems]
            errors = [line["message"] for line in problems if line["level"] == "error"]
            self._stop(" ".join(errors) or str(rejected), problems)
        except PortalError as refused:
            self._stop(str(refused.message) or "This is not visible to the person.", [])
        else:
            self._print({**answer, "problems": problems})

    def _stop(self, error: str, problems: list[dict[str, Any]]) -> None:
        self._print({"error": error, "problems": problems})
        sys.exit(1)

    def _print(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def share(options: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Read, then store and publish in one transaction: what is refused leaves nothing behind."""
    path: Path = options["file"]
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.")
    owner, by = _organisation(options["owner"]), _actor(options["by"])
    policies.require_steward_of(by, owner)
    audience, named = _audience(options["audience"])
    about = {
        "title": options["title"],
        "description": options["description"],
        "licence": options["licence"],
        "project": _project(options["project"]),
        "sensitivity": options["sensitivity"],
    }
    planned = Dataset(owner=owner, project=about["project"], sensitivity=about["sensitivity"])
    check_sharing(planned, audience, named)
    with files.working_folder() as folder:
        found = _inspect(path, folder)
        release = _publish(path, folder, found, owner, about, audience, named, by)
    problems = [problem_line(problem) for problem in found.all_problems]
    return _answer(release), problems


def _inspect(path: Path, folder: Path) -> Inspection:
    found = inspect(path, path.name, folder, ReadOptions())
    if found.outcome == "reject":
        raise Rejected(found)
    return found


def _publish(
    path: Path,
    folder: Path,
    found: Inspection,
    owner: Organisation,
    about: dict[str, Any],
    audience: str,
    named: list[Organisation],
    by: Actor,
) -> Release:
    kept: list[Upload] = []
    with path.open("rb") as source, nothing_left_of(kept), transaction.atomic():
        file = File(source, name=path.name)
        upload = receive_file(file=file, name=path.name, owner=owner, by=by)
        kept.append(upload)
        keep(upload, found, folder)
        dataset = describe(dataset=upload.dataset, by=by, **about)
        return publish(
            dataset=dataset, upload=upload, audience=audience, organisations=named, by=by
        )


def _answer(release: Release) -> dict[str, Any]:
    dataset = release.dataset
    tables = [
        {
            "name": table.name,
            "rows": table.rows,
            "columns": len(table.schema.columns),
            "schema": [{"name": c.name, "type": c.type} for c in table.schema.columns],
        }
        for table in release.editions.get().tables.all()
    ]
    return {
        "dataset": dataset.slug,
        "url": reverse("datasets:dataset", args=[dataset.slug]),
        "release": release.number,
        "tables": tables,
    }


def _organisation(slug: str) -> Organisation:
    try:
        return Organisation.objects.get(slug=slug)
    except Organisation.DoesNotExist:
        raise InvalidInput(f"There is no organisation {slug}.") from None


def _project(slug: str | None) -> Project | None:
    if not slug:
        return None
    try:
        return Project.objects.get(slug=slug)
    except Project.DoesNotExist:
        raise InvalidInput(f"There is no project {slug}.") from None


def _actor(email: str | None) -> Actor:
    if not email:
        return SYSTEM
    try:
        return User.objects.get(email__iexact=email, is_active=True)
    except User.DoesNotExist:
        raise InvalidInput(f"There is nobody with the address {email}.") from None


def _audience(words: str) -> tuple[str, list[Organisation]]:
    """«consortium», or «named:cso-demo,icoca» with its organisations."""
    audience, _colon, slugs = words.partition(":")
    named = [_organisation(slug.strip()) for slug in slugs.split(",") if slug.strip()]
    return audience, named

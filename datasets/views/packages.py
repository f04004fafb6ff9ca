"""The package of an edition: asking for it, watching it being built, downloading it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import NotVisible
from core.sending import Sendable, send, starts
from datasets.actions.packages import PACKAGE, ask_for_package, note_download
from datasets.enums import ReleaseState
from datasets.models import Edition, Package
from datasets.reading import OpenDataset, open_dataset
from jobs.enums import State
from jobs.models import Job


@dataclass(frozen=True)
class Standing:
    """Where the package of an edition stands: not asked for, on its way, there, or failed."""

    edition: Edition
    package: Package | None
    job: Job | None

    @property
    def ready(self) -> Package | None:
        """The package, when it can be downloaded."""
        return self.package if self.package is not None and self.package.is_there else None

    @property
    def under_way(self) -> Job | None:
        """The job, while it waits or runs."""
        return self.job if not self.ready and self.job and self.job.is_active else None

    @property
    def failed(self) -> Job | None:
        """The job, when it did not work."""
        ended = self.job is not None and self.job.state in (State.FAILED, State.CANCELLED)
        return self.job if ended and not self.ready else None

    @property
    def possible(self) -> bool:
        """Whether a package may be made: not of what was withdrawn or recalled."""
        published = self.edition.release.state == ReleaseState.PUBLISHED
        return published and self.edition.closed is None


def standing(opened: OpenDataset) -> Standing:
    """The package of the edition somebody looks at."""
    edition = cast(Edition, opened.edition)
    package = Package.objects.filter(edition=edition).first()
    job = Job.objects.latest_for(package, PACKAGE) if package else None
    return Standing(edition, package, job)


@require_http_methods(["GET", "HEAD", "POST"])
def package(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Ask by POST; by GET see how far it is: a page, or the part of it that htmx asks for."""
    opened = _opened(request, slug, version)
    if request.method == "POST":
        ask_for_package(edition=cast(Edition, opened.edition), by=cast(Any, request.user))
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect(request.path)
    context = {"dataset": opened.dataset, "edition": opened.edition, "standing": standing(opened)}
    part = bool(request.htmx)  # type: ignore[attr-defined]
    template = "datasets/package_box.html" if part else "datasets/package.html"
    answer = render(request, template, context)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def download(request: HttpRequest, slug: str, version: int) -> HttpResponseBase:
    """The package itself, asked of the policy at every request, whole or in parts."""
    opened = _opened(request, slug, version)
    package = standing(opened).ready
    if package is None:
        raise NotVisible
    if request.method == "GET":
        note_download(package=package, by=cast(Any, request.user), starts=starts(request))
    return send(request, _file(opened, package))


def _opened(request: HttpRequest, slug: str, version: int) -> OpenDataset:
    """The release, if its rows are open to the reader: of metadata alone there is no package."""
    opened = open_dataset(request.user, slug, version)
    if opened.edition is None:
        raise NotVisible
    return opened


def package_name(title: str, edition: Edition) -> str:
    """What the file is called on the reader's machine, of a dataset that is called `title`."""
    name = slugify(title)[:60] or "data"
    return f"{name}-v{edition.release.number}-{slugify(edition.name)}.zip"


def _file(opened: OpenDataset, package: Package) -> Sendable:
    edition = cast(Edition, opened.edition)
    return Sendable(
        path=Path(package.file.path),
        stored=str(package.file.name),
        name=package_name(opened.dataset.title, edition),
        etag=package.sha256,
        modified=package.built or package.asked,
        content_type="application/zip",
    )

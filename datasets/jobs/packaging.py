"""Building the package of an edition: once, whole or not at all, for somebody who may have it."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext_noop

from datakit.package import PackageResult, build_package
from datasets.contents import descriptor, extra_files
from datasets.enums import ReleaseState
from datasets.files import remove, working_folder
from datasets.models import Edition, Package
from datasets.reading import package_tables
from jobs.enums import Weight
from jobs.registry import JobFailed, Work, job_kind
from partners.models import User

NOT_OPEN = gettext_noop("This edition is no longer open to the person who asked for the package.")
WITHDRAWN = gettext_noop("The release was withdrawn before its package was ready.")


class Finished(File):
    """A file made on this disk: the storage moves it into place instead of copying it."""

    def temporary_file_path(self) -> str:
        """Where it lies now."""
        return str(self.name)


@job_kind("datasets.package", weight=Weight.HEAVY, attempts=3)
def build(work: Work) -> None:
    """Build the package that is the subject, unless it is there already.

    Asks the policy again for the person who asked; nothing is readable before all of it is.
    """
    package = Package.objects.select_related("edition__release__dataset").get(pk=work.subject_id)
    if package.is_there:
        return
    _check(package.edition, work.requested_by)
    with working_folder() as folder:
        made = folder / "package.zip"
        result = _write(made, package.edition, work)
        _keep(package, made, result, work)


def _check(edition: Edition, asker: User | None) -> None:
    """Raises JobFailed when the person who asked may not read the edition any more."""
    if edition.release.state != ReleaseState.PUBLISHED or edition.closed is not None:
        raise JobFailed("withdrawn", WITHDRAWN)
    reader: Any = asker or AnonymousUser()
    if not Edition.objects.visible_to(reader).filter(pk=edition.pk).exists():
        raise JobFailed("not-open", NOT_OPEN)


def _write(made: Path, edition: Edition, work: Work) -> PackageResult:
    with package_tables(edition) as tables:
        # `progress` raises when somebody calls the job off or another worker has it.
        return build_package(
            made,
            tables=tables,
            descriptor=descriptor(edition),
            extra_files=extra_files(edition),
            progress=work.progress,
        )


def _keep(package: Package, made: Path, result: PackageResult, work: Work) -> None:
    """Move the file to private storage and say so on the row, if the job is still ours."""
    release = package.edition.release
    folder = f"datasets/{release.dataset_id}/releases/{release.number}/{package.edition.name}"
    name = f"{folder}/package.zip"
    with work.holding():
        remove([name])  # of a run that was killed before its row could name it
        with made.open("rb") as source:
            package.file.save(name, Finished(source, name=str(made)), save=False)
        package.bytes, package.sha256 = result.bytes, result.sha256
        package.built = timezone.now()
        package.save()

"""Asking for the package of an edition, and taking it home."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from audit.models import Event, subject_of
from core.actor import Actor
from core.errors import NotPossible
from datasets import policies
from datasets.enums import ReleaseState
from datasets.models import Edition, Package
from jobs.actions import enqueue

PACKAGE = "datasets.package"
DOWNLOADED = "datasets.package-downloaded"
# Parts asked for within this time of a start belong to the same download.
ONE_DOWNLOAD = timedelta(hours=24)


def ask_for_package(*, edition: Edition, by: Actor) -> Package:
    """Have the edition's package built, unless it is there or under way: one serves all.

    Raises NotVisible when `by` may not read the edition, NotPossible when it was recalled or its
    release withdrawn.
    """
    policies.require_visible(by, edition)
    if edition.release.state != ReleaseState.PUBLISHED:
        raise NotPossible(_("This release was withdrawn: no package is made of it."))
    if edition.closed is not None:
        raise NotPossible(_("This edition was recalled: no package is made of it."))
    with transaction.atomic():
        package, _made = Package.objects.get_or_create(edition=edition)
        if not package.is_there:
            enqueue(PACKAGE, package, by=by)
    return package


def note_download(*, package: Package, by: Actor, starts: bool) -> Event | None:
    """Write down that `by` takes a package home: once for each download, not for each part.

    A request for the beginning of the file (`starts`) is a download. A request for a later part
    continues one, and is written down only when `by` has not begun any within a day, so that
    nobody takes the file in parts unseen. Raises NotVisible when they may not read the edition.
    """
    edition = package.edition
    policies.require_visible(by, edition)
    if not starts and _began(edition, by):
        return None
    dataset = edition.release.dataset
    return record(
        DOWNLOADED,
        edition,
        by=by,
        organisation_id=dataset.owner_id,
        release=edition.release.number,
        edition=edition.name,
        bytes=package.bytes,
        sha256=package.sha256,
    )


def _began(edition: Edition, by: Actor) -> bool:
    return Event.objects.filter(
        verb=DOWNLOADED,
        subject=subject_of(edition),
        actor_id=by.pk,
        at__gte=timezone.now() - ONE_DOWNLOAD,
    ).exists()

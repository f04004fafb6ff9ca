"""Publishing a draft as a release, and changing who may have an edition."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from audit.actions import record
from core.actor import Actor
from core.errors import InvalidInput, NotPossible
from datakit.reading.model import ColumnReport, Inspection, TableReport
from datasets import disclosing, files, policies, sharing
from datasets.actions.editions import carry_over
from datasets.actions.granting import follow_grants, opens_first, reading
from datasets.actions.receiving import public_slug
from datasets.enums import EditionName
from datasets.models import (
    Dataset,
    Edition,
    OrganisationGrant,
    PersonGrant,
    Release,
    Table,
    Upload,
    UploadState,
)
from notifications.actions import announce
from partners.enums import Audience
from partners.models import Organisation
from projects.models import Project

SHARED = "datasets.dataset-shared"
CHANGED = "datasets.audience-changed"


def publish(
    *,
    dataset: Dataset,
    upload: Upload,
    audience: str = Audience.OWNER,
    organisations: Iterable[Organisation] = (),
    notes: str = "",
    by: Actor,
) -> Release:
    """Make the next release from what was read: numbered, immutable, one *full* edition.

    Raises NotPossible when the upload is not read or already published, InvalidInput when the
    audience does not fit the sensitivity or the project. Whoever gains access is told.
    """
    policies.require_steward(by, dataset)
    named = list(organisations)
    copied: list[str] = []
    try:
        with transaction.atomic():
            release = _publish(dataset, upload, audience, named, notes, by, copied)
    except BaseException:
        files.remove(copied)
        raise
    dataset.refresh_from_db()
    return release


def _publish(
    dataset: Dataset,
    upload: Upload,
    audience: str,
    named: list[Organisation],
    notes: str,
    by: Actor,
    copied: list[str],
) -> Release:
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    upload = Upload.objects.select_for_update().get(pk=upload.pk, dataset=dataset)
    check_sharing(dataset, audience, named)
    inspection = _readable(upload)
    number = (dataset.releases.aggregate(last=Max("number"))["last"] or 0) + 1
    release = Release.objects.create(
        dataset=dataset, number=number, notes=notes, published_by_id=by.pk
    )
    edition = Edition.objects.create(
        release=release,
        name=EditionName.FULL,
        audience=audience,
        shared=None if audience == Audience.OWNER else release.published,
    )
    _store_tables(edition, inspection, copied)
    _grant(edition, named, by)
    _mark_published(dataset, upload, audience)
    if number > 1:
        carry_over(release=release, by=by)
    _record(edition, "datasets.release-published", by, release=number, to=_who(audience, named))
    announce(SHARED, event=f"{SHARED}:{edition.pk}", subject=f"edition:{edition.pk}", by=by)
    read = [table.parquet for table in inspection.tables]
    transaction.on_commit(lambda: files.remove(read))
    return release


def _readable(upload: Upload) -> Inspection:
    if upload.state == UploadState.PUBLISHED:
        raise NotPossible(_("This file is already published."))
    if upload.state != UploadState.READ or upload.inspection is None:
        raise NotPossible(_("The file has not been read yet."))
    if upload.dataset.uploads.filter(pk__gt=upload.pk).exists():
        raise NotPossible(_("Another file has been chosen for this draft meanwhile."))
    return Inspection.from_dict(upload.inspection)


def _store_tables(edition: Edition, inspection: Inspection, copied: list[str]) -> None:
    """Copy the tables read beside the release they now belong to, each with its hash."""
    release = edition.release
    folder = f"datasets/{release.dataset_id}/releases/{release.number}/{edition.name}"
    taken: set[str] = set()
    for position, report in enumerate(inspection.tables):
        name = _table_name(report.name, taken)
        stored, digest = files.copy(report.parquet, f"{folder}/{name}.parquet")
        copied.append(stored)
        Table.objects.create(
            edition=edition,
            position=position,
            name=name,
            title=report.sheet or report.name,
            file=stored,
            rows=report.rows,
            descriptor=report.schema.as_table_schema(),
            profile=profile_of(report),
            sha256=digest,
        )


def _table_name(name: str, taken: set[str]) -> str:
    base = slugify(name)[:90] or "table"
    found, counter = base, 1
    while found in taken:
        counter += 1
        found = f"{base}-{counter}"
    taken.add(found)
    return found


def profile_of(report: TableReport) -> list[dict[str, Any]]:
    """What the reading found per column, in the columns' order: JSON values."""
    return [_column_profile(column) for column in report.columns]


def _column_profile(report: ColumnReport) -> dict[str, Any]:
    return {
        "name": report.column.name,
        "empty": report.empty,
        "missing": report.missing,
        "distinct": report.distinct,
        "minimum": report.minimum,
        "maximum": report.maximum,
        "mean": report.mean,
        "examples": list(report.examples),
    }


def _mark_published(dataset: Dataset, upload: Upload, audience: str) -> None:
    if dataset.published is None:
        dataset.published = timezone.now()
        if audience == Audience.PUBLIC:
            dataset.slug = public_slug(dataset)
        dataset.save(update_fields=["published", "slug"])
    upload.state = UploadState.PUBLISHED
    upload.save(update_fields=["state"])


def change_audience(
    *,
    edition: Edition,
    audience: str,
    organisations: Iterable[Organisation] = (),
    reason: str = "",
    undoes: int | None = None,
    by: Actor,
) -> Edition:
    """Widen or narrow who may have an edition; it counts from the very next request.

    The log keeps before and after, what ended with it, the reason, and which change it `undoes`;
    people who gain are told. Raises InvalidInput when the audience does not fit the sensitivity or
    the project, or what the edition discloses forbids it or asks for a reason and none is given,
    NotPossible while the edition is being prepared.
    """
    dataset = edition.release.dataset
    policies.require_steward(by, dataset)
    named = list(organisations)
    with transaction.atomic():
        # The dataset's row is locked: its sensitivity cannot rise meanwhile.
        dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
        edition = Edition.objects.select_for_update().get(pk=edition.pk)
        edition.release.dataset = dataset
        check_change(edition, audience, named, reason)
        before, after = who_has(edition), _who(audience, named)
        if before == after:
            return edition
        told: dict[str, Any] = {"before": before, "after": after, "reason": reason}
        told["ended"] = _give(edition, audience, named, by)
        if undoes is not None:
            told["undoes"] = undoes
        event = _record(edition, CHANGED, by, **told)
        announce(
            SHARED,
            event=f"{SHARED}:{edition.pk}:{event}",
            subject=f"edition:{edition.pk}",
            params={"before": before},
            by=by,
        )
    return edition


def _give(
    edition: Edition, audience: str, named: list[Organisation], by: Actor
) -> list[dict[str, Any]]:
    """Open a locked edition to an audience; returns the grants that ended with it."""
    first = opens_first(edition, audience)
    edition.audience = audience
    if audience != Audience.OWNER:
        edition.shared = edition.shared or timezone.now()
    edition.save(update_fields=["audience", "shared"])
    ended = _grant(edition, named, by)
    if first:
        follow_grants(edition=edition, by=by)
    return ended


def check_change(
    edition: Edition, audience: str, named: list[Organisation], reason: str = ""
) -> None:
    """Raises InvalidInput or NotPossible when the edition may not be given this audience now.

    What it discloses must be known, allowed, and answered for with a reason where it is much.
    """
    if edition.closed is not None:
        raise NotPossible(_("This edition was recalled: it is never opened again."))
    check_sharing(edition.release.dataset, audience, named)
    if audience == Audience.OWNER:
        return
    if edition.prepared is None:
        raise NotPossible(_("The edition is still being prepared. Look at its report first."))
    judged = disclosing.judged(edition, audience)
    if judged.blocked:
        raise InvalidInput(
            _("This edition discloses too much for that audience."), judged.sentences
        )
    if judged.needs_reason and not reason.strip():
        raise InvalidInput(_("Say why it may be opened all the same."), judged.sentences)


def check_sharing(dataset: Dataset, audience: str, named: list[Organisation]) -> None:
    """Raises InvalidInput with the reason when the dataset may not be given this audience."""
    if audience not in Audience.values:
        raise InvalidInput(_("There is no such audience."))
    if audience == Audience.CONSORTIUM and dataset.project_id is None:
        raise InvalidInput(_("Choose a project first: the consortium is that of its project."))
    if audience not in sharing.possible_audiences(dataset):
        raise InvalidInput(_("Data of this sensitivity cannot be shared so widely."))
    if audience == Audience.CONSORTIUM:
        _check_consortium(dataset)
    if audience == Audience.NAMED and not named:
        raise InvalidInput(_("Name at least one organisation."))
    if audience != Audience.NAMED and named:
        raise InvalidInput(_("Organisations are named only for the audience “named”."))
    wrong = {organisation.pk for organisation in named} - set(
        sharing.nameable().values_list("pk", flat=True)
    )
    if wrong:
        raise InvalidInput(_("One of these organisations cannot be named."))


def _check_consortium(dataset: Dataset) -> None:
    mine = Project.objects.filter(policies.projects_of(dataset.owner_id))
    if dataset.project not in mine:
        raise InvalidInput(_("The owner is not in the consortium of this project."))


def _grant(edition: Edition, named: list[Organisation], by: Actor) -> list[dict[str, Any]]:
    """Leave exactly one grant for each organisation that was ticked (`sharing.grants_ended`).

    Returns those that ended and that ticking an organisation again would not give back as they
    were: with a last day, after a request, or to a person. The log keeps them.
    """
    organisations, persons = sharing.grants_ended(edition, edition.audience, named)
    ended = [
        {"organisation": grant.group.organisation.slug, **_terms(grant)}
        for grant in organisations.filter(policies.grants_alive()).select_related("group")
        if grant.until or grant.request_id
    ]
    alive = persons.filter(policies.grants_alive())
    ended += [{"person": grant.user_id, **_terms(grant)} for grant in alive]
    persons.delete()
    organisations.delete()
    held = set(edition.organisation_grants.values_list("group_id", flat=True))
    for group in sorted({organisation.group_id for organisation in named} - held):
        OrganisationGrant.objects.create(
            group_id=group, permission=reading(), content_object=edition, granted_by_id=by.pk
        )
    return ended


def _terms(grant: OrganisationGrant | PersonGrant) -> dict[str, Any]:
    """How long a grant was to last, and after which request it was given, as the log keeps it."""
    until = grant.until.isoformat() if grant.until else ""
    return {"until": until, "request": grant.request_id}


def who_has(edition: Edition) -> dict[str, Any]:
    """The audience of an edition today, as the log keeps it."""
    return _who(edition.audience, sharing.named_in(edition))


def _who(audience: str, named: Iterable[Organisation]) -> dict[str, Any]:
    """An audience as the log keeps it."""
    slugs = sorted(organisation.slug for organisation in named)
    return {"audience": str(audience), "organisations": slugs}


def _record(edition: Edition, verb: str, by: Actor, **details: Any) -> int:
    owner = edition.release.dataset.owner_id
    return record(verb, edition, by=by, organisation_id=owner, **details).pk

"""Making an edition with less detail: its plan, its preparation, and forgetting it again.

A new edition is its owner's alone. A steward looks at what it discloses, then opens it with
:func:`datasets.actions.publishing.change_audience`. Once it was shared its rows never change.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from core.actor import Actor
from core.errors import InvalidInput, NotPossible
from datakit.disclosure import Plan, PlanError, check
from datasets import disclosing, files, policies
from datasets.actions.granting import follow_grants
from datasets.enums import EditionName, ReleaseState
from datasets.models import Dataset, Edition, Release
from jobs.actions import cancel, enqueue
from jobs.models import Job
from partners.enums import Audience

DERIVE = "datasets.derive"
# Room is left between the usual editions for those a steward names.
RANKS = {EditionName.PARTNER: 1000, EditionName.PUBLIC: 2000}
STEP = 1000
Plans = Mapping[str, Plan]


def make_edition(
    *, release: Release, name: str, plans: Plans, after: Edition | None = None, by: Actor
) -> Edition:
    """Add an edition of `release` made by `plans` (one for each table it has, by the table's name).

    It shows less than the edition `after` (without one: the usual place of its name, or the end).
    Raises NotAllowed, NotPossible when the release was withdrawn, InvalidInput when the name is
    taken or a plan does not fit its table.
    """
    policies.require_steward(by, release.dataset)
    full = _full(release)
    _check_plans(full, plans)
    with transaction.atomic():
        # One edition at a time: names and ranks are unique within the release.
        release = Release.objects.select_for_update().get(pk=release.pk)
        if release.editions.filter(name=name).exists():
            raise InvalidInput(_("This release has an edition of that name already."))
        edition = Edition.objects.create(
            release=release,
            name=name,
            rank=_rank(release, name, after),
            plan={table: plan.as_dict() for table, plan in plans.items()},
            prepared=None,
        )
        _record(edition, "datasets.edition-planned", by)
        enqueue(DERIVE, edition, by=by)
    return edition


def change_plan(*, edition: Edition, plans: Plans, by: Actor) -> Edition:
    """Prepare the edition anew by other plans. Raises NotPossible when it was shared before."""
    policies.require_steward(by, edition.release.dataset)
    _check_plans(_full(edition.release), plans)
    with transaction.atomic():
        edition = _unshared(edition)
        edition.plan = {table: plan.as_dict() for table, plan in plans.items()}
        edition.prepared, edition.reports = None, {}
        edition.save(update_fields=["plan", "prepared", "reports"])
        _record(edition, "datasets.edition-planned", by)
        enqueue(DERIVE, edition, by=by)
    return edition


def prepare_again(*, edition: Edition, by: Actor) -> None:
    """Ask once more for an edition whose preparation failed."""
    policies.require_steward(by, edition.release.dataset)
    if edition.prepared is None:
        enqueue(DERIVE, edition, by=by)


def discard_edition(*, edition: Edition, by: Actor) -> None:
    """Forget an edition and its files. Raises NotPossible when it was shared before."""
    policies.require_steward(by, edition.release.dataset)
    with transaction.atomic():
        edition = _unshared(edition)
        for job in Job.objects.active().about(edition):
            cancel(job, by=by)
        stored = [str(table.file.name) for table in edition.tables.all()]
        # In the dataset's own log: the edition is gone, and what is said of it must not go with it.
        _record(edition, "datasets.edition-discarded", by, about=edition.release.dataset)
        edition.delete()
        transaction.on_commit(lambda: files.remove(stored))


def _unshared(edition: Edition) -> Edition:
    """The edition, locked, if nobody else ever had it."""
    edition = (
        Edition.objects.select_for_update().select_related("release__dataset").get(pk=edition.pk)
    )
    if edition.is_full or edition.shared is not None or edition.audience != Audience.OWNER:
        raise NotPossible(_("This edition was shared: its rows never change. Make another one."))
    return edition


def _full(release: Release) -> Edition:
    if release.state != ReleaseState.PUBLISHED:
        raise NotPossible(_("This release was withdrawn: no edition is made of it."))
    return release.editions.get(rank=0)


def _check_plans(full: Edition, plans: Plans) -> None:
    """Raises InvalidInput with a sentence for each thing that does not fit."""
    tables = {table.name: table for table in full.tables.all()}
    if not plans or set(plans) - set(tables):
        raise InvalidInput(_("An edition needs at least one of the tables of its release."))
    wrong = [
        problem.text(_)
        for name, plan in plans.items()
        for problem in check(plan, tables[name].schema)
    ]
    if wrong:
        raise InvalidInput(wrong[0], wrong)


def carry_over(*, release: Release, by: Actor) -> list[Edition]:
    """Prepare in a new release the editions of the one before, by the same plans.

    Each is its owner's alone until a steward has looked at what it discloses and opens it; grants
    that follow come along then, those of the full edition at once. A table that a plan no longer
    fits is left out of the edition. An edition that was recalled by itself does not come along.
    """
    before = Release.objects.filter(dataset=release.dataset, number__lt=release.number).first()
    if before is None:
        return []
    full = release.editions.get(rank=0)
    follow_grants(edition=full, by=by)
    made = []
    lasting = before.editions.filter(rank__gt=0).exclude(recalls__whole=False)
    for former in lasting.order_by("rank"):
        plans = _still_fitting(former, full)
        if plans:
            edition = Edition.objects.create(
                release=release, name=former.name, rank=former.rank, plan=plans, prepared=None
            )
            enqueue(DERIVE, edition, by=by)
            made.append(edition)
    return made


def _still_fitting(former: Edition, full: Edition) -> dict[str, dict[str, Any]]:
    """The former plans of the tables that still have the columns the plans speak of."""
    tables = {table.name: table for table in full.tables.all()}
    try:
        plans = disclosing.plans(former)
    except PlanError:
        return {}
    return {
        name: plan.as_dict()
        for name, plan in plans.items()
        if name in tables and not check(plan, tables[name].schema)
    }


def _rank(release: Release, name: str, after: Edition | None) -> int:
    """A free place: the usual one, or halfway to the next edition behind `after`."""
    taken = sorted(release.editions.values_list("rank", flat=True))
    usual = RANKS.get(EditionName(name)) if name in EditionName.values else None
    if after is None and usual is not None and usual not in taken:
        return usual
    start = after.rank if after is not None else taken[-1]
    behind = [rank for rank in taken if rank > start]
    place = (start + behind[0]) // 2 if behind else start + STEP
    if place in taken or place > 32_000:
        raise InvalidInput(_("There is no room for another edition here."))
    return place


def _record(edition: Edition, verb: str, by: Actor, about: Dataset | None = None) -> None:
    release = edition.release
    record(
        verb,
        about or edition,
        by=by,
        organisation_id=release.dataset.owner_id,
        release=release.number,
        edition=edition.name,
    )

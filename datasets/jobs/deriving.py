"""Preparing an edition: its tables derived from the full ones, with what each discloses."""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from core.actor import SYSTEM
from core.errors import PortalError
from datakit.disclosure import Derived, Other, Plan, PlanError, Report, StoredTable, derive, report
from datakit.query import Engine
from datasets import files, policies
from datasets.disclosing import meant_for, others_of
from datasets.models import Edition, Table
from jobs.enums import Weight
from jobs.registry import JobFailed, Work, job_kind

NOT_STEWARD = gettext_noop("You are no longer a data steward of the organisation.")
NOT_FITTING = gettext_noop("The plan no longer fits the table. Please choose again.")
GONE = gettext_noop("The file of the full edition is no longer in storage.")


@dataclass(frozen=True)
class Made:
    """One derived table in private storage."""

    source: Table
    derived: Derived
    stored: str
    sha256: str
    report: Report


@job_kind("datasets.derive", weight=Weight.HEAVY, attempts=3)
def prepare(work: Work) -> None:
    """Derive the edition until its newest plan is answered; then, and only then, it has tables.

    A plan changed meanwhile leaves the edition waiting: the former answer is dropped. Run again
    after a crash it starts over; once answered it does nothing.
    """
    waiting = Edition.objects.filter(pk=work.subject_id, prepared__isnull=True)
    while (edition := waiting.select_related("release__dataset").first()) is not None:
        _check_asker(work, edition)
        _prepare_once(work, edition)


def _check_asker(work: Work, edition: Edition) -> None:
    try:
        policies.require_steward(work.requested_by or SYSTEM, edition.release.dataset)
    except PortalError as refused:
        raise JobFailed("not-allowed", NOT_STEWARD) from refused


def _prepare_once(work: Work, edition: Edition) -> None:
    stored: list[str] = []
    try:
        with files.working_folder() as folder:
            made = list(_derive(edition, folder, stored, work))
        with work.holding():
            if not _answer(edition, made):
                raise _Superseded
    except _Superseded:
        files.remove(stored)
    except BaseException:
        files.remove(stored)
        raise


class _Superseded(Exception):
    """The plan has been changed while the edition was prepared."""


def _derive(edition: Edition, folder: Path, stored: list[str], work: Work) -> Iterator[Made]:
    tables = edition.release.editions.get(rank=0).tables.filter(name__in=edition.plan)
    target = f"datasets/{edition.release.dataset_id}/releases/{edition.release.number}"
    target = f"{target}/{edition.name}-{uuid.uuid4().hex[:12]}"
    share = 1 / max(len(tables), 1)
    for number, table in enumerate(tables):

        def tell(fraction: float, number: int = number) -> None:
            work.progress((number + fraction) * share)

        out = folder / f"{table.name}.parquet"
        derived, weighed = _derive_table(table, edition, out, tell)
        stored.append(files.store(out, f"{target}/{table.name}.parquet"))
        with out.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        yield Made(table, derived, stored[-1], digest, weighed)


def _derive_table(
    table: Table, edition: Edition, out: Path, tell: Callable[[float], None]
) -> tuple[Derived, Report]:
    """Derive one table, then weigh it against what else a reader may hold."""
    try:
        plan = Plan.from_dict(edition.plan[table.name])
        key = bytes.fromhex(edition.release.dataset.pseudonym_key)
        today = timezone.localdate()
        with files.on_disk(table.file) as path:
            derived = derive(
                path,
                table.schema,
                plan,
                key,
                out,
                today=today,
                engine=engine(),
                progress=lambda fraction: tell(fraction / 2),
            )
            full = StoredTable(path, table.schema, str(edition))
            return derived, _weigh(full, StoredTable(out, derived.schema), plan, table, edition)
    except PlanError as error:
        raise JobFailed("plan", NOT_FITTING) from error
    except FileNotFoundError as error:
        raise JobFailed("file-gone", GONE) from error


def _weigh(
    full: StoredTable, made: StoredTable, plan: Plan, table: Table, edition: Edition
) -> Report:
    with ExitStack() as stack:
        others = list(_others(edition, table.name, stack))
        return report(
            full,
            made,
            plan,
            others,
            edition.release.dataset.sensitivity,
            audience=meant_for(edition.name),
            today=timezone.localdate(),
            engine=engine(),
        )


def _others(edition: Edition, name: str, stack: ExitStack) -> Iterator[Other]:
    """The same table in the other editions; whether a reader may have them is judged later."""
    for other in others_of(edition):
        table = other.tables.filter(name=name).first()
        if table is not None:
            path = stack.enter_context(files.on_disk(table.file))
            plan = Plan.from_dict(other.plan[name]) if name in other.plan else None
            yield Other(StoredTable(path, table.schema, str(other)), plan, reachable=False)


def engine() -> Engine:
    """DuckDB within this installation's limits."""
    return Engine(memory=f"{settings.QUERY_MEMORY_MB}MB", threads=settings.QUERY_THREADS)


def _answer(edition: Edition, made: list[Made]) -> bool:
    """Give the edition its tables, unless its plan has been changed or it was discarded."""
    current = Edition.objects.select_for_update().filter(pk=edition.pk).first()
    if current is None or current.plan != edition.plan or current.prepared is not None:
        return False
    former = [str(table.file.name) for table in current.tables.all()]
    current.tables.all().delete()
    for one in made:
        _keep(current, one)
    current.prepared = timezone.now()
    current.reports = {one.source.name: one.report.as_dict() for one in made}
    current.save(update_fields=["prepared", "reports"])
    transaction.on_commit(lambda: files.remove(former))
    return True


def _keep(edition: Edition, one: Made) -> None:
    Table.objects.create(
        edition=edition,
        position=one.source.position,
        name=one.source.name,
        title=one.source.title,
        file=one.stored,
        rows=one.derived.rows,
        descriptor=one.derived.schema.as_table_schema(),
        profile=[dict(each) for each in one.derived.profile],
        sha256=one.sha256,
    )

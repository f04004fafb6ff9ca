"""Between an edition and the library of disclosure: its plans, and what they say and show."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from datakit.disclosure import Plan, Report, propose, sentences
from datakit.disclosure.verdicts import Finding, judge, worst
from datasets.enums import EditionName
from datasets.models import Edition, Table
from partners.enums import Audience

# From the narrowest to the widest: who has an edition of a wider audience may have it everywhere.
WIDER = (Audience.OWNER, Audience.NAMED, Audience.CONSORTIUM, Audience.REGISTERED, Audience.PUBLIC)


@dataclass(frozen=True)
class Said:
    """One table of an edition, and what its plan does to it, in sentences."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of a sample row, as collected and as the edition shows it."""

    column: str
    before: str | None
    after: str | None
    gone: bool

    @property
    def changed(self) -> bool:
        """Whether the edition shows it otherwise, or not at all."""
        return self.gone or self.before != self.after


@dataclass(frozen=True)
class Weighed:
    """One table of an edition with its report."""

    table: Table
    report: Report

    def telling(self) -> list[str]:
        """The columns that may say who or where, each with why."""
        titles = {each.name: each.title or each.name for each in self.table.schema.columns}
        return [
            each.sentence(titles.get(each.column, each.column)).text(_)
            for each in self.report.identifying
        ]

    def rows(self) -> list[list[Cell]]:
        """The sample rows, cell by cell; what was empty before and after is left out."""
        return [
            [
                Cell(name, value, sample.after.get(name), name not in sample.after)
                for name, value in sample.before.items()
                if value is not None or sample.after.get(name) is not None
            ]
            for sample in self.report.samples
        ]


@dataclass(frozen=True)
class Judged:
    """What opening an edition to an audience would disclose: the verdict, and why, in sentences."""

    verdict: str
    sentences: tuple[str, ...]

    @property
    def blocked(self) -> bool:
        """Whether it cannot be opened so widely at all, or not by one steward alone."""
        return self.verdict in ("blocked", "needs-second-steward")

    @property
    def needs_reason(self) -> bool:
        """Whether a steward says why it is opened all the same."""
        return self.verdict == "needs-reason"


def meant_for(name: str) -> Audience:
    """The widest audience that an edition of this name is usually given."""
    return Audience.PUBLIC if name == EditionName.PUBLIC else Audience.CONSORTIUM


def proposal(table: Table, sensitivity: str, audience: str) -> Plan:
    """The safe plan to start from, for a table of the full edition."""
    return propose(table.schema, table.profile, sensitivity, audience, rows=table.rows)


def plans(edition: Edition) -> dict[str, Plan]:
    """The plan of each table of an edition, by the table's name."""
    return {name: Plan.from_dict(values) for name, values in edition.plan.items()}


def said(edition: Edition, *, for_readers: bool = False) -> list[Said]:
    """What an edition's plan does, table by table; nothing for the full edition.

    `for_readers` names nothing that the edition hides.
    """
    if not edition.plan:
        return []
    full = edition.release.editions.get(rank=0)
    return [
        Said(table.title, _sentences(edition, table, for_readers=for_readers))
        for table in full.tables.all()
        if table.name in edition.plan
    ]


def _sentences(edition: Edition, table: Table, *, for_readers: bool) -> tuple[str, ...]:
    plan = Plan.from_dict(edition.plan[table.name])
    told = sentences(plan, table.schema, for_readers=for_readers)
    return tuple(sentence.text(_) for sentence in told)


def reports(edition: Edition) -> list[Weighed]:
    """What each table of an edition discloses, as it was measured when it was prepared."""
    return [
        Weighed(table, Report.from_dict(edition.reports[table.name]))
        for table in edition.tables.all()
        if table.name in edition.reports
    ]


def judged(edition: Edition, audience: str) -> Judged:
    """What opening the edition to `audience` would mean, by its reports and the sensitivity today.

    Which other editions the readers would hold as well is looked up now: they may have been opened
    since the report was made.
    """
    held = _held_as_well(edition, audience)
    found: list[Finding] = []
    for each in reports(edition):
        found += _findings(each, edition.release.dataset.sensitivity, audience, held)
    spoken = dict.fromkeys(finding.sentence.text(_) for finding in found)
    return Judged(worst(found), tuple(spoken))


def _findings(
    weighed: Weighed, sensitivity: str, audience: str, held: set[str]
) -> Iterator[Finding]:
    report = weighed.report
    joined = [replace(each, reachable=each.other in held) for each in report.joined]
    titles = {each.name: each.title or each.name for each in weighed.table.schema.columns}
    yield from judge(
        sensitivity,
        audience,
        report.groups,
        report.identifying,
        joined,
        report.diversity,
        titles,
    )


def _held_as_well(edition: Edition, audience: str) -> set[str]:
    """The other editions of the dataset that everybody in `audience` may have, by their names."""
    others = others_of(edition)
    return {str(each) for each in others if _rank(each.audience) >= _rank(audience)}


def _rank(audience: str) -> int:
    return WIDER.index(Audience(audience))


def others_of(edition: Edition) -> QuerySet[Edition]:
    """The other editions of the dataset that stand, of this release and of earlier ones."""
    others = Edition.objects.filter(
        release__dataset=edition.release.dataset_id, prepared__isnull=False
    ).exclude(pk=edition.pk)
    return others.select_related("release").order_by("-release__number", "rank")

"""Between an edition and the library of disclosure: its plans, and what they say and show."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from datakit.disclosure import Plan, sentences
from datasets.enums import EditionName
from datasets.models import Edition, Table
from partners.enums import Audience


@dataclass(frozen=True)
class Said:
    """One table of an edition, and what its plan does to it, in sentences."""

    title: str
    sentences: tuple[str, ...]


def meant_for(name: str) -> Audience:
    """The widest audience that an edition of this name is usually given."""
    return Audience.PUBLIC if name == EditionName.PUBLIC else Audience.CONSORTIUM


def proposal(table: Table, sensitivity: str, audience: str) -> Plan:
    """The safe plan to start from, for a table of the full edition."""
    return Plan.of_everything(table.schema)


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


def reports(edition: Edition) -> list[dict[str, Any]]:
    """What each table of an edition discloses, as it was measured when it was prepared."""
    return [
        {"table": table, "report": edition.reports[table.name]}
        for table in edition.tables.all()
        if table.name in edition.reports
    ]

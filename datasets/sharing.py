"""Whom an audience would reach: asked before sharing, so that a steward knows what they do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from datasets import policies
from datasets.enums import audiences_for
from datasets.models import Dataset, Edition, OrganisationGrant, PersonGrant, Upload
from partners import policies as people
from partners.enums import Audience
from partners.models import Membership, Organisation, User

EVERYONE = (Audience.REGISTERED, Audience.PUBLIC)
PERSONAL_TAGS = ("person-name", "phone", "email")


@dataclass(frozen=True)
class Reach:
    """The organisations an audience names and the people it lets in today, the owner included.

    `everyone` means that the audience is open-ended: `organisations` is then empty.
    """

    organisations: tuple[Organisation, ...]
    people: int
    everyone: bool = False


def reach(dataset: Dataset, audience: str, named: Iterable[Organisation] = ()) -> Reach:
    """Whom `audience` would let in to a release of `dataset`; `named` counts for *named* alone."""
    named = tuple(named)
    holders = people.people_of([organisation.pk for organisation in named])
    let_in = User.objects.filter(policies.reached(dataset, audience, holders))
    return Reach(
        organisations=tuple(organisations_in(dataset, audience, named)),
        people=let_in.values("pk").distinct().count(),
        everyone=audience in EVERYONE,
    )


def organisations_in(
    dataset: Dataset, audience: str, named: Iterable[Organisation] = ()
) -> Iterable[Organisation]:
    """The organisations an audience names today; none where it is open-ended."""
    if audience == Audience.NAMED:
        return (dataset.owner, *named)
    if audience == Audience.CONSORTIUM and dataset.project is not None:
        consortium = dataset.project.consortium_id
        return Organisation.objects.filter(
            people.lasting("participations__"),
            active=True,
            participations__consortium_id=consortium,
        )
    return () if audience in EVERYONE else (dataset.owner,)


def possible_audiences(dataset: Dataset) -> list[Audience]:
    """What the sensitivity and the project of a dataset allow, narrowest first."""
    allowed = audiences_for(dataset.sensitivity)
    if dataset.project_id is None:
        return [audience for audience in allowed if audience != Audience.CONSORTIUM]
    return allowed


def nameable() -> QuerySet[Organisation]:
    """Organisations that can be named."""
    return Organisation.objects.filter(policies.may_be_named())


def named_in(edition: Edition) -> QuerySet[Organisation]:
    """Organisations that hold a grant on the edition today."""
    held = edition.organisation_grants.filter(policies.grants_alive()).values("group_id")
    return Organisation.objects.filter(group_id__in=held)


def grants_ended(
    edition: Edition, audience: str, named: Iterable[Organisation]
) -> tuple[QuerySet[OrganisationGrant], QuerySet[PersonGrant]]:
    """The grants that end when an edition is given an audience that names these organisations.

    What was granted after a request stays until its date, unless the edition goes back to its
    owner alone: then nothing stays, so that nothing comes back to life later. Grants whose date is
    over are cleared away, so that an organisation named again gets a new one.
    """
    organisations, persons = edition.organisation_grants.all(), edition.person_grants.all()
    if audience == Audience.OWNER:
        return organisations, persons
    unnamed = ~Q(group_id__in=[organisation.group_id for organisation in named])
    ended = ~policies.grants_alive() | (unnamed & Q(request__isnull=True))
    return organisations.filter(ended), persons.none()


def people_per_organisation() -> dict[int, int]:
    """How many people each organisation has today, by its id, in one query."""
    counted = (
        Membership.objects.filter(people.active_memberships())
        .values("organisation_id")
        .annotate(people=Count("user_id", distinct=True))
    )
    return {row["organisation_id"]: row["people"] for row in counted.order_by()}


def personal_columns(upload: Upload) -> list[str]:
    """Columns of what was read that seem to name people or tell how to reach them."""
    tables = upload.inspection["tables"] if upload.inspection else []
    return _personal(column["column"] for table in tables for column in table["columns"])


def personal_columns_of(edition: Edition) -> list[str]:
    """The same of an edition that is published."""
    return _personal(
        field for table in edition.tables.all() for field in table.descriptor["fields"]
    )


def _personal(fields: Iterable[dict[str, Any]]) -> list[str]:
    return [field["name"] for field in fields if field.get("portal:tag") in PERSONAL_TAGS]

"""Things to test with, made one by one: `DatasetFactory(audience="public")`."""

import datetime as dt
import hashlib
import io
import uuid
from typing import Any

import factory
import pyarrow as pa
import pyarrow.parquet as pq
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from datakit.schema import Column, Schema
from datasets.enums import Licence, Sensitivity
from datasets.models import (
    Agreement,
    AgreementVersion,
    Dataset,
    Edition,
    OrganisationGrant,
    PersonGrant,
    Release,
    Table,
)
from partners.enums import Audience, ConsortiumRole, OrganisationKind, Role
from partners.models import Consortium, Membership, Organisation, Participation, User
from projects.models import Project

PASSWORD = "only-for-tests-2026"

VISITS = Schema(
    (
        Column("site", "string", title="Site", tag="place"),
        Column("mineral", "string", title="Minerai"),
        Column("workers", "integer", title="Effectif"),
        Column("visited", "date", title="Date de visite", tag="date"),
        Column("armed", "boolean", title="Présence armée"),
    )
)
VISIT_ROWS: list[tuple[Any, ...]] = [
    ("Démo A", "Or", 320, dt.date(2023, 10, 14), True),
    ("Démo B", "Or", 85, dt.date(2023, 9, 2), False),
    ("Démo C", "Cassitérite", None, dt.date(2022, 8, 28), None),
    ("Démo D", "Coltan", 0, dt.date(2021, 8, 19), True),
    ("Démo É", "Or", 140, None, False),
]
ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "time": pa.time64("us"),
}


class UserFactory(DjangoModelFactory):
    """A person who signs in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        administrator = factory.Trait(is_superuser=True)

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Personne Démo {n}")
    password = factory.django.Password(PASSWORD)


class OrganisationFactory(DjangoModelFactory):
    """An organisation, active and Congolese."""

    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"organisation-demo-{n}")
    name_fr = factory.LazyAttribute(lambda o: f"Organisation Démo {o.slug}")
    name_en = factory.LazyAttribute(lambda o: f"Demo Organisation {o.slug}")
    kind = OrganisationKind.CO_APPLICANT
    country = "CD"


class MembershipFactory(DjangoModelFactory):
    """A membership since a year; `ended=True` ended yesterday, `last_day=True` ends today."""

    class Meta:
        model = Membership

    class Params:
        ended = factory.Trait(until=factory.LazyFunction(lambda: day(-1)))
        last_day = factory.Trait(until=factory.LazyFunction(lambda: day(0)))
        steward = factory.Trait(role=Role.STEWARD)
        coordinator = factory.Trait(role=Role.COORDINATOR)

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.MEMBER
    since = factory.LazyFunction(lambda: day(-365))


class ConsortiumFactory(DjangoModelFactory):
    """A consortium of `members`, the first of which leads."""

    class Meta:
        model = Consortium
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Consortium Démo {n}")

    @factory.post_generation
    def members(self, create: bool, extracted: list[Organisation] | None, **kwargs: Any) -> None:
        for place, organisation in enumerate(extracted or []):
            ParticipationFactory(
                consortium=self,
                organisation=organisation,
                role=ConsortiumRole.CO_APPLICANT if place else ConsortiumRole.LEAD,
            )


class ParticipationFactory(DjangoModelFactory):
    """An organisation in a consortium since a year."""

    class Meta:
        model = Participation

    role = ConsortiumRole.CO_APPLICANT
    since = factory.LazyFunction(lambda: day(-365))


class ProjectFactory(DjangoModelFactory):
    """A project with its consortium."""

    class Meta:
        model = Project

    slug = factory.Sequence(lambda n: f"projet-demo-{n}")
    title_fr = factory.LazyAttribute(lambda o: f"Projet Démo {o.slug}")
    title_en = factory.LazyAttribute(lambda o: f"Demo Project {o.slug}")
    consortium = factory.SubFactory(ConsortiumFactory)
    months = 36


class DatasetFactory(DjangoModelFactory):
    """A published dataset with one release, one full edition and one small table.

    `audience` says who reads it; `draft=True` leaves it unpublished and without a release;
    `rows` and `schema` replace the table.
    """

    class Meta:
        model = Dataset
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(published=None)

    slug = factory.Sequence(lambda n: f"jeu-demo-{n}")
    title = factory.Sequence(lambda n: f"Visites de démonstration {n}")
    description = "Visites de terrain inventées."
    owner = factory.SubFactory(OrganisationFactory)
    licence = Licence.CC_BY
    sensitivity = Sensitivity.LOW
    published = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def audience(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if self.published is not None:
            make_release(self, audience=extracted or Audience.OWNER, **kwargs)


def make_release(
    dataset: Dataset,
    *,
    number: int = 1,
    audience: str = Audience.OWNER,
    named: tuple[Organisation, ...] = (),
    schema: Schema = VISITS,
    rows: list[tuple[Any, ...]] | None = None,
    **edition_fields: Any,
) -> Edition:
    """Release `number` of a dataset with one full edition; returns the edition."""
    release = Release.objects.create(dataset=dataset, number=number)
    edition = Edition.objects.create(release=release, audience=audience, **edition_fields)
    make_table(edition, schema=schema, rows=rows)
    for organisation in named:
        grant_to_organisation(edition, organisation)
    return edition


def make_table(
    edition: Edition,
    *,
    name: str = "visits",
    position: int = 0,
    schema: Schema = VISITS,
    rows: list[tuple[Any, ...]] | None = None,
) -> Table:
    """One table of an edition, with its Parquet file in private storage."""
    rows = VISIT_ROWS if rows is None else rows
    content = as_parquet(schema, rows)
    table = Table(
        edition=edition,
        name=name,
        position=position,
        title=name.capitalize(),
        rows=len(rows),
        descriptor=schema.as_table_schema(),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    table.file.save(f"datasets/tests/{uuid.uuid4()}.parquet", ContentFile(content), save=False)
    table.save()
    return table


def as_parquet(schema: Schema, rows: list[tuple[Any, ...]]) -> bytes:
    """These rows as a Parquet file."""
    arrays = [
        pa.array([row[at] for row in rows], ARROW[column.type])
        for at, column in enumerate(schema.columns)
    ]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, names=list(schema.names)), out)
    return out.getvalue()


def make_agreement(owner: Organisation, number: int = 1, **fields: Any) -> Agreement:
    """An agreement of an organisation with one version, which counts."""
    agreement, _new = Agreement.objects.get_or_create(
        owner=owner, title=fields.pop("title", "Accord Démo")
    )
    agreement.current = AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        text_fr="Ne pas transmettre. L’accès est noté.",
        text_en="Do not pass on. Access is written down.",
        **fields,
    )
    agreement.save()
    return agreement


def grant_to_organisation(
    edition: Edition, organisation: Organisation, **fields: Any
) -> OrganisationGrant:
    """The organisation may read the edition (`until=` for a last day)."""
    return OrganisationGrant.objects.create(
        group=organisation.group, permission=reading(), content_object=edition, **fields
    )


def grant_to_person(edition: Edition, user: User, **fields: Any) -> PersonGrant:
    """The person may read the edition (`until=` for a last day)."""
    return PersonGrant.objects.create(
        user=user, permission=reading(), content_object=edition, **fields
    )


def reading() -> Permission:
    """The permission every grant gives."""
    return Permission.objects.get(codename="read_edition", content_type__app_label="datasets")


def day(offset: int) -> dt.date:
    """Today and some days, where the portal lives."""
    return timezone.localdate() + dt.timedelta(days=offset)

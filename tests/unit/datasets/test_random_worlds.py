"""Worlds drawn at random: list = check = fan-out = what the model says, for all of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from core.errors import NotVisible
from datasets import policies
from datasets.enums import ReleaseState
from datasets.models import Acceptance, Agreement, AgreementVersion, Dataset, Edition, Release
from datasets.reading import current_editions, open_dataset
from partners.enums import Audience
from partners.models import Consortium, Membership, Organisation, Participation, User
from projects.models import Project
from tests.factories import grant_to_organisation, grant_to_person
from tests.unit.datasets.random_worlds import (
    CONSORTIA,
    ORGANISATIONS,
    PEOPLE,
    WORLDS,
    DatasetSpec,
    WorldSpec,
    day_of,
    drawn,
)

pytestmark = pytest.mark.django_db
EVERYBODY: list[int | None] = [*PEOPLE, None]


@dataclass
class Built:
    """The same world in the database."""

    people: list[User]
    datasets: list[Dataset]
    editions: dict[tuple[int, int, int], Edition]

    def person(self, number: int | None) -> Any:
        return AnonymousUser() if number is None else self.people[number]


def build(world: WorldSpec) -> Built:
    today = timezone.localdate()
    organisations = [
        Organisation.objects.create(
            slug=f"o{number}",
            name_fr=f"O{number}",
            name_en=f"O{number}",
            kind="observer",
            country="CD",
            active=number not in world.inactive_organisations,
        )
        for number in ORGANISATIONS
    ]
    people = [
        User.objects.create(
            email=f"p{number}@example.org",
            is_active=number not in world.inactive_people,
            is_superuser=number in world.administrators,
        )
        for number in PEOPLE
    ]
    for each in world.memberships:
        Membership.objects.create(
            user=people[each.who],
            organisation=organisations[each.where],
            role=each.role,
            since=day_of(each.since, today),
            until=day_of(each.until, today),
        )
    consortia = [Consortium.objects.create(name=f"C{number}") for number in CONSORTIA]
    for each in world.participations:
        Participation.objects.create(
            consortium=consortia[each.where],
            organisation=organisations[each.who],
            role=each.role,
            since=day_of(each.since, today),
            until=day_of(each.until, today),
        )
    projects = [
        Project.objects.create(
            slug=f"c{number}", title_fr="P", title_en="P", consortium=consortium, months=36
        )
        for number, consortium in enumerate(consortia)
    ]
    built = Built(people, [], {})
    for number, spec in enumerate(world.datasets):
        built.datasets.append(_dataset(number, spec, organisations, projects, built, today))
    return built


def _dataset(
    number: int,
    spec: DatasetSpec,
    organisations: list[Organisation],
    projects: list[Project],
    built: Built,
    today: dt.date,
) -> Dataset:
    owner = organisations[spec.owner]
    dataset = Dataset.objects.create(
        slug=f"d{number}",
        title=f"D{number}",
        owner=owner,
        project=None if spec.consortium is None else projects[spec.consortium],
        sensitivity=spec.sensitivity,
        discoverable=spec.discoverable,
        published=timezone.now() if spec.published else None,
        agreement=_agreement(number, spec, owner, built) if spec.agreement else None,
    )
    for at, editions in enumerate(spec.releases):
        release = Release.objects.create(
            dataset=dataset,
            number=at + 1,
            state=ReleaseState.WITHDRAWN if spec.withdrawn[at] else ReleaseState.PUBLISHED,
        )
        for rank, each in enumerate(editions):
            edition = Edition.objects.create(
                release=release,
                name=f"e{rank}",
                rank=rank,
                audience=each.audience,
                prepared=timezone.now() if each.prepared else None,
                closed=timezone.now() if each.closed else None,
                opens=each.opens and timezone.now() + dt.timedelta(days=each.opens),
            )
            built.editions[number, at, rank] = edition
            for grant in each.grants:
                give = grant_to_person if grant.to_person else grant_to_organisation
                holder = built.people if grant.to_person else organisations
                give(edition, holder[grant.holder], until=day_of(grant.until, today))
    return dataset


def _agreement(number: int, spec: DatasetSpec, owner: Organisation, built: Built) -> Agreement:
    agreement = Agreement.objects.create(owner=owner, title=f"A{number}")
    texts = {"agreement": agreement, "text_fr": "…", "text_en": "…"}
    versions = [AgreementVersion.objects.create(number=n, **texts) for n in (1, 2)]
    agreement.current = versions[1]
    agreement.save()
    for person, version in spec.accepted:
        Acceptance.objects.create(version=versions[version - 1], user=built.people[person])
    return agreement


@given(WORLDS)
@settings(max_examples=drawn(60), suppress_health_check=list(HealthCheck))
def test_every_way_to_ask_says_what_the_model_says(world: WorldSpec) -> None:
    with transaction.atomic():
        built = build(world)
        for person in EVERYBODY:
            _datasets(world, built, person)
            _editions(world, built, person)
        _fan_out(world, built)
        transaction.set_rollback(True)


def _datasets(world: WorldSpec, built: Built, person: int | None) -> None:
    user = built.person(person)
    listed = Dataset.objects.visible_to(user)
    exists = {
        dataset.pk
        for dataset, spec in zip(built.datasets, world.datasets, strict=True)
        if world.exists(person, spec)
    }
    assert set(listed.values_list("pk", flat=True)) == exists
    assert listed.count() == len(exists)
    for dataset in built.datasets:
        assert _passes(user, dataset) == (dataset.pk in exists)


def _editions(world: WorldSpec, built: Built, person: int | None) -> None:
    user = built.person(person)
    readable = Edition.objects.visible_to(user)
    theirs = set(readable.values_list("pk", flat=True))
    assert readable.count() == len(theirs)
    for (number, at, rank), edition in built.editions.items():
        spec = world.datasets[number]
        reads = world.reads(person, spec, at, spec.releases[at][rank])
        assert (edition.pk in theirs) == reads == _passes(user, edition)
    current = current_editions(readable, built.datasets)
    for number, dataset in enumerate(built.datasets):
        _opened(world, built, person, number, current.get(dataset.pk))


def _opened(
    world: WorldSpec, built: Built, person: int | None, number: int, current: Edition | None
) -> None:
    """The page and the list show the most detailed edition of the newest release they may read."""
    spec, user = world.datasets[number], built.person(person)
    wanted = [
        built.editions[number, at, rank]
        for at in reversed(range(len(spec.releases)))
        for rank, edition in enumerate(spec.releases[at])
        if world.reads(person, spec, at, edition)
    ]
    first = wanted[0] if wanted else None
    assert current == first
    try:
        opened = open_dataset(user, built.datasets[number].slug)
    except NotVisible:
        assert not world.exists(person, spec)
        return
    assert world.exists(person, spec)
    if spec.published:
        assert opened.edition == first


def _fan_out(world: WorldSpec, built: Built) -> None:
    """Those who are told are those who may have it: one by one and all together."""
    for (number, at, rank), edition in built.editions.items():
        spec = world.datasets[number]
        told = set(User.objects.filter(policies.audience(edition)).values_list("pk", flat=True))
        entitled = {
            built.people[person].pk
            for person in PEOPLE
            if world.there(person) and world.may_have(person, spec, at, spec.releases[at][rank])
        }
        assert told == entitled, (spec, edition.audience)
        for person in PEOPLE:
            user = built.people[person]
            entitled_here = Edition.objects.entitled(user).filter(pk=edition.pk).exists()
            public = edition.audience == Audience.PUBLIC and not world.there(person)
            assert entitled_here == (user.pk in told) or public


def _passes(user: Any, thing: Any) -> bool:
    try:
        policies.require_visible(user, thing)
    except NotVisible:
        return False
    return True

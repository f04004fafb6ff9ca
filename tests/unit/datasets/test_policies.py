"""Who sees and reads what: the list, the count, the check and the fan-out say the same."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from core.actor import SYSTEM
from core.errors import NotAllowed, NotVisible
from datasets import policies
from datasets.enums import ReleaseState
from datasets.models import Dataset, Edition
from partners.enums import Audience
from partners.models import User
from tests.factories import (
    DatasetFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    day,
    grant_to_organisation,
    grant_to_person,
    make_release,
)
from tests.world import ANONYMOUS, DRAFT, SEES, World, make_world

pytestmark = pytest.mark.django_db
PEOPLE = sorted(SEES)


@pytest.fixture
def world() -> World:
    return make_world()


def edition_of(dataset: Dataset) -> Edition:
    return Edition.objects.get(release__dataset=dataset)


def reads(user: Any, dataset: Dataset) -> bool:
    """Whether the person reads rows of the dataset; every way to ask must agree."""
    edition = edition_of(dataset)
    listed = Edition.objects.visible_to(user).filter(pk=edition.pk).exists()
    counted = Edition.objects.visible_to(user).filter(release__dataset=dataset).count() == 1
    assert listed == counted
    assert listed == required(user, edition)
    if getattr(user, "pk", None):
        told = User.objects.filter(policies.audience(edition), pk=user.pk).exists()
        assert told == listed
    return listed


def required(user: Any, thing: Any) -> bool:
    try:
        policies.require_visible(user, thing)
    except NotVisible:
        return False
    return True


@pytest.mark.parametrize("who", PEOPLE)
def test_what_exists_for_whom(world: World, who: str) -> None:
    user = world.person(who)
    visible = Dataset.objects.visible_to(user)
    names = {name for name, dataset in world.datasets.items() if dataset in set(visible)}
    assert names == SEES[who]
    assert visible.count() == len(SEES[who])
    for name, dataset in world.datasets.items():
        assert required(user, dataset) == (name in SEES[who])


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("audience", [str(audience) for audience in Audience])
def test_rows_follow_the_audience(world: World, who: str, audience: str) -> None:
    assert reads(world.person(who), world.datasets[audience]) == (audience in SEES[who])


def test_the_portal_itself_reads_like_the_public(world: World) -> None:
    assert set(Dataset.objects.visible_to(SYSTEM)) == {world.datasets["public"]}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("audience", [str(audience) for audience in Audience])
def test_a_withdrawn_release_is_its_stewards_alone(world: World, who: str, audience: str) -> None:
    dataset = world.datasets[audience]
    dataset.releases.update(state=ReleaseState.WITHDRAWN)
    assert reads(world.person(who), dataset) == (who == "steward")


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("audience", [str(audience) for audience in Audience])
def test_an_edition_that_opens_later_waits(world: World, who: str, audience: str) -> None:
    dataset, user = world.datasets[audience], world.person(who)
    Edition.objects.update(opens=timezone.now() + dt.timedelta(hours=1))
    assert reads(user, dataset) == (who == "steward")
    Edition.objects.update(opens=timezone.now() - dt.timedelta(hours=1))
    assert reads(user, dataset) == (audience in SEES[who])


@pytest.mark.parametrize(
    ("until", "expected"), [(None, True), (1, True), (0, True), (-1, False), (-400, False)]
)
def test_a_grant_ends_after_its_last_day(until: int | None, expected: bool) -> None:
    last = None if until is None else day(until)
    dataset = DatasetFactory(audience=Audience.NAMED)
    membership, person = MembershipFactory(), UserFactory()
    grant_to_organisation(edition_of(dataset), membership.organisation, until=last)
    grant_to_person(edition_of(dataset), person, until=last)
    assert reads(membership.user, dataset) is expected
    assert reads(person, dataset) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"until": 1}, True),
        ({"until": 0}, True),
        ({"until": -1}, False),
        ({"since": 0}, True),
        ({"since": 1}, False),
    ],
)
@pytest.mark.parametrize("audience", [Audience.NAMED, Audience.CONSORTIUM, Audience.OWNER])
def test_membership_holds_on_its_days(
    world: World, audience: Audience, fields: dict[str, int], expected: bool
) -> None:
    dataset = world.datasets[audience]
    home = {"named": "kivu", "consortium": "reseau", "owner": "institut"}[audience]
    days = {name: day(offset) for name, offset in fields.items()}
    membership = MembershipFactory(
        organisation=world.organisations[home], steward=audience == Audience.OWNER, **days
    )
    assert reads(membership.user, dataset) is expected


@pytest.mark.parametrize("audience", [str(audience) for audience in Audience])
@pytest.mark.parametrize("who", ["steward", "colleague", "partner", "registered"])
def test_a_closed_account_reads_what_the_public_reads(
    world: World, who: str, audience: str
) -> None:
    user = world.people[who]
    user.is_active = False
    user.save()
    edition = edition_of(world.datasets[audience])
    assert required(user, edition) == (audience == "public")
    assert not User.objects.filter(policies.audience(edition), pk=user.pk).exists()


@pytest.mark.parametrize(
    ("organisation", "who", "audience"),
    [
        ("institut", "steward", "owner"),
        ("reseau", "colleague", "consortium"),
        ("kivu", "partner", "named"),
    ],
)
def test_an_inactive_organisation_gives_nothing(
    world: World, organisation: str, who: str, audience: str
) -> None:
    dataset = world.datasets[audience]
    assert reads(world.people[who], dataset)
    world.organisations[organisation].active = False
    world.organisations[organisation].save()
    assert not reads(world.people[who], dataset)


@pytest.mark.parametrize(("left", "expected"), [(0, True), (-1, False)])
def test_leaving_the_consortium_ends_it(world: World, left: int, expected: bool) -> None:
    world.project.consortium.participations.filter(
        organisation=world.organisations["reseau"]
    ).update(until=day(left))
    assert reads(world.people["colleague"], world.datasets["consortium"]) is expected


def test_joining_the_consortium_tomorrow_gives_nothing_today(world: World) -> None:
    world.project.consortium.participations.filter(
        organisation=world.organisations["reseau"]
    ).update(since=day(1))
    assert not reads(world.people["colleague"], world.datasets["consortium"])


def test_the_consortium_of_another_project_is_another(world: World) -> None:
    dataset = world.datasets["consortium"]
    dataset.project = world.other_project
    dataset.save()
    assert not reads(world.people["colleague"], dataset)
    assert reads(world.people["rival"], dataset)


def test_a_consortium_dataset_without_a_project_is_its_owners(world: World) -> None:
    dataset = world.datasets["consortium"]
    dataset.project = None
    dataset.save()
    assert {who for who in PEOPLE if reads(world.person(who), dataset)} == {"steward"}


@pytest.mark.parametrize("audience", ["owner", "named", "consortium"])
def test_a_grant_gives_its_edition_beside_the_audience(world: World, audience: str) -> None:
    dataset = world.datasets[audience]
    grant_to_person(edition_of(dataset), world.people["registered"])
    grant_to_organisation(edition_of(dataset), world.organisations["ailleurs"])
    assert reads(world.people["registered"], dataset)
    assert reads(world.people["rival"], dataset)
    assert not reads(world.people["admin"], dataset)


def test_what_stands_unprepared_is_its_stewards_alone(world: World) -> None:
    dataset = world.datasets["owner"]
    grant_to_person(edition_of(dataset), world.people["registered"])
    Edition.objects.filter(release__dataset=dataset).update(prepared=None)
    assert not reads(world.people["registered"], dataset)
    assert reads(world.people["steward"], dataset)


def test_somebody_in_two_organisations_counts_once(world: World) -> None:
    user = world.people["partner"]
    MembershipFactory(user=user, organisation=world.organisations["reseau"])
    MembershipFactory(user=user, organisation=world.organisations["reseau"], coordinator=True)
    visible = Dataset.objects.visible_to(user)
    assert visible.count() == len(set(visible)) == 4


def test_an_older_open_release_shows_when_the_newer_is_closed(world: World) -> None:
    dataset = world.datasets["public"]
    make_release(dataset, number=2, audience=Audience.OWNER)
    stranger, steward = world.person(ANONYMOUS), world.people["steward"]

    def newest(user: Any) -> int:
        editions = Edition.objects.visible_to(user).filter(release__dataset=dataset)
        return editions.most_detailed_first()[0].release.number

    assert newest(stranger) == 1
    assert newest(steward) == 2


@pytest.mark.parametrize("who", PEOPLE)
def test_only_stewards_of_the_owner_decide(world: World, who: str) -> None:
    user = world.person(who)
    for name, dataset in world.datasets.items():
        if who == "steward":
            policies.require_steward(user, dataset)
        else:
            refusal = NotAllowed if name in SEES[who] else NotVisible
            with pytest.raises(refusal):
                policies.require_steward(user, dataset)
    assert (DRAFT in SEES[who]) == (who == "steward")


def test_only_a_steward_brings_data_in(world: World) -> None:
    organisation = OrganisationFactory()
    with pytest.raises(NotAllowed):
        policies.require_steward_of(world.people["steward"], organisation)
    policies.require_steward_of(world.people["steward"], world.organisations["institut"])

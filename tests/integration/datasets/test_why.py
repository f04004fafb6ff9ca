"""Who can see a dataset and why: the page, and that it says what the policy does."""

import datetime as dt

import pytest
from django.utils import timezone

from datasets import policies
from datasets.access import Access
from datasets.actions.publishing import change_audience
from datasets.enums import ReleaseState
from datasets.models import Acceptance, Agreement, AgreementVersion, Dataset, Edition
from partners.enums import Audience
from partners.models import User
from tests.factories import (
    MembershipFactory,
    ParticipationFactory,
    UserFactory,
    day,
    grant_to_organisation,
    grant_to_person,
    make_release,
    make_table,
)
from tests.world import DRAFT, SEES

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted(world) -> None:
    """Grants of every sort on every edition: alive, ended, to nobody who is there any more."""
    gone = UserFactory(email="gone@example.org", is_active=False)
    world.organisations["ailleurs"].active = False
    world.organisations["ailleurs"].save()
    kivu, reseau = world.organisations["kivu"], world.organisations["reseau"]
    MembershipFactory(user=world.people["partner"], organisation=kivu, coordinator=True)
    MembershipFactory(user=world.people["partner"], organisation=reseau)
    for edition in Edition.objects.all():
        grant_to_organisation(edition, reseau, until=day(-1))
        grant_to_organisation(edition, world.organisations["ailleurs"])
        grant_to_person(edition, world.people["registered"], until=day(0))
        grant_to_person(edition, world.people["former"], until=day(-1))
        grant_to_person(edition, gone)


def second_edition(dataset: Dataset, **fields: object) -> Edition:
    """A coarser edition beside the full one."""
    release = dataset.releases.get()
    edition = Edition.objects.create(release=release, name="partner", rank=1000, **fields)
    make_table(edition)
    return edition


def agree(dataset: Dataset) -> None:
    for why in Access(dataset).editions():
        audience = User.objects.filter(policies.audience(why.edition))
        assert set(why.people) == set(audience.values_list("pk", flat=True)), str(why.edition)


@pytest.mark.parametrize("audience", list(Audience))
def test_the_lines_are_the_people_of_the_policy(world, granted, audience):
    dataset = world.datasets[audience]
    second_edition(dataset, audience=audience)
    agree(dataset)


@pytest.mark.parametrize(
    "state", [{"opens": timezone.now() + dt.timedelta(days=3)}, {"prepared": None}]
)
def test_so_are_those_of_an_edition_that_is_not_open(world, granted, state):
    dataset = world.datasets["named"]
    edition = second_edition(dataset, **state)
    grant_to_organisation(edition, world.organisations["kivu"])
    agree(dataset)
    why = Access(dataset).editions()[1]
    assert why.closed
    assert not any(line.holds for line in why.lines[1:])


def test_and_those_of_what_was_withdrawn_and_of_no_project(world, granted):
    dataset = world.datasets["consortium"]
    dataset.releases.update(state=ReleaseState.WITHDRAWN)
    make_release(dataset, number=2, audience=Audience.CONSORTIUM)
    ParticipationFactory(
        consortium=world.project.consortium, organisation=world.organisations["kivu"], until=day(0)
    )
    agree(dataset)
    dataset.project = None
    dataset.save()
    agree(Dataset.objects.get(pk=dataset.pk))


def test_it_asks_the_same_number_of_times_however_many_editions(
    world, granted, django_assert_max_num_queries
):
    dataset = world.datasets["consortium"]
    for number in range(2, 6):
        edition = make_release(dataset, number=number, audience=Audience.CONSORTIUM)
        grant_to_person(edition, world.people["rival"])
    with django_assert_max_num_queries(20):
        assert len(Access(dataset).editions()) == 5


def test_the_page_says_by_which_rule_since_when_until_when_by_whom(world, as_person, address):
    dataset, steward = world.datasets["owner"], world.people["steward"]
    edition = Edition.objects.get(release__dataset=dataset)
    kivu = world.organisations["kivu"]
    change_audience(edition=edition, audience=Audience.NAMED, organisations=[kivu], by=steward)
    grant_to_person(
        edition,
        world.people["rival"],
        until=dt.date(2099, 12, 31),
        reason="Thesis on gold",
        granted_by=steward,
    )
    seen = as_person("steward").get(address("who", dataset.slug)).content.decode()
    for words in (
        "Data stewards of Demo Institute",
        "CSO Demo Kivu",
        "Partner Démo",
        "Rival Démo",
        "Until 31 Dec 2099.",
        "Reason: Thesis on gold",
        "by Steward Démo",
        "3 people today",
    ):
        assert words in seen, words
    assert "Demo Network" not in seen


def test_it_says_how_many_have_accepted_the_agreement(world, as_person, address):
    dataset = world.datasets["consortium"]
    agreement = Agreement.objects.create(owner=dataset.owner, title="Terms")
    version = AgreementVersion.objects.create(agreement=agreement, number=1)
    agreement.current = version
    agreement.save()
    dataset.agreement = agreement
    dataset.save()
    Acceptance.objects.create(version=version, user=world.people["colleague"])
    Acceptance.objects.create(version=version, user=world.people["rival"])
    seen = as_person("steward").get(address("who", dataset.slug)).content.decode()
    assert "1 of them has accepted the agreement “Terms”" in seen


def test_it_says_when_everybody_may_know_that_it_exists(world, as_person, address):
    dataset = world.datasets["owner"]
    where, known = address("who", dataset.slug), "Everybody may know that it exists"
    assert known not in as_person("steward").get(where).content.decode()
    dataset.discoverable = True
    dataset.save()
    assert known in as_person("steward").get(where).content.decode()
    dataset.sensitivity = "severe"
    dataset.save()
    assert known not in as_person("steward").get(where).content.decode()


@pytest.mark.parametrize("who", sorted(set(SEES) - {"steward"}))
@pytest.mark.parametrize("name", ["public", "consortium", DRAFT])
def test_it_is_the_stewards_alone(as_person, address, who, name):
    answer = as_person(who).get(address("who", f"visites-{name}"))
    assert answer.status_code == (302 if who == "anonymous" else 404)


def test_a_draft_is_nobodys_yet(as_person, address, world):
    assert as_person("steward").get(address("who", "visites-draft")).status_code == 404

"""Where a person stands, on each day and after each ending."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from core.actor import SYSTEM
from partners import policies
from partners.enums import Role
from partners.models import Membership, Organisation, User
from tests.factories import (
    ConsortiumFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def day(offset: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def user():
    return UserFactory()


def test_nobody_stands_nowhere():
    assert policies.standing(AnonymousUser()) == policies.NOBODY
    assert policies.standing(SYSTEM) == policies.NOBODY


def test_registered_without_organisation(user):
    assert policies.standing(user) == policies.Standing(registered=True)


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (0, None, True),
        (-10, 0, True),
        (-10, -1, False),
        (1, None, False),
        (0, 0, True),
    ],
)
def test_membership_holds_from_its_first_to_its_last_day(user, organisation, since, until, holds):
    MembershipFactory(
        user=user,
        organisation=organisation,
        since=day(since),
        until=None if until is None else day(until),
    )
    assert (organisation.pk in policies.standing(user).organisations) is holds
    assert User.objects.filter(policies.people_of([organisation.pk])).exists() is holds


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gives_its_own(user, organisation, role):
    MembershipFactory(user=user, organisation=organisation, role=role)
    person = policies.standing(user)
    assert person.organisations == {organisation.pk}
    assert (organisation.pk in person.stewarded) is (role == Role.STEWARD)
    assert (organisation.pk in person.coordinated) is (role == Role.COORDINATOR)
    stewards = User.objects.filter(policies.stewards_of(organisation.pk))
    assert (user in stewards) is (role == Role.STEWARD)


def test_two_roles_are_two_rows(user, organisation):
    for role in (Role.STEWARD, Role.COORDINATOR):
        MembershipFactory(user=user, organisation=organisation, role=role)
    person = policies.standing(user)
    assert person.stewarded == person.coordinated == person.organisations == {organisation.pk}


@pytest.mark.parametrize("switched_off", ["user", "organisation"])
def test_switching_off_ends_all_at_once(user, organisation, switched_off):
    consortium = ConsortiumFactory(members=[organisation])
    MembershipFactory(user=user, organisation=organisation, role=Role.STEWARD)
    assert policies.standing(user).consortia == {consortium.pk}
    if switched_off == "user":
        user.is_active = False
        user.save()
    else:
        Organisation.objects.filter(pk=organisation.pk).update(active=False)
    person = policies.standing(User.objects.get(pk=user.pk))
    assert not person.organisations
    assert not person.stewarded
    assert not person.consortia
    for rule in (
        policies.people_of([organisation.pk]),
        policies.stewards_of(organisation.pk),
        policies.people_of_consortium(consortium.pk),
    ):
        assert not User.objects.filter(rule).exists()


@pytest.mark.parametrize(("until", "holds"), [(None, True), (0, True), (-1, False)])
def test_consortium_follows_its_participations(user, organisation, until, holds):
    consortium = ConsortiumFactory(members=[organisation])
    consortium.participations.update(since=day(-30), until=None if until is None else day(until))
    MembershipFactory(user=user, organisation=organisation)
    assert (consortium.pk in policies.standing(user).consortia) is holds
    told = User.objects.filter(policies.people_of_consortium(consortium.pk))
    assert (user in told) is holds


def test_an_ended_membership_in_a_consortium_organisation_gives_nothing(user, organisation):
    consortium = ConsortiumFactory(members=[organisation])
    elsewhere = OrganisationFactory()
    MembershipFactory(user=user, organisation=organisation, since=day(-9), until=day(-1))
    MembershipFactory(user=user, organisation=elsewhere)
    assert policies.standing(user).consortia == frozenset()
    assert not User.objects.filter(policies.people_of_consortium(consortium.pk)).exists()


def test_standing_costs_two_queries(user, organisation, django_assert_num_queries):
    MembershipFactory(user=user, organisation=organisation)
    with django_assert_num_queries(2):
        policies.standing(user)


def test_one_page_asks_once_and_the_next_asks_again(user, organisation):
    MembershipFactory(user=user, organisation=organisation)
    policies.remember(True)
    assert policies.standing(user).organisations == {organisation.pk}
    user.memberships.all().delete()
    assert policies.standing(user).organisations == {organisation.pk}
    policies.remember(True)
    assert policies.standing(user).organisations == frozenset()
    policies.remember(False)


def test_leaving_counts_in_the_next_request(client, user, organisation):
    membership = MembershipFactory(user=user, organisation=organisation, role=Role.STEWARD)
    client.force_login(user)
    with translation.override("fr"):
        upload = reverse("datasets:upload")
    assert client.get(upload).status_code == 200
    membership.delete()
    assert client.get(upload).status_code == 403


def test_an_organisation_brings_its_group():
    organisation = OrganisationFactory()
    assert organisation.group.organisation == organisation


def test_the_administrator_administers_and_stands_nowhere():
    admin = UserFactory(administrator=True)
    assert policies.administers(admin)
    assert not policies.administers(UserFactory())
    assert not policies.administers(AnonymousUser())
    assert policies.standing(admin).organisations == frozenset()


def test_membership_once_per_role(user, organisation):
    MembershipFactory(user=user, organisation=organisation, role=Role.MEMBER)
    again = Membership(user=user, organisation=organisation, role=Role.MEMBER)
    with pytest.raises(ValidationError):
        again.validate_constraints()

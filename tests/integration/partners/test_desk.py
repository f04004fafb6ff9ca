"""People and organisations on the Wagtail desk: administrators alone, each change written down."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from audit.models import Event
from partners.enums import OrganisationKind, Role
from partners.models import Membership, Organisation, User
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

LISTS = ["organisation:index", "people:index", "membership:index", "consortium:index"]
LISTS += ["participation:index"]


@pytest.fixture
def admin(client):
    user = UserFactory(administrator=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("name", LISTS)
def test_administrators_see_the_lists(client, admin, name):
    MembershipFactory()
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_others_do_not(client, name):
    client.force_login(MembershipFactory(role=Role.COORDINATOR).user)
    assert client.get(reverse(name)).status_code in {302, 403}


def test_an_organisation_is_created_and_written_down(client, admin):
    answer = client.post(
        reverse("organisation:add"),
        {
            "name_fr": "Nouvelle Démo",
            "name_en": "New Demo",
            "slug": "nouvelle-demo",
            "kind": OrganisationKind.PARTNER_CSO,
            "country": "CD",
            "website": "",
            "active": "on",
        },
    )
    assert answer.status_code == 302
    organisation = Organisation.objects.get(slug="nouvelle-demo")
    event = Event.objects.get(verb="partners.organisation-created")
    assert (event.actor_id, event.organisation_id) == (admin.pk, organisation.pk)


def test_a_membership_is_ended_and_written_down(client, admin):
    membership = MembershipFactory()
    client.post(
        reverse("membership:edit", args=[membership.pk]),
        {
            "user": membership.user_id,
            "organisation": membership.organisation_id,
            "role": membership.role,
            "since": membership.since.isoformat(),
            "until": membership.since.isoformat(),
        },
    )
    membership.refresh_from_db()
    assert membership.until == membership.since
    event = Event.objects.get(verb="partners.membership-changed")
    assert event.details["facts"]["until"] == membership.since.isoformat()


def test_a_membership_is_deleted_and_written_down(client, admin):
    membership = MembershipFactory()
    client.post(reverse("membership:delete", args=[membership.pk]))
    assert not Membership.objects.exists()
    assert Event.objects.filter(verb="partners.membership-deleted").count() == 1


def test_organisations_and_people_are_not_deleted(client, admin):
    organisation = OrganisationFactory()
    client.post(reverse("organisation:delete", args=[organisation.pk]))
    client.post(reverse("people:delete", args=[UserFactory().pk]))
    assert Organisation.objects.filter(pk=organisation.pk).exists()
    assert type(admin).objects.count() == 2


def test_a_person_is_given_work_on_the_desk_but_no_group_of_an_organisation(client, admin):
    organisation = OrganisationFactory()
    editors = Group.objects.create(name="Rédaction Démo")
    page = client.get(reverse("people:add")).content.decode()
    assert editors.name in page
    assert organisation.group.name not in page
    wanted = {"email": "x@example.org", "name": "X", "language": "fr", "is_active": "on"}
    client.post(reverse("people:add"), {**wanted, "groups": [organisation.group.pk]})
    assert not User.objects.filter(email="x@example.org").exists()
    client.post(reverse("people:add"), {**wanted, "groups": [editors.pk]})
    assert list(User.objects.get(email="x@example.org").groups.all()) == [editors]


def test_the_list_of_memberships_speaks_french(client, admin):
    admin.language = "fr"
    admin.save()
    MembershipFactory()
    members = client.get(reverse("membership:index")).content.decode()
    heads = members.partition('id="listing-results"')[2].partition("</thead")[0]
    assert "Personne" in heads
    assert "User" not in heads

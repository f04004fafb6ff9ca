"""Before access is widened or narrowed: who gains, who loses; and going back from the log."""

import html
import itertools
import re

import pytest
from django.test import Client

from audit.actions import record
from audit.models import Event
from datasets import policies
from datasets.actions.granting import revoke
from datasets.actions.publishing import change_audience
from datasets.difference import difference
from datasets.models import AccessRequest, Edition, PersonGrant
from partners.enums import Audience
from partners.models import User
from tests.factories import day, grant_to_organisation, grant_to_person, make_release, make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(world) -> Edition:
    return Edition.objects.get(release__dataset=world.datasets["owner"])


@pytest.fixture
def where(address) -> str:
    return address("audience", "visites-owner")


def confirmed(client: Client, where: str, page: str):
    """What the browser sends when the steward says yes: the hidden fields of the preview."""
    form = page[page.rindex('<form method="post"') :]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(html.unescape(value))
    return client.post(where, fields)


def ids(edition: Edition) -> set[int]:
    edition = Edition.objects.get(pk=edition.pk)
    audience = User.objects.filter(policies.audience(edition))
    return set(audience.values_list("pk", flat=True))


def test_nothing_counts_before_it_is_confirmed(as_person, where, edition):
    steward = as_person("steward")
    chosen = {"audience": "named", "organisations": ["kivu"]}
    page = steward.post(where, chosen).content.decode()
    assert "They gain access" in page
    assert "CSO Demo Kivu" in page
    assert "Partner Démo" in page
    assert "They lose access" not in page
    edition.refresh_from_db()
    assert edition.audience == "owner"
    assert not Event.objects.filter(verb="datasets.audience-changed").exists()
    assert confirmed(steward, where, page).status_code == 302
    edition.refresh_from_db()
    assert edition.audience == "named"


def test_those_who_lose_are_named_and_what_they_took_is_said(world, as_person, address):
    edition = Edition.objects.get(release__dataset=world.datasets["consortium"])
    record("datasets.package-downloaded", edition, by=world.people["colleague"])
    where = address("audience", "visites-consortium")
    page = as_person("steward").post(where, {"audience": "owner"}).content.decode()
    assert "They lose access" in page
    assert "Demo Network" in page
    assert "Colleague Démo" in page
    assert "1 of them has downloaded it." in page
    assert "They gain access" not in page


def test_a_wide_audience_is_said_to_have_no_end(as_person, where):
    page = as_person("steward").post(where, {"audience": "registered"}).content.decode()
    assert "Everybody with an account who is not let in otherwise." in page
    page = as_person("steward").post(where, {"audience": "public"}).content.decode()
    assert "Copies cannot be called back." in page


def test_who_has_another_edition_is_said(world, as_person, address, edition):
    coarse = Edition.objects.create(
        release=edition.release, name="partner", rank=1000, audience=Audience.CONSORTIUM
    )
    make_table(coarse)
    grant_to_organisation(edition, world.organisations["reseau"])
    where = address("edition-audience", "visites-owner", "partner")
    page = as_person("steward").post(where, {"audience": "owner"}).content.decode()
    assert "1 of them keeps another edition of this release." in page
    where = address("edition-audience", "visites-owner", "full")
    page = as_person("steward").post(where, {"audience": "owner"}).content.decode()
    assert "1 of them keeps another edition of this release." in page


def test_what_changed_meanwhile_is_shown_again(world, as_person, where, edition):
    steward = as_person("steward")
    page = steward.post(where, {"audience": "consortium"}).content.decode()
    change_audience(
        edition=edition,
        audience=Audience.NAMED,
        organisations=[world.organisations["kivu"]],
        by=world.people["steward"],
    )
    again = confirmed(steward, where, page)
    assert "Something changed meanwhile" in again.content.decode()
    edition.refresh_from_db()
    assert edition.audience == "named"
    assert confirmed(steward, where, again.content.decode()).status_code == 302


def test_what_may_not_be_is_said_before_the_preview(world, as_person, where):
    dataset = world.datasets["owner"]
    dataset.sensitivity = "high"
    dataset.save()
    answer = as_person("steward").post(where, {"audience": "public"})
    assert answer.status_code == 400
    assert "cannot be shared so widely" in answer.content.decode()


def agreed(edition: Edition, audience: str, named: list, steward: User) -> None:
    """The preview's numbers are what happens to the sets of people of the policy."""
    edition = Edition.objects.get(pk=edition.pk)
    before, said = ids(edition), difference(edition, audience, named)
    change_audience(edition=edition, audience=audience, organisations=named, by=steward)
    after = ids(edition)
    assert said.gain.people == len(after - before), (audience, named)
    assert said.lose.people == len(before - after), (audience, named)


@pytest.mark.parametrize("first", list(Audience))
def test_the_preview_agrees_with_what_happens(world, edition, first):
    steward, kivu = world.people["steward"], world.organisations["kivu"]
    asked = AccessRequest.objects.create(
        dataset=edition.release.dataset, requester=world.people["rival"], wanted_until=day(9)
    )
    ways = [(audience, [kivu] if audience == Audience.NAMED else []) for audience in Audience]
    ways.append((Audience.NAMED, [world.organisations["reseau"], world.organisations["ailleurs"]]))
    start = next(way for way in ways if way[0] == first)
    for then, back in itertools.product(ways, ways):
        change_audience(edition=edition, audience=start[0], organisations=start[1], by=steward)
        grant_to_person(edition, world.people["registered"], until=day(3))
        grant_to_person(edition, world.people["former"], until=day(-1))
        edition.organisation_grants.filter(request=asked).delete()
        edition.organisation_grants.filter(group=world.organisations["reseau"].group).delete()
        grant_to_organisation(edition, world.organisations["reseau"], request=asked, until=day(2))
        for way in (then, back):
            agreed(edition, *way, steward)
        PersonGrant.objects.all().delete()


def test_so_does_what_follows_from_the_release_before(world, edition):
    """A grant given for later releases too comes along when the edition is opened."""
    grant_to_person(edition, world.people["rival"], follows=True)
    grant_to_person(edition, world.people["registered"], follows=True, until=day(-1))
    grant_to_organisation(edition, world.organisations["kivu"], follows=True)
    later = make_release(world.datasets["owner"], number=2)
    said = difference(later, Audience.CONSORTIUM)
    assert {"Rival Démo"} == set(said.gain.persons)
    agreed(later, Audience.CONSORTIUM, [], world.people["steward"])
    assert world.people["partner"].pk in ids(later)


def test_what_was_ended_does_not_follow_again(world, edition):
    """A steward ends what came along; a later change of audience does not bring it back."""
    steward, rival = world.people["steward"], world.people["rival"]
    grant_to_person(edition, rival, follows=True)
    later = make_release(world.datasets["owner"], number=2)
    agreed(later, Audience.CONSORTIUM, [], steward)
    assert rival.pk in ids(later)
    revoke(grant=later.person_grants.get(), by=steward)
    assert rival.pk not in ids(later)
    agreed(later, Audience.NAMED, [world.organisations["kivu"]], steward)
    assert rival.pk not in ids(later)


def test_an_organisation_whose_permission_ended_can_be_named_again(world, edition):
    steward, kivu = world.people["steward"], world.organisations["kivu"]
    change_audience(edition=edition, audience=Audience.NAMED, organisations=[kivu], by=steward)
    edition.organisation_grants.update(until=day(-1))
    assert world.people["partner"].pk not in ids(edition)
    change_audience(edition=edition, audience=Audience.NAMED, organisations=[kivu], by=steward)
    assert world.people["partner"].pk in ids(edition)


# --- going back ---------------------------------------------------------------------------------


def undo_of(client: Client, address, slug: str = "visites-owner") -> dict[str, str]:
    """What the button in the log sends; empty when there is none."""
    page = client.get(address("log", slug)).content.decode()
    found = re.findall(r'name="undoes" value="(\d+)"', page)
    assert len(found) < 2
    return {"undoes": found[0]} if found else {}


def test_the_latest_change_is_taken_back_from_the_log(world, as_person, address, edition):
    steward, kivu = as_person("steward"), world.organisations["kivu"]
    by = world.people["steward"]
    assert undo_of(steward, address) == {}
    change_audience(edition=edition, audience=Audience.NAMED, organisations=[kivu], by=by)
    change_audience(edition=edition, audience=Audience.CONSORTIUM, by=by)
    where = address("edition-audience", "visites-owner", "full")
    sent = undo_of(steward, address)
    page = steward.post(where, sent).content.decode()
    assert "Go back to what was before?" in page
    assert confirmed(steward, where, page).status_code == 302
    edition.refresh_from_db()
    assert edition.audience == "named"
    assert world.people["partner"].pk in ids(edition)
    latest = Event.objects.about(edition).first()
    assert latest.details["undoes"] == int(sent["undoes"])
    assert (
        "going back to what was before"
        in steward.get(address("log", "visites-owner")).content.decode()
    )


def test_only_the_latest_change_can_be_taken_back(world, as_person, address, edition):
    steward, by = as_person("steward"), world.people["steward"]
    change_audience(edition=edition, audience=Audience.CONSORTIUM, by=by)
    sent = undo_of(steward, address)
    change_audience(edition=edition, audience=Audience.REGISTERED, by=by)
    where = address("edition-audience", "visites-owner", "full")
    page = steward.post(where, sent).content.decode()
    assert "Only the latest change of an edition can be taken back." in page
    edition.refresh_from_db()
    assert edition.audience == "registered"


def test_a_permission_with_a_last_day_does_not_come_back_without_it(
    world, as_person, address, edition
):
    steward, by = as_person("steward"), world.people["steward"]
    kivu, reseau = world.organisations["kivu"], world.organisations["reseau"]
    change_audience(edition=edition, audience=Audience.NAMED, organisations=[kivu, reseau], by=by)
    edition.organisation_grants.filter(group=kivu.group).update(until=day(1))
    grant_to_person(edition, world.people["registered"])
    change_audience(edition=edition, audience=Audience.OWNER, by=by)
    where = address("edition-audience", "visites-owner", "full")
    page = steward.post(where, undo_of(steward, address)).content.decode()
    assert "They do not come back by this" in page
    assert "CSO Demo Kivu" not in page
    confirmed(steward, where, page)
    people = {world.people[name].pk for name in ("steward", "colleague")}
    assert ids(edition) == people


def test_an_edition_of_an_earlier_release_stays_as_it_is(world, as_person, address, edition):
    change_audience(edition=edition, audience=Audience.CONSORTIUM, by=world.people["steward"])
    make_release(world.datasets["owner"], number=2)
    assert undo_of(as_person("steward"), address) == {}


@pytest.mark.parametrize("undoes", ["", "0", "x", "99999999999999999999999"])
def test_rubbish_takes_nothing_back(as_person, where, undoes):
    answer = as_person("steward").post(where, {"undoes": undoes})
    assert answer.status_code == 200
    assert not Event.objects.filter(verb="datasets.audience-changed").exists()

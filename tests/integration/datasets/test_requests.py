"""J3 through HTTP: somebody finds a dataset, asks, is answered, reads, and one day no longer."""

import datetime as dt

import pytest
from django.utils import timezone

from core.errors import InvalidInput, NotAllowed, NotPossible, NotVisible
from datasets import policies
from datasets.actions import requests as actions
from datasets.actions.granting import renew, revoke
from datasets.actions.publishing import change_audience
from datasets.enums import RequestState, Sensitivity
from datasets.models import AccessRequest, Dataset, PersonGrant
from datasets.notifications import requests as told
from notifications.models import Notification
from partners.enums import Audience, Role
from partners.models import User
from tests.bringing_in import work_off
from tests.factories import MembershipFactory, UserFactory, day, grant_to_person

pytestmark = pytest.mark.django_db
WHY = {"purpose": "Une recherche sur les services.", "use": "Un rapport public.", "until": day(30)}


@pytest.fixture
def dataset(world) -> Dataset:
    dataset = world.datasets["owner"]
    Dataset.objects.filter(pk=dataset.pk).update(discoverable=True)
    dataset.refresh_from_db()
    return dataset


def asked(world, dataset, who="registered") -> AccessRequest:
    return actions.ask_for_access(dataset=dataset, by=world.people[who], **WHY)


def approved(world, dataset, **given) -> AccessRequest:
    request = asked(world, dataset)
    edition = dataset.releases.get().editions.get()
    given = {"until": day(30), **given}
    return actions.approve(request=request, edition=edition, by=world.people["steward"], **given)


def reads(client, address, dataset) -> bool:
    return "Démo A" in client.get(address("dataset", dataset.slug)).content.decode()


def heard(user: User) -> set[str]:
    work_off()
    return set(Notification.objects.filter(recipient=user).values_list("kind", flat=True))


def test_a_researcher_asks_reads_until_the_day_and_no_longer(
    world, as_person, address, dataset, monkeypatch
):
    researcher, steward = as_person("registered"), as_person("steward")
    closed = researcher.get(address("dataset", dataset.slug)).content.decode()
    assert "Ask for access" in closed
    assert "Effectif" not in closed
    made = researcher.post(address("ask", dataset.slug), {**WHY, "until": day(30).isoformat()})
    request = AccessRequest.objects.get()
    assert made.url == address("request", request.pk)
    assert heard(world.people["steward"]) == {"datasets.access-asked"}
    page = steward.get(address("request", request.pk)).content.decode()
    assert "Une recherche sur les services." in page
    edition = dataset.releases.get().editions.get()
    given = {"do": "approve", "edition": edition.pk, "until": day(10).isoformat()}
    assert steward.post(address("request", request.pk), given).status_code == 302
    assert heard(world.people["registered"]) == {"datasets.access-answered"}
    assert reads(researcher, address, dataset)
    assert not reads(as_person("rival"), address, dataset)
    PersonGrant.objects.update(until=day(-1))
    assert not reads(researcher, address, dataset)
    assert researcher.get(address("download", dataset.slug, 1)).status_code == 404


def test_the_conversation_goes_back_and_forth(world, as_person, address, dataset):
    request = asked(world, dataset)
    where = address("request", request.pk)
    as_person("steward").post(where, {"do": "write", "text": "Pour quelle zone ?"})
    request.refresh_from_db()
    assert request.state == RequestState.ASKED_BACK
    assert heard(world.people["registered"]) == {"datasets.access-answered"}
    as_person("registered").post(where, {"do": "write", "text": "L’Ituri."})
    request.refresh_from_db()
    assert request.state == RequestState.OPEN
    page = as_person("steward").get(where).content.decode()
    assert page.index("Pour quelle zone ?") < page.index("L’Ituri.")


def test_a_refusal_gives_its_reason_and_rests_a_week(world, as_person, address, dataset):
    request = asked(world, dataset)
    where = address("request", request.pk)
    assert as_person("steward").post(where, {"do": "refuse", "reason": ""}).status_code == 400
    as_person("steward").post(where, {"do": "refuse", "reason": "Trop large."})
    assert "Trop large." in as_person("registered").get(where).content.decode()
    with pytest.raises(NotPossible):
        asked(world, dataset)
    AccessRequest.objects.update(decided=timezone.now() - dt.timedelta(days=8))
    assert asked(world, dataset).undecided


def test_who_asked_takes_it_back(world, as_person, address, dataset):
    request = asked(world, dataset)
    as_person("registered").post(address("request", request.pk), {"do": "take-back"})
    request.refresh_from_db()
    assert request.state == RequestState.TAKEN_BACK
    assert not AccessRequest.objects.to_decide_by(world.people["steward"]).exists()


@pytest.mark.parametrize("who", ["rival", "member", "colleague", "admin", "anonymous"])
def test_others_see_nothing_of_a_request(world, as_person, address, dataset, who):
    request = asked(world, dataset)
    client = as_person(who)
    answers = [client.get(address("request", request.pk)), client.get(address("request", 999))]
    assert (
        len({(answer.status_code, answer.headers.get("Location", "")[:20]) for answer in answers})
        == 1
    )
    assert answers[0].status_code in (302, 404)
    if who != "anonymous":
        with pytest.raises(NotVisible):
            policies.require_visible(world.people[who], request)
        listed = client.get(address("requests")).content.decode()
        assert dataset.title not in listed


@pytest.mark.parametrize("what", ["approve", "refuse"])
def test_only_the_owner_s_stewards_decide(world, dataset, what):
    request = asked(world, dataset)
    given = {
        "approve": {"edition": dataset.releases.get().editions.get(), "until": day(1)},
        "refuse": {"reason": "Non."},
    }[what]
    decide = getattr(actions, what)
    with pytest.raises(NotAllowed):
        decide(request=request, by=world.people["registered"], **given)
    with pytest.raises(NotVisible):
        decide(request=request, by=world.people["rival"], **given)
    decide(request=request, by=world.people["steward"], **given)
    with pytest.raises(NotPossible):
        decide(request=request, by=world.people["steward"], **given)


def test_what_does_not_exist_cannot_be_asked_for(world, as_person, address):
    hidden = world.datasets["named"]
    assert as_person("registered").get(address("ask", hidden.slug)).status_code == 404
    with pytest.raises(NotVisible):
        asked(world, hidden)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"until": day(-1)}, "past"),
        ({"until": day(4000)}, "three years"),
        ({"purpose": "  "}, "need the data for"),
        ({"use": ""}, "make of it"),
    ],
)
def test_a_request_that_cannot_be(world, dataset, changed, said):
    with pytest.raises(InvalidInput, match=said):
        actions.ask_for_access(dataset=dataset, by=world.people["registered"], **{**WHY, **changed})
    assert not AccessRequest.objects.exists()


def test_nobody_floods_the_stewards(world, dataset):
    asked(world, dataset)
    with pytest.raises(NotPossible, match="already"):
        asked(world, dataset)
    others = [each for each in world.datasets.values() if each != dataset and each.published]
    Dataset.objects.update(discoverable=True)
    for other in others:
        if AccessRequest.objects.undecided().count() < actions.MOST_WAITING:
            asked(world, other)
    AccessRequest.objects.filter(dataset=dataset).update(state=RequestState.OPEN)
    assert AccessRequest.objects.undecided().count() <= actions.MOST_WAITING


def test_severe_data_is_known_and_given_to_nobody(world, as_person, address, dataset):
    Dataset.objects.filter(pk=dataset.pk).update(sensitivity=Sensitivity.SEVERE)
    assert as_person("registered").get(address("dataset", dataset.slug)).status_code == 404
    Dataset.objects.filter(pk=dataset.pk).update(sensitivity=Sensitivity.HIGH)
    request = asked(world, dataset)
    Dataset.objects.filter(pk=dataset.pk).update(sensitivity=Sensitivity.SEVERE)
    request.refresh_from_db()
    with pytest.raises(InvalidInput):
        actions.approve(
            request=AccessRequest.objects.get(),
            edition=dataset.releases.get().editions.get(),
            until=day(1),
            by=world.people["steward"],
        )
    assert not PersonGrant.objects.exists()


def test_a_grant_is_renewed_and_revoked_at_once(world, as_person, address, dataset):
    approved(world, dataset, until=day(3))
    grant, researcher = PersonGrant.objects.get(), as_person("registered")
    renew(grant=grant, until=day(300), by=world.people["steward"])
    assert PersonGrant.objects.get().until == day(300)
    with pytest.raises(InvalidInput):
        renew(grant=grant, until=day(-1), by=world.people["steward"])
    assert reads(researcher, address, dataset)
    revoke(grant=grant, by=world.people["steward"])
    assert not reads(researcher, address, dataset)


def test_what_was_granted_stays_when_the_audience_widens_and_goes_with_it(
    world, as_person, address, dataset
):
    approved(world, dataset)
    edition, steward = dataset.releases.get().editions.get(), world.people["steward"]
    change_audience(edition=edition, audience=Audience.CONSORTIUM, by=steward)
    assert reads(as_person("registered"), address, dataset)
    change_audience(edition=edition, audience=Audience.OWNER, by=steward)
    assert not reads(as_person("registered"), address, dataset)
    change_audience(edition=edition, audience=Audience.CONSORTIUM, by=steward)
    assert not reads(as_person("registered"), address, dataset)


def test_the_coordinator_follows_but_does_not_decide(world, dataset):
    request = asked(world, dataset)
    coordinator = UserFactory(email="coordination@example.org")
    MembershipFactory(
        user=coordinator, organisation=world.organisations["institut"], role=Role.COORDINATOR
    )
    policies.require_visible(coordinator, request)
    with pytest.raises(NotAllowed):
        policies.require_decider(coordinator, request)
    assert set(User.objects.filter(told.urging(str(request.pk), {}))) == {coordinator}
    assert set(User.objects.filter(told.deciding(str(request.pk), {}))) == {world.people["steward"]}


def test_an_ending_is_told_to_the_holder_and_the_stewards_while_it_stands(world, dataset):
    edition = dataset.releases.get().editions.get()
    grant = grant_to_person(edition, world.people["registered"], until=day(7))
    concerned = set(User.objects.filter(told.ending_for(str(grant.pk), {})))
    assert concerned == {world.people["registered"], world.people["steward"]}
    message = Notification(kind="datasets.access-ending", subject=f"persongrant:{grant.pk}")
    assert told.ending_visible(world.people["steward"], message)
    assert not told.ending_visible(world.people["rival"], message)
    PersonGrant.objects.update(until=day(-1))
    assert not told.ending_visible(world.people["registered"], message)


def test_a_steward_prolongs_and_ends_an_access_on_the_page_of_the_request(
    world, as_person, address, dataset
):
    request = approved(world, dataset, until=day(3))
    where, steward = address("request", request.pk), as_person("steward")
    assert "End this access now" not in as_person("registered").get(where).content.decode()
    refused = as_person("registered").post(where, {"do": "end"})
    assert refused.status_code == 404
    steward.post(where, {"do": "renew", "until": day(60).isoformat()})
    assert PersonGrant.objects.get().until == day(60)
    assert reads(as_person("registered"), address, dataset)
    steward.post(where, {"do": "end"})
    assert not reads(as_person("registered"), address, dataset)
    assert "End this access now" not in steward.get(where).content.decode()

"""Terms before rows: accepted once a version, asked again with the next, kept with their date."""

import pytest

from core.errors import InvalidInput, NotAllowed, NotPossible
from datasets.actions.agreements import accept_agreement, choose_agreement, write_agreement
from datasets.models import Acceptance, Agreement, Dataset
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db
TEXTS = {"title": "Accord", "text_fr": "Ne pas transmettre.", "text_en": "Do not pass on."}


@pytest.fixture
def dataset(world) -> Dataset:
    dataset = world.datasets["consortium"]
    dataset.agreement = make_agreement(dataset.owner)
    dataset.save()
    return dataset


def reads(client, address, dataset) -> bool:
    return "Démo A" in client.get(address("dataset", dataset.slug)).content.decode()


def test_rows_come_after_the_terms_and_again_after_new_ones(world, as_person, address, dataset):
    reader = as_person("colleague")
    page = reader.get(address("dataset", dataset.slug)).content.decode()
    assert "Do not pass on. Access is written down." in page
    assert "Démo A" not in page
    assert reader.get(address("download", dataset.slug, 1)).status_code == 404
    assert reader.get(address("package", dataset.slug, 1)).status_code == 404
    reader.post(address("accept", dataset.slug), {"version": 1})
    assert reads(reader, address, dataset)
    make_agreement(dataset.owner, number=2)
    assert not reads(reader, address, dataset)
    assert reader.post(address("accept", dataset.slug), {"version": 1}).status_code == 409
    reader.post(address("accept", dataset.slug), {"version": 2})
    assert reads(reader, address, dataset)
    assert Acceptance.objects.count() == 2


def test_the_owner_s_stewards_and_the_public_edition_need_none(world, as_person, address, dataset):
    assert reads(as_person("steward"), address, dataset)
    public = world.datasets["public"]
    public.agreement = dataset.agreement
    public.save()
    assert reads(as_person("anonymous"), address, public)


def test_accepting_opens_nothing_by_itself(world, as_person, address, dataset):
    outsider = as_person("rival")
    assert outsider.post(address("accept", dataset.slug), {"version": 1}).status_code == 404
    dataset.discoverable = True
    dataset.save()
    outsider.post(address("accept", dataset.slug), {"version": 1})
    assert not reads(outsider, address, dataset)
    assert "Ask for access" in outsider.get(address("dataset", dataset.slug)).content.decode()


@pytest.mark.parametrize("version", ["", "0", "7", "x", "²", "9" * 40])
def test_rubbish_is_never_accepted(as_person, address, dataset, version):
    answer = as_person("colleague").post(address("accept", dataset.slug), {"version": version})
    assert answer.status_code in (404, 409)
    assert not Acceptance.objects.exists()


def test_twice_is_once(world, dataset):
    for _time in range(2):
        accept_agreement(dataset=dataset, version=1, by=world.people["colleague"])
    assert Acceptance.objects.count() == 1


def test_a_steward_writes_chooses_and_rewords(world, as_person, address):
    dataset, steward = world.datasets["consortium"], as_person("steward")
    made = steward.post(address("agreement-new", "institut"), TEXTS)
    assert made.url == address("agreements")
    agreement = Agreement.objects.get()
    settings = {
        "title": dataset.title,
        "description": "",
        "project": dataset.project_id,
        "licence": dataset.licence,
        "sensitivity": dataset.sensitivity,
        "agreement": agreement.pk,
        "discoverable": "on",
    }
    assert steward.post(address("settings", dataset.slug), settings).status_code == 302
    dataset.refresh_from_db()
    assert (dataset.agreement, dataset.discoverable) == (agreement, True)
    assert not reads(as_person("colleague"), address, dataset)
    steward.post(address("agreement", agreement.pk), {**TEXTS, "text_fr": "Autrement."})
    agreement.refresh_from_db()
    assert agreement.current.number == 2
    assert agreement.versions.last().text_fr == "Ne pas transmettre."


@pytest.mark.parametrize("missing", ["title", "text_fr", "text_en"])
def test_an_agreement_is_whole_and_in_both_languages(world, missing):
    with pytest.raises(InvalidInput):
        write_agreement(
            owner=world.organisations["institut"],
            by=world.people["steward"],
            **{**TEXTS, missing: " "},
        )
    assert not Agreement.objects.exists()


def test_it_is_the_owner_s_own(world, as_person, address, dataset):
    foreign = make_agreement(world.organisations["ailleurs"])
    with pytest.raises(InvalidInput):
        choose_agreement(dataset=dataset, agreement=foreign, by=world.people["steward"])
    with pytest.raises(NotAllowed):
        write_agreement(owner=world.organisations["institut"], by=world.people["rival"], **TEXTS)
    for who in ("rival", "member", "admin"):
        answer = as_person(who).get(address("agreement", dataset.agreement.pk))
        assert answer.status_code == 404


def test_a_version_that_has_gone_meanwhile_is_said(world, dataset):
    with pytest.raises(NotPossible):
        accept_agreement(dataset=dataset, version=3, by=world.people["colleague"])

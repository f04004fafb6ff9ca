"""The next release through HTTP: a new file beside what stands, and what carries over."""

import pytest
from django.core.files.base import ContentFile

from core.errors import NotPossible
from datakit.disclosure import Plan
from datakit.disclosure.treatments import Keep, Period
from datasets.actions.editions import make_edition
from datasets.actions.granting import give_to_person
from datasets.actions.publishing import change_audience
from datasets.actions.releasing import start_release
from datasets.models import Dataset, Edition
from partners.enums import Audience
from tests.bringing_in import work_off
from tests.factories import day

pytestmark = pytest.mark.django_db
FILE = "site,mineral,visited\nDémo Z,Or,2024-05-01\nDémo Y,Coltan,2024-06-01\n"
PLAN = {"visits": Plan({"mineral": Keep(), "visited": Period(to="year")})}


@pytest.fixture
def dataset(world) -> Dataset:
    return world.datasets["consortium"]


def file(name: str = "visits.csv") -> ContentFile:
    return ContentFile(FILE.encode(), name=name)


def published(client, address, dataset: Dataset) -> Edition:
    """Walk the pages to v2; its full edition."""
    sent = client.post(address("replace-file", dataset.slug), {"file": file()})
    assert sent.url == address("draft", dataset.slug)
    work_off()
    assert client.get(address("describe", dataset.slug)).url == address("publish", dataset.slug)
    page = client.get(address("publish", dataset.slug)).content.decode()
    assert "Release v2" in page
    done = client.post(
        address("publish", dataset.slug), {"reading": "1", "notes": "Visites de 2024."}
    )
    assert done.url == address("editions", dataset.slug)
    work_off()
    return Edition.objects.get(release__dataset=dataset, release__number=2, rank=0)


def test_a_next_release_begins_with_its_owner_and_the_former_stays(
    world, as_person, address, dataset
):
    full = published(as_person("steward"), address, dataset)
    assert full.audience == Audience.OWNER
    assert full.release.notes == "Visites de 2024."
    reader = as_person("colleague")
    assert "Démo A" in reader.get(address("dataset", dataset.slug)).content.decode()
    assert reader.get(address("download", dataset.slug, 2)).status_code == 404
    mine = as_person("steward").get(address("dataset", dataset.slug)).content.decode()
    assert "Démo Z" in mine
    change_audience(edition=full, audience=Audience.CONSORTIUM, by=world.people["steward"])
    assert "Démo Z" in reader.get(address("dataset", dataset.slug)).content.decode()


def test_the_editions_are_prepared_again_and_wait_for_a_look(world, as_person, address, dataset):
    steward = world.people["steward"]
    former = make_edition(release=dataset.releases.get(), name="partner", plans=PLAN, by=steward)
    work_off()
    former.refresh_from_db()
    change_audience(edition=former, audience=Audience.REGISTERED, reason="Connu.", by=steward)
    published(as_person("steward"), address, dataset)
    new = Edition.objects.get(release__dataset=dataset, release__number=2, name="partner")
    assert (new.audience, new.plan, new.rank) == (Audience.OWNER, former.plan, former.rank)
    assert new.tables.get().schema.names == ("mineral", "visited")
    assert new.reports


def test_a_plan_that_no_longer_fits_is_not_carried_over(world, as_person, address, dataset):
    plans = {"visits": Plan({"workers": Keep()})}
    make_edition(
        release=dataset.releases.get(), name="partner", plans=plans, by=world.people["steward"]
    )
    work_off()
    published(as_person("steward"), address, dataset)
    names = Edition.objects.filter(release__dataset=dataset, release__number=2)
    assert list(names.values_list("name", flat=True)) == ["full"]


@pytest.mark.parametrize("follows", [True, False])
def test_access_given_for_later_releases_comes_along(world, as_person, address, dataset, follows):
    steward = world.people["steward"]
    edition = make_edition(release=dataset.releases.get(), name="partner", plans=PLAN, by=steward)
    work_off()
    edition.refresh_from_db()
    reader = world.people["registered"]
    give_to_person(edition=edition, user=reader, until=day(30), follows=follows, by=steward)
    published(as_person("steward"), address, dataset)
    new = Edition.objects.get(release__dataset=dataset, release__number=2, name="partner")
    assert not Edition.objects.visible_to(reader).filter(pk=new.pk).exists()
    page = as_person("steward").get(address("edition", dataset.slug, "partner")).content.decode()
    assert ("Registered Démo" in page) is follows
    as_person("steward").post(address("edition-follow", dataset.slug, "partner"))
    assert Edition.objects.visible_to(reader).filter(pk=new.pk).exists() is follows


def test_the_file_of_a_next_release_is_deleted_and_nothing_else(world, as_person, address, dataset):
    steward = as_person("steward")
    steward.post(address("replace-file", dataset.slug), {"file": file()})
    page = steward.get(address("discard", dataset.slug)).content.decode()
    assert "What is published stays." in page
    assert steward.post(address("discard", dataset.slug)).url == address("dataset", dataset.slug)
    assert "Démo A" in steward.get(address("dataset", dataset.slug)).content.decode()
    assert not dataset.uploads.exists()


def test_a_draft_has_no_next_release(world):
    with pytest.raises(NotPossible):
        start_release(
            dataset=world.datasets["draft"], file=file(), name="a.csv", by=world.people["steward"]
        )

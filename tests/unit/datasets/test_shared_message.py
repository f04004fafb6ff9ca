"""What people are told when something is shared: enough to come, nothing that could harm."""

import pytest
from django.utils import translation

from datasets.models import Edition
from datasets.notifications import sharing as notifications
from notifications.models import Notification
from partners.models import User
from tests.factories import make_release
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def edition_of(world: World, name: str) -> Edition:
    return Edition.objects.get(release__dataset=world.datasets[name])


def message(world: World, name: str) -> Notification:
    return Notification(
        pk=7, kind="datasets.dataset-shared", subject=f"edition:{edition_of(world, name).pk}"
    )


def told(world: World, name: str, **params) -> set[str]:
    concerned = notifications.concerned(str(edition_of(world, name).pk), params)
    found = set(User.objects.filter(concerned).values_list("pk", flat=True))
    return {who for who, user in world.people.items() if user.pk in found}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_mail_names_who_and_where_never_what(world, language):
    with translation.override(language):
        line = notifications.mail_line(message(world, "named"))
        url = notifications.url(message(world, "named"))
    dataset = world.datasets["named"]
    assert dataset.title not in line
    assert dataset.owner.name_fr in line or dataset.owner.name_en in line
    assert (world.project.title_fr if language == "fr" else world.project.title_en) in line
    assert url.startswith(f"/{language}/")


def test_the_inbox_names_the_data_in_the_reader_s_language(world):
    with translation.override("fr"):
        assert notifications.title(message(world, "named")) == (
            "Institut Démo partage «\u202fVisites Démo named\u202f» avec vous"
        )


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("owner", {"steward"}),
        ("named", {"steward", "member", "colleague", "partner"}),
        ("consortium", {"steward", "member", "colleague"}),
    ],
)
def test_whom_it_concerns_may_read_it(world, name, people):
    may = {
        who
        for who, user in world.people.items()
        if Edition.objects.visible_to(user).filter(pk=edition_of(world, name).pk).exists()
    }
    assert told(world, name) == people & may


def test_public_data_is_told_to_the_consortium_and_its_followers(world):
    world.people["registered"].follows.create(topic=f"project:{world.project.slug}")
    assert told(world, "public") == {"steward", "member", "colleague", "registered"}


def test_following_opens_nothing(world):
    world.people["registered"].follows.create(topic=f"project:{world.project.slug}")
    assert "registered" not in told(world, "consortium")


def test_after_a_change_only_who_gained_is_told(world):
    before = {"audience": "consortium", "organisations": []}
    assert told(world, "public", before=before) == set()
    before = {"audience": "owner", "organisations": []}
    assert told(world, "public", before=before) == {"member", "colleague"}


def test_it_is_visible_while_it_may_be_read(world):
    told_of = message(world, "named")
    assert notifications.visible(world.people["partner"], told_of)
    assert notifications.visible_among(world.people["rival"], [told_of]) == set()
    edition_of(world, "named").organisation_grants.all().delete()
    assert not notifications.visible(world.people["partner"], told_of)


def test_a_dataset_without_project_is_told_too(world):
    dataset = world.datasets["draft"]
    edition = make_release(dataset, number=1, audience="owner")
    type(dataset).objects.filter(pk=dataset.pk).update(project=None)
    with translation.override("en"):
        line = notifications.mail_line(Notification(subject=f"edition:{edition.pk}"))
    assert line == "Demo Institute shares data with you."

"""Who may walk the four steps: stewards of the owner, and for all others there are none."""

import pytest
from django.test import Client
from django.urls import reverse

from datasets.models import Dataset, Edition
from tests import files
from tests.bringing_in import as_file, ready
from tests.world import World, make_world

pytestmark = pytest.mark.django_db

STEPS = (
    "draft",
    "draft-progress",
    "review",
    "replace-file",
    "describe",
    "publish",
    "published",
    "discard",
    "audience",
)
OTHERS = ("member", "colleague", "partner", "rival", "registered", "former", "admin")


@pytest.fixture
def world() -> World:
    return make_world()


def as_person(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


@pytest.mark.parametrize("who", OTHERS)
def test_a_draft_does_not_exist_for_others(world, who):
    slug = ready(world.organisations["institut"]).dataset.slug
    client = as_person(world, who)
    for step in STEPS:
        real, missing = (
            reverse(f"datasets:{step}", args=[slug]),
            reverse(f"datasets:{step}", args=["0" * 12]),
        )
        for ask in (client.get, client.post):
            refused, absent = ask(real), ask(missing)
            assert refused.status_code == absent.status_code, step
            assert refused.status_code in (404, 405)
            assert refused.content.replace(slug.encode(), b"0" * 12) == absent.content
    assert Dataset.objects.filter(slug=slug).exists()


def test_nobody_signed_in_is_asked_to_sign_in_for_any_draft(world):
    slug = ready(world.organisations["institut"]).dataset.slug
    for step in STEPS:
        for known in (slug, "0" * 12):
            response = Client().get(reverse(f"datasets:{step}", args=[known]))
            assert response.status_code == 302
            assert "login" in response.url


@pytest.mark.parametrize("who", [who for who in OTHERS if who != "rival"])
def test_who_stewards_nothing_learns_why(world, who):
    before = files.stored()
    client = as_person(world, who)
    page = client.get(reverse("datasets:upload"))
    sent = client.post(reverse("datasets:upload"), {"file": as_file(files.VISITS, "v.csv")})
    assert (page.status_code, sent.status_code) == (403, 403)
    assert "responsables des données" in page.content.decode()
    assert files.stored() == before


def test_a_steward_cannot_bring_in_for_others(world):
    client = as_person(world, "rival")
    given = {"owner": world.organisations["institut"].pk, "file": as_file(files.VISITS, "v.csv")}
    client.post(reverse("datasets:upload"), given)
    made = Dataset.objects.filter(title="V")
    assert {dataset.owner for dataset in made} == {world.organisations["ailleurs"]}


@pytest.mark.parametrize("who", OTHERS)
def test_the_audience_of_published_data_is_its_stewards_affair(world, who):
    client = as_person(world, who)
    for slug in ("visites-public", "visites-consortium"):
        url = reverse("datasets:audience", args=[slug])
        assert client.get(url).status_code == 404
        assert client.post(url, {"audience": "public"}).status_code == 404
    assert Edition.objects.filter(audience="public").count() == 1


def test_a_steward_without_membership_any_more_is_out_at_once(world):
    slug = ready(world.organisations["institut"]).dataset.slug
    client = as_person(world, "steward")
    url = reverse("datasets:review", args=[slug])
    assert client.get(url).status_code == 200
    world.people["steward"].memberships.all().delete()
    assert client.get(url).status_code == 404

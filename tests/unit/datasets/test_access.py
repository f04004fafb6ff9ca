"""In worlds drawn at random, what is said of access is what the policy does."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from datasets import policies
from datasets.access import Access
from datasets.models import Dataset, Edition
from partners.enums import Role
from partners.models import Membership, Organisation, User
from partners.policies import Viewpoint
from tests.factories import day
from tests.unit.datasets.random_worlds import WORLDS, WorldSpec, drawn
from tests.unit.datasets.test_random_worlds import build

pytestmark = pytest.mark.django_db


@given(WORLDS)
@settings(max_examples=drawn(40), suppress_health_check=list(HealthCheck))
def test_the_reasons_of_an_edition_are_the_people_who_may_have_it(world: WorldSpec) -> None:
    with transaction.atomic():
        for dataset in build(world).datasets:
            for why in Access(dataset).editions():
                may = User.objects.filter(policies.audience(why.edition))
                assert why.people == set(may.values_list("pk", flat=True))
        transaction.set_rollback(True)


@given(WORLDS)
@settings(max_examples=drawn(40), suppress_health_check=list(HealthCheck))
def test_a_viewpoint_is_the_place_of_somebody_new(world: WorldSpec) -> None:
    """What a steward sees as others do is what somebody sees who joins with nothing else."""
    with transaction.atomic():
        build(world)
        _same(User.objects.create(email="new@example.org"), Viewpoint())
        for organisation in Organisation.objects.all():
            joined = User.objects.create(email=f"{organisation.slug}@example.org")
            Membership.objects.create(
                user=joined, organisation=organisation, role=Role.MEMBER, since=day(0)
            )
            _same(joined, Viewpoint(organisation))
        transaction.set_rollback(True)


def _same(person: User, viewpoint: Viewpoint) -> None:
    for model, way in ((Edition, "entitled"), (Dataset, "visible_to")):
        theirs, seen = (set(getattr(model.objects, way)(who)) for who in (person, viewpoint))
        assert theirs == seen, (person, model)

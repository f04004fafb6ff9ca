"""A new installation, without the demo, has a front page in each language."""

import pytest
from django.core.management import call_command

from home.models import HomePage

pytestmark = pytest.mark.django_db


def test_begin_gives_two_front_pages_once(client):
    for _time in range(2):
        call_command("begin")
    assert HomePage.objects.count() == 2
    for language in ("fr", "en"):
        assert client.get(f"/{language}/").status_code == 200

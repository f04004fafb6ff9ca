"""What every test may ask for."""

from collections.abc import Iterator
from time import monotonic

import pytest
from django.core.cache import cache
from django.core.management import call_command
from hypothesis import HealthCheck
from hypothesis import settings as properties

from audit import counting
from tests import mailbox as catcher

# How fast a machine is fails no test: speed is measured in bench/.
properties.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("ours")


def pytest_configure(config: pytest.Config) -> None:
    """A fresh clone has no compiled French yet: make it, once, before any process tests."""
    if not hasattr(config, "workerinput"):
        call_command("messages", "compile")


@pytest.fixture
def mailbox(settings) -> Iterator[catcher.Mailbox]:
    """A mail server that catches; the portal sends to it over SMTP."""
    caught = catcher.Mailbox()
    controller = catcher.start(caught)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_USE_TLS = False
    yield caught
    controller.stop()


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """No test is refused for what an earlier one tried too often."""
    cache.clear()


@pytest.fixture(autouse=True)
def counting_waits(monkeypatch) -> None:
    """Counts of looks are written now and then: not in the middle of a test that counts queries."""
    monkeypatch.setattr(counting, "COUNTS", counting.Counts(seconds=1e9, written=monotonic()))

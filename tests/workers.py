"""Real workers for tests: `celery worker` processes on the test's own database and broker.

    def test_something(start_worker, transactional_db):
        worker = start_worker()          # both queues and the clock, in one process
        ...
        worker.kill()                    # at once, with its children; `worker.stop()` is polite

The test must be transactional (`transactional_db`): what it writes has to be there for others.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import pytest
from django.conf import settings
from django.db import connection

from portal.celery import app

ROOT = Path(__file__).resolve().parents[1]
LEASE_SECONDS = 3


@dataclass
class Worker:
    """One running worker."""

    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it and its children as a power cut does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """Ask it to end what it is doing and go."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


def database_url() -> str:
    """The address of the test database."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlparse(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()


def environment() -> dict[str, str]:
    """What a worker needs to be one of this test."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PORTAL_DATA_DIR": str(settings.DATA_DIR),
        "DATABASE_URL": database_url(),
        "BROKER_URL": settings.BROKER_URL,
        "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
    }


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    """Until it is so; fails the test when it never is."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(0.1)


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[Callable[..., Worker]]:
    """Start workers; they are all gone when the test ends, and so are their messages."""
    started: list[Worker] = []
    app.control.purge()

    def start(queues: str = "light,heavy", clock: bool = True, concurrency: int = 2) -> Worker:
        celery = [sys.executable, "-m", "celery", "-A", "portal", "worker", "-I", "tests.slow_work"]
        options = ["--loglevel", "warning", "--without-gossip", "--without-mingle", "-Q", queues]
        options += ["--concurrency", str(concurrency), "-n", f"test{len(started)}@%h"]
        options += ["--beat"] if clock else []
        process = subprocess.Popen(
            [*celery, *options], cwd=ROOT, env=environment(), start_new_session=True
        )
        started.append(Worker(process))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
    app.control.purge()

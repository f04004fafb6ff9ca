"""A whole running portal: web, workers, clock and demo, on an empty data folder of its own."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import psycopg
import redis
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 180


@dataclass(frozen=True)
class Portal:
    """Where the running portal is and how its demo people sign in."""

    url: str
    password: str
    data_dir: Path
    process: subprocess.Popen[bytes]

    def sign_in(self, page: Page, who: str, language: str = "fr") -> None:
        """Sign in `who`@example.org through the form."""
        page.goto(f"{self.url}/{language}/account/login/")
        page.locator("input[name=login]").fill(f"{who}@example.org")
        page.locator("input[name=password]").fill(self.password)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda address: "/account/login" not in address)

    def manage(self, *arguments: str) -> str:
        """Run a management command against the running portal's data."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        """The environment the running portal has."""
        return environment(self.data_dir, self.password, int(urlparse(self.url).port or 0))


@contextmanager
def running(data_dir: Path) -> Iterator[Portal]:
    """The portal as `make run` starts it, until the block ends."""
    password, port = secrets.token_hex(6), free_port()
    around = environment(data_dir, password, port)
    _empty_services(around)
    process = subprocess.Popen([sys.executable, "-m", "portal.supervisor"], cwd=ROOT, env=around)
    portal = Portal(f"http://localhost:{port}", password, data_dir, process)
    try:
        _wait_until_up(portal.url, process)
        yield portal
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data_dir: Path, password: str, port: int) -> dict[str, str]:
    """What the portal's processes are told; real services are used where this process uses them."""
    told = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DEBUG": "on",
        "SECRET_KEY": "only-for-browser-tests",
        "DEMO_PASSWORD": password,
        "PORTAL_DATA_DIR": str(data_dir),
        "PORT": str(port),
        "PORTAL_URL": f"http://localhost:{port}",
        "LOG_LEVEL": "WARNING",
    }
    for name, moved in (("DATABASE_URL", _own_database), ("BROKER_URL", _own_broker)):
        if os.environ.get(name):
            told[name] = moved(os.environ[name])
    return told


def _own_database(address: str) -> str:
    """The same server, another database: the running portal never meets the test database."""
    return urlparse(address)._replace(path="/portal_browser").geturl()


def _own_broker(address: str) -> str:
    """The same Redis, the next numbered database."""
    return (
        urlparse(address)._replace(path="/7").geturl() if address.startswith("redis") else address
    )


def _empty_services(around: dict[str, str]) -> None:
    if around.get("DATABASE_URL", "").startswith("postgres"):
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS portal_browser WITH (FORCE)")
            connection.execute("CREATE DATABASE portal_browser")
    if around.get("BROKER_URL", "").startswith("redis"):
        redis.Redis.from_url(around["BROKER_URL"]).flushdb()


def _wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The portal ended with {process.returncode} while starting.")
        try:
            with urllib.request.urlopen(f"{url}/fr/", timeout=10) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise RuntimeError("The portal did not answer in time.")

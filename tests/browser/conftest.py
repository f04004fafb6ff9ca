"""A whole running portal (web, worker, clock, demo) and a real browser to visit it with."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import psycopg
import pytest
import redis
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import find

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder needs the running portal and a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


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
        return _environment(self.data_dir, self.password, int(urlparse(self.url).port or 0))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(data_dir: Path, password: str, port: int) -> dict[str, str]:
    environment = {
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
            environment[name] = moved(os.environ[name])
    return environment


def _own_database(address: str) -> str:
    """The same server, another database: the running portal never meets the test database."""
    return urlparse(address)._replace(path="/portal_browser").geturl()


def _own_broker(address: str) -> str:
    """The same Redis, the next numbered database."""
    return (
        urlparse(address)._replace(path="/7").geturl() if address.startswith("redis") else address
    )


def _empty_services(environment: dict[str, str]) -> None:
    if environment.get("DATABASE_URL", "").startswith("postgres"):
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS portal_browser WITH (FORCE)")
            connection.execute("CREATE DATABASE portal_browser")
    if environment.get("BROKER_URL", "").startswith("redis"):
        redis.Redis.from_url(environment["BROKER_URL"]).flushdb()


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


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal as `make run` starts it, on an empty data folder."""
    data_dir = tmp_path_factory.mktemp("portal")
    password = secrets.token_hex(6)
    port = _free_port()
    environment = _environment(data_dir, password, port)
    _empty_services(environment)
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.supervisor"], cwd=ROOT, env=environment
    )
    running = Portal(f"http://localhost:{port}", password, data_dir, process)
    try:
        _wait_until_up(running.url, process)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
        shutil.rmtree(data_dir, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a screen."""
    path = find()
    assert path, "No Chromium: run `make test`, which gets one."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a fresh browser window: `visit(width=360, language="fr")`."""
    contexts: list[BrowserContext] = []

    def open_window(*, width: int = 1280, language: str = "fr", **options: object) -> Page:
        height = 740 if width < 600 else 900
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=language, **options
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def phone(visit: Callable[..., Page]) -> Page:
    """A cheap phone, in French."""
    return visit(width=360, language="fr", has_touch=True)


@pytest.fixture
def desktop(visit: Callable[..., Page]) -> Page:
    """A desktop window, in English."""
    return visit(width=1280, language="en")

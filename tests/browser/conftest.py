"""A whole running portal (web, worker, clock, demo) and a real browser to visit it with."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import find
from tests.running import Portal, running

# How fast a machine is fails no test: what is waited for may take as long as what is done.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder needs the running portal and a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal as `make run` starts it, on an empty data folder."""
    data_dir = tmp_path_factory.mktemp("portal")
    with running(data_dir) as portal:
        yield portal
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

"""What a phone pays for each page: bytes and requests on the wire, cold and second page, queries.

Starts the portal with its demo as the browser tests do, opens each page in Chromium with an empty
cache, and adds up what the network carried (Chrome DevTools Protocol, encodedDataLength). Queries
are counted by the portal's own test client on the same demo. Budgets: docs in `bench/README.md`.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.report import Report
from tests.browser import conftest as stage
from tests.browser.chromium import find

KB = 1000
PUBLIC = ""


@dataclass(frozen=True)
class Measured:
    """One page: where, for whom, and what it may weigh (kB on the wire, pictures included)."""

    name: str
    path: str
    login: str = PUBLIC
    limit: int = 45
    queries: int | None = None


PAGES = [
    Measured("home", "/fr/", queries=15),
    Measured("home, English", "/en/", queries=15),
    Measured("sign-in", "/fr/account/login/"),
    Measured("project page", "PROJECT", queries=None),
    Measured("news", "UPDATES"),
    Measured("catalogue", "/fr/donnees/", limit=80),
    Measured("dataset with table", "DATASET", limit=80),
    Measured("dataset with table, steward", "DATASET", "steward.ipis", limit=80),
    Measured("my datasets", "/fr/mes-donnees/", "steward.ipis", limit=80),
    Measured("course catalogue", "COURSES"),
    Measured("lesson with two pictures", "LESSON", "learner.cso", limit=100),
    Measured("inbox", "/fr/inbox/", "analyst.icoca"),
    Measured("search", "/fr/recherche/?q=sites"),
]


@dataclass
class Wire:
    """What the network carried for one page."""

    bytes: int = 0
    script: int = 0
    requests: int = 0
    pictures: int = 0
    foreign: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)


def weigh(context: BrowserContext, url: str, host: str) -> tuple[Page, Wire]:
    """Open `url` in a new window and add up the wire until it is quiet."""
    page, wire = context.new_page(), Wire()
    session = context.new_cdp_session(page)
    session.send("Network.enable")

    def answered(event: dict) -> None:
        address = event["response"]["url"]
        wire.kinds[event["requestId"]] = event["type"]
        if not address.startswith((host, "data:")):
            wire.foreign.append(address)
        if not event["response"].get("fromDiskCache"):
            wire.requests += 1

    def finished(event: dict) -> None:
        size, kind = event["encodedDataLength"], wire.kinds.get(event["requestId"], "")
        wire.bytes += size
        wire.script += size if kind == "Script" else 0
        wire.pictures += size if kind == "Image" else 0

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    page.goto(url, wait_until="networkidle")
    return page, wire


@contextmanager
def running() -> Iterator[stage.Portal]:
    """The portal with its demo, on an empty data folder."""
    with tempfile.TemporaryDirectory() as folder:
        password, port = secrets.token_hex(6), stage._free_port()
        environment = stage._environment(Path(folder), password, port)
        process = subprocess.Popen([sys.executable, "-m", "portal.supervisor"], env=environment)
        portal = stage.Portal(f"http://localhost:{port}", password, Path(folder), process)
        try:
            stage._wait_until_up(portal.url, process)
            yield portal
        finally:
            process.terminate()
            process.wait(60)


def addresses(portal: stage.Portal) -> dict[str, str]:
    """Addresses that the demo decides, by name."""
    return json.loads(portal.manage("shell", "--no-imports", "-c", FIND).splitlines()[-1])


FIND = """
import json
from datasets.models import Dataset
from projects.models import ProjectPage, UpdateIndexPage
from training.models import CourseIndexPage, CoursePage, LessonPage
from wagtail.models import Locale
fr = Locale.objects.get(language_code="fr")
public = CoursePage.objects.filter(locale=fr, audience="public").first()
dataset = Dataset.objects.filter(releases__editions__audience="public").first()
lesson = LessonPage.objects.child_of(public).order_by("path").first()
print(json.dumps({
    "PROJECT": ProjectPage.objects.filter(locale=fr).first().url,
    "UPDATES": UpdateIndexPage.objects.filter(locale=fr).first().url,
    "COURSES": CourseIndexPage.objects.filter(locale=fr).first().url,
    "DATASET": f"/fr/donnees/{dataset.slug}/",
    "LESSON": lesson.url,
    "START": f"/fr/mes-formations/course/{public.pk}/start/",
    "COURSE": public.url,
}))
"""

QUERIES = """
import sys
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
settings.ALLOWED_HOSTS = ["*"]
from partners.models import User
login, path = sys.argv[-2:]
client = Client()
if login != "-":
    client.force_login(User.objects.get(email=login + "@example.org"))
client.get(path)
with CaptureQueriesContext(connection, ) as captured:
    answer = client.get(path)
print(len(captured), answer.status_code)
"""


def count_queries(portal: stage.Portal, login: str, path: str) -> int:
    """Database queries of one page, uncached but with warm code."""
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{QUERIES}", login or "-", path],
        env=portal.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.split()[-2])


def measure(report: Report, portal: stage.Portal, browser: Browser, page: Measured) -> None:
    """One page: cold, then as the second page of a visit."""
    where = addresses_of.get(page.path, page.path)
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr")
    if page.login:
        _sign_in(portal, context, page.login)
        if page.path == "LESSON":
            _start_course(context, portal)
        state = context.storage_state()
        context.close()
        context = browser.new_context(
            viewport={"width": 360, "height": 740}, locale="fr", storage_state=state
        )
    _, cold = weigh(context, portal.url + where, portal.url)
    _, second = weigh(context, portal.url + where, portal.url)
    context.close()
    name = page.name
    report.figure(f"{name}: cold", cold.bytes / KB, "kB")
    report.figure(f"{name}: of it script", cold.script / KB, "kB")
    report.figure(f"{name}: second page", second.bytes / KB, "kB")
    report.figure(f"{name}: requests", cold.requests, "")
    queries = count_queries(portal, page.login, where)
    report.figure(f"{name}: queries", queries, "")
    report.budget(f"{name}: ≤ {page.limit} kB", kept=cold.bytes <= page.limit * KB)
    report.budget(f"{name}: ≤ 25 kB of script", kept=cold.script <= 25 * KB)
    report.budget(f"{name}: no other host", kept=not cold.foreign)
    if page.queries is not None:
        report.budget(f"{name}: ≤ {page.queries} queries", kept=queries <= page.queries)


addresses_of: dict[str, str] = {}


def _sign_in(portal: stage.Portal, context: BrowserContext, login: str) -> None:
    page = context.new_page()
    portal.sign_in(page, login)
    page.close()


def _start_course(context: BrowserContext, portal: stage.Portal) -> None:
    page = context.new_page()
    page.goto(portal.url + addresses_of["COURSE"])
    page.locator(f"form[action='{addresses_of['START']}'] button").first.click()
    page.wait_for_load_state()
    page.close()


def main() -> int:
    """Weigh every page and hold it against its budget."""
    report = Report("page_weight")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    with running() as portal, sync_playwright() as playwright:
        addresses_of.update(addresses(portal))
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        for page in PAGES:
            measure(report, portal, browser, page)
        browser.close()
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

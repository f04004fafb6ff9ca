"""What a phone pays for each page: bytes and requests on the wire, cold and as a second page.

Starts the portal with its demo, opens each page in Chromium with an empty cache, and adds up what
the network carried (Chrome DevTools Protocol, encodedDataLength). Queries are counted by the
portal's own test client on the same demo. How to read the figures: `bench/README.md`.
"""

import os
import sys
from dataclasses import dataclass, field, replace

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.portal import Portal, answer_of, queries, serving
from bench.report import Report
from tests.browser.chromium import find

KB = 1000
PUBLIC = ""
TEXT, DATA, LESSON = 45, 80, 100
SCRIPT, SECOND, REQUESTS, QUERIES = 25, 12, 8, 15
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "fr"}


@dataclass(frozen=True)
class Measured:
    """One page: where, for whom, and what it may weigh (kB on the wire).

    Pictures count only where they belong to what is measured, in a lesson.
    """

    name: str
    path: str
    login: str = PUBLIC
    limit: int = TEXT

    @property
    def with_pictures(self) -> bool:
        """Whether its weight includes the pictures."""
        return self.limit == LESSON


PAGES = [
    Measured("home", "/fr/"),
    Measured("home, English", "/en/"),
    Measured("sign-in", "/fr/account/login/"),
    Measured("project page", "PROJECT"),
    Measured("news", "UPDATES"),
    Measured("one update", "UPDATE"),
    Measured("catalogue", "/fr/donnees/", limit=DATA),
    Measured("dataset with table", "DATASET", limit=DATA),
    Measured("course catalogue", "COURSES"),
    Measured("course", "COURSE"),
    Measured("search", "/fr/recherche/?q=sites"),
    Measured("home, signed in", "/fr/", "learner.cso"),
    Measured("dataset with table, steward", "DATASET", "steward.ipis", DATA),
    Measured("my datasets", "/fr/mes-donnees/", "steward.ipis", DATA),
    Measured("lesson with two pictures", "LESSON", "learner.cso", LESSON),
    Measured("my learning", "/fr/mes-formations/", "learner.cso"),
    Measured("inbox", "/fr/inbox/", "analyst.icoca"),
]

FIND = """
import json
from datasets.models import Dataset
from projects.models import ProjectPage, UpdateIndexPage, UpdatePage
from partners.models import User
from training.actions import complete_lesson, enrol
from training.models import CourseIndexPage, CoursePage, LessonPage
from wagtail.models import Locale
fr = Locale.objects.get(language_code="fr")
course = CoursePage.objects.get(locale=fr, course__slug="documenter-un-site-minier")
lessons = LessonPage.objects.child_of(course)
pictured = max(lessons, key=lambda page: [block.block_type for block in page.body].count("picture"))
learner = User.objects.get(email="learner.cso@example.org")
enrol(course=course.course, by=learner)
for lesson in lessons.order_by("path"):
    if lesson == pictured:
        break
    complete_lesson(lesson=lesson, by=learner)
dataset = Dataset.objects.filter(releases__editions__audience="public").first()
print(json.dumps({
    "PROJECT": ProjectPage.objects.filter(locale=fr).first().url,
    "UPDATES": UpdateIndexPage.objects.filter(locale=fr).first().url,
    "UPDATE": UpdatePage.objects.live().filter(locale=fr, audience="public").first().url,
    "COURSES": CourseIndexPage.objects.filter(locale=fr).first().url,
    "DATASET": f"/fr/donnees/{dataset.slug}/",
    "LESSON": pictured.url,
    "COURSE": course.url,
}))
"""


def located(portal: Portal) -> list[Measured]:
    """The pages, with the addresses that the demo decides."""
    found = answer_of(portal, FIND)
    assert isinstance(found, dict)
    return [replace(page, path=found.get(page.path, page.path)) for page in PAGES]


@dataclass
class Wire:
    """What the network carried for one page."""

    bytes: int = 0
    script: int = 0
    pictures: int = 0
    requests: int = 0
    foreign: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)

    def answered(self, event: dict, host: str) -> None:
        """An answer begins."""
        address, kind = event["response"]["url"], event["type"]
        self.kinds[event["requestId"]] = kind
        if not address.startswith((host, "data:")):
            self.foreign.append(address)
        if not event["response"].get("fromDiskCache") and kind != "Image":
            self.requests += 1

    def finished(self, event: dict) -> None:
        """An answer is complete."""
        size, kind = event["encodedDataLength"], self.kinds.get(event["requestId"], "")
        self.bytes += size
        self.script += size if kind == "Script" else 0
        self.pictures += size if kind == "Image" else 0


def weigh(context: BrowserContext, url: str, host: str) -> Wire:
    """Open `url` in a new window, read it to its end, and add up the wire until it is quiet."""
    page, wire = context.new_page(), Wire()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda event: wire.answered(event, host))
    session.on("Network.loadingFinished", wire.finished)
    page.goto(url, wait_until="networkidle")
    page.mouse.wheel(0, 100_000)  # pictures come when they are near
    page.wait_for_load_state("networkidle")
    page.close()
    return wire


def measure(report: Report, portal: Portal, browser: Browser, page: Measured, asked: int) -> None:
    """One page: cold, then again as the second page of a visit; `asked` are its queries."""
    context = browser.new_context(**PHONE, storage_state=_state(portal, browser, page.login))
    cold = weigh(context, portal.url + page.path, portal.url)
    second = weigh(context, portal.url + page.path, portal.url)
    context.close()
    weight = cold.bytes if page.with_pictures else cold.bytes - cold.pictures
    name = page.name
    report.figure(f"{name}: cold", cold.bytes / KB, "kB")
    report.figure(f"{name}: of it script", cold.script / KB, "kB")
    report.figure(f"{name}: of it pictures", cold.pictures / KB, "kB")
    report.figure(f"{name}: second page", second.bytes / KB, "kB")
    report.figure(f"{name}: requests before pictures", cold.requests, "")
    report.figure(f"{name}: queries", asked, "")
    report.budget(f"{name}: ≤ {page.limit} kB", kept=weight <= page.limit * KB)
    report.budget(f"{name}: ≤ {SCRIPT} kB of script", kept=cold.script <= SCRIPT * KB)
    report.budget(f"{name}: ≤ {REQUESTS} requests", kept=cold.requests <= REQUESTS)
    report.budget(f"{name}: second page ≤ {SECOND} kB", kept=second.bytes <= SECOND * KB)
    report.budget(f"{name}: no other host", kept=not cold.foreign)
    if not page.login:
        report.budget(f"{name}: ≤ {QUERIES} queries", kept=asked <= QUERIES)


def _state(portal: Portal, browser: Browser, login: str) -> dict | None:
    """The cookies of somebody signed in, in a window whose cache is not the measured one's."""
    if not login:
        return None
    context = browser.new_context(**PHONE)
    portal.sign_in(context.new_page(), login)
    state = context.storage_state()
    context.close()
    return state


def main() -> int:
    """Weigh every page and hold it against its budget."""
    report = Report("page_weight")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    with serving() as portal, sync_playwright() as playwright:
        pages = located(portal)
        counted = queries(portal, [(page.login, page.path) for page in pages])
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        for page, asked in zip(pages, counted, strict=True):
            measure(report, portal, browser, page, asked)
        browser.close()
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

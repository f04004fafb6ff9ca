"""A page of rows: ours against Datasette, the same questions on the same rows in one run.

The portal runs with its demo, gets the same table as a dataset shared with a consortium, and is
asked over HTTP by somebody of another organisation of it, signed in. Both draw the same rows and
columns.
"""

import json
import os
import statistics
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from bench import data, datasette
from bench.portal import cookie_of, serving
from bench.report import FULL, Report
from datakit.query import Filter, Query, Sort

ROWS = 1_000_000 if FULL else 100_000
LIMIT = 50  # what a page of the portal has
SHOWN = (*(name for name, _ in data.COLUMNS[1:12]), "price_kg")
TIMES = 9
READERS = 16
EACH = 6

FILTERS = (Filter("province", "equals", "Ituri-Démo"), Filter("workers", "at_least", "100"))
EVERYTHING = Query()
FACETS = ("presence", "mineral_1", "source")


@dataclass(frozen=True)
class Question:
    """One question, as we ask it and as a Datasette address asks it."""

    name: str
    query: Query = EVERYTHING
    facets: tuple[str, ...] = ()
    offset: int = 0

    @property
    def as_datasette(self) -> str:
        pairs = [("_size", str(LIMIT))] + [("_facet", column) for column in self.facets]
        pairs += [("_col", column) for column in SHOWN]
        operators = {"equals": "exact", "at_least": "gte"}
        pairs += [(f"{f.column}__{operators[f.op]}", f.value) for f in self.query.filters]
        if self.query.sort:
            pairs.append(("_sort", self.query.sort.column))
        return urlencode(pairs)

    @property
    def as_portal(self) -> list[str]:
        """One address for each facet, since a page of ours draws one; else a single one."""
        pairs = [("f", f"{f.op}:{f.column}:{f.value}") for f in self.query.filters]
        pairs += [("c", column) for column in SHOWN]
        if self.query.sort:
            pairs.append(("sort", self.query.sort.column))
        if self.offset:
            pairs.append(("page", str(self.offset // LIMIT + 1)))
        return [urlencode([*pairs, ("facet", name)]) for name in self.facets] or [urlencode(pairs)]


FIRST = Question("first page")
FILTERED = Question("filtered by two columns", Query(FILTERS))
SORTED = Question("sorted by an unindexed column", Query(sort=Sort("price_kg")))
FACETED = Question("three facets with counts", facets=FACETS)
QUESTIONS = (FIRST, FILTERED, SORTED, FACETED)
UNINDEXED = (
    *("tax_paid", "access_hours", "altitude", "pits", "recorded_at"),
    *("visit_date", "site_name", "village", "territory"),
)

Ask = Callable[[Question], None]


def over_http(address: str) -> Ask:
    """Ask a web page for the same; a refusal (Datasette's time limit) counts as its time."""

    def ask(question: Question) -> None:
        try:
            with urllib.request.urlopen(f"{address}?{question.as_datasette}") as answer:  # noqa: S310
                answer.read()
        except urllib.error.HTTPError as refusal:
            print(f"  refused: {question.name} ({refusal.code})")

    return ask


def from_portal(address: str, cookie: str) -> Ask:
    """Ask the dataset's page of a running portal, signed in by ``cookie``.

    The first page is asked for whole; what is clicked there as the page asks for it, without the
    frame around the rows.
    """

    def ask(question: Question) -> None:
        headers = {"Cookie": cookie} | ({} if question is FIRST else {"HX-Request": "true"})
        for parameters in question.as_portal:
            asked = urllib.request.Request(f"{address}?{parameters}", headers=headers)  # noqa: S310
            with urllib.request.urlopen(asked) as answer:  # noqa: S310
                assert b"<table" in answer.read()

    return ask


@contextmanager
def portal_with_the_table() -> Iterator[Ask]:
    """A running portal with the visits as a dataset of a consortium; asked by a member of it."""
    os.environ["UPLOAD_LIMIT_MB"] = "4000"
    with serving() as portal:
        options = {
            "owner": "ipis",
            "project": "research-for-impact",
            "audience": "consortium",
            "title": "Visites synthétiques",
            "sensitivity": "low",
            "by": "steward.ipis@example.org",
        }
        given = [word for name, value in options.items() for word in (f"--{name}", value)]
        answer = json.loads(portal.manage("share_dataset", str(data.csv(ROWS)), *given))
        yield from_portal(portal.url + answer["url"], cookie_of(portal, "analyst.icoca"))


def _timed(ask: Ask, question: Question) -> float:
    started = time.perf_counter()
    ask(question)
    return time.perf_counter() - started


def side_by_side(question: Question, *asks: Ask, times: int = TIMES) -> list[float]:
    """The median seconds of each, asked in turns so that a busy moment meets them all."""
    for ask in asks:
        ask(question)
    rounds = [[_timed(ask, question) for ask in asks] for _ in range(times)]
    return [statistics.median(took) for took in zip(*rounds, strict=True)]


def never_asked(question: Question, turn: int) -> Question:
    """A question of the same kind that neither side has met: another bound, another column."""
    if question is SORTED:
        return replace(question, query=Query(sort=Sort(UNINDEXED[turn])))
    bound = Filter("workers", "at_least", str(101 + turn))
    others = tuple(each for each in question.query.filters if each.column != bound.column)
    return replace(question, query=Query((*others, bound)))


def for_the_first_time(report: Report, ours: Ask, who: str, theirs: Ask) -> None:
    """The same kinds of question, each asked once: nothing of the answer is remembered.

    For three facets the rows are narrowed too, which nobody has counted yet.
    """
    for question in (FILTERED, SORTED, FACETED):
        asked = [never_asked(question, turn) for turn in range(TIMES)]
        times = [(_timed(ours, each), _timed(theirs, each)) for each in asked]
        own, other = (statistics.median(took) for took in zip(*times, strict=True))
        name = f"{question.name}, for the first time"
        report.figure(f"{name}: portal", own * 1000, "ms")
        report.figure(f"{name}: {who}", other * 1000, "ms")
        report.figure(f"{name}: {who} ÷ portal", other / own, "×")


def crowd(ask: Ask) -> float:
    """The 95th percentile of all questions when ``READERS`` ask at once."""
    asked = [QUESTIONS[n % len(QUESTIONS)] for n in range(READERS * EACH)]
    with ThreadPoolExecutor(READERS) as threads:
        times = sorted(threads.map(lambda question: _timed(ask, question), asked))
    return times[int(len(times) * 0.95)]


def compare(
    report: Report, ours: Ask, who: str, theirs: Ask, times: int = TIMES
) -> dict[str, float]:
    """Ask every question of both; how many times as long the peer took."""
    ratios = {}
    for question in QUESTIONS:
        own, other = side_by_side(question, ours, theirs, times=times)
        report.figure(f"{question.name}: portal, asked beside {who}", own * 1000, "ms")
        report.figure(f"{question.name}: {who}", other * 1000, "ms")
        ratios[question.name] = report.figure(f"{question.name}: {who} ÷ portal", other / own, "×")
    return ratios


def last_pages(report: Report, ours: Ask) -> None:
    """The last pages against the first, plain and sorted; each is asked once."""
    for kind, query in (("", EVERYTHING), (", sorted", SORTED.query)):
        times = []
        for turn in range(1, TIMES + 1):
            early = Question("an early page", query, offset=turn * LIMIT)
            late = Question("a late page", query, offset=ROWS - turn * LIMIT)
            times.append(_timed(ours, late) / _timed(ours, early))
        ratio = report.figure(f"a late page{kind} ÷ an early one", statistics.median(times), "×")
        report.budget(f"a late page{kind}: at most 3 × an early one", kept=ratio <= 3)


def main() -> int:
    """Measure, compare, and tell."""
    report = Report("table_page")
    with portal_with_the_table() as ours:
        last_pages(report, ours)
        with datasette.serving(ROWS, tuned=True, indexed=True) as address:
            peer, who = over_http(address), "Datasette tuned, indexed"
            tuned = compare(report, ours, who, peer)
            for_the_first_time(report, ours, who, peer)
            theirs, own = crowd(peer), crowd(ours)
        with datasette.serving(ROWS, tuned=False) as address:
            plain = compare(report, ours, "Datasette as it comes", over_http(address), times=3)
    report.figure(f"{READERS} readers, 95th percentile: Datasette tuned", theirs * 1000, "ms")
    report.figure(f"{READERS} readers, 95th percentile: portal", own * 1000, "ms")
    report.budget(f"{READERS} readers: at most Datasette's time", kept=own <= theirs)
    judge(report, tuned, plain)
    return report.finish()


def judge(report: Report, tuned: dict[str, float], plain: dict[str, float]) -> None:
    """Hold each question against the peer; the greater ratios are for a million rows."""
    for question in QUESTIONS:
        name = question.name
        least = 3 if FULL and question in (SORTED, FACETED) else 1
        report.budget(f"{name}: {least} × as fast as Datasette tuned", kept=tuned[name] >= least)
        if FULL:
            kept = plain[name] >= 30
            report.budget(f"{name}: 30 × as fast as Datasette as it comes", kept=kept)


if __name__ == "__main__":
    sys.exit(main())

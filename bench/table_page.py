"""A page of 100 rows: ours against Datasette, the same questions on the same rows in one run."""

import statistics
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

from bench import data, datasette
from bench.report import FULL, Report
from datakit.query import Filter, Query, Sort, facet, page

ROWS = 1_000_000 if FULL else 100_000
LIMIT = 100
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
        operators = {"equals": "exact", "at_least": "gte"}
        pairs += [(f"{f.column}__{operators[f.op]}", f.value) for f in self.query.filters]
        if self.query.sort:
            pairs.append(("_sort", self.query.sort.column))
        return urlencode(pairs)


FIRST = Question("first page")
FILTERED = Question("filtered by two columns", Query(FILTERS))
SORTED = Question("sorted by an unindexed column", Query(sort=Sort("price_kg")))
FACETED = Question("three facets with counts", facets=FACETS)
QUESTIONS = (FIRST, FILTERED, SORTED, FACETED)
LAST = Question("last page", offset=ROWS - LIMIT)
LAST_SORTED = Question("last page, sorted", SORTED.query, offset=ROWS - LIMIT)

Ask = Callable[[Question], None]


def from_parquet(question: Question) -> None:
    """Ask our own reader, without a page around it."""
    path, schema = data.parquet(ROWS), data.SCHEMA
    page(path, schema, question.query, offset=question.offset, limit=LIMIT)
    for column in question.facets:
        facet(path, schema, column, question.query)


def over_http(address: str) -> Ask:
    """Ask a web page for the same."""

    def ask(question: Question) -> None:
        with urllib.request.urlopen(f"{address}?{question.as_datasette}") as answer:  # noqa: S310
            answer.read()

    return ask


def seconds(ask: Ask, question: Question, times: int = TIMES) -> float:
    """The median time of ``times`` askings after one that does not count."""
    ask(question)
    return statistics.median(_timed(ask, question) for _ in range(times))


def _timed(ask: Ask, question: Question) -> float:
    started = time.perf_counter()
    ask(question)
    return time.perf_counter() - started


def crowd(ask: Ask) -> float:
    """The 95th percentile of all questions when ``READERS`` ask at once."""
    asked = [QUESTIONS[n % len(QUESTIONS)] for n in range(READERS * EACH)]
    with ThreadPoolExecutor(READERS) as threads:
        times = sorted(threads.map(lambda question: _timed(ask, question), asked))
    return times[int(len(times) * 0.95)]


def measure(report: Report, who: str, ask: Ask, times: int = TIMES) -> dict[str, float]:
    """Ask every question and note the milliseconds."""
    took = {question.name: seconds(ask, question, times) for question in QUESTIONS}
    for name, each in took.items():
        report.figure(f"{who}: {name}", each * 1000, "ms")
    return took


def main() -> int:
    """Measure, compare, and tell."""
    report = Report("table_page")
    ours = measure(report, "portal", from_parquet)
    deep = {question: seconds(from_parquet, question) for question in (LAST, LAST_SORTED)}
    for question, took in deep.items():
        report.figure(f"portal: {question.name}", took * 1000, "ms")
    with datasette.serving(ROWS, tuned=False) as address:
        plain = measure(report, "Datasette", over_http(address), times=3)
    with datasette.serving(ROWS, tuned=True, indexed=True) as address:
        tuned = measure(report, "Datasette tuned, indexed", over_http(address))
        theirs = crowd(over_http(address))
    judge(report, ours, plain, tuned)
    for question, first in ((LAST, FIRST), (LAST_SORTED, SORTED)):
        kept = deep[question] <= 3 * ours[first.name]
        report.budget(f"{question.name}: at most 3 × the first", kept=kept)
    report.figure(f"Datasette tuned, {READERS} readers: 95th percentile", theirs * 1000, "ms")
    own = report.figure(
        f"portal, {READERS} readers: 95th percentile", crowd(from_parquet) * 1000, "ms"
    )
    report.budget(f"{READERS} readers: at most Datasette's time", kept=own <= theirs * 1000)
    return report.finish()


def judge(
    report: Report, ours: dict[str, float], plain: dict[str, float], tuned: dict[str, float]
) -> None:
    """Hold each question against the peer; the ratios hold at a million rows."""
    for question in QUESTIONS:
        name = question.name
        least = 3 if FULL and question in (SORTED, FACETED) else 1
        times = report.figure(f"{name}: Datasette tuned ÷ portal", tuned[name] / ours[name], "×")
        report.budget(f"{name}: {least} × as fast as Datasette tuned", kept=times >= least)
        times = report.figure(f"{name}: Datasette ÷ portal", plain[name] / ours[name], "×")
        if FULL:
            report.budget(f"{name}: 30 × as fast as Datasette as it comes", kept=times >= 30)


if __name__ == "__main__":
    sys.exit(main())

"""The log of a dataset for its stewards: who shared, described and downloaded what."""

import csv
import io
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.models import Event
from datakit.write import safe_text
from datasets import policies
from datasets.history import events_of, told
from datasets.models import Dataset
from datasets.reading import open_dataset

A_PAGE = 50
COLUMNS = ("time", "who", "what", "details")


@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest events, a page at a time."""
    dataset = _stewarded(request, slug)
    page = Paginator(events_of(dataset), A_PAGE).get_page(request.GET.get("page"))
    context = {"dataset": dataset, "page": page, "entries": [told(each) for each in page]}
    return render(request, "datasets/log.html", context)


@require_safe
def log_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """All events, for a spreadsheet."""
    dataset = _stewarded(request, slug)
    answer = StreamingHttpResponse(
        _lines(events_of(dataset).iterator()), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="log-{dataset.slug}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _stewarded(request: HttpRequest, slug: str) -> Dataset:
    """The dataset, for its stewards; for others there is no log. Raises NotVisible, NotAllowed."""
    dataset = open_dataset(request.user, slug).dataset
    policies.require_steward(request.user, dataset)
    return dataset


def _lines(events: Iterator[Event]) -> Iterator[str]:
    yield "\ufeff" + _line(COLUMNS)
    for event in events:
        entry = told(event)
        yield _line((event.at.isoformat(), entry.who, entry.what, entry.details))


def _line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([safe_text(cell) for cell in cells])
    return line.getvalue()

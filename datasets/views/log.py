"""The log of a dataset for its stewards: who shared, opened, asked for and downloaded what."""

import csv
import io
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import InvalidInput
from datakit.write import safe_text
from datasets import policies
from datasets.forms.log import LogForm
from datasets.history import Wanted, events_of, opened_by_nobody_known, undoable
from datasets.models import Dataset
from datasets.reading import open_dataset
from datasets.telling import Teller

A_PAGE = 50
COLUMNS = ("time", "who", "what", "details")


@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest events of the kind and time asked for, a page at a time."""
    dataset = _stewarded(request, slug)
    form = LogForm(request.GET)
    wanted = form.wanted()
    page = Paginator(events_of(dataset, wanted), A_PAGE).get_page(request.GET.get("page"))
    teller, changes = Teller(), undoable(dataset)
    days = opened_by_nobody_known(dataset, wanted)
    context = {
        "dataset": dataset,
        "form": form,
        "narrowed": wanted != Wanted(),
        "page": page,
        "entries": [(teller.told(each), changes.get(each.pk, "")) for each in page],
        "days": days,
        "times": sum(number for _day, number in days),
        "question": _question(request),
    }
    return render(request, "datasets/log.html", context, status=400 if form.errors else 200)


@require_safe
def log_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The same events, all of them, for a spreadsheet.

    Raises InvalidInput for a day that is none: an export must not hold more than was asked for.
    """
    dataset = _stewarded(request, slug)
    form = LogForm(request.GET)
    if form.errors:
        raise InvalidInput(_("This part of the log cannot be exported: look at the dates."))
    answer = StreamingHttpResponse(
        _lines(dataset, form.wanted()), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="log-{dataset.slug}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _question(request: HttpRequest) -> str:
    """What was asked for, without the page, for the address of the export."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"?{asked.urlencode()}" if asked else ""


def _stewarded(request: HttpRequest, slug: str) -> Dataset:
    """The dataset, for its stewards; for others there is no log. Raises NotVisible, NotAllowed."""
    dataset = open_dataset(request.user, slug).dataset
    policies.require_steward(request.user, dataset)
    return dataset


def _lines(dataset: Dataset, wanted: Wanted) -> Iterator[str]:
    yield "\ufeff" + _line(COLUMNS)
    teller = Teller()
    for event in events_of(dataset, wanted).iterator():
        entry = teller.told(event)
        yield _line((event.at.isoformat(), entry.who, entry.what, entry.details))
    for day, number in opened_by_nobody_known(dataset, wanted):
        opened = _("The rows were opened %(n)s times") % {"n": number}
        yield _line((day.isoformat(), _("people not signed in"), opened, ""))


def _line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([safe_text(cell) for cell in cells])
    return line.getvalue()

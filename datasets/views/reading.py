"""The page of a dataset: what it is, who may see it, and its rows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core.errors import NotVisible
from datasets.actions.looking import count_view, note_view
from datasets.models import Dataset
from datasets.questions import Asked, added
from datasets.reading import OpenDataset, OpenTable, open_dataset, open_tables
from datasets.views.about import About
from datasets.views.closed import closed
from datasets.views.packages import standing
from datasets.views.rows import TableView


@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """The dataset at the newest release the reader may read, or at `?v=`; htmx gets the rows."""
    opened = open_dataset(request.user, slug, Asked.from_address(request.GET).version)
    _written_down(request, opened)
    return page_of(request, opened, request.user)


def page_of(
    request: HttpRequest, opened: OpenDataset, reader: Any, viewing: Any = None
) -> HttpResponse:
    """The page as `reader` sees it. With `viewing` a steward looks through the reader's eyes."""
    asked = Asked.from_address(request.GET)
    if opened.edition is None:
        return closed(request, opened.dataset, reader, viewing)
    more = added(request.GET)
    if more is not None:
        filters = asked.narrowed(more.column, more.op, str(more.value))
        return redirect(request.path + asked.address(filters=filters))
    tables = open_tables(opened)
    view = TableView(_chosen(tables, asked.table), asked)
    if _wants_rows_alone(request):
        answer = HttpResponse(view.drawn())
    else:
        context = {**_page(reader, opened, tables, view), "viewing": viewing}
        answer = render(request, "datasets/dataset.html", context)
    # What one person may see is kept by no cache, and rows never stand in for the page.
    answer["Cache-Control"] = "private, no-store"
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _written_down(request: HttpRequest, opened: OpenDataset) -> None:
    """Who opens rows stands in the log; people without an account are counted, a page once."""
    if opened.edition is None:
        return
    if request.user.is_authenticated:
        note_view(edition=opened.edition, by=request.user)
    elif not request.GET and not _wants_rows_alone(request):
        count_view(edition=opened.edition)


def _page(
    reader: Any, opened: OpenDataset, tables: list[OpenTable], view: TableView
) -> dict[str, Any]:
    stewards = Dataset.objects.stewarded_by(reader)
    return {
        "opened": opened,
        "dataset": opened.dataset,
        "edition": opened.edition,
        "tables": _tabs(tables, view),
        "view": view,
        "about": About(reader, opened, stewards.filter(pk=opened.dataset.pk).exists()),
        "standing": standing(opened),
    }


def _chosen(tables: list[OpenTable], name: str) -> OpenTable:
    """The table asked for, or the first. Raises NotVisible for a name it does not have."""
    for table in tables:
        if name in ("", table.table.name):
            return table
    raise NotVisible


def _tabs(tables: list[OpenTable], view: TableView) -> list[dict[str, Any]]:
    """One tab a table; a filter belongs to one table, so it is left behind."""
    version = view.asked.version
    return [
        {
            "title": each.table.title,
            "url": Asked(version=version, table=each.table.name).address() + "#rows",
            "current": each is view.table,
            "count": each.table.rows,
        }
        for each in tables
    ]


def _wants_rows_alone(request: HttpRequest) -> bool:
    """htmx swaps rows; going back in the history asks for the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]

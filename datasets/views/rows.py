"""The part of a dataset's page that holds rows: what htmx swaps, made from the address alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.ui.charts import bars
from core.ui.formats import cell
from datakit.query import Bars, Filter, QueryError, Sort
from datakit.query import Page as Rows
from datasets import columns
from datasets.columns import ColumnFacts
from datasets.questions import OPERATOR_WORDS, VALUELESS, Asked, Understood, understood
from datasets.reading import ROWS_A_PAGE, OpenTable
from datasets.remembered import Remembered

# What is the same for all readers of a table; what is drawn is weighed in characters.
COLUMNS: Remembered[Sequence[ColumnFacts]] = Remembered(500)
DRAWN: Remembered[SafeString] = Remembered(10_000_000, len)


@dataclass(frozen=True)
class Address:
    """What `pagination` wants to know of a request: the parameters it keeps."""

    GET: QueryDict


class Counted(Sequence[Any]):
    """Rows of one page that stand for all of them: Paginator asks for the length and a slice."""

    def __init__(self, rows: Sequence[Any], total: int) -> None:
        self._rows, self._total = rows, total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, wanted: Any) -> Any:
        return self._rows


@dataclass(frozen=True)
class Chip:
    """One filter in words, and the address without it."""

    text: str
    url: str


@dataclass(frozen=True)
class TableView:
    """One page of one table, as the template draws it."""

    table: OpenTable
    asked: Asked

    @cached_property
    def columns(self) -> Sequence[ColumnFacts]:
        """All columns of the table."""
        return COLUMNS.get(self.table.key, lambda: tuple(columns.described(self.table)))

    def schema(self) -> SafeString:
        """What the columns mean: with the table, it is the same for all its readers."""
        return DRAWN.get(
            (*self.table.key, get_language()),
            lambda: render_to_string("datasets/schema.html", {"view": self}),
        )

    def drawn(self) -> SafeString:
        """The rows with all that is asked around them, the same for all readers of the table.

        The template is given the table and the question, and neither the request nor the person:
        so what it draws for one may be shown to another who may open the same table.
        """
        return DRAWN.get((*self.table.key, get_language(), self.asked), self._draw)

    def _draw(self) -> SafeString:
        address = Address(QueryDict(self.asked.address(page=self.asked.page)[1:]))
        return render_to_string("datasets/rows.html", {"view": self, "request": address})

    @cached_property
    def shown(self) -> list[ColumnFacts]:
        """The columns drawn."""
        return columns.shown(self.columns, self.asked.columns)

    @cached_property
    def on_phone(self) -> list[ColumnFacts]:
        """Those of them that a phone draws too."""
        return columns.on_phone(self.columns, self.asked.columns)

    @cached_property
    def understood(self) -> Understood:
        """The question as far as this table can answer it."""
        return understood(self.asked, self.table.schema)

    @cached_property
    def _answer(self) -> tuple[Rows, int]:
        """The rows of the page asked for, or of the last one there is, and its number."""
        number, query = self.asked.page, self.understood.query
        _ = self._counted  # first: who counts the values has counted the rows
        drawn = [each.column.name for each in self.shown]
        found = self.table.rows(query, number, drawn)
        last = max(1, -(-found.total // ROWS_A_PAGE))
        if number > last:
            number, found = last, self.table.rows(query, last, drawn)
        return found, number

    @property
    def total(self) -> int:
        """How many rows answer."""
        return self._answer[0].total

    @property
    def narrowed(self) -> bool:
        """Whether some rows are left out."""
        return bool(self.understood.query.filters or self.understood.query.search)

    @property
    def page(self) -> Page[Any]:
        """For the links to other pages."""
        found, number = self._answer
        return Paginator(Counted(found.rows, found.total), ROWS_A_PAGE).page(number)

    def rows(self) -> list[tuple[Any, ...]]:
        """The cells drawn."""
        return self._answer[0].rows

    def headings(self) -> list[dict[str, Any]]:
        """The columns for `data_table`: each heading sorts, and turns the order round."""
        return [self._heading(each) for each in self.shown]

    def _heading(self, each: ColumnFacts) -> dict[str, Any]:
        name, sort = each.column.name, self.understood.query.sort
        here = sort is not None and sort.column == name
        down = here and sort is not None and sort.descending
        turned = Sort(name, descending=here and not down)
        return {
            "label": each.label,
            "numeric": each.numeric,
            "aside": each not in self.on_phone,
            "sort_url": self.asked.address(sort=turned),
            "sorted": ("descending" if down else "ascending") if here else "",
        }

    def chips(self) -> list[Chip]:
        """The filters that hold, in words."""
        chips = [
            Chip(self._in_words(each), self.asked.address(filters=self.asked.but(each)))
            for each in self.understood.query.filters
        ]
        if self.asked.words:
            quoted = _("words: %(words)s") % {"words": self.asked.words}
            chips.append(Chip(quoted, self.asked.address(words="")))
        return chips

    def _in_words(self, each: Filter) -> str:
        column = self.table.schema.column(each.column)
        operator = str(OPERATOR_WORDS[each.op])
        value = "" if each.op in VALUELESS else str(each.value)
        if column.type == "boolean" and value in ("True", "False"):
            value = str(cell(value == "True"))
        return f"{column.title or column.name} {operator} {value}".strip()

    def operators(self) -> list[tuple[str, str]]:
        """The ways to filter, for the form."""
        return [(op, str(words)) for op, words in OPERATOR_WORDS.items()]

    def hidden(self) -> list[tuple[str, str]]:
        """What the forms of the page carry along."""
        return [pair for pair in self.asked.parameters() if pair[0] != "page"]

    def hidden_but_columns(self) -> list[tuple[str, str]]:
        """The same for the form that chooses columns."""
        return [pair for pair in self.hidden() if pair[0] != "c"]

    def hidden_but_words(self) -> list[tuple[str, str]]:
        """The same for the form that looks for words."""
        return [pair for pair in self.hidden() if pair[0] != "words"]

    # ── bars ─────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def facets(self) -> list[ColumnFacts]:
        """Columns that can be counted."""
        return columns.countable(self.columns)

    @cached_property
    def facet(self) -> ColumnFacts | None:
        """The column that is counted: the one asked for, else the best filled."""
        asked = [each for each in self.columns if each.column.name == self.asked.facet]
        return next(iter([*asked, *self.facets]), None)

    def facet_links(self) -> list[dict[str, Any]]:
        """The columns to count by."""
        return [
            {
                "title": each.label,
                "url": self.asked.address(facet=each.column.name),
                "current": each == self.facet,
            }
            for each in self.facets[:8]
        ]

    @cached_property
    def _counted(self) -> Bars | None:
        if self.facet is None:
            return None
        try:
            return self.table.bars(self.facet.column.name, self.understood.query)
        except QueryError:
            return None

    @cached_property
    def bars(self) -> dict[str, Any] | None:
        """The values of the counted column among the rows that answer, as bars that filter."""
        counted = self._counted
        if counted is None or self.facet is None or not self.total:
            return None
        name = self.facet.column.name
        drawn = bars([(str(cell(value)), number) for value, number in counted.bars])
        links = [
            self.asked.address(filters=self.asked.narrowed(name, "equals", str(value)))
            for value, _number in counted.bars
        ]
        empty = self.asked.address(filters=self.asked.narrowed(name, "is_empty", ""))
        return {
            "bars": list(zip(drawn, links, strict=True)),
            "other": counted.other,
            "empty": counted.empty,
            "empty_url": empty,
        }

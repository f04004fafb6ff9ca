"""What a reader asks of a table, in the address of the page: `?table=…&f=equals:mineral:Or`.

Everything that can be asked stands in the address, so that it works without JavaScript, can be
sent to a colleague, and shows the colleague only what the colleague may read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Self, cast
from urllib.parse import quote, unquote

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from datakit.query import OPERATORS, Filter, Operator, Query, QueryError, Sort
from datakit.query.conditions import condition
from datakit.schema import Schema

MOST_FILTERS = 12
MOST_COLUMNS = 100
VALUELESS = ("is_empty", "is_not_empty")

OPERATOR_WORDS: dict[str, str | Promise] = {
    "contains": pgettext_lazy("filter", "contains"),
    "equals": pgettext_lazy("filter", "is"),
    "at_least": pgettext_lazy("filter", "at least"),
    "at_most": pgettext_lazy("filter", "at most"),
    "is_empty": pgettext_lazy("filter", "is empty"),
    "is_not_empty": pgettext_lazy("filter", "is not empty"),
}


@dataclass(frozen=True)
class Asked:
    """The question of one request, as it was typed: names and values are not yet checked."""

    version: str = ""
    table: str = ""
    words: str = ""
    filters: tuple[Filter, ...] = ()
    sort: Sort | None = None
    columns: tuple[str, ...] = ()
    facet: str = ""
    page: int = 1

    @classmethod
    def from_address(cls, given: QueryDict) -> Self:
        """Read the parameters; what makes no sense is left out."""
        sort = given.get("sort", "")
        return cls(
            version=given.get("v", ""),
            table=given.get("table", ""),
            words=given.get("words", "").strip()[:200],
            filters=tuple(_filters(given)),
            sort=Sort(sort, given.get("order") == "desc") if sort else None,
            columns=tuple(dict.fromkeys(given.getlist("c")))[:MOST_COLUMNS],
            facet=given.get("facet", ""),
            page=_page(given.get("page", "")),
        )

    def parameters(self) -> list[tuple[str, str]]:
        """The same question as parameters of an address, each form of it written in one way."""
        simple = [("v", self.version), ("table", self.table), ("words", self.words)]
        simple += [("facet", self.facet), ("page", str(self.page) if self.page > 1 else "")]
        if self.sort:
            order = "desc" if self.sort.descending else ""
            simple += [("sort", self.sort.column), ("order", order)]
        pairs = [pair for pair in simple if pair[1]]
        pairs += [("f", written(each)) for each in self.filters]
        return pairs + [("c", column) for column in self.columns]

    def address(self, **changes: Any) -> str:
        """The address of this question with some of it changed; it begins on page 1 again."""
        changed = replace(self, **{"page": 1, **changes})
        return "?" + "&".join(_encoded(*pair) for pair in changed.parameters())

    def but(self, filter_: Filter) -> tuple[Filter, ...]:
        """The filters without this one."""
        return tuple(each for each in self.filters if each != filter_)

    def narrowed(self, column: str, op: Operator, value: str) -> tuple[Filter, ...]:
        """The filters and one more."""
        one = Filter(column, op, value)
        return (*self.but(one), one)[:MOST_FILTERS]


@lru_cache(2000)  # a page has some forty addresses, nearly all of each the same
def _encoded(name: str, value: str) -> str:
    return f"{name}={quote(value, safe=':,/')}"


def _page(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _filters(given: Mapping[str, Any]) -> Iterable[Filter]:
    for text in cast(QueryDict, given).getlist("f")[:MOST_FILTERS]:
        op, _colon, rest = text.partition(":")
        column, _colon, value = rest.partition(":")
        if op in OPERATOR_WORDS and column:
            yield Filter(unquote(column), cast(Operator, op), value)


def written(filter_: Filter) -> str:
    """A filter as the address has it: operator, column, value."""
    column = quote(filter_.column, safe="") if set(filter_.column) & set(":%") else filter_.column
    return f"{filter_.op}:{column}:{filter_.value or ''}"


def added(given: QueryDict) -> Filter | None:
    """The filter that the form «add a filter» asks for, if it was sent."""
    column, op = given.get("column", ""), given.get("op", "")
    if not column or op not in OPERATORS or op not in OPERATOR_WORDS:
        return None
    value = "" if op in VALUELESS else given.get("value", "").strip()[:500]
    return Filter(column, cast(Operator, op), value)


@dataclass(frozen=True)
class Understood:
    """What can be asked of this table, and a sentence for each thing that cannot."""

    query: Query
    complaints: tuple[str, ...] = ()


def understood(asked: Asked, schema: Schema) -> Understood:
    """The question against the columns of a table; wrong filters are said, never an error page."""
    good: list[Filter] = []
    complaints: list[str] = []
    for each in asked.filters:
        try:
            condition(schema, Query((each,)))
        except QueryError as error:
            complaints.append(error.sentence(_))
        else:
            good.append(each)
    sort = asked.sort if asked.sort and asked.sort.column in schema.names else None
    return Understood(Query(tuple(good), sort, asked.words), tuple(dict.fromkeys(complaints)))

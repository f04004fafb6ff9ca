"""Asking a stored table: a page of rows, counts, facets, the distribution of a column."""

from datakit.query.engine import DEFAULT_ENGINE, Engine
from datakit.query.errors import FilterError, QueryError, UnknownColumn
from datakit.query.model import OPERATORS, Filter, Operator, Page, Query, Sort
from datakit.query.rows import count, page
from datakit.query.summary import (
    Bars,
    Bin,
    ColumnSummary,
    bar_counts,
    column_summary,
    facet,
)

__all__ = [
    "DEFAULT_ENGINE",
    "OPERATORS",
    "Bars",
    "Bin",
    "ColumnSummary",
    "Engine",
    "Filter",
    "FilterError",
    "Operator",
    "Page",
    "Query",
    "QueryError",
    "Sort",
    "UnknownColumn",
    "bar_counts",
    "column_summary",
    "count",
    "facet",
    "page",
]

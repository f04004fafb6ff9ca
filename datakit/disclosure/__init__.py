"""Disclosure: what an edition shows of a table, derived, put in words, proposed and weighed.

A :class:`Plan` is data. :func:`propose` gives the safe one to start from, :func:`check` says what
keeps one from being used, :func:`sentences` what it does, :func:`derive` makes the rows, and
:func:`report` weighs the outcome for an audience. How each fails is in docs/disclosure.md.
"""

from datakit.disclosure.checking import check
from datakit.disclosure.deriving import Derived, derive, schema_after
from datakit.disclosure.identifying import Identifying, identify
from datakit.disclosure.joining import Other, StoredTable
from datakit.disclosure.plan import Plan
from datakit.disclosure.problems import PlanError, Sentence
from datakit.disclosure.proposing import propose
from datakit.disclosure.reporting import Report, report
from datakit.disclosure.wording import sentences

__all__ = [
    "Derived",
    "Identifying",
    "Other",
    "Plan",
    "PlanError",
    "Report",
    "Sentence",
    "StoredTable",
    "check",
    "derive",
    "identify",
    "propose",
    "report",
    "schema_after",
    "sentences",
]

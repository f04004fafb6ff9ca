"""Disclosure: what an edition shows of a table, derived, put in words, proposed and weighed."""

from datakit.disclosure.checking import check
from datakit.disclosure.deriving import Derived, derive, schema_after
from datakit.disclosure.plan import Plan
from datakit.disclosure.problems import PlanError, Sentence
from datakit.disclosure.wording import sentences

__all__ = [
    "Derived",
    "Plan",
    "PlanError",
    "Sentence",
    "check",
    "derive",
    "schema_after",
    "sentences",
]

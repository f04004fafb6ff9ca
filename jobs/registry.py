"""The kinds of jobs: a name, a function, how heavy it is and how often it may be tried.

An app offers its kinds in its own `jobs` module:

    @job_kind("datasets.import", weight=Weight.HEAVY)
    def read_upload(work: Work) -> None: ...

A function may be run again after a crash: it must give the same end from any half-way state.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from jobs.enums import Weight
from jobs.work import Cancelled, JobFailed, LeaseLost, Work

__all__ = [
    "Cancelled",
    "JobFailed",
    "Kind",
    "LeaseLost",
    "Weight",
    "Work",
    "find",
    "job_kind",
    "of_weight",
]

Function: TypeAlias = Callable[[Work], None]


@dataclass(frozen=True)
class Kind:
    """One kind of job."""

    name: str
    function: Function
    weight: Weight
    attempts: int


_KINDS: dict[str, Kind] = {}


def job_kind(
    name: str, *, weight: Weight = Weight.HEAVY, attempts: int = 3
) -> Callable[[Function], Function]:
    """Register the decorated function as the kind `name` («app.what»).

    `attempts` counts every run, also those ended by a crash. Raises ValueError for a name that
    another function already has.
    """

    def register(function: Function) -> Function:
        known = _KINDS.get(name)
        if known is not None and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"Two functions are registered as the job kind {name!r}.")
        _KINDS[name] = Kind(name, function, weight, attempts)
        return function

    return register


def find(name: str) -> Kind | None:
    """The kind of this name, or None on an installation that does not have it."""
    return _KINDS.get(name)


def of_weight(weight: Weight) -> list[str]:
    """The names of the kinds that share one queue."""
    return [kind.name for kind in _KINDS.values() if kind.weight == weight]

"""Problems of a file in the reader's words: what, where, what to do; and the names of types."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from datakit.problems import Problem

TYPE_NAMES: dict[str, str | Promise] = {
    "string": pgettext_lazy("column type", "text"),
    "integer": pgettext_lazy("column type", "whole number"),
    "number": pgettext_lazy("column type", "number"),
    "boolean": pgettext_lazy("column type", "yes or no"),
    "date": pgettext_lazy("column type", "date"),
    "datetime": pgettext_lazy("column type", "date and time"),
    "time": pgettext_lazy("column type", "time of day"),
}


@dataclass(frozen=True)
class Finding:
    """One problem as the page shows it."""

    code: str
    level: str
    sentence: str
    advice: str
    sheet: str
    row: int | None
    column: str


def sentence(problem: Problem) -> str:
    """What is wrong, in the reader's language, the words inside it too."""
    params = dict(problem.params)
    if "found" in params:
        params["found"] = _(str(params["found"]))
    if "type" in params:
        params["type"] = str(TYPE_NAMES.get(str(params["type"]), params["type"]))
    return replace(problem, params=params).sentence(_)


def finding(problem: Problem) -> Finding:
    """A problem with its sentence and advice translated."""
    return Finding(
        code=problem.code,
        level=problem.level,
        sentence=sentence(problem),
        advice=_(problem.advice) if problem.advice else "",
        sheet=problem.sheet,
        row=problem.row,
        column=problem.column,
    )


def by_level(problems: Iterable[Problem]) -> dict[str, list[Finding]]:
    """Findings under error, warning and note, the gravest first; empty levels are left out."""
    found = [finding(problem) for problem in problems]
    levels = {
        level: [f for f in found if f.level == level] for level in ("error", "warning", "note")
    }
    return {level: there for level, there in levels.items() if there}

"""What can be chosen for one column of a plan, in words that fit its type.

Every choice is one word of a list, so that the page works on a phone and without JavaScript. What a
plan holds that no list offers (bands from elsewhere, a mapping of categories) stays as it is until
another word is chosen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datakit.disclosure import Plan, sentences
from datakit.disclosure.treatments import (
    GRID_KM,
    Bands,
    Drop,
    Grid,
    Keep,
    Limits,
    Period,
    Pseudonymise,
    Redact,
    Treatment,
)
from datakit.schema import Column, Schema

AS_IT_IS = "as-it-is"
NUMBERS = ("integer", "number")
DATES = ("date", "datetime")
AXES = ("longitude", "latitude")

WORDS: dict[str, str | Promise] = {
    "keep": gettext_lazy("Show as collected"),
    "drop": gettext_lazy("Leave out"),
    "pseudonymise": gettext_lazy("Replace by codes"),
    "redact": gettext_lazy("Remove phones, addresses, places and names from the text"),
    "month": gettext_lazy("Only the month"),
    "quarter": gettext_lazy("Only the quarter"),
    "year": gettext_lazy("Only the year"),
    "bands": gettext_lazy("In bands"),
    "limits": gettext_lazy("Cap the highest and lowest values"),
}


@dataclass(frozen=True)
class Choices:
    """The columns of a table, the plan that is proposed, and what was found in each column."""

    schema: Schema
    proposal: Plan
    profile: Iterable[Mapping[str, Any]] = ()

    @cached_property
    def found(self) -> dict[str, Mapping[str, Any]]:
        """The figures of a column by its name."""
        return {each["name"]: each for each in self.profile}

    @cached_property
    def coordinates(self) -> dict[str, Column]:
        """Longitude and latitude, which are chosen together; empty unless the table has both."""
        tagged = {each.tag: each for each in self.schema.columns if each.type in NUMBERS}
        found = {axis: tagged[axis] for axis in AXES if axis in tagged}
        return found if len(found) == len(AXES) else {}

    @cached_property
    def single(self) -> tuple[Column, ...]:
        """The columns that are chosen one by one."""
        together = {column.name for column in self.coordinates.values()}
        return tuple(each for each in self.schema.columns if each.name not in together)

    def word(self, column: Column) -> str:
        """The word for what is proposed."""
        treatment = self.proposal.treatment(column.name)
        match treatment:
            case Period():
                return treatment.to
            case Keep() | Drop() | Pseudonymise() | Redact():
                return treatment.word
        return AS_IT_IS

    def options(self, column: Column) -> Iterator[tuple[str, str]]:
        """What can be chosen: (word, what it means)."""
        words = ["keep", "drop"]
        if column.type in DATES:
            words[1:1] = ["month", "quarter", "year"]
        elif column.type in NUMBERS and self.edges(column):
            words[1:1] = ["bands", "limits"]
        if column.type in ("string", "integer"):
            words.append("pseudonymise")
        if column.type == "string":
            words.append("redact")
        if self.word(column) == AS_IT_IS:
            words.insert(0, AS_IT_IS)
        return ((word, self._told(word, column)) for word in words)

    def _told(self, word: str, column: Column) -> str:
        """A word of the list; what is proposed says itself what it does."""
        if word != AS_IT_IS:
            return str(WORDS[word])
        alone = Plan({column.name: self.proposal.treatment(column.name)})
        return sentences(alone, Schema((column,)))[0].text(_)

    def treatment(self, column: Column, word: str) -> Treatment:
        """What a word does to a column."""
        match word:
            case "keep":
                return Keep()
            case "drop":
                return Drop()
            case "pseudonymise":
                return Pseudonymise()
            case "redact":
                return Redact(names=self._names_of_people(column))
            case "bands":
                return Bands(edges=self.edges(column))
            case "limits":
                edges = self.edges(column)
                return Limits(low=edges[0], high=edges[-1])
            case "month" | "quarter" | "year":
                return Period(to=word)
        return self.proposal.treatment(column.name)

    def _names_of_people(self, column: Column) -> tuple[str, ...]:
        return tuple(
            each.name
            for each in self.schema.columns
            if each.tag == "person-name" and each.name != column.name
        )

    def edges(self, column: Column) -> tuple[float, ...]:
        """Round edges between the least and the greatest value found: about five bands."""
        found = self.found.get(column.name, {})
        return round_edges(found.get("minimum"), found.get("maximum"), column.type == "integer")

    def facts(self, column: Column) -> str:
        """What helps to decide: how many different values, and between what."""
        found = self.found.get(column.name, {})
        if found.get("distinct") is None:
            return ""
        told = _("%(n)s different values") % {"n": found["distinct"]}
        low, high = found.get("minimum"), found.get("maximum")
        return f"{told} · {low} – {high}" if low not in (None, "") and low != high else told

    # --- places, chosen once for both coordinates ----------------------------------------------

    def word_of_places(self) -> str:
        """The word for what is proposed for the coordinates."""
        treatment = self.proposal.treatment(self.coordinates["longitude"].name)
        return f"grid-{treatment.km}" if isinstance(treatment, Grid) else treatment.word

    def places(self, word: str) -> dict[str, Treatment]:
        """What a word does to the two coordinates."""
        longitude, latitude = (self.coordinates[axis].name for axis in AXES)
        if word == "keep":
            return {longitude: Keep(), latitude: Keep()}
        if word == "drop":
            return {longitude: Drop(), latitude: Drop()}
        km = int(word.removeprefix("grid-"))
        return {
            longitude: Grid(km=km, axis="longitude", partner=latitude),
            latitude: Grid(km=km, axis="latitude", partner=longitude),
        }


def words_of_places() -> list[tuple[str, str]]:
    """What can be chosen for coordinates."""
    nearest = [(f"grid-{km}", _("To the nearest %(km)s km") % {"km": km}) for km in GRID_KM]
    return [("keep", str(WORDS["keep"])), *nearest, ("drop", str(WORDS["drop"]))]


def round_edges(low: Any, high: Any, whole: bool) -> tuple[float, ...]:
    """Edges of about five bands between two values, at 1, 2 or 5 times a power of ten."""
    try:
        start, end = float(low), float(high)
    except (TypeError, ValueError):
        return ()
    if not end > start:
        return ()
    step = _round_step((end - start) / 5)
    if whole:
        step = max(1, round(step))
    first = (start // step + 1) * step
    edges = [first + number * step for number in range(8) if first + number * step < end]
    return tuple(int(edge) if whole else round(edge, 6) for edge in edges)


def _round_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten: the first that is not below `rough`."""
    power = 10.0 ** (len(str(int(rough))) - 1) if rough >= 1 else 0.001
    while True:
        for factor in (1, 2, 5):
            if factor * power >= rough:
                return factor * power
        power *= 10

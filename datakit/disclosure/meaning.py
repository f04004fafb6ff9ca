"""What a column means to disclosure: its tag, its rank among places, what its figures betray."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datakit.reading.hints import fold, tag_of
from datakit.schema import Column

PERSONAL = ("person-name", "phone", "email", "identity-number")
EXACT_PLACE = ("latitude", "longitude")

# From the whole country down; a place that no word ranks counts as the finest.
COUNTRY, PROVINCE, TERRITORY, COLLECTIVITY, GROUPING, VILLAGE = range(6)
_RANKS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (rank, re.compile(rf"(^|\s)({words})(\s|$)"))
    for rank, words in (
        (VILLAGE, "villages?|localites?|sites?|lieu|place|mine|carriere|adresse|address|location"),
        (GROUPING, "groupements?|quartier|zone|aire|ward|axe"),
        (COLLECTIVITY, "collectivites?|secteurs?|sectors?|chefferies?|communes?|subcounty"),
        (TERRITORY, "territoires?|territory|territories|districts?|ville|city|town|county|zs"),
        (PROVINCE, "provinces?|regions?|state|prefecture"),
        (COUNTRY, "pays|country|countries|nation"),
    )
)
_MORE_PLACES = re.compile(
    r"(^|\s)(destinations?|provenance|selling points?|points? de vente|origin|origine)(\s|$)"
)

# A name of nobody knows what: of a person, perhaps.
BARE_NAMES = ("name", "names", "nom", "noms", "label", "libelle")

FEW_ROWS = 20
LONG_TEXT = 60
UNIQUE_SHARE = 0.5
MANY_TEXTS = 50
MANY_TEXTS_SHARE = 0.05
TOO_MANY_TEXTS = 150
SOME_TEXTS, SOME_TEXTS_SHARE = 5, 0.3


@dataclass(frozen=True)
class Meaning:
    """A column with what is known of it. ``share`` is distinct values over filled cells."""

    column: Column
    tag: str
    filled: int | None = None
    distinct: int = 0
    minimum: str = ""
    maximum: str = ""
    examples: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Distinct values per filled cell, from 0 to 1; 0 when nothing is known."""
        return self.distinct / self.filled if self.filled else 0.0

    @property
    def longest(self) -> int:
        """The letters of the longest example."""
        return max(map(len, self.examples), default=0)

    @property
    def empty(self) -> bool:
        """Whether it is known to hold nothing."""
        return self.filled == 0

    @property
    def unique(self) -> bool:
        """Whether most values occur once: whoever knows one finds its row."""
        return bool(self.filled and self.filled >= FEW_ROWS and self.share >= UNIQUE_SHARE)

    @property
    def wordy(self) -> bool:
        """Whether it holds text that people wrote, rather than one of a few categories."""
        if self.column.type != "string":
            return False
        many = self.distinct >= MANY_TEXTS and self.share > MANY_TEXTS_SHARE
        some = self.distinct >= SOME_TEXTS and self.share > SOME_TEXTS_SHARE
        return self.longest > LONG_TEXT or self.distinct > TOO_MANY_TEXTS or many or some

    @property
    def personal(self) -> bool:
        """Whether it names people or tells how to reach them."""
        return self.tag in PERSONAL

    @property
    def rank(self) -> int:
        """How fine a place it is, from COUNTRY to VILLAGE."""
        return place_rank(self.column)


def meaning(
    column: Column, figures: Mapping[str, Any] | None = None, rows: int | None = None
) -> Meaning:
    """What ``column`` means; ``figures`` are those of a table's profile, ``rows`` its rows."""
    tag = column.tag or tag_of(column.name, column.type) or tag_of(column.title, column.type)
    words = fold(f"{column.name} {column.title}")
    if not tag and column.type == "string" and _MORE_PLACES.search(words):
        tag = "place"
    if not tag and words in BARE_NAMES:
        tag = "name"
    if figures is None:
        return Meaning(column, tag)
    empty = figures.get("empty", 0)
    return Meaning(
        column,
        tag,
        filled=None if rows is None else max(rows - empty, 0),
        distinct=figures.get("distinct", 0),
        minimum=figures.get("minimum", ""),
        maximum=figures.get("maximum", ""),
        examples=tuple(map(str, figures.get("examples", ()))),
    )


def place_rank(column: Column) -> int:
    """How fine a place ``column`` names, by the words of its name; the finest when none is known.

    ``location_origin`` or ``village_province`` is as fine as its finest word.
    """
    words = fold(f"{column.name} {column.title}")
    for rank, pattern in _RANKS:
        if pattern.search(words):
            return rank
    return VILLAGE

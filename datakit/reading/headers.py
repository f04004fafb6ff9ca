"""Names for the columns: clean, unique, never blank; what was changed is told."""

import re
import unicodedata
from collections.abc import Sequence

from datakit import problem_kinds as kinds
from datakit.problems import Problem
from datakit.reading.cells import INVISIBLE

_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
LONGEST = 200


def clean_name(title: str) -> str:
    """``title`` on one line, composed, without invisible characters."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", title))
    return _SPACES.sub(" ", text.replace("\xa0", " ")).strip()[:LONGEST]


def name_columns(titles: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """Unique names for ``titles``, in order, and what was changed."""
    names: list[str] = []
    problems: list[Problem] = []
    taken: set[str] = set()
    cleaned = [clean_name(title) for title in titles]
    reserved = {name.casefold() for name in cleaned if name}
    for position, (title, wanted) in enumerate(zip(titles, cleaned, strict=True), start=1):
        name = _free(wanted or f"column_{position}", taken, reserved if not wanted else set())
        problems += _told(title, wanted, name, position)
        taken.add(name.casefold())
        names.append(name)
    return names, problems


def _free(wanted: str, taken: set[str], reserved: set[str]) -> str:
    name, number = wanted, 1
    # DuckDB and many programs ignore capitals in names, so «Nom» and «nom» may not both stand.
    while name.casefold() in taken | reserved:
        number += 1
        name = f"{wanted}_{number}"
    return name


def _told(title: str, wanted: str, name: str, position: int) -> list[Problem]:
    if not wanted:
        return [kinds.BLANK_HEADER.found(column=name, position=position, renamed=name)]
    if name != wanted:
        return [kinds.DUPLICATE_HEADER.found(column=wanted, position=position, renamed=name)]
    if title.strip() != wanted and any(not c.isprintable() or c == "\xa0" for c in title.strip()):
        return [kinds.HEADER_CLEANED.found(column=name, position=position)]
    return []

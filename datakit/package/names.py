"""File names inside a package: plain ASCII, unique, and never a way out of its folder."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 60
RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789"),
}


def slug(text: str) -> str:
    """``text`` in lower-case ASCII letters, digits and hyphens; ``table`` if nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or "table"
    return f"{made}-table" if made in RESERVED else made


def unique_slugs(texts: Iterable[str]) -> tuple[str, ...]:
    """A slug for each text, in order, numbered from 2 where two would be the same."""
    given: list[str] = []
    for base in map(slug, texts):
        name, number = base, 2
        while name in given:
            name, number = f"{base}-{number}", number + 1
        given.append(name)
    return tuple(given)


def checked_path(path: str) -> str:
    """``path`` if it is a plain relative one of ASCII letters; ``ValueError`` otherwise."""
    parts = path.split("/")
    if all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", part) for part in parts):
        return path
    raise ValueError(f"not a file name for a package: {path!r}")

"""How a publication is cited: one line of text, and BibTeX."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Work:
    """What a citation says. An author is written «Family, Given» or is an organisation."""

    title: str
    authors: Sequence[str]
    publisher: str
    day: date
    url: str
    language: str


def plain(work: Work) -> str:
    """The citation as a sentence in the APA manner."""
    who = _joined([_short(author) for author in work.authors]) or work.publisher
    publisher = f" {work.publisher}." if work.authors and work.publisher else ""
    return f"{who} ({work.day.year}). {work.title}.{publisher} {work.url}"


def _short(author: str) -> str:
    """«Démo, Alice Marie» becomes «Démo, A. M.»; an organisation keeps its name."""
    family, comma, given = author.partition(",")
    if not comma:
        return author.strip()
    initials = " ".join(f"{name[0]}." for name in given.split())
    return f"{family.strip()}, {initials}"


def _joined(authors: list[str]) -> str:
    if len(authors) < 2:
        return "".join(authors)
    return f"{', '.join(authors[:-1])} & {authors[-1]}"


def bibtex(work: Work) -> str:
    """The same for reference managers."""
    fields = {
        "title": f"{{{_safe(work.title)}}}",
        "author": _safe(" and ".join(_bibtex_name(author) for author in work.authors)),
        "institution": _safe(work.publisher),
        "year": str(work.day.year),
        "url": work.url,
        "language": work.language,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{_key(work)},", *lines, "}"])


def _bibtex_name(author: str) -> str:
    return author if "," in author else f"{{{author}}}"


def _safe(text: str) -> str:
    return re.sub(r"([&%$#_])", r"\\\1", text)


def _key(work: Work) -> str:
    """`demo2026barrieres`: the first author, the year, the first long word of the title."""
    first = work.authors[0] if work.authors else work.publisher
    long = [word for word in _ascii(work.title).split() if len(word) > 4]
    name = _ascii(first.partition(",")[0]).replace(" ", "")
    return f"{name or 'anon'}{work.day.year}{long[0] if long else ''}"


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9 ]+", " ", folded).strip()

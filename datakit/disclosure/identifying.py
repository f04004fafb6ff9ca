"""Columns that may identify a person or a place: by their names, their values, their uniqueness."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from duckdb import DuckDBPyConnection

from datakit.disclosure import phrases
from datakit.disclosure.meaning import (
    EXACT_PLACE,
    FEW_ROWS,
    LONG_TEXT,
    UNIQUE_SHARE,
    VILLAGE,
    Meaning,
    meaning,
)
from datakit.disclosure.plan import Plan
from datakit.disclosure.problems import Sentence
from datakit.disclosure.shut import working_in
from datakit.disclosure.treatments import Bands, Categories, Grid, Limits, Period, Pseudonymise
from datakit.query import DEFAULT_ENGINE, Engine
from datakit.query.engine import quoted
from datakit.reading.database import literal
from datakit.schema import Schema

MAIL = r"[\pL\pN._%+-]+@[\pL\pN-]+\.[\pL\pN.-]+"
PHONE = r"(^|[^\pN.,])(\+|00)?\(?\d([ ().\-/]{0,2}\d){8,13}($|[^\pN.,])"
WEB = r"(?i)(https?://|www\.)\S+"
DEGREES = (
    r"(?i)(multi)?(point|polygon|linestring) ?z? ?\("
    r"|-?\d{1,3}[.,]\d{4,}\s*[,;/ ]\s*-?\d{1,3}[.,]\d{4,}"
    r"|\d{1,3}\s*°\s*\d{1,2}"
)
# No \b: it knows no accented letter.
ARMED = (
    r"(?i)(^|[^\pL])(fardc|fdlr|adf|m23|codeco|cndp|nyatura|raia mutomboki|milices?|militias?"
    r"|ma[iï]\x{308}?[- ]?ma[iï]\x{308}?|mayi[- ]?mayi|groupes? armés?|armed groups?"
    r"|forces? armées?|pnc|police des mines|pmh)([^\pL]|$)"
)
PATTERNS: Mapping[str, str] = {
    "phones": PHONE, "mails": MAIL, "web": WEB, "coordinates": DEGREES, "armed": ARMED,
}  # fmt: skip
# A date is written with eight digits and separators, and is no telephone number.
DATE_LIKE = r"^\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|^\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
GRAVE = ("name", "phone", "email", "identity-number", "phones", "mails", "coordinates",
         "exact-place", "near-village", "geometry")  # fmt: skip
COUNTED = ("string", "integer", "date", "datetime")
COARSE = (Grid, Bands, Limits, Period, Pseudonymise, Categories)

WHY = {
    "name": phrases.NAMES_PEOPLE,
    "phone": phrases.PHONE_HEADER,
    "email": phrases.MAIL_HEADER,
    "identity-number": phrases.IDENTITY_HEADER,
    "person-trait": phrases.TRAIT_HEADER,
    "phones": phrases.PHONES_INSIDE,
    "mails": phrases.MAILS_INSIDE,
    "web": phrases.WEB_INSIDE,
    "coordinates": phrases.COORDINATES_INSIDE,
    "armed": phrases.ARMED_INSIDE,
    "exact-place": phrases.EXACT_PLACE,
    "near-village": phrases.NEAR_VILLAGE,
    "geometry": phrases.EXACT_SHAPE,
    "free-text": phrases.FREE_TEXT,
    "unique": phrases.UNIQUE_VALUES,
}
BY_TAG = {
    "person-name": "name",
    "name": "name",
    "phone": "phone",
    "email": "email",
    "identity-number": "identity-number",
    "person-trait": "person-trait",
    "geometry": "geometry",
    "free-text": "free-text",
}


@dataclass(frozen=True)
class Identifying:
    """A column that may identify, why, and for how many of its filled cells (0 to 1)."""

    column: str
    code: str
    share: float = 1.0

    @property
    def grave(self) -> bool:
        """Whether it names a person or an exact place by itself."""
        return self.code in GRAVE

    @property
    def telling(self) -> bool:
        """Whether a safe plan leaves such a column out where nothing makes it coarse."""
        return self.grave or self.code in ("unique", "free-text", "web", "armed")

    def sentence(self, title: str = "") -> Sentence:
        """Why, in words; ``title`` is what the column is called."""
        percent = max(1, round(100 * self.share))
        return Sentence(WHY[self.code], {"column": title or self.column, "percent": percent})


def identify(
    parquet: Path, schema: Schema, plan: Plan | None = None, *, engine: Engine = DEFAULT_ENGINE
) -> tuple[Identifying, ...]:
    """The columns of a stored table that may identify, each with every reason.

    With the ``plan`` the table was derived by, columns that it made coarse are not suspected.
    Reads every value once; patterns are looked for in text alone.
    """
    with working_in(Path(gettempdir()), engine, [parquet]) as db:
        return identify_with(db, parquet, schema, plan)


def identify_with(
    db: DuckDBPyConnection, parquet: Path, schema: Schema, plan: Plan | None
) -> tuple[Identifying, ...]:
    """:func:`identify` in a database that may read ``parquet``."""
    asked = [
        meaning(each)
        for each in schema.columns
        if not isinstance(plan.treatment(each.name) if plan else None, COARSE)
    ]
    figures = {each.column.name: _figures(db, parquet, each) for each in asked}
    villages = any(
        each.tag == "place" and each.rank >= VILLAGE and figures[each.column.name].filled
        for each in asked
    )
    return tuple(
        found
        for each in asked
        for found in _reasons(each, figures[each.column.name], near_village=villages)
    )


def telling_pattern(examples: Iterable[str]) -> str:
    """The first kind of telling value among ``examples``: phones, mails …; empty for none."""
    for text in examples:
        for code, pattern in PYTHON_PATTERNS.items():
            if pattern.search(text) and not (code == "phones" and _DATE.search(text)):
                return code
    return ""


def _python(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(r"[^\pN.,]", r"[^\d.,]").replace(r"\pL\pN", r"\w"))


PYTHON_PATTERNS = {code: _python(each) for code, each in PATTERNS.items() if code != "armed"}
_DATE = re.compile(DATE_LIKE)


@dataclass(frozen=True)
class _Figures:
    """One column counted: filled cells, distinct values, mean length, cells per pattern."""

    filled: int
    distinct: int
    length: float
    matches: Mapping[str, int]

    def share(self, count: float) -> float:
        return count / self.filled if self.filled else 0.0


def _figures(db: DuckDBPyConnection, parquet: Path, each: Meaning) -> _Figures:
    """Counted over the distinct values of a column, which are few where rows are many."""
    name, source = quoted(each.column.name), literal(parquet)
    if each.column.type not in COUNTED:
        ((filled,),) = db.execute(f"SELECT count({name}) FROM {source}").fetchall()  # noqa: S608
        return _Figures(filled, 0, 0.0, {})
    patterns = PATTERNS if each.column.type == "string" else {}
    tests = "".join(f", coalesce(sum(n) FILTER ({_test(code)}), 0)" for code in patterns)
    length = "coalesce(sum(length(v) * n) / sum(n), 0)" if patterns else "0"
    sql = (
        f"SELECT coalesce(sum(n), 0), count(*), {length}{tests} FROM (SELECT {name} AS v, "  # noqa: S608
        f"count(*) AS n FROM {source} WHERE {name} IS NOT NULL GROUP BY 1)"
    )
    ((filled, distinct, mean, *counts),) = db.execute(sql).fetchall()
    matches = dict(zip(patterns, map(int, counts), strict=True))
    return _Figures(int(filled), distinct, float(mean), matches)


def _test(code: str) -> str:
    found = f"regexp_matches(v, {literal(PATTERNS[code])})"
    if code != "phones":
        return found
    return f"{found} AND NOT regexp_matches(v, {literal(DATE_LIKE)})"


def _reasons(each: Meaning, counted: _Figures, *, near_village: bool) -> Iterator[Identifying]:
    if not counted.filled:
        return
    name = each.column.name
    if code := BY_TAG.get(each.tag):
        yield Identifying(name, code)
    if each.tag in EXACT_PLACE:
        yield Identifying(name, "near-village" if near_village else "exact-place")
    for code, count in counted.matches.items():
        if count and not (code == "armed" and each.tag == "armed-group"):
            yield Identifying(name, code, counted.share(count))
    unique = counted.share(counted.distinct)
    if counted.filled >= FEW_ROWS and unique >= UNIQUE_SHARE:
        yield Identifying(name, "unique", unique)
    if each.tag not in ("free-text", "geometry") and counted.length > LONG_TEXT:
        yield Identifying(name, "free-text")

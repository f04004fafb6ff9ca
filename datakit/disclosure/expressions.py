"""From a treatment to the SQL of its column. Names are quoted, values are only ever bound."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from datakit.disclosure.bands import band_sql
from datakit.disclosure.bound import Bound
from datakit.disclosure.grid import centre_sql
from datakit.disclosure.redaction import folded, names_in, without_names, without_patterns
from datakit.disclosure.treatments import (
    Bands,
    Categories,
    Grid,
    Keep,
    Level,
    Limits,
    Period,
    Pseudonymise,
    Redact,
    Treatment,
)
from datakit.query.engine import quoted
from datakit.schema import Column

SOURCE = "src"
HASH_BLOCK = 64
PSEUDONYM_DIGITS = 20
MONTHS = {"month": "strftime({}, '%Y-%m')", "year": "CAST(year({}) AS BIGINT)"}
QUARTER = "strftime({0}, '%Y') || '-Q' || quarter({0})"


@dataclass
class Making:
    """What the SQL of treatments shares: bound values, the key, and tables of parents to join.

    ``parents`` holds, for each treatment by categories, its mapping in the order of the joins;
    ``ahead`` the SQL of values that are made before the rest, by name.
    """

    bound: Bound
    key: bytes
    parents: list[tuple[str, Categories]] = field(default_factory=list)
    ahead: dict[str, str] = field(default_factory=dict)

    def before(self, sql: str) -> str:
        """A column that holds the value of ``sql`` when the treatments begin."""
        name = f"{self.bound.word}{len(self.ahead)}"
        self.ahead[name] = sql
        return f"{SOURCE}.{name}"


def source(name: str) -> str:
    """A column of the full table in SQL."""
    return f"{SOURCE}.{quoted(name)}"


def treated_sql(column: Column, treatment: Treatment, making: Making) -> str:
    """The SQL of ``column`` after ``treatment``. The plan has been checked against the schema."""
    return BUILDERS[type(treatment)](column, treatment, making)


def _as_it_is(column: Column, _: Treatment, __: Making) -> str:
    return _value(column)


def _value(column: Column) -> str:
    """The value itself. No zero keeps a minus: equal rows could be told apart by it."""
    name = source(column.name)
    return f"{name} + 0.0::DOUBLE" if column.type == "number" else name


def _pseudonym(column: Column, asked: Any, making: Making) -> str:
    """HMAC-SHA-256 of family and value, as RFC 2104 defines it."""
    key = making.key if len(making.key) <= HASH_BLOCK else hashlib.sha256(making.key).digest()
    padded = key.ljust(HASH_BLOCK, b"\0")
    family = (asked.family or column.name).encode() + b"\0"
    inner = making.bound.value(bytes(byte ^ 0x36 for byte in padded) + family)
    outer = making.bound.value(bytes(byte ^ 0x5C for byte in padded))
    value = f"encode(CAST({source(column.name)} AS VARCHAR))"
    digest = f"sha256({outer} || unhex(sha256({inner} || {value})))"
    return f"'p' || substr({digest}, 1, {PSEUDONYM_DIGITS})"


def _parent(column: Column, asked: Any, making: Making) -> str:
    alias = f"parents_{len(making.parents)}"
    making.parents.append((column.name, asked))
    value = source(column.name)
    other = making.bound.value(asked.other)
    return f"CASE WHEN {value} IS NOT NULL THEN coalesce({alias}.parent, {other}::VARCHAR) END"


def _band(column: Column, asked: Any, making: Making) -> str:
    whole = column.type == "integer"
    edges = [int(edge) if whole else float(edge) for edge in asked.edges]
    return band_sql(source(column.name), edges, making.bound, whole=whole)


def _period(column: Column, asked: Any, _: Making) -> str:
    return MONTHS.get(asked.to, QUARTER).format(source(column.name))


def _cell(column: Column, asked: Any, _: Making) -> str:
    here, other = source(column.name), source(asked.partner)
    pair = (here, other) if asked.axis == "longitude" else (other, here)
    longitude, latitude = (f"CAST({each} AS DOUBLE)" for each in pair)
    return centre_sql(longitude, latitude, asked.km, asked.axis)


def _limited(column: Column, asked: Any, making: Making) -> str:
    value = source(column.name)
    tests = [f"WHEN NOT isfinite({value}) THEN NULL"] if column.type == "number" else []
    kind = int if column.type == "integer" else float
    for sign, end in (("<", asked.low), (">", asked.high)):
        if end is not None:
            limit = making.bound.value(kind(end))
            tests.append(f"WHEN {value} {sign} {limit} THEN {limit}")
    cast = "BIGINT" if column.type == "integer" else "DOUBLE"
    return f"CAST(CASE {' '.join(tests)} ELSE {_value(column)} END AS {cast})"


def _redacted(column: Column, asked: Any, making: Making) -> str:
    text = without_patterns(source(column.name), making.bound)
    if not asked.names:
        return text
    names = names_in([source(name) for name in asked.names], making.bound)
    plain, small, found = (making.before(sql) for sql in (text, folded(text), names))
    return without_names(plain, small, found, making.bound)


BUILDERS: dict[type[Treatment], Callable[[Column, Any, Making], str]] = {
    Keep: _as_it_is,
    Level: _as_it_is,
    Pseudonymise: _pseudonym,
    Categories: _parent,
    Bands: _band,
    Period: _period,
    Grid: _cell,
    Limits: _limited,
    Redact: _redacted,
}

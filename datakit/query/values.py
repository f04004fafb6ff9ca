"""From what a person typed to a value of the column's type."""

import math
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from datakit.query import errors
from datakit.query.errors import FilterError
from datakit.schema import Column

INTEGERS = range(-(2**63), 2**63)
YES = {"true", "1", "yes", "y", "oui", "o", "vrai"}
NO = {"false", "0", "no", "n", "non", "faux"}
DAY_FIRST = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
SPACES = str.maketrans("", "", " \u00a0\u202f")


def _text(value: Any) -> str:
    text = str(value)
    text.encode()  # half a surrogate pair cannot be asked for
    return text


def _integer(value: Any) -> int:
    number = int(str(value).translate(SPACES))
    if number not in INTEGERS:
        raise ValueError
    return number


def _number(value: Any) -> float:
    number = float(str(value).translate(SPACES).replace(",", "."))
    if not math.isfinite(number):
        raise ValueError
    return number


def _boolean(value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in YES | NO:
        raise ValueError
    return word in YES


def _date(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    for pattern in DAY_FIRST:
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    return date.fromisoformat(text)


def _datetime(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value).strip())
    except ValueError:
        return datetime.combine(_date(value), time())


def _time(value: Any) -> time:
    return value if isinstance(value, time) else time.fromisoformat(str(value).strip())


READERS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "string": (_text, errors.NEEDS_TEXT),
    "integer": (_integer, errors.NEEDS_INTEGER),
    "number": (_number, errors.NEEDS_NUMBER),
    "boolean": (_boolean, errors.NEEDS_BOOLEAN),
    "date": (_date, errors.NEEDS_DATE),
    "datetime": (_datetime, errors.NEEDS_DATETIME),
    "time": (_time, errors.NEEDS_TIME),
}


def as_type(column: Column, value: Any) -> Any:
    """``value`` as the type of ``column``, or :class:`FilterError`."""
    read, complaint = READERS[column.type]
    if value is None:
        raise FilterError(complaint, column.name)
    try:
        return read(value)
    except (ValueError, OverflowError) as error:
        raise FilterError(complaint, column.name) from error


def as_text(column: Column, value: Any) -> str:
    """``value`` as a text to look for in ``column``, or :class:`FilterError`."""
    if value is None or str(value) == "":
        raise FilterError(errors.NEEDS_TEXT, column.name)
    try:
        return _text(value)
    except ValueError as error:
        raise FilterError(errors.NEEDS_TEXT, column.name) from error

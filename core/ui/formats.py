"""Numbers, sizes, days and punctuation as the reader's language writes them."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NO_BREAK = "\u00a0"
NARROW = "\u202f"

FRENCH_MONTHS = [
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
]
ENGLISH_MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]

# Tags, addresses and entities keep their characters, whatever the language.
_UNTOUCHED = re.compile(
    r"(<[^>]*>|(?:https?://|www\.|mailto:)[^\s<»]+|\S+@\S+\.\w+|&(?!nbsp;)#?\w+;)", re.IGNORECASE
)
_SPACES = rf"(?:[ {NO_BREAK}{NARROW}]|&nbsp;)"


def in_french() -> bool:
    """Whether the reader has chosen French."""
    return (get_language() or "fr").startswith("fr")


def number(value: object, places: int | str | None = None) -> str:
    """4218.5 as «4 218,5» or “4,218.5”; nothing for what is not a number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return "" if value is None else str(value)
    digits = f"{value:,}" if places is None or places == "" else f"{value:,.{int(places)}f}"
    if not in_french():
        return digits
    return digits.replace(",", NARROW).replace(".", ",")


def filesize(size: object) -> str:
    """Bytes as «38 ko», «1,2 Mo» or “38 kB”, “1.2 MB”: what a phone bill counts in, thousands."""
    if not isinstance(size, int | float):
        return ""
    french = in_french()
    if size < 1000:
        return f"{int(size)}{NO_BREAK}{'octets' if french else 'bytes'}"
    units = ("ko", "Mo", "Go", "To") if french else ("kB", "MB", "GB", "TB")
    amount, unit = float(size) / 1000, 0
    while round(amount) >= 1000 and unit < len(units) - 1:
        amount, unit = amount / 1000, unit + 1
    places = 0 if unit == 0 or amount >= 100 else 1
    return f"{number(amount, places)}{NO_BREAK}{units[unit]}"


def day(value: object) -> str:
    """A date as «14 oct. 2023» or “14 Oct 2023”; a moment first becomes the date it is here."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if not isinstance(value, date):
        return ""
    if in_french():
        ordinal = "1er" if value.day == 1 else str(value.day)
        return f"{ordinal} {FRENCH_MONTHS[value.month - 1]} {value.year}"
    return f"{value.day} {ENGLISH_MONTHS[value.month - 1]} {value.year}"


def month_year(value: object) -> str:
    """A month as «oct. 2023» or “Oct 2023”."""
    if not isinstance(value, date):
        return ""
    names = FRENCH_MONTHS if in_french() else ENGLISH_MONTHS
    return f"{names[value.month - 1]} {value.year}"


def moment(value: object) -> str:
    """A date with its time, «14 oct. 2023, 9 h 05» or “14 Oct 2023, 09:05”."""
    if not isinstance(value, datetime):
        return day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    clock = f"{local.hour}{NO_BREAK}h{NO_BREAK}{local:%M}" if in_french() else f"{local:%H:%M}"
    return f"{day(value)}, {clock}"


def percent(share: object) -> str:
    """0.42 as «42 %» or “42%”."""
    if not isinstance(share, int | float):
        return ""
    return f"{round(share * 100)}{NARROW if in_french() else ''}%"


def cell(value: object) -> object:
    """A value of a table as the reader's language writes it; text stays as it was given."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return moment(value)
    return number(value) if isinstance(value, int | float | Decimal) else value


def _space_french(text: str) -> str:
    text = re.sub(rf"«{_SPACES}*", f"«{NARROW}", text)
    text = re.sub(rf"{_SPACES}*»", f"{NARROW}»", text)
    # Before ; ! ? always; before : only where a space or the end follows, so that 10:30 stays.
    text = re.sub(rf"{_SPACES}+([;:!?])", rf"{NARROW}\1", text)
    text = re.sub(r"(?<=[\w»)’”%€])([;!?])", rf"{NARROW}\1", text)
    return re.sub(r"(?<=[\w»)’”%€])(:)(?=\s|$)", rf"{NARROW}\1", text)


def french_typography(value: object) -> str:
    """Editors' French with its narrow spaces; other languages, tags and addresses as they are."""
    # Rich text is markup too, though it is no string. Only what says it is markup stays markup.
    markup = getattr(value, "__html__", None)
    safe = markup is not None
    text = str(markup()) if markup else "" if value is None else str(value)
    if not in_french():
        return mark_safe(text) if safe else text  # noqa: S308
    pieces = _UNTOUCHED.split(text)
    spaced = "".join(p if i % 2 else _space_french(p) for i, p in enumerate(pieces))
    # What came in safe leaves safe: only spaces were added, never a tag.
    return mark_safe(spaced) if safe else spaced  # noqa: S308

"""What a single text looks like, for finding the header: a number, a date, a truth, or words."""

import re
from collections.abc import Sequence

_TYPED = re.compile(
    r"""[+-]?\d[\d\s.,]*(e[+-]?\d+)?%?            # numbers, however grouped
      | [+-]?[.,]\d+
      | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?  # dates
      | \d{1,2}:\d\d(:\d\d)?(\.\d+)?
      | true|false|null|nan
      | \#(div/0!|n/a|name\?|null!|num!|ref!|value!)
      | \*+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"(19|20)\d\d")


def looks_typed(text: str) -> bool:
    """True when ``text`` looks like a value rather than like the name of a column."""
    return bool(_TYPED.fullmatch(text.strip()))


def looks_like_years(cells: Sequence[str]) -> bool:
    """True when the only values among names are years: «Territoire, 2019, 2020»."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    values = [cell for cell in filled if looks_typed(cell)]
    return (
        len(values) < len(filled)
        and len(set(values)) == len(values)
        and all(_YEAR.fullmatch(value) for value in values)
    )

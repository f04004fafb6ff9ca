"""How a text becomes a value, as DuckDB expressions. ``$v`` stands for the text.

One expression per way of writing a value: counting, verifying and converting all use the same
one, so what was promised by a count is what the column gets. Where an expression does not
understand a text it is NULL.
"""

from typing import Final

INTEGER: Final = "[+-]?(0|[1-9][0-9]{0,14})"
DOT: Final = "[+-]?((0|[1-9][0-9]{0,14})([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?"
# «12E4» is as likely a code as a number: without a point the exponent needs its sign.
CODE_LIKE: Final = "[0-9]+[eE][0-9]+"
COMMA: Final = "[+-]?((0|[1-9][0-9]{0,14})(,[0-9]*)?|,[0-9]+)"
BY_COMMA: Final = "[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]+)?"
BY_DOT: Final = "[+-]?[1-9][0-9]{0,2}([.][0-9]{3})+(,[0-9]+)?"
BY_SPACE: Final = "[+-]?[1-9][0-9]{0,2}( [0-9]{3})+([.,][0-9]+)?"

COMMA_GROUPS: Final = ".*,[0-9]{3}(,[0-9]{3}|[.]).*"
COMMA_DECIMALS: Final = "[+-]?([0-9]*,([0-9]{1,2}|[0-9]{4,})|0+,[0-9]+|[0-9]{4,},[0-9]+)"
DOT_GROUPS: Final = ".*[0-9][.][0-9]{3}([.][0-9]{3}|,).*"
DOT_DECIMALS: Final = "[+-]?([0-9]*[.]([0-9]{1,2}|[0-9]{4,})|0+[.][0-9]+|[0-9]{4,}[.][0-9]+)"

LEADING_ZERO: Final = "[+-]?0[0-9]+"
TOO_LONG: Final = "[+-]?[0-9]{16,}"
TIME: Final = "[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?"
COMPACT_DATE: Final = "(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])"
DATE_LIKE: Final = (
    "([0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}.*)"
    "|(([[:alpha:]]+,? )?[0-9]{1,2}(er|st|nd|rd|th)?[ -][[:alpha:]]{3,9}[.]?[ -][0-9]{4}.*)"
    "|([[:alpha:]]{3,9}[.]? [0-9]{1,2}(st|nd|rd|th)?,? [0-9]{4}.*)"
)

TRUTHS: Final = {
    "true": True, "false": False, "yes": True, "no": False,
    "oui": True, "non": False, "vrai": True, "faux": False,
}  # fmt: skip

MISSING: Final = (
    "('NA','N/A','#N/A','NULL','NONE','NAN','-','--','---','–','—','.','..','...',"
    "'ND','N.D.','N.A.','N/D')"
)

_MONTHS: Final = (
    ("jan", "janv", "january", "janvier"),
    ("feb", "fev", "fevr", "february", "fevrier"),
    ("mar", "mars", "march"),
    ("apr", "avr", "april", "avril"),
    ("may", "mai"),
    ("jun", "juin", "june"),
    ("jul", "juil", "july", "juillet"),
    ("aug", "aou", "august", "aout"),
    ("sep", "sept", "september", "septembre"),
    ("oct", "october", "octobre"),
    ("nov", "november", "novembre"),
    ("dec", "december", "decembre"),
)
_MONTH_PAIRS: Final = ",".join(
    f"'{word}':{number}" for number, words in enumerate(_MONTHS, start=1) for word in words
)
_MONTH_MAP: Final = "MAP {" + _MONTH_PAIRS + "}"


def matches(text: str, pattern: str) -> str:
    """SQL: does the whole of ``text`` match ``pattern``?"""
    return f"regexp_full_match({text}, '{pattern}')"


def is_missing(text: str) -> str:
    """SQL: is ``text`` one of the signs for «no value»?"""
    return f"(upper({text}) IN {MISSING} OR {matches(text, '[*]+')})"


def integer(groups: str = "") -> str:
    """SQL of a whole number whose thousands are grouped by the sign ``groups`` (or not at all)."""
    if not groups:
        return f"CASE WHEN {matches('$v', INTEGER)} THEN TRY_CAST($v AS BIGINT) END"
    shape = {",": BY_COMMA, ".": BY_DOT, " ": BY_SPACE}[groups]
    fits = f"({matches('$v', shape)} OR {matches('$v', INTEGER)})"
    return f"CASE WHEN {fits} THEN TRY_CAST(replace($v, '{groups}', '') AS BIGINT) END"


def number(decimal: str = ".", groups: str = "") -> str:
    """SQL of a number with the given decimal sign, thousands grouped by ``groups`` or not."""
    plain = f"({matches('$v', DOT)} AND NOT {matches('$v', CODE_LIKE)})"
    fits = plain if decimal == "." else matches("$v", COMMA)
    if groups:
        shape = {",": BY_COMMA, ".": BY_DOT, " ": BY_SPACE}[groups]
        fits = f"({fits} OR {matches('$v', shape)})"
    text = f"replace($v, '{groups}', '')" if groups else "$v"
    if decimal == ",":
        text = f"replace({text}, ',', '.')"
    return f"CASE WHEN {fits} THEN TRY_CAST({text} AS DOUBLE) END"


def boolean(true: tuple[str, ...], false: tuple[str, ...]) -> str:
    """SQL of a truth, from the spellings the column uses."""

    def listed(words: tuple[str, ...]) -> str:
        return "(" + ",".join("'" + word.replace("'", "''") + "'" for word in words or ("",)) + ")"

    return f"CASE WHEN $v IN {listed(true)} THEN true WHEN $v IN {listed(false)} THEN false END"


_CLOCK: Final = "[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,6})?)?"
_ZONE: Final = "Z|[+-][0-9]{2}:?[0-9]{2}"
_MOMENT: Final = f"^(.+?)(?:[T ]+({_CLOCK}) ?({_ZONE})?)?$"

DAY_PART: Final = f"regexp_extract($v, '{_MOMENT}', 1)"
CLOCK_PART: Final = f"regexp_extract($v, '{_MOMENT}', 2)"
ZONE_PART: Final = f"regexp_extract($v, '{_MOMENT}', 3)"


def _numeric_day(order: str) -> str:
    wide = "[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{4}"
    narrow = "[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{2}"
    slashed = "regexp_replace($d, '[-. ]', '/', 'g')"
    return (
        f"WHEN {matches('$d', wide)} THEN CAST(TRY_STRPTIME({slashed}, '{order}/%Y') AS DATE) "
        f"WHEN {matches('$d', narrow)} THEN CAST(TRY_STRPTIME({slashed}, '{order}/%y') AS DATE) "
    )


def _worded_day() -> str:
    folded = "replace(strip_accents(lower($d)), '.', '')"
    french = "'^(?:[a-z]+,? )?([0-9]{1,2})(?:er|st|nd|rd|th)?[ -]([a-z]{3,9})[ -]([0-9]{4})$'"
    english = "'^([a-z]{3,9}) ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})$'"

    def day(pattern: str, d: int, m: int) -> str:
        def part(n: int) -> str:
            return f"regexp_extract({folded}, {pattern}, {n})"

        month = f"{_MONTH_MAP}[{part(m)}]"
        return f"TRY_CAST({part(3)} || '-' || {month} || '-' || {part(d)} AS DATE)"

    return f"ELSE COALESCE({day(french, 1, 2)}, {day(english, 2, 1)}) END"


def day(month_first: bool = False, compact: bool = False) -> str:
    """SQL of the day in ``$v``, which may be followed by a time: ISO, numeric or in words."""
    iso = "[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    dashed = "regexp_replace($d, '[/.]', '-', 'g')"
    cases = f"CASE WHEN {matches('$d', iso)} THEN TRY_CAST({dashed} AS DATE) "
    if compact:
        cases += (
            f"WHEN {matches('$d', COMPACT_DATE)} THEN CAST(TRY_STRPTIME($d, '%Y%m%d') AS DATE) "
        )
    cases += _numeric_day("%m/%d" if month_first else "%d/%m") + _worded_day()
    return cases.replace("$d", DAY_PART)


def date_only(month_first: bool = False, compact: bool = False, clocked: bool = True) -> str:
    """SQL of a date; where values are ``clocked``, a time of exactly midnight may follow."""
    if not clocked:
        return day(month_first, compact).replace(DAY_PART, "$v")
    midnight = f"regexp_full_match({CLOCK_PART}, '(0{{1,2}}:00(:00([.]0+)?)?)?')"
    return f"CASE WHEN {midnight} AND {ZONE_PART} = '' THEN {day(month_first, compact)} END"


def moment(month_first: bool = False, zoned: bool = False) -> str:
    """SQL of a date and time; with ``zoned`` every value names its zone and becomes UTC."""
    clock = f"TRY_CAST(replace(coalesce(nullif({CLOCK_PART}, ''), '00:00'), ',', '.') AS TIME)"
    plain = f"({day(month_first)} + {clock})"
    if not zoned:
        return f"CASE WHEN {ZONE_PART} = '' THEN {plain} END"
    sign = f"CASE WHEN {ZONE_PART}[1] = '-' THEN -1 ELSE 1 END"
    hours = f"CAST({ZONE_PART}[2:3] AS INTEGER)"
    minutes = f"CAST({ZONE_PART}[-2:] AS INTEGER)"
    shift = f"to_minutes({sign} * ({hours} * 60 + {minutes}))"
    named = f"WHEN {ZONE_PART} <> '' THEN {plain} - {shift}"
    return f"CASE WHEN {ZONE_PART} = 'Z' THEN {plain} {named} END"


def clock() -> str:
    """SQL of a time of day."""
    return f"CASE WHEN {matches('$v', TIME)} THEN TRY_CAST($v AS TIME) END"


def apply(expression: str, column: str) -> str:
    """The expression for a column, whose signs for «no value» become NULL first."""
    text = f"(CASE WHEN {is_missing(column)} THEN NULL ELSE {column} END)"
    return expression.replace("$v", text)

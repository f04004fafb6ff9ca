"""What is taken out of free text, by pattern and by the names its own row holds.

Better too much than too little: any long number goes. It is still a net with holes: a place or a
person described in words stays, so text never starts as shown to anybody but the owner.
"""

from collections.abc import Sequence

from datakit.disclosure.bound import Bound

MARK = "[…]"
DIGIT = r"\p{Nd}"
WORD = r"[\pL\pM]+"
PIECES = rf"{WORD}|{DIGIT}+|[^\pL\pM\p{{Nd}}]+"
DOMAINS = "com|org|net|info|cd|cg|be|fr|rw|ug|tz|bi|ch|eu|io|me|int|gov|edu"

WEB = rf"(?i)(https?://|www\.)\S+|\b[\pL\p{{Nd}}-]+(\.[\pL\p{{Nd}}-]+)*\.({DOMAINS})\b(/\S*)?"
MAIL = (
    r"(?i)[\pL\p{Nd}._%+-]+\s*(@|＠|\(at\)|\[at\]|\(arobase\))\s*"
    r"[\pL\p{Nd}-]+(\s*(\.|\(dot\)|\[dot\]|\(point\))\s*[\pL\p{Nd}-]+)*"
)
HANDLE = r"(^|\s)@[\pL\p{Nd}_.]{3,}"
DEGREES = (
    rf"[NSEWO]?\s*[-+−]?{DIGIT}{{1,3}}\s*[°º]\s*({DIGIT}{{1,2}}([.,]{DIGIT}+)?\s*['′’]\s*)?"
    rf"({DIGIT}{{1,2}}([.,]{DIGIT}+)?\s*(\"|″|''|”)\s*)?[NSEWO]?"
)
DECIMAL = rf"[-+−]?{DIGIT}{{1,3}}[.,]{DIGIT}{{3,}}\s*°?\s*[NSEWO]?\b"
UTM = rf"\b{DIGIT}{{1,2}}\s?[C-HJ-NP-X]\s?[A-Z]{{0,2}}\s?{DIGIT}{{3,7}}\s?{DIGIT}{{3,8}}\b"
PLUS_CODE = r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,4}\b"
PHONE = rf"(\+|00)?\(?{DIGIT}([\s\x{{a0}}\x{{202f}}().\-–/]{{0,3}}{DIGIT}){{7,}}"
NUMBERED = (
    rf"\b[A-Za-z]{{1,5}}[-/. ]?{DIGIT}{{5,}}[A-Za-z]*\b|\b{DIGIT}{{4,}}[A-Za-z]{{1,3}}{DIGIT}*\b"
)
LONG_NUMBER = rf"{DIGIT}{{7,}}"
PATTERNS = (WEB, MAIL, HANDLE, DEGREES, DECIMAL, UTM, PLUS_CODE, PHONE, NUMBERED, LONG_NUMBER)

# Words that stand in names and everywhere else; single letters are left alone as well.
PARTICLES = ("al", "da", "de", "der", "des", "di", "du", "el", "en", "et", "la", "le", "les", "of",
             "the", "van", "von", "wa", "ya", "and", "ou", "un", "une")  # fmt: skip


def redacted_sql(text: str, own: Sequence[str], bound: Bound) -> str:
    """SQL for ``text`` without what the patterns find and the words of the SQL texts ``own``."""
    without = text
    for pattern in PATTERNS:
        without = f"regexp_replace({without}, {bound.value(pattern)}, {bound.value(MARK)}, 'g')"
    return _without_own(without, own, bound) if own else without


def _without_own(text: str, own: Sequence[str], bound: Bound) -> str:
    """Every word that one of ``own`` has too becomes the mark, whatever its case and accents."""
    whole = f"concat_ws(' ', {', '.join(f'CAST({each} AS VARCHAR)' for each in own)})"
    words = f"regexp_extract_all({_folded(whole)}, {bound.value(f'{WORD}|{DIGIT}+')})"
    telling = (
        f"list_filter({words}, lambda n: length(n) > 1 AND NOT "
        f"list_contains({bound.value(list(PARTICLES))}, n))"
    )
    met = f"list_filter(names, lambda n: contains({_folded(text)}, n))"
    pieces = f"regexp_extract_all({text}, {bound.value(PIECES)})"
    shown = f"CASE WHEN list_contains(names, {_folded('w')}) THEN {bound.value(MARK)} ELSE w END"
    joined = f"array_to_string(list_transform({pieces}, lambda w: {shown}), '')"
    # The names are a list in a list, so that they are made once a row and not once a word; cutting
    # the text into words is dear, and done where a name is met.
    once = f"lambda names: CASE WHEN len({met}) = 0 THEN {text} ELSE {joined} END"
    return f"CASE WHEN {whole} = '' THEN {text} ELSE list_transform([{telling}], {once})[1] END"


def _folded(text: str) -> str:
    return f"strip_accents(lower({text}))"

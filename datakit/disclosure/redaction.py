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
    r"(?i)[\pL\p{Nd}._%+-]+([@＠]|\s*(\(at\)|\[at\]|\(arobase\))\s*)"
    r"[\pL\p{Nd}-]+((\.|\s*(\(dot\)|\[dot\]|\(point\))\s*)[\pL\p{Nd}-]+)*"
)
HANDLE = r"\B@[\pL\p{Nd}_.]{3,}"
SIDE = r"(\s*[NSEWO]\b)?"
DEGREES = (
    rf"([NSEWO]\s*)?[-+−]?{DIGIT}{{1,3}}([.,]{DIGIT}+)?\s*[°º]"
    rf"(\s*{DIGIT}{{1,2}}([.,]{DIGIT}+)?\s*(''|[\"″”'′’]))*{SIDE}"
)
UTM = rf"\b{DIGIT}{{1,2}}\s?[C-HJ-NP-X]\s?[A-Z]{{0,2}}\s?{DIGIT}{{3,7}}\s?{DIGIT}{{3,8}}\b"
PLUS_CODE = r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,4}\b"
PHONE = rf"(\+|00)?\(?{DIGIT}([\s\x{{a0}}\x{{202f}}().\-–/]{{0,3}}{DIGIT}){{7,}}"
DECIMAL = rf"[-+−]?{DIGIT}{{1,3}}[.,]{DIGIT}{{3,}}(\s*°)?{SIDE}"
NUMBERED = (
    rf"\b[A-Za-z]{{1,5}}[-/. ]?{DIGIT}{{5,}}[A-Za-z]*\b|\b{DIGIT}{{4,}}[A-Za-z]{{1,3}}{DIGIT}*\b"
)
LONG_NUMBER = rf"{DIGIT}{{7,}}"
# In this order: the longer a pattern's find, the earlier, lest another leaves a piece of it.
PATTERNS = (MAIL, WEB, HANDLE, DEGREES, UTM, PLUS_CODE, PHONE, DECIMAL, NUMBERED, LONG_NUMBER)

# Words that stand in names and everywhere else; single letters are left alone as well.
PARTICLES = ("al", "da", "de", "der", "des", "di", "du", "el", "en", "et", "la", "le", "les", "of",
             "the", "van", "von", "wa", "ya", "and", "ou", "un", "une")  # fmt: skip


def without_patterns(text: str, bound: Bound) -> str:
    """SQL for ``text`` with the mark in place of whatever a pattern finds."""
    without = text
    for pattern in PATTERNS:
        without = f"regexp_replace({without}, {bound.value(pattern)}, {bound.value(MARK)}, 'g')"
    return without


def names_in(own: Sequence[str], bound: Bound) -> str:
    """SQL for the list of telling words in the SQL texts ``own``, folded."""
    whole = f"concat_ws(' ', {', '.join(f'CAST({each} AS VARCHAR)' for each in own)})"
    words = f"regexp_extract_all({folded(whole)}, {bound.value(f'{WORD}|{DIGIT}+')})"
    particles = bound.value(list(PARTICLES))
    return f"list_filter({words}, lambda n: length(n) > 1 AND NOT list_contains({particles}, n))"


def without_names(text: str, folded_text: str, names: str, bound: Bound) -> str:
    """SQL for ``text`` with the mark in place of every word of the list ``names``.

    All three are columns: cutting the text into words is dear, and done where a name is met.
    """
    met = f"list_filter({names}, lambda n: contains({folded_text}, n))"
    pieces = f"regexp_extract_all({text}, {bound.value(PIECES)})"
    hidden = f"list_contains({names}, {folded('w')})"
    shown = f"CASE WHEN {hidden} THEN {bound.value(MARK)} ELSE w END"
    joined = f"array_to_string(list_transform({pieces}, lambda w: {shown}), '')"
    return f"CASE WHEN len({met}) = 0 THEN {text} ELSE {joined} END"


def folded(text: str) -> str:
    """SQL for ``text`` in small letters, without accents."""
    return f"strip_accents(lower({text}))"

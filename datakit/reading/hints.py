"""What a column's name tells about its meaning, in French and English."""

import re
import unicodedata

_WORDS = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """``text`` in small letters, without accents, its words separated by single spaces."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _WORDS.sub(" ", plain).strip()


def _said(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(^|\s)({pattern})(\s|$)")


_TAGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("latitude", _said("lat|latitude|ylat|ylatitude|y lat|y latitude|gps lat|coord y")),
    ("longitude", _said("lon|long|lng|longitude|xlon|xlongitude|x lon|x longitude|coord x")),
    (
        "geometry",
        _said(
            "geom|geometry|geometrie|wkt|wkb|shape|coordinates?|coordonnees?|gps|geolocation"
            "|geopoint"
        ),
    ),
    ("email", _said("e mail|email|mail|courriel|adresse electronique")),
    (
        "phone",
        _said(
            "phone|telephone|tel|mobile|gsm|whatsapp|cell|cellphone|portable"
            "|numero de tel|numero de telephone"
        ),
    ),
    (
        "person-trait",
        _said(
            "age|sexe?|gender|ethnies?|ethnicity|tribus?|tribe|religion|nationalit[ey]"
            "|profession|occupation|etat civil|marital status|naissance|birth|birthdate|dob"
        ),
    ),
    ("date", _said("date|dates|jour|day|datetime|horodatage|timestamp|dt")),
    (
        "person-name",
        _said(
            "prenom|prenoms|first ?name|last ?name|surname|full ?name|postnom|nom et prenom"
            "|nom complet|noms complets|enqueteur|enumerator|respondent|repondant|interviewer?"
            "|interviewee|contact|contact person|contact name|personne de contact|author"
            "|temoins?|witness|witnesses|victimes?|victims?|informants?|informateurs?|plaignant"
            "|nom du (repondant|chef|responsable|contact|informateur)"
        ),
    ),
    (
        "identity-number",
        _said(
            "national id|id card|passports?|passeports?|(carte|numero) d (identite|electeur)|cni"
            "|matricule|voter"
        ),
    ),
    (
        "armed-group",
        re.compile(
            r"(^|\s)(armed|armee?s?|militaires?|military|militias?|milices?|combattants?|combatants?"
            r"|fardc|soldats?|soldiers?)(\s|$)|^(presence|interference|ingerences?)$"
        ),
    ),
    (
        "identifier",
        _said(
            "ids?|uid|uuid|fid|vid|cid|pid|code|pcode|codes|identifiant|identifier"
            "|ref|reference|slug|key"
        ),
    ),
    (
        "free-text",
        _said(
            "remarks?|remarques?|comments?|commentaires?|observations?|notes?|description|narrative"
            "|narration|recit|temoignages?|details?|reasons?|raisons?|motifs?|circonstances"
        ),
    ),
    (
        "place",
        _said(
            "provinces?|territoires?|territory|collectivite|groupement|villages?|localite"
            "|commune|ville|city|town|secteur|chefferie|quartier|district|region|county|pays"
            "|country|site|lieu|place|adresse|address|localisation|location|axe|carriere|mine"
        ),
    ),
)
_COUNT = _said(
    r"nb|nbre|nombre|number|numb|count|total|qty|quantit[ye]|quantite|effectif|workers?|montant|amount"
    r"|prix|price|age|diggers|creuseurs|pits|puits|poids|weight|hours|heures"
)
_FLAG = re.compile(r"^(is|has|est|a|avec|presence|flag) ")


def tag_of(name: str, column_type: str) -> str:
    """The meaning of a column for disclosure, from its name and type; empty when unknown."""
    words = fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))
    for tag, pattern in _TAGS:
        if pattern.search(words) and _fits(tag, column_type):
            return tag
    if column_type in ("date", "datetime"):
        return "date"
    return ""


def _fits(tag: str, column_type: str) -> bool:
    allowed = {
        "latitude": ("number", "integer", "string"),
        "longitude": ("number", "integer", "string"),
        "date": ("date", "datetime", "string"),
        "identifier": ("string", "integer"),
        "phone": ("string", "integer"),
        "identity-number": ("string", "integer"),
        "person-trait": ("string", "integer", "number", "date", "datetime"),
        "armed-group": ("string", "integer", "number", "boolean"),
    }
    return column_type in allowed.get(tag, ("string",))


def names_a_count(name: str) -> bool:
    """True when the name promises a quantity, whose 0 and 1 are numbers."""
    return bool(_COUNT.search(fold(name)))


def names_a_flag(name: str) -> bool:
    """True when the name asks yes or no: «is_3t_mine», «has permit»."""
    return bool(_FLAG.match(fold(name)))


def names_a_date(name: str) -> bool:
    """True when the name promises a date."""
    return bool(dict(_TAGS)["date"].search(fold(name)))


def names_a_phone(name: str) -> bool:
    """True when the name promises telephone numbers, which are never counted with."""
    return bool(dict(_TAGS)["phone"].search(fold(name)))

"""What a file is, from its content: the name is never believed."""

import zipfile
from pathlib import Path

from datakit import problem_kinds as kinds
from datakit.problems import Problem, gettext_noop
from datakit.reading.refusal import Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

PROGRAM = gettext_noop("a program")
PDF = gettext_noop("a PDF document")
PICTURE = gettext_noop("a picture")
FILM = gettext_noop("a sound or a film")
DATABASE = gettext_noop("a database")
DOCUMENT = gettext_noop("a text document or a presentation")
OTHER = gettext_noop("data of another kind")

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"#!/", PROGRAM),
    (b"%PDF-", PDF),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"BM", PICTURE),
    (b"RIFF", FILM),
    (b"OggS", FILM),
    (b"ID3", FILM),
    (b"fLaC", FILM),
    (b"{\\rtf", DOCUMENT),
    (b"PAR1", DATABASE),
)
ARCHIVES: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
GEO_WORDS = (b'"featurecollection"', b'"feature"', b'"topology"')
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def recognise(path: Path) -> str:
    """``csv``, ``xlsx``, ``xlsm``, ``xlsb``, ``xls`` or ``ods``; raises :class:`Refused`."""
    with path.open("rb") as file:
        head = file.read(65_536)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise Refused(kinds.EMPTY_FILE.found())
    if head.startswith((ZIP, b"PK\x05\x06")):
        return _in_zip(path)
    if head.startswith(OLE):
        return "xls"
    problem = _refusal(head)
    if problem:
        raise Refused(problem)
    return "csv"


def _refusal(head: bytes) -> Problem | None:
    if head.startswith(b"SQLite format 3\x00"):
        if b"gpkg_" in head or head[68:72] in (b"GPKG", b"GP10"):
            return kinds.GEO_LATER.found(found="GeoPackage")
        return kinds.NOT_A_TABLE.found(found=DATABASE)
    for signature, name in ARCHIVES:
        if head.startswith(signature):
            return kinds.ARCHIVE.found(found=name)
    if head[257:262] == b"ustar":
        return kinds.ARCHIVE.found(found="tar")
    if head.startswith(BOMS):
        return _text_refusal(head)
    return _binary_refusal(head) or _text_refusal(head)


def _binary_refusal(head: bytes) -> Problem | None:
    """The problem of bytes that are not text. UTF-16 without a BOM looks binary and is not."""
    if head[4:8] == b"ftyp":
        return kinds.NOT_A_TABLE.found(found=FILM)
    suspicious = _looks_binary(head)
    for signature, name in SIGNATURES:
        # Some signatures are ordinary letters: «BM» or «MZ» may begin a CSV.
        if head.startswith(signature) and (suspicious or not signature.isalnum()):
            return kinds.NOT_A_TABLE.found(found=name)
    return kinds.NOT_A_TABLE.found(found=OTHER) if suspicious else None


def _looks_binary(head: bytes) -> bool:
    if plain_utf16(head):
        return False
    controls = sum(head.count(bytes([code])) for code in (*range(9), *range(14, 32)))
    return (head.count(0) > 0 and controls > 1) or controls > max(8, len(head) // 50)


def plain_utf16(head: bytes) -> str:
    """``utf-16-le`` or ``utf-16-be`` when every second byte is zero, plainly; else empty."""
    head = head[: len(head) // 2 * 2]
    if len(head) < 8:
        return ""
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.05 else ""


def _text_refusal(head: bytes) -> Problem | None:
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:4_000].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return kinds.HTML_PAGE.found()
    if start.startswith(b"<?xml"):
        if b"<kml" in start or b"<gpx" in start:
            return kinds.GEO_LATER.found(found="KML/GPX")
        if b"<html" in start:
            return kinds.HTML_PAGE.found()
        return kinds.NOT_A_TABLE.found(found=OTHER)
    if start.startswith((b"{", b"[")) and b'"type"' in start and any(w in start for w in GEO_WORDS):
        return kinds.GEO_LATER.found(found="GeoJSON")
    if start.startswith((b'{"', b"[{", b"{\n", b"{\r")):
        return kinds.NOT_A_TABLE.found(found=OTHER)
    return None


def _in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise Refused(kinds.CORRUPT.found()) from None
    if any(name.startswith("xl/") for name in names):
        return _excel(names)
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    lower = [name.lower() for name in names]
    if any(name.endswith((".shp", ".geojson", ".gpkg", ".kml")) for name in lower):
        raise Refused(kinds.GEO_LATER.found(found="Shapefile"))
    if any(name.startswith(("word/", "ppt/")) for name in lower) or mimetype:
        raise Refused(kinds.NOT_A_TABLE.found(found=DOCUMENT))
    raise Refused(kinds.ARCHIVE.found(found="ZIP"))


def _excel(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if not any(name.startswith("xl/workbook") for name in names):
        raise Refused(kinds.CORRUPT.found())
    return "xlsm" if "xl/vbaProject.bin" in names else "xlsx"

"""In which encoding a text file is written: BOM, then strict UTF-8, then UTF-16, then cp1252."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from datakit import problem_kinds as kinds
from datakit.problems import Problem
from datakit.reading.recognise import plain_utf16
from datakit.reading.refusal import Refused

CHUNK = 1 << 22


@dataclass(frozen=True)
class Encoding:
    """A Python codec name to open the file with, what to call it, and the note to show."""

    codec: str
    label: str
    ascii_only: bool = False
    problem: Problem | None = None


def find_encoding(path: Path, chosen: str = "") -> Encoding:
    """The encoding of the whole file; a ``chosen`` one is only checked. Raises Refused."""
    if chosen:
        return _chosen(path, chosen)
    with path.open("rb") as file:
        head = file.read(65_536)
    if head.startswith(codecs.BOM_UTF8) and _decodes(path, "utf-8"):
        return Encoding("utf-8-sig", "utf-8-sig")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", "utf-16")
    if utf16 := plain_utf16(head):
        return Encoding(utf16, "utf-16")
    if _decodes(path, "ascii"):
        return Encoding("utf-8", "utf-8", ascii_only=True)
    if _decodes(path, "utf-8"):
        return Encoding("utf-8", "utf-8")
    note = kinds.GUESSED_ENCODING.found(encoding="cp1252")
    return Encoding("cp1252", "cp1252", problem=note)


def _chosen(path: Path, chosen: str) -> Encoding:
    refused = Refused(kinds.BAD_ENCODING_CHOICE.found(encoding=chosen[:40]))
    try:
        codec = codecs.lookup(chosen).name
        "".encode(codec)  # codecs such as «hex» are no text encodings
    except LookupError:
        raise refused from None
    if not _decodes(path, codec):
        raise refused
    # A BOM is no part of the first column's name, whoever chose the encoding.
    return Encoding("utf-8-sig" if codec == "utf-8" else codec, chosen)


def _decodes(path: Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True

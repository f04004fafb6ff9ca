"""Looking into a workbook's ZIP before parsing it: does it claim more than it may?

Sizes written in a ZIP can lie, so the parts are also unpacked and counted; ODS can say «repeat
this cell a billion times» in a few bytes, so its repeats are multiplied before anyone obeys them.
"""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from datakit import problem_kinds as kinds
from datakit.reading.model import Limits
from datakit.reading.refusal import Refused

CHUNK = 1 << 20
LONGEST_TAG = 400
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]+)(\d+)"[^>]*?\st="e"')
_ERROR_CELL_2 = re.compile(rb'<(?:\w+:)?c\s[^>]*?t="e"[^>]*?\sr="([A-Z]+)(\d+)"')


def check_packed(path: Path, format: str, limits: Limits) -> None:
    """Raise Refused when the workbook unpacks to too much, or claims too many cells."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, limits)
            if format == "ods":
                _check_password(archive)
                _OdsClaim(limits).check(archive)
    except (zipfile.BadZipFile, EOFError, ValueError, OSError, NotImplementedError, RuntimeError):
        raise Refused(kinds.CORRUPT.found()) from None
    except expat.ExpatError:
        raise Refused(kinds.CORRUPT.found()) from None
    except KeyError:
        raise Refused(kinds.CORRUPT.found()) from None


def _check_password(archive: zipfile.ZipFile) -> None:
    """An encrypted ODS says so in its manifest; its content is noise to a parser."""
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refused(kinds.PASSWORD.found())


def _check_sizes(archive: zipfile.ZipFile, limits: Limits) -> None:
    bomb = Refused(kinds.ZIP_BOMB.found(limit=limits.unpacked_bytes // 1024**2))
    entries = [e for e in archive.infolist() if e.filename.endswith((".xml", ".bin", ".rels"))]
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes or len(entries) > 10_000:
        raise bomb
    left = limits.unpacked_bytes
    for entry in entries:
        # zlib never expands more than 1032 times: what is small packed is small unpacked.
        if entry.compress_size * 1032 <= entry.file_size + CHUNK:
            continue
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise bomb


@dataclass
class _OdsClaim:
    """How many cells an ODS asks for, counting repeats of cells that hold something."""

    limits: Limits
    row_repeat: int = 1
    row_cells: int = 0
    column: int = 0
    cells: int = 0
    rows: int = 0
    seen_rows: int = 0

    def check(self, archive: zipfile.ZipFile) -> None:
        """Raise Refused as soon as the claim passes the limit."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        # Entities could multiply as repeats do; an honest ODS declares none.
        parser.EntityDeclHandler = self._entity
        with archive.open("content.xml") as content:
            self._feed(parser, content)

    def _feed(self, parser: expat.XMLParserType, content: IO[bytes]) -> None:
        while chunk := content.read(CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)

    def _entity(self, *_: object) -> None:
        raise Refused(kinds.CORRUPT.found())

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.seen_rows = 0
        elif name == "table:table-row":
            self.row_repeat = _number(attributes.get("table:number-rows-repeated", "1"))
            self.column = self.row_cells = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.column += _number(attributes.get("table:number-columns-repeated", "1"))
            if any(key.startswith(("office:", "calcext:", "table:formula")) for key in attributes):
                self.row_cells = self.column
        elif name == "text:p":
            self.row_cells = max(self.row_cells, self.column)

    def _end(self, name: str) -> None:
        if name != "table:table-row":
            return
        self.seen_rows += self.row_repeat
        if self.row_cells:
            # A filled row makes the reader keep all rows before it.
            self.rows = max(self.rows, self.seen_rows)
            self.cells += self.row_cells * self.row_repeat
        self._judge()

    def _judge(self) -> None:
        if self.cells > self.limits.cells:
            raise Refused(kinds.TOO_MANY_CELLS.found(limit=self.limits.cells))
        if self.row_cells > self.limits.columns * 10:
            raise Refused(
                kinds.TOO_MANY_COLUMNS.found(count=self.row_cells, limit=self.limits.columns)
            )
        if self.rows > self.limits.rows:
            raise Refused(kinds.TOO_MANY_ROWS.found(limit=self.limits.rows))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 1


def error_cells(path: Path, part: str) -> list[tuple[int, int]]:
    """The (row, column), from 0, of the cells that hold an error in one sheet of an XLSX."""
    found: set[tuple[bytes, bytes]] = set()
    with zipfile.ZipFile(path) as archive, archive.open(part) as content:
        tail = b""
        while chunk := content.read(CHUNK):
            seen = tail + chunk
            if b't="e"' in seen:
                found.update(_ERROR_CELL.findall(seen), _ERROR_CELL_2.findall(seen))
            # A cell's tag may lie across the seam; what is found twice counts once.
            tail = chunk[-LONGEST_TAG:]
    return sorted((int(row) - 1, _column_index(letters)) for letters, row in found)


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def column_letters(index: int) -> str:
    """The letters of a spreadsheet column counted from 0: 0 → A, 27 → AB."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_parts(path: Path) -> dict[str, str]:
    """Which part of an XLSX holds each sheet, by the sheet's name."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return {}
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", relations):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        targets[given.get("Id", "")] = "xl/" + given.get("Target", "").removeprefix("/xl/")
    parts = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", book):
        given = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        part = targets.get(given.get("r:id", ""), "")
        if part in names:
            parts[_unescape(given.get("name", ""))] = part
    return parts


def _unescape(text: str) -> str:
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(entity, sign)
    return text.replace("&amp;", "&")

"""Files to bring in: good ones, and one of each bad kind, made in code."""

import csv
import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from django.conf import settings

VISITS = "pcode;Site;Effectif;Date de visite\n007;Démo A;320;14/10/2023\n012;Démo B;;02/09/2023\n"


def csv_bytes(
    rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    """Rows as delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """An XLSX with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def visits(count: int = 40) -> list[list[Any]]:
    """Invented visits with a header, leading zeros, an empty cell and a zero."""
    rows: list[list[Any]] = [["pcode", "Site", "Effectif", "Date de visite"]]
    for number in range(count):
        workers = None if number % 7 == 0 else number % 5
        day = date(2023, 1, 1) + timedelta(days=number)
        rows.append([f"00{number:03d}", f"Site Démo {number}", workers, day])
    return rows


def protected_workbook() -> bytes:
    """What Excel writes when a password is set: an OLE container with an encrypted package."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + "EncryptedPackage".encode("utf-16-le") + bytes(4096)


def damaged_workbook() -> bytes:
    """A workbook that lost its second half on the way."""
    whole = workbook(Visites=visits(400))
    return whole[: len(whole) // 2]


def bomb(claim: int = 5 * 1024**3) -> bytes:
    """A small workbook whose directory says that a sheet unpacks to 5 GB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", "0" * 5_000_000)
    data = bytearray(out.getvalue())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", claim % 2**32 or 2**32 - 1)
    return bytes(data)


def greedy_workbook(rows: int = 300_000, columns: int = 20) -> bytes:
    """A workbook of one megabyte, all its claims honest, that wants a lot of memory."""
    cell = "<c t='inlineStr'><is><t>Démo</t></is></c>"
    row = f"<row>{cell * columns}</row>".encode()
    schema = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b"<worksheet xmlns='%b'><sheetData>%b</sheetData></worksheet>" % (schema, row * rows)
    out, small = io.BytesIO(), io.BytesIO(workbook(A=[["a"]]))
    with zipfile.ZipFile(small) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, sheet if name.endswith("sheet1.xml") else source.read(name))
    return out.getvalue()


def wide_sheet(columns: int = 3_000_000) -> bytes:
    """An ODS of a few hundred bytes that claims 3 million columns."""
    cell = f'<table:table-cell table:number-columns-repeated="{columns}" office:value="1"/>'
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="A"><table:table-row>{cell}'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(range(256)) * 8


def stored() -> set[str]:
    """Every file in private storage and among the incoming, by its path."""
    roots = (Path(settings.PRIVATE_ROOT), Path(settings.FILE_UPLOAD_TEMP_DIR))
    return {str(path) for root in roots for path in root.rglob("*") if path.is_file()}

"""Files that are not tables, whatever their name says."""

import bz2
import gzip
import io
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.unit.datakit.reading.reading import codes, read


def zipped(*names: str) -> bytes:
    """A ZIP with files of these names."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return written.getvalue()


def tarred() -> bytes:
    """A tar file with one member."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"))
    return written.getvalue()


GEOJSON = b'{\n "type": "FeatureCollection", "features": []}'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty-file"),
        (b"\xff\xfe", "empty-file"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" * 20, "not-a-table"),
        (b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 60, "not-a-table"),
        (b"#!/bin/sh\nrm -rf x\n", "not-a-table"),
        (b"%PDF-1.7\nhello", "not-a-table"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 30, "not-a-table"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "not-a-table"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40, "not-a-table"),
        (bytes(range(256)) * 10, "not-a-table"),
        (b"{\\rtf1\\ansi hello}", "not-a-table"),
        (b'[{"a": 1}]', "not-a-table"),
        (b"<?xml version='1.0'?><data/>", "not-a-table"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "html-page"),
        (b"\n  <HTML><head>", "html-page"),
        ("<html>".encode("utf-16"), "html-page"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "archive"),
        (bz2.compress(b"a,b\n1,2\n"), "archive"),
        (zipped("a.csv"), "archive"),
        (tarred(), "archive"),
        (zipped("word/document.xml"), "not-a-table"),
        (zipped("sites.shp", "sites.dbf"), "geo-not-yet"),
        (GEOJSON, "geo-not-yet"),
        (b"<?xml version='1.0'?><kml xmlns='x'></kml>", "geo-not-yet"),
        (b"PK\x03\x04broken", "corrupt-workbook"),
        (zipped("xl/worksheets/sheet1.xml"), "corrupt-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "corrupt-workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 20,
            "password-protected",
        ),
    ],
)
def test_what_is_refused_and_why(tmp_path: Path, content: bytes, code: str) -> None:
    found = read(tmp_path, content, name="visits.csv")
    assert (found.outcome, codes(found)) == ("reject", {code})
    problem = found.problems[0]
    assert problem.file == "visits.csv"
    assert problem.sentence()
    assert problem.advice
    assert not list((tmp_path / "out").iterdir())


def test_databases_and_geopackages_are_told_apart(tmp_path: Path) -> None:
    for table, code in (("visits", "not-a-table"), ("gpkg_contents", "geo-not-yet")):
        path = tmp_path / f"{table}.db"
        with sqlite3.connect(path) as db:
            db.execute(f"CREATE TABLE {table} (a)")
        db.close()
        assert codes(read(tmp_path, path.read_bytes())) == {code}


@pytest.mark.parametrize("content", ["BM,MZ\n1,2\n", "ID3;x\n1;2\n", "{a},b\n1,2\n", "MZ\n1\n"])
def test_letters_that_look_like_signatures_are_letters(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, content).outcome == "accept"


def test_text_under_a_workbooks_name(tmp_path: Path) -> None:
    assert read(tmp_path, "a;b\n1;2\n", name="visits.xls").outcome == "accept"
    assert codes(read(tmp_path, "Attachment not found", name="visits.xls")) == {"corrupt-workbook"}

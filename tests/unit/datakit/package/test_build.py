"""A package explains and proves itself, is the same each time, and is there whole or not at all."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from datakit.package import PackageCancelled, PackageTable, build_package
from datakit.schema import Column, Schema
from tests.unit.datakit.tables import stored

ABOUT = {
    "name": "visites-demo",
    "title": "Visites démo",
    "version": "1",
    "created": "2026-01-01T00:00:00Z",
    "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}],
    "contributors": [{"title": "CSO Démo Kivu", "roles": ["creator"]}],
    "keywords": [],
}
EXTRA = {"README.fr.md": b"# Lisez-moi", "README.en.md": b"# Read me", "LICENCE.txt": b"CC BY"}
VISITS: dict[str, list[Any]] = {
    "site": ["Élila", "=1+1", None, 'a "b", c', "two\nlines", "007"],
    "workers": [12, 0, None, 40, -3, 2**53],
    "depth": [0.1, 1e20, None, -4.25, 1e-7, 123456789.12345679],
    "open": [True, False, None, True, True, False],
    "visited": [date(2024, 1, day) for day in range(1, 6)] + [None],
    "seen": [datetime(2024, 1, 1, 3, 4, 5, part) for part in (0, 600000, 0, 0, 0, 0)],
    "wet": [True, False, None, True, True, False],
}


@pytest.fixture
def tables(tmp_path: Path) -> list[PackageTable]:
    visits = stored(tmp_path / "visits.parquet", VISITS)
    wet = Column("wet", "boolean", title="Humide ?", true_values=("1",), false_values=("0",))
    visits = Schema((*visits.columns[:-1], wet))
    sites = stored(tmp_path / "sites.parquet", {"=code": ["c1", "c2"]})
    return [
        PackageTable("Visites 2024", "Visites", tmp_path / "visits.parquet", visits),
        PackageTable("visites-2024", "Sites", tmp_path / "sites.parquet", sites),
    ]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "package.zip"


def build(target: Path, tables: list[PackageTable], **more: Any):
    given = {"descriptor": ABOUT, "extra_files": EXTRA, **more}
    return build_package(target, tables=tables, **given)


def unpacked(target: Path) -> Path:
    folder = target.parent / "unpacked"
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def test_what_is_inside(target, tables):
    result = build(target, tables)
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
    assert names == [
        *EXTRA,
        "data/visites-2024.csv",
        "data/visites-2024-2.csv",
        "codebook.csv",
        "datapackage.json",
        "manifest-sha256.txt",
    ]
    assert [file.path for file in result.files] == names
    assert result.bytes == target.stat().st_size
    assert result.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()


def test_frictionless_accepts_it_and_reads_the_same_values(target, tables):
    build(target, tables)
    command = [Path(sys.executable).parent / "frictionless", "validate", "datapackage.json"]
    checked = subprocess.run(command, cwd=unpacked(target), capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    command[1:2] = ["extract", "--json"]
    read = subprocess.run(command, cwd=unpacked(target), capture_output=True, text=True, check=True)
    rows = json.loads(read.stdout)["visites-2024"]
    assert [row["site"] for row in rows] == [*("Élila", "'=1+1", None), *VISITS["site"][3:]]
    assert [row["workers"] for row in rows] == VISITS["workers"]
    depths = [None if row["depth"] is None else float(row["depth"]) for row in rows]
    assert depths == VISITS["depth"]
    assert [row["open"] for row in rows] == [row["wet"] for row in rows] == VISITS["open"]
    assert rows[0]["visited"] == "2024-01-01"


def test_the_checksums_prove_every_other_file(target, tables):
    build(target, tables)
    folder = unpacked(target)
    command = ["sha256sum", "--check", "--strict", "manifest-sha256.txt"]
    proof = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    proven = {line.removesuffix(": OK") for line in proof.stdout.splitlines()}
    assert proven == files - {"manifest-sha256.txt"}
    (folder / "data/visites-2024.csv").write_bytes(b"changed")
    assert subprocess.run(command, cwd=folder, capture_output=True).returncode == 1


def test_the_descriptor(target, tables):
    build(target, tables, descriptor={**ABOUT, "resources": ["theirs"], "$schema": "theirs"})
    folder = unpacked(target)
    told = json.loads((folder / "datapackage.json").read_text())
    assert told["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert told["title"] == "Visites démo"
    assert "keywords" not in told
    visits, sites = told["resources"]
    content = (folder / visits["path"]).read_bytes()
    assert visits["bytes"] == len(content)
    assert visits["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    assert (visits["mediatype"], visits["encoding"]) == ("text/csv", "utf-8")
    assert visits["schema"]["fields"][-1]["trueValues"] == ["1"]
    assert sites["schema"]["fields"] == [{"name": "'=code", "type": "string"}]


def test_the_codebook(target, tables):
    build(target, tables)
    text = (unpacked(target) / "codebook.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["column"] for row in rows] == [*VISITS, "'=code"]
    assert rows[1]["share_empty"] == "0.1667"
    assert rows[6]["title"] == "Humide ?"
    assert rows[6]["format"] == "1 = oui / yes, 0 = non / no"


def test_the_same_input_makes_the_same_bytes(target, tables):
    first = build(target, tables)
    content = target.read_bytes()
    assert build(target, tables) == first
    assert target.read_bytes() == content


def test_progress_rises_to_one(target, tables):
    shares: list[float] = []
    build(target, tables, progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 3
    assert shares[-1] == 1


def test_cancelling_leaves_what_was_there(target, tables):
    target.write_bytes(b"before")
    asked = iter([False] * 4)
    with pytest.raises(PackageCancelled):
        build(target, tables, cancelled=lambda: next(asked, True))
    assert target.read_bytes() == b"before"
    assert list(target.parent.iterdir()) == [target]


def test_a_failure_half_way_leaves_nothing(target, tables):
    tables[1].parquet.write_bytes(tables[1].parquet.read_bytes()[:-40] + b"x" * 40)
    with pytest.raises(Exception, match=r"(?i)parquet"):
        build(target, tables)
    assert list(target.parent.iterdir()) == []


def test_a_failure_among_the_rows_leaves_nothing(target, tables):
    path = tables[1].parquet
    stored(path, {"another": ["x"]})
    with pytest.raises(Exception, match="=code"):
        build(target, tables)
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("path", ["../x", "/x", "datapackage.json", "DATA/visites-2024.csv"])
def test_extra_files_can_neither_leave_nor_replace(target, tables, path):
    with pytest.raises(ValueError, match=r"package"):
        build(target, tables, extra_files={path: b""})
    assert list(target.parent.iterdir()) == []


def test_a_package_without_rows(target, tmp_path):
    schema = stored(tmp_path / "none.parquet", {"n": []}, {"n": "integer"})
    build(target, [PackageTable("none", "None", tmp_path / "none.parquet", schema)])
    assert (unpacked(target) / "data/none.csv").read_bytes() == b'\xef\xbb\xbf"n"\r\n'

"""Sheets: which are read, where their table starts, and what their cells become."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from datakit.reading import Limits, ReadOptions
from datakit.reading.packed import column_letters
from datakit.reading.workbook import text_of
from tests.unit.datakit.reading.reading import codes, read, table, types, values, workbook

VISITS = [["code", "visit_date", "workers"], ["m1", date(2021, 3, 4), 12], ["m2", None, 0]]


def ods(rows: list[list[str]], row_repeat: int = 1, column_repeat: int = 1) -> bytes:
    """An ODS of text cells whose last row and cells are repeated."""
    document = OpenDocumentSpreadsheet()
    sheet = Table(name="Feuille1")
    for number, row in enumerate(rows):
        last = number == len(rows) - 1
        line = TableRow(numberrowsrepeated=row_repeat) if last and row_repeat > 1 else TableRow()
        for text in row:
            given = {"numbercolumnsrepeated": column_repeat} if column_repeat > 1 else {}
            cell = TableCell(valuetype="string", **given)
            cell.addElement(P(text=text))
            line.addElement(cell)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_a_sheet_becomes_a_typed_table(tmp_path: Path) -> None:
    found = read(tmp_path, workbook({"Visites": VISITS}), name="a.csv")
    assert (found.outcome, found.format) == ("accept", "xlsx")
    report = found.tables[0]
    assert (report.name, report.sheet, report.rows, report.header_row) == (
        "Visites",
        "Visites",
        2,
        0,
    )
    assert types(report) == {"code": "string", "visit_date": "date", "workers": "integer"}
    assert values(tmp_path, report)["visit_date"] == [date(2021, 3, 4), None]


def test_ods_is_read_the_same_way(tmp_path: Path) -> None:
    found = read(tmp_path, ods([["id", "nom"], ["0123", "Raïa"], ["7", "Mwana"]]))
    assert (found.outcome, found.format) == ("accept", "ods")
    assert values(tmp_path, found.tables[0]) == {"id": ["0123", "7"], "nom": ["Raïa", "Mwana"]}


def test_hidden_and_empty_sheets_are_named_and_hidden_ones_can_be_chosen(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["cachée"].sheet_state = "hidden"

    content = workbook({"Visites": VISITS, "cachée": [["secret"], ["x"]], "vide": []}, hide)
    found = read(tmp_path, content)
    assert [t.sheet for t in found.tables] == ["Visites"]
    assert {(p.code, p.sheet) for p in found.problems} == {
        ("hidden-sheet", "cachée"),
        ("empty-sheet", "vide"),
    }
    chosen = read(tmp_path, content, options=ReadOptions(sheets=("cachée",)))
    assert [t.sheet for t in chosen.tables] == ["cachée"]


def test_titles_above_and_notes_below_make_a_person_choose(tmp_path: Path) -> None:
    rows = [
        ["Sites miniers"], [], ["code", "site", "jour", "nombre"],
        ["m1", "A", date(2021, 3, 4), 3], ["m2", "B", date(2021, 3, 5), 4],
        ["TOTAL"], [], ["Source : essai"],
    ]  # fmt: skip
    found = read(tmp_path, workbook({"S": rows}))
    report = found.tables[0]
    assert (found.outcome, report.header_row, report.rows) == ("accept-ask", 2, 2)
    below = next(p for p in report.problems if p.code == "notes-below")
    assert below.params["rows"] == "6, 7, 8"
    whole = table(tmp_path, workbook({"S": rows}), options=ReadOptions(header_rows={"S": 2}))
    assert whole.rows == 5


def test_rows_of_words_under_the_header_do_not_become_the_header(tmp_path: Path) -> None:
    rows = [["number", "text", "notes"], ["blah", "blah", "words"], [1, "1", "x"], [2, "2", "y"]]
    report = table(tmp_path, workbook({"S": rows}))
    assert (report.header_row, report.rows) == (0, 3)


def test_real_and_written_dates_meet_in_one_column(tmp_path: Path) -> None:
    rows = [["jour", "n"], [date(2013, 10, 11), 1], ["16/09/2015", 2], ["4 mars 2021", 3]]
    report = table(tmp_path, workbook({"S": rows}))
    assert values(tmp_path, report)["jour"] == [
        date(2013, 10, 11),
        date(2015, 9, 16),
        date(2021, 3, 4),
    ]


def test_numbers_kept_as_text_lose_no_digit(tmp_path: Path) -> None:
    rows = [["id", "n"], ["00123", 2147483648], ["12345678901234567890", 1.5]]
    report = table(tmp_path, workbook({"S": rows}))
    assert values(tmp_path, report) == {
        "id": ["00123", "12345678901234567890"],
        "n": [2147483648.0, 1.5],
    }


def test_errors_are_emptied_and_named_cell_by_cell(tmp_path: Path) -> None:
    rows = [["a", "b"], [1, "=1/0"], [2, "#DIV/0!"], ["#N/A", 3]]

    def make_errors(book: Any) -> None:
        for cell in ("B3", "A4"):
            book["S"][cell].data_type = "e"

    report = table(tmp_path, workbook({"S": rows}, make_errors))
    problem = next(p for p in report.problems if p.code == "cell-errors")
    assert problem.params == {"count": 2, "cells": "B3, A4"}
    assert values(tmp_path, report)["a"] == [1, 2, None]


def test_merged_cells_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, workbook({"S": VISITS}, lambda book: book["S"].merge_cells("A2:B3")))
    assert (found.outcome, "merged-cells" in codes(found)) == ("accept-warn", True)


def test_a_header_merged_over_rows_makes_a_person_choose(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book["S"].merge_cells("A1:A2")
        book["S"].merge_cells("B1:B2")

    rows = [["Region", "Part"], [None, None], ["A", "B"]]
    assert read(tmp_path, workbook({"S": rows}, merge)).outcome == "accept-ask"


def test_a_table_that_starts_late_is_told(tmp_path: Path) -> None:
    rows = [[], [], [None, "code", "n"], [None, "m1", 2]]
    found = read(tmp_path, workbook({"S": rows}))
    report = found.tables[0]
    assert (report.header_row, report.first_row, report.rows) == (0, 3, 1)
    assert list(types(report)) == ["code", "n"]
    assert next(p for p in report.problems if p.code == "starts-at-column").params == {
        "letter": "B"
    }


def test_macros_are_told_and_not_kept(tmp_path: Path) -> None:
    packed = io.BytesIO(workbook({"S": VISITS}))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0" * 100)
    found = read(tmp_path, packed.getvalue())
    assert (found.format, found.outcome) == ("xlsm", "accept-warn")
    assert "macros-ignored" in codes(found)


def test_claims_beyond_the_limits_are_refused_before_parsing(tmp_path: Path) -> None:
    sheets = {f"s{n}": VISITS for n in range(5)}
    cases = [
        (ods([["a"], ["b"]], row_repeat=2_000_000_000), Limits(), "too-many-cells"),
        (ods([["a"]], column_repeat=3_000_000), Limits(), "too-many-columns"),
        (workbook(sheets), Limits(sheets=4), "too-many-sheets"),
        (workbook({"S": VISITS}), Limits(columns=2), "too-many-columns"),
        (workbook({"S": VISITS}), Limits(rows=2), "too-many-rows"),
        (workbook({"S": VISITS}), Limits(cells=5), "too-many-cells"),
        (workbook({"S": VISITS}), Limits(unpacked_bytes=1_000), "unpacks-too-large"),
    ]
    for content, limits, code in cases:
        found = read(tmp_path, content, limits=limits)
        assert (found.outcome, codes(found)) == ("reject", {code})
        assert not list((tmp_path / "out").iterdir())


def test_a_size_that_lies_does_not_help_a_bomb(tmp_path: Path) -> None:
    packed = io.BytesIO(workbook({"S": VISITS}))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/bomb.xml", b" " * 30_000_000)
    found = read(tmp_path, packed.getvalue(), limits=Limits(unpacked_bytes=10_000_000))
    assert codes(found) == {"unpacks-too-large"}


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_broken_download_is_refused(tmp_path: Path, keep: float) -> None:
    content = workbook({"S": VISITS})
    found = read(tmp_path, content[: int(len(content) * keep)])
    assert (found.outcome, codes(found)) == ("reject", {"corrupt-workbook"})


def test_a_workbook_of_nothing_is_refused(tmp_path: Path) -> None:
    assert codes(read(tmp_path, workbook({"S": [], "T": []}))) == {"no-data"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"), (0.1, "0.1"), (1e20, "1e+20"), (True, "true"), (False, "false"), (None, ""),
        (date(2021, 3, 4), "2021-03-04"), (datetime(2021, 3, 4, 5, 6), "2021-03-04 05:06:00"),
        (time(5, 6, 7), "05:06:07"), (timedelta(hours=27, seconds=4), "27:00:04"), ("x", "x"),
    ],
)  # fmt: skip
def test_cells_as_text(cell: Any, text: str) -> None:
    assert text_of(cell) == text


def test_column_letters() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_an_encrypted_ods_is_refused_for_its_password(tmp_path: Path) -> None:
    packed, locked = zipfile.ZipFile(io.BytesIO(ods([["a"], ["b"]]))), io.BytesIO()
    with packed, zipfile.ZipFile(locked, "w") as archive:
        for name in packed.namelist():
            content = packed.read(name)
            if name == "META-INF/manifest.xml":
                content = content.replace(b"/>", b"><manifest:encryption-data/></x>", 1)
            archive.writestr(name, b"\x93noise" if name == "content.xml" else content)
    assert codes(read(tmp_path, locked.getvalue())) == {"password-protected"}


def test_an_error_across_a_seam_is_found_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_errors(book: Any) -> None:
        for row in range(2, 202):
            book["S"][f"A{row}"].data_type = "e"

    content = workbook({"S": [["a", "b"], *[["#N/A", 1]] * 200]}, make_errors)
    monkeypatch.setattr("datakit.reading.packed.CHUNK", 997)
    problem = next(p for p in table(tmp_path, content).problems if p.code == "cell-errors")
    assert problem.params["count"] == 200

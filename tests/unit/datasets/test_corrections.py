"""The corrections form: from what was understood to options for reading again."""

import pytest
from django.utils import translation

from datakit import problem_kinds as kinds
from datakit.reading import ColumnReport, Inspection, ReadOptions, TableReport
from datakit.schema import Column
from datasets.forms.corrections import (
    COLUMNS_SHOWN,
    CorrectionsForm,
    known_sheets,
    preview_rows,
)

PREVIEW = (("Rapport",), ("site", "n"), ("A", "1"))


def table(
    sheet: str = "", header_row: int = 0, names: tuple[str, ...] = ("site", "n")
) -> TableReport:
    columns = tuple(ColumnReport(Column(name, "integer")) for name in names)
    return TableReport(
        sheet or "t",
        2,
        columns,
        "t.parquet",
        sheet=sheet,
        header_row=header_row,
        first_row=3,
        preview=PREVIEW,
    )


def inspection(*tables: TableReport, format: str = "csv", problems=()) -> Inspection:
    return Inspection("accept", "f", format=format, tables=tables, problems=tuple(problems))


def options_from(found: Inspection, given: dict, before: ReadOptions | None = None) -> ReadOptions:
    form = CorrectionsForm(given, inspection=found, options=before or ReadOptions())
    assert form.is_valid(), form.errors
    return form.read_options()


def test_nothing_changed_lets_the_reader_decide():
    given = {"encoding": "", "delimiter": "", "decimal": "", "dates": "", "header_0": "0"}
    assert options_from(inspection(table()), given) == ReadOptions()


def test_what_was_chosen_is_what_is_read():
    given = {"encoding": "cp1252", "delimiter": "tab", "decimal": ",", "dates": "month-first"}
    options = options_from(inspection(table()), {**given, "header_0": "1", "type_0_1": "string"})
    assert options == ReadOptions(
        encoding="cp1252",
        delimiter="\t",
        decimal=",",
        dates="month-first",
        header_rows={"": 1},
        types={"n": "string"},
    )


def test_a_row_of_names_is_chosen_for_its_sheet():
    found = inspection(table("A"), table("B"), format="xlsx")
    given = {"sheets": ["A", "B"], "header_0": "0", "header_1": "-1"}
    assert options_from(found, given).header_rows == {"B": -1}


def test_sheets_left_out_are_left_out():
    found = inspection(table("A"), table("B"), format="xlsx")
    given = {"sheets": ["B"], "header_0": "0", "header_1": "0"}
    assert options_from(found, given).sheets == ("B",)


def test_no_sheet_at_all_is_refused():
    found = inspection(table("A"), table("B"), format="xlsx")
    form = CorrectionsForm({"header_0": "0"}, inspection=found, options=ReadOptions())
    assert "sheets" in form.errors


def test_earlier_corrections_stay_until_they_are_taken_back():
    before = ReadOptions(types={"n": "string"}, header_rows={"": 1})
    found = inspection(table(header_row=1))
    kept = options_from(found, {"header_0": "1", "type_0_1": "string"}, before)
    assert kept == before
    assert options_from(found, {"header_0": "1", "type_0_1": ""}, before).types == {}


def test_a_name_in_two_sheets_is_decided_by_either():
    found = inspection(table("A"), table("B"), format="xlsx")
    given = {"sheets": ["A", "B"], "header_0": "0", "header_1": "0", "type_0_1": "string"}
    assert options_from(found, given).types == {"n": "string"}


def test_hidden_sheets_can_be_chosen():
    hidden = kinds.HIDDEN_SHEET.found(sheet="Caché")
    found = inspection(table("A"), format="xlsx", problems=[hidden])
    assert known_sheets(found, ReadOptions()) == ["A", "Caché"]


def test_workbooks_have_no_encoding():
    form = CorrectionsForm(inspection=inspection(table("A"), format="xlsx"), options=ReadOptions())
    assert [bound.name for bound in form.general_fields()] == ["decimal", "dates"]


def test_rows_are_counted_as_the_person_sees_them():
    rows = preview_rows(table())
    assert [(row.index, row.number, row.cells[0]) for row in rows] == [
        (0, 3, "Rapport"),
        (1, 4, "site"),
        (2, 5, "A"),
    ]


def test_of_a_very_wide_table_only_the_first_columns_are_offered():
    names = tuple(f"c{number}" for number in range(2000))
    form = CorrectionsForm(inspection=inspection(table(names=names)), options=ReadOptions())
    assert sum(name.startswith("type_") for name in form.fields) == COLUMNS_SHOWN


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_unknown_choice_is_refused(language):
    with translation.override(language):
        form = CorrectionsForm(
            {"encoding": "rot13", "header_0": "99"},
            inspection=inspection(table()),
            options=ReadOptions(),
        )
        assert set(form.errors) == {"encoding", "header_0"}

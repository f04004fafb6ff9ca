"""What the values of a column become, and what stays text so that nothing is lost."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from datakit.reading import ReadOptions
from tests.unit.datakit.reading.reading import codes, column, table, types, values


def one(
    folder: Path, cells: list[str], name: str = "x", **given: Any
) -> tuple[str, list[Any], set[str]]:
    """Type, values and problem codes of a column alone in a semicolon file of two columns."""
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    content = f"{name}\tother\n" + "".join(f"{cell}\tword {n}\n" for n, cell in enumerate(quoted))
    report = table(folder, content, **given)
    key = next(iter(types(report)))
    return types(report)[key], values(folder, report)[key], codes(report)


@pytest.mark.parametrize(
    ("cells", "kind", "expected"),
    [
        (["1", "-2", "+3", "0", ""], "integer", [1, -2, 3, 0, None]),
        (["1.5", "2", ".5", "-0.25"], "number", [1.5, 2.0, 0.5, -0.25]),
        (["1,5", "2", "0,08633"], "number", [1.5, 2.0, 0.08633]),
        (["1 234", "56", "7 890 123"], "integer", [1234, 56, 7890123]),
        (["1\u202f234,5", "56", "0,5"], "number", [1234.5, 56.0, 0.5]),
        (["1,234,567", "12"], "integer", [1234567, 12]),
        (["1,234.50", "12.25"], "number", [1234.5, 12.25]),
        (["1.234.567", "12"], "integer", [1234567, 12]),
        (["1.234,5", "12,25"], "number", [1234.5, 12.25]),
        (["1.234", "2.500", "12.125"], "number", [1.234, 2.5, 12.125]),
        (["999", "1,000", "2,500", "12,000"], "integer", [999, 1000, 2500, 12000]),
        (["0123", "456"], "string", ["0123", "456"]),
        (["12345678901234567", "2"], "string", ["12345678901234567", "2"]),
        (["12E4", "13E5"], "string", ["12E4", "13E5"]),
        (["1.5e-07", "2.0"], "number", [1.5e-07, 2.0]),
        (["codmine01", "2"], "string", ["codmine01", "2"]),
        (["true", "false", "true"], "boolean", [True, False, True]),
        (["Oui", "Non", ""], "boolean", [True, False, None]),
        (["vrai", "faux"], "boolean", [True, False]),
        (["Oui", "oui", "Non"], "string", ["Oui", "oui", "Non"]),
        (["5:03", "15:00:30"], "time", [time(5, 3), time(15, 0, 30)]),
        (["25:03", "15:00"], "string", ["25:03", "15:00"]),
        (["", "", ""], "string", [None, None, None]),
        (["-", "-"], "string", ["-", "-"]),
        (["POINT (28.3 -3.1)", ""], "string", ["POINT (28.3 -3.1)", None]),
    ],
)  # fmt: skip
def test_values(tmp_path: Path, cells: list[str], kind: str, expected: list[Any]) -> None:
    found, got, _ = one(tmp_path, cells)
    assert (found, got) == (kind, expected)


DAY = date(2021, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-04", "2021/03/04", "2021-3-4", "04/03/2021", "4/3/2021", "04.03.2021",
        "04-03-2021",
        "4 mars 2021", "4 mar. 2021", "jeudi 4 mars 2021", "4 March 2021", "March 4, 2021",
        "2021-03-04 00:00:00",
    ],
)  # fmt: skip
def test_dates_in_many_dresses(tmp_path: Path, text: str) -> None:
    kind, got, _ = one(tmp_path, [text, "", "14 oct. 2023", "1er août 2020"])
    assert (kind, got) == ("date", [DAY, None, date(2023, 10, 14), date(2020, 8, 1)])


def test_the_day_comes_first_unless_the_column_proves_otherwise(tmp_path: Path) -> None:
    _, proven, told = one(tmp_path, ["02/01/2014", "31/12/2012"])
    assert proven == [date(2014, 1, 2), date(2012, 12, 31)]
    assert "ambiguous-dates" not in told
    _, american, _ = one(tmp_path, ["5/19/2006 0:00:00", "5/3/2006 0:00:00"])
    assert american == [date(2006, 5, 19), date(2006, 5, 3)]
    _, unsure, told = one(tmp_path, ["02/01/2014", "03/04/2015"])
    assert unsure == [date(2014, 1, 2), date(2015, 4, 3)]
    assert "ambiguous-dates" in told


def test_a_person_may_say_that_the_month_comes_first(tmp_path: Path) -> None:
    options = ReadOptions(dates="month-first")
    _, got, told = one(tmp_path, ["02/01/2014", "03/04/2015"], options=options)
    assert got == [date(2014, 2, 1), date(2015, 3, 4)]
    assert "ambiguous-dates" not in told


def test_impossible_days_do_not_vanish(tmp_path: Path) -> None:
    cells = [f"{day:02}/01/2020" for day in range(1, 31)]
    kind, got, told = one(tmp_path, [*cells, "31/02/2021"])
    assert (kind, got[-1]) == ("string", "31/02/2021")
    assert "nearly-typed" in told


def test_moments(tmp_path: Path) -> None:
    kind, got, _ = one(tmp_path, ["2021-03-04T05:06:07", "2021-03-04 15:00"])
    assert (kind, got) == ("datetime", [datetime(2021, 3, 4, 5, 6, 7), datetime(2021, 3, 4, 15)])
    kind, got, told = one(tmp_path, ["2020-01-01T15:00:00+03:00", "2020-01-01T15:00:00Z"])
    assert (kind, got) == ("datetime", [datetime(2020, 1, 1, 12), datetime(2020, 1, 1, 15)])
    assert "time-zones-converted" in told
    kind, _, told = one(tmp_path, ["2020-01-01T15:00:00", "2020-01-01T15:00:00Z"])
    assert (kind, "time-zones-mixed" in told) == ("string", True)
    kind, _, told = one(tmp_path, ["09.07.2013 12:00:00", "10.07.2013"])
    assert (kind, "dates-and-times-mixed" in told) == ("datetime", True)


def test_eight_digits_are_a_date_only_where_the_name_says_so(tmp_path: Path) -> None:
    assert one(tmp_path, ["20140102", "20121231"])[0] == "integer"
    kind, got, _ = one(tmp_path, ["20140102", "20121231"], name="date_visite")
    assert (kind, got[0]) == ("date", date(2014, 1, 2))


def test_signs_for_no_value_count_only_beside_values(tmp_path: Path) -> None:
    kind, got, told = one(tmp_path, ["12", "N/A", "-", "****", "0", "nd"])
    assert (kind, got) == ("integer", [12, None, None, None, 0, None])
    assert "missing-tokens" in told
    kind, got, _ = one(tmp_path, ["Or", "N/A", "-"])
    assert (kind, got) == ("string", ["Or", "N/A", "-"])


def test_a_comma_that_may_mean_two_things_stays_text(tmp_path: Path) -> None:
    kind, got, told = one(tmp_path, ["1,234", "5,678"])
    assert (kind, got, "ambiguous-numbers" in told) == ("string", ["1,234", "5,678"], True)
    assert one(tmp_path, ["1,234", "5,678"], options=ReadOptions(decimal=","))[1] == [1.234, 5.678]
    assert one(tmp_path, ["1,234", "5,678"], options=ReadOptions(decimal="."))[1] == [1234, 5678]


def test_another_column_may_prove_what_the_comma_means(tmp_path: Path) -> None:
    report = table(tmp_path, "a\tb\n1,234\t0,5\n5,678\t12,25\n")
    assert values(tmp_path, report)["a"] == [1.234, 5.678]


def test_zero_and_one_are_yes_and_no_and_can_be_written_back(tmp_path: Path) -> None:
    flags = "is_3t_mine\tchildren_count\n" + "0\t1\n1\t0\n" * 15
    report = table(tmp_path, flags)
    assert types(report) == {"is_3t_mine": "boolean", "children_count": "integer"}
    assert column(report, "is_3t_mine").true_values == ("1",)
    assert column(report, "is_3t_mine").false_values == ("0",)
    assert one(tmp_path, ["0", "1", "2"] * 10)[0] == "integer"
    assert one(tmp_path, ["0", "1"])[0] == "integer"


def test_truths_remember_their_spelling(tmp_path: Path) -> None:
    report = table(tmp_path, "mercure\tn\nOUI\t1\nNON\t2\n")
    assert column(report, "mercure").true_values == ("OUI",)
    assert column(report, "mercure").false_values == ("NON",)


def test_telephone_numbers_are_never_counted_with(tmp_path: Path) -> None:
    assert one(tmp_path, ["243812345678", "243998877665"], name="Téléphone")[0] == "string"


def test_a_few_wrong_cells_keep_the_column_text_and_are_named(tmp_path: Path) -> None:
    cells = [f"2021-01-{day:02}" for day in range(1, 29)]
    cells[4] = "inconnu"
    content = "visit_date\tn\n" + "".join(f"{cell}\t1\n" for cell in cells)
    report = table(tmp_path, content)
    assert values(tmp_path, report)["visit_date"][4] == "inconnu"
    problem = next(p for p in report.all_problems if p.code == "nearly-typed")
    assert problem.sentence() == (
        "1 cells of “visit_date” are not of the type date like the rest: rows 6."
        " The column stays text."
    )
    forced = table(tmp_path, content, options=ReadOptions(types={"visit_date": "date"}))
    assert values(tmp_path, forced)["visit_date"][3:6] == [date(2021, 1, 4), None, date(2021, 1, 6)]
    emptied = next(p for p in forced.all_problems if p.code == "cells-emptied")
    assert (emptied.row, emptied.level) == (6, "warning")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("string", ["0", "1", "x"]),
        ("boolean", [False, True, None]),
        ("integer", [0, 1, None]),
        ("number", [0.0, 1.0, None]),
        ("date", [None, None, None]),
        ("datetime", [None, None, None]),
        ("time", [None, None, None]),
    ],
)
def test_a_chosen_type_is_obeyed(tmp_path: Path, kind: Any, expected: list[Any]) -> None:
    found, got, _ = one(tmp_path, ["0", "1", "x"], options=ReadOptions(types={"x": kind}))
    assert (found, got) == (kind, expected)


def test_the_figures_of_a_column(tmp_path: Path) -> None:
    report = table(tmp_path, "workers\tday\n0\t2021-01-01\n\t2021-03-01\n5\t\n-\t2020-01-01\n")
    workers, day = report.columns
    assert (workers.empty, workers.missing, workers.distinct) == (2, 1, 2)
    assert (workers.minimum, workers.maximum, workers.mean) == ("0", "5", 2.5)
    assert (day.empty, day.minimum, day.maximum) == (1, "2020-01-01", "2021-03-01")
    assert set(workers.examples) == {"0", "5"}


def test_a_rare_column_has_examples_too(tmp_path: Path) -> None:
    content = "n\trare\n" + "1\t\n" * 3_000 + "2\tseldom\n"
    assert table(tmp_path, content).columns[1].examples == ("seldom",)

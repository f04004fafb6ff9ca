"""Text files: encodings, separators, line ends, titles, ragged and blank rows."""

from pathlib import Path

import pytest

from datakit.reading import Limits, ReadOptions
from tests.unit.datakit.reading.reading import codes, read, table, types, values

NAMES = ["Raïa", "Kahimbà", "Œuvre"]
LINES = ["id;nom", *(f"{n};{name}" for n, name in enumerate(NAMES, start=1))]


@pytest.mark.parametrize(
    ("codec", "label", "noted"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8-sig", False),
        ("utf-16", "utf-16", False),
        ("utf-16-le", "utf-16", False),
        ("utf-16-be", "utf-16", False),
        ("cp1252", "cp1252", True),
    ],
)
def test_encodings_are_found_and_the_guess_is_told(
    tmp_path: Path, codec: str, label: str, noted: bool
) -> None:
    report = table(tmp_path, "\n".join(LINES).encode(codec))
    assert (report.encoding, report.delimiter) == (label, ";")
    assert values(tmp_path, report) == {"id": [1, 2, 3], "nom": NAMES}
    assert ("encoding-guessed" in codes(report)) is noted


def test_a_chosen_encoding_wins_and_one_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    content = "id,nom\n1,ÉÀ".encode("mac-roman")
    report = table(tmp_path, content, options=ReadOptions(encoding="mac-roman"))
    assert values(tmp_path, report)["nom"] == ["ÉÀ"]
    for wrong in ("utf-8", "nonsense", "hex"):
        refused = read(tmp_path, content, options=ReadOptions(encoding=wrong))
        assert (refused.outcome, codes(refused)) == ("reject", {"encoding-does-not-fit"})


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(tmp_path: Path, delimiter: str, end: str) -> None:
    rows = [["a", "b", "c"], ["1", "x y", "2"], ["3", '"p' + delimiter + ' q"', "4"]]
    report = table(tmp_path, end.join(delimiter.join(row) for row in rows) + end)
    assert report.delimiter == delimiter
    assert values(tmp_path, report) == {"a": [1, 3], "b": ["x y", f"p{delimiter} q"], "c": [2, 4]}


def test_decimal_commas_do_not_fool_the_separator(tmp_path: Path) -> None:
    report = table(tmp_path, "lon;lat\n28,78;-4,99\n29,11;-0,08\n")
    assert (report.delimiter, report.decimal) == (";", ",")
    assert values(tmp_path, report) == {"lon": [28.78, 29.11], "lat": [-4.99, -0.08]}


def test_newlines_and_quotes_inside_quotes(tmp_path: Path) -> None:
    report = table(tmp_path, 'a,b\n1,"ha \n""ha"" \nha"\n3,4\n')
    assert values(tmp_path, report)["b"] == ['ha \n"ha" \nha', "4"]


def test_titles_above_the_header_make_a_person_choose(tmp_path: Path) -> None:
    content = "Sites visités,,\nmars 2021,,\n,,\nid,nom,nombre\n1,Kachuba,3\n2,Mwana,4\n"
    found = read(tmp_path, content)
    assert (found.outcome, found.tables[0].header_row, found.tables[0].rows) == ("accept-ask", 3, 2)
    assert found.tables[0].preview[0] == ("Sites visités", "", "")
    chosen = table(tmp_path, content, options=ReadOptions(header_rows={"": 0}))
    assert (chosen.header_row, chosen.rows) == (0, 5)


def test_comment_lines_are_left_out_without_a_question(tmp_path: Path) -> None:
    found = read(tmp_path, "# exported by a form\nid,n\n1,2\n")
    assert (found.outcome, found.tables[0].header_row, found.tables[0].rows) == ("accept", 1, 1)
    assert "comment-lines" in codes(found)


def test_a_file_without_header_is_read_whole(tmp_path: Path) -> None:
    found = read(tmp_path, "1,null,0\n2,0,5\n3,null,7\n")
    assert (found.outcome, found.tables[0].header_row, found.tables[0].rows) == (
        "accept-warn",
        -1,
        3,
    )
    assert values(tmp_path, found.tables[0])["column_2"] == [None, 0, None]


def test_years_may_be_names_of_columns(tmp_path: Path) -> None:
    report = table(tmp_path, "Territoire,2019,2020\nLubero,1,2\nBeni,3,4\n")
    assert (report.header_row, list(types(report))) == (0, ["Territoire", "2019", "2020"])


def test_ragged_rows_are_told_and_nothing_is_shifted_or_lost(tmp_path: Path) -> None:
    report = table(tmp_path, "a,b,c\n1,2\n3,4,5,six,seven\n7,8,9,,\n")
    assert values(tmp_path, report) == {"a": [1, 3, 7], "b": [2, 4, 8], "c": [None, 5, 9]}
    short, long = (
        next(p for p in report.problems if p.code == code) for code in ("short-rows", "long-rows")
    )
    assert (short.row, short.params["count"]) == (2, 1)
    assert (long.row, long.params["rows"]) == (3, "3")
    assert [(extra.row, extra.cells) for extra in report.extra_cells] == [(3, ("six", "seven"))]


def test_blank_rows_inside_are_kept_and_at_the_end_dropped(tmp_path: Path) -> None:
    report = table(tmp_path, "a,b\n1,2\n\n3,4\n,\n , \n\n")
    assert values(tmp_path, report)["a"] == [1, None, 3]
    told = {p.code: p for p in report.problems}
    assert told["blank-rows"].row == 3
    assert told["trailing-blank-rows"].params["count"] == 3


def test_rows_are_numbered_as_a_person_sees_them(tmp_path: Path) -> None:
    rows = [f"2021-01-{day:02}" for day in range(1, 29)] + ["demain"]
    report = table(tmp_path, "\n\nvisit_date,n\n" + "\n".join(f"{row},1" for row in rows))
    assert report.first_row == 3
    told = next(p for p in report.all_problems if p.code == "nearly-typed")
    assert (told.row, told.params["count"]) == (3 + 29, 1)


def test_spaces_before_quotes_are_forgiven_and_told(tmp_path: Path) -> None:
    found = read(tmp_path, 'day, n\n2011-01-01, 0\n2011-01-03, "6,000,000"\n')
    assert (found.outcome, codes(found) & {"quotes-after-space"}) == (
        "accept-warn",
        {"quotes-after-space"},
    )
    assert values(tmp_path, found.tables[0])["n"] == [0, 6_000_000]


def test_damaged_letters_are_told_and_tidy_ones_match(tmp_path: Path) -> None:
    report = table(tmp_path, "a,b,c\nRaÃ¯a,caf\ufffd,Nord\u00a0Kivu\u200b\nx,y,e\u0301te\u0301\n")
    assert values(tmp_path, report)["c"] == ["Nord Kivu", "été"]
    assert {"double-encoded", "replacement-characters", "invisible-characters"} <= codes(report)


@pytest.mark.parametrize("content", ["x\n", "only a header\n", "a,b\n"])
def test_names_without_rows_are_accepted_with_a_warning(tmp_path: Path, content: str) -> None:
    found = read(tmp_path, content)
    assert (found.outcome, found.tables[0].rows) == ("accept-warn", 0)
    assert "no-rows" in codes(found)


def test_limits_have_sentences(tmp_path: Path) -> None:
    wide = ",".join(f"c{n}" for n in range(30)) + "\n"
    cases = [
        (wide, Limits(columns=20), "too-many-columns"),
        ("a,b\n" + "1,2\n" * 50, Limits(rows=20), "too-many-rows"),
        ("a,b\n1," + "x" * 5_000, Limits(cell_characters=1_000), "cell-too-long"),
        ("a,b\n" + "1,2\n" * 50, Limits(file_bytes=100), "file-too-large"),
    ]
    for content, limits, code in cases:
        found = read(tmp_path, content, limits=limits)
        assert (found.outcome, codes(found)) == ("reject", {code})
        assert found.problems[0].sentence()
        assert found.problems[0].advice
        assert not list((tmp_path / "out").glob("*.parquet"))


def test_a_quotation_left_open_is_told_with_its_row(tmp_path: Path) -> None:
    found = read(tmp_path, 'a,b\n1,"x"\n2,"never closed\n3,y\n4,z\n')
    problem = next(p for p in found.all_problems if p.code == "unclosed-quote")
    assert (found.outcome, problem.row) == ("accept-warn", 3)
    assert "unclosed-quote" not in codes(table(tmp_path, 'a,b\n1,"two\nlines"\n'))


def test_excels_first_line_names_the_separator_and_is_no_row(tmp_path: Path) -> None:
    found = read(tmp_path, "sep=|\r\na|b\r\n1|x,y,z\r\n2|p,q,r\r\n")
    assert (found.outcome, found.tables[0].delimiter, found.tables[0].header_row) == (
        "accept",
        "|",
        1,
    )
    assert values(tmp_path, found.tables[0])["a"] == [1, 2]

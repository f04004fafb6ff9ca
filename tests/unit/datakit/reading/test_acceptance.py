"""The command that reads a folder against its manifest."""

from pathlib import Path

import pytest

from bench.acceptance import allowed_outcomes, main

HEAD = "file,expected_data_rows,expected_cols,encoding,delimiter,header_row_index,sheet,outcome\n"


def folder(where: Path, *lines: str) -> str:
    """A folder of two files with a manifest."""
    (where / "a.csv").write_text("id;n\n1;2\n")
    (where / "b.json").write_text('{\n"type": "FeatureCollection"}')
    (where / "manifest.csv").write_text(HEAD + "\n".join(lines))
    return str(where)


GOOD = "a.csv,1,2,ascii,;,0,,accept"
GEO = "b.json,1,2,utf-8,,,,accept"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (GOOD, 0, "1 ok"),
        ("a.csv,,,,,,,accept-or-reject", 0, "1 ok"),
        ("a.csv,2,2,ascii,;,0,,accept", 1, "rows 2 ≠ 1"),
        ("a.csv,1,3,ascii,;,0,,accept", 1, "columns 3 ≠ 2"),
        ("a.csv,1,2,utf-16,;,0,,accept", 1, "encoding utf-16 ≠ utf-8"),
        ("a.csv,1,2,ascii,|,0,,accept", 1, "delimiter | ≠ ;"),
        ("a.csv,1,2,ascii,;,1,,accept", 1, "header row 1 ≠ 0"),
        ("a.csv,1,2,ascii,;,0,,reject", 1, "outcome reject ≠ accept"),
        ("a.csv,1,2,ascii,;,0,Data,accept", 1, "sheet 'Data' not found"),
        (GEO, 0, "1 not yet"),
    ],
)
def test_a_line_of_the_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, code: int, said: str
) -> None:
    assert main([folder(tmp_path, line)]) == code
    assert said in capsys.readouterr().out


def test_everything_means_map_layers_too(tmp_path: Path) -> None:
    assert main([folder(tmp_path, GOOD, GEO), "--all"]) == 1


def test_a_folder_without_manifest(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 2


def test_outcomes() -> None:
    assert allowed_outcomes("accept-warn-or-reject") == {"accept-warn", "reject"}
    assert allowed_outcomes("accept-ask") == {"accept-ask"}

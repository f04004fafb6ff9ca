"""Which of the first rows holds the names."""

import pytest

from datakit.reading.layout import Layout, find_layout
from datakit.reading.shapes import looks_typed


def rows(text: str) -> list[list[str]]:
    """Rows from lines, cells separated by commas."""
    return [line.strip().split(",") for line in text.strip("\n").split("\n")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2", Layout(0)),
        ("a,b\nx,y", Layout(0)),
        ("1,2\n3,4", Layout(-1)),
        ("n,w\n,word\n,word\n0,word", Layout(0)),
        ("a,b,c\nx,y,z\nx,,\n1,2,3", Layout(0)),
        ("Title,,\na,b,c\n1,2,3", Layout(1, asks=True)),
        ("Title,,\n,,\na,b,c\nx,y,z\n1,2,3", Layout(2, asks=True)),
        ("many,words,here,,and,there\nName,Job,Age,Kids,Born,Died\nx,y,1,2,3,4", Layout(1, True)),
        ("group,group,group\na,b,c\n1,2,3", Layout(1, asks=True)),
        ("# note,\na,b\n1,2", Layout(1, comments=1)),
        ("# note\n1,2\n3,4", Layout(-1, comments=1)),
        ("Place,2019,2020\nBeni,1,2", Layout(0)),
        ("survey,,\n,name,type\n,x,text", Layout(1, asks=True)),
    ],
)
def test_where_the_names_are(text: str, expected: Layout) -> None:
    assert find_layout(rows(text)) == expected


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("0,0.00,d-m\n1,2,3", [False, True], 0),
        ("name,text\nblah,blah\n1,1", [False, False, True], 0),
        ("Title,\nA,B\n8,9\n,TOTAL", [False, False, True, False], 1),
        ("2019,2020\n1,2", [True, True], -1),
        ("Place,2019\nBeni,1", [True, True], 0),
    ],
)
def test_workbooks_know_which_cells_are_values(text: str, typed: list[bool], expected: int) -> None:
    assert find_layout(rows(text), typed).header == expected


def test_one_cell_of_two_lines_is_no_name() -> None:
    assert find_layout([["ABC\r\nDEF"]], [False]).header == -1


@pytest.mark.parametrize(
    "text", ["1", "-1,5", "1 234", "2021-03-04", "12:30", "****", "null", "5%"]
)
def test_values(text: str) -> None:
    assert looks_typed(text)


@pytest.mark.parametrize("text", ["code", "2021 visits", "<15 ans", "N°", "m1", "#"])
def test_words(text: str) -> None:
    assert not looks_typed(text)

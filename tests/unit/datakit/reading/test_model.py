"""What reading answers survives JSON, and the outcome follows from the problems."""

import json
from pathlib import Path

import pytest

from datakit import problem_kinds as kinds
from datakit.problems import Problem
from datakit.reading import Inspection, ReadOptions
from datakit.reading.model import outcome_of
from tests.unit.datakit.reading.reading import read

MESSY = "id,name,,name,is_gold,jour\n1,é\u200b,x,y,1,02/01/2021\n2,z\n\n3,a,b,c,0,04/05/2021,d,e\n"


def test_an_inspection_survives_json(tmp_path: Path) -> None:
    found = read(tmp_path, MESSY)
    assert found.tables[0].extra_cells
    assert Inspection.from_dict(json.loads(json.dumps(found.as_dict()))) == found


def test_options_survive_json() -> None:
    options = ReadOptions(
        encoding="cp1252", decimal=",", header_rows={"": 3}, sheets=("a",), types={"n": "date"}
    )
    assert ReadOptions.from_dict(json.loads(json.dumps(options.as_dict()))) == options
    assert ReadOptions.from_dict(ReadOptions().as_dict()) == ReadOptions()


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        ([], "accept"),
        ([kinds.EMPTY_SHEET.found(sheet="x")], "accept"),
        ([kinds.MACROS.found()], "accept-warn"),
        ([kinds.MACROS.found(), kinds.HEADER_UNSURE.found(row=2)], "accept-ask"),
        ([kinds.HEADER_UNSURE.found(row=2), kinds.NO_DATA.found()], "reject"),
    ],
)
def test_the_gravest_problem_decides(found: list[Problem], outcome: str) -> None:
    assert outcome_of(tuple(found)) == outcome


def test_every_kind_says_what_to_do() -> None:
    assert len(kinds.KINDS) > 50
    for kind in kinds.KINDS.values():
        assert kind.advice.endswith(".")
        assert kind.template.endswith(".")


def test_our_own_words_in_a_sentence_are_translated_and_the_files_are_not() -> None:
    french = {
        kinds.NEARLY_TYPED.template: "%(count)s cellules de %(column)s, pas %(type)s : %(rows)s",
        "date": "une date",
    }
    problem = kinds.NEARLY_TYPED.found(column="date", count=2, rows="3", type="date")
    said = problem.sentence(lambda text: french.get(text, text))
    assert said == "2 cellules de date, pas une date : 3"


def test_the_file_is_known_by_its_hash_and_size(tmp_path: Path) -> None:
    found = read(tmp_path, "a,b\n1,2\n", name="x.csv")
    assert (found.name, found.bytes, found.format, len(found.sha256)) == ("x.csv", 8, "csv", 64)

"""Notes for a steward: they say where and what to do, and never stand in the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from datakit.problems import Problem
from datakit.reading.hints import tag_of
from tests.unit.datakit.reading.reading import read


def notes(folder: Path, content: str) -> dict[str, Problem]:
    """The notes on a file that must be accepted without a warning."""
    found = read(folder, content)
    assert found.outcome == "accept"
    return {problem.code: problem for problem in found.all_problems}


def test_spellings_that_differ_in_nothing_that_matters(tmp_path: Path) -> None:
    names = ["Nord-Kivu", "Nord Kivu", "nord kivu", "Maniema", "Équateur", "Equateur"] * 3
    told = notes(tmp_path, "province\tn\n" + "".join(f"{n}\t{i}\n" for i, n in enumerate(names)))
    assert told["near-duplicate-values"].params["count"] == 5
    assert told["near-duplicate-values"].column == "province"


def test_positions(tmp_path: Path) -> None:
    rows = ["28.5,-2.5", "27.1,-1.2", "0,0", "-2.5,28.5", "4.35,50.85", ","]
    told = notes(tmp_path, "longitude,latitude\n" + "\n".join(rows) + "\n" + "28.15,-3.1\n" * 3)
    assert told["zero-coordinates"].params["rows"] == "4"
    assert told["swapped-coordinates"].params["rows"] == "5"
    assert told["outside-dr-congo"].params["rows"] == "6"


def test_dates_that_cannot_be(tmp_path: Path) -> None:
    future = (datetime.now(UTC) + timedelta(days=400)).date().isoformat()
    told = notes(tmp_path, f"visit_date,n\n2021-01-01,1\n{future},2\n1899-12-31,3\n")
    assert (told["future-dates"].row, told["old-dates"].row) == (3, 4)


def test_repeated_rows_and_identifiers(tmp_path: Path) -> None:
    ids = [*range(40), 39]
    told = notes(tmp_path, "id,name\n" + "".join(f"{n},site {n}\n" for n in ids))
    assert told["duplicate-rows"].params["count"] == 1
    assert told["duplicate-identifiers"].params["count"] == 1


def test_an_identifier_of_places_visited_often_is_no_error(tmp_path: Path) -> None:
    told = notes(tmp_path, "pcode,n\n" + "".join(f"m{n % 10},{n}\n" for n in range(40)))
    assert "duplicate-identifiers" not in told


def test_a_clean_file_has_nothing_to_tell(tmp_path: Path) -> None:
    content = "pcode,province,longitude,latitude\nm1,Ituri,28.1,1.2\nm2,Maniema,26.1,-2.2\n"
    assert notes(tmp_path, content) == {}


@pytest.mark.parametrize(
    ("name", "kind", "tag"),
    [
        ("latitude", "number", "latitude"), ("Xlongitude", "number", "longitude"),
        ("Lat", "number", "latitude"), ("pcode", "string", "identifier"),
        ("Téléphone", "string", "phone"), ("E-mail", "string", "email"),
        ("visit_date", "date", "date"), ("Date de visite", "string", "date"),
        ("Province", "string", "place"), ("village", "string", "place"),
        ("Prénom", "string", "person-name"), ("Nom du répondant", "string", "person-name"),
        ("workers_numb", "integer", ""), ("mineral1", "string", ""), ("visited", "date", "date"),
        ("longest", "number", ""), ("latitude", "boolean", ""),
    ],
)  # fmt: skip
def test_what_a_name_means(name: str, kind: str, tag: str) -> None:
    assert tag_of(name, kind) == tag

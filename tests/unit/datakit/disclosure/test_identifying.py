"""Which columns may identify, by header, by value and by uniqueness; and which do not."""

from pathlib import Path
from typing import Any

import pytest

from datakit.disclosure import Plan, identify
from datakit.disclosure.identifying import telling_pattern
from datakit.disclosure.meaning import TERRITORY, VILLAGE, meaning, place_rank
from datakit.disclosure.treatments import Grid, Keep
from datakit.reading.hints import tag_of
from datakit.schema import Column, Schema
from tests.unit.datakit.tables import stored


def codes(
    folder: Path, columns: dict[str, list[Any]], plan: Plan | None = None
) -> set[tuple[str, str]]:
    path = folder / "t.parquet"
    plain = stored(path, columns)
    schema = Schema(
        tuple(Column(c.name, c.type, tag=tag_of(c.name, c.type)) for c in plain.columns)
    )
    return {(each.column, each.code) for each in identify(path, schema, plan)}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("Nom du répondant", "Jean", "name"),
        ("Victime", "Jean", "name"),
        ("nom", "Jean", "name"),
        ("Téléphone", "x", "phone"),
        ("Courriel", "x", "email"),
        ("Numéro d'électeur", "x", "identity-number"),
        ("Ethnie", "x", "person-trait"),
        ("geom", "x", "geometry"),
        ("Observations", "x", "free-text"),
        ("c", "appeler 099 123 45 67", "phones"),
        ("c", "+243991234567", "phones"),
        ("c", "écrire à a.b@exemple.org", "mails"),
        ("c", "http://exemple.org/a", "web"),
        ("c", "POINT (28.7 0.3)", "coordinates"),
        ("c", "-2.50512, 28.86101", "coordinates"),
        ("c", "2° 30' S", "coordinates"),
        ("c", "barrière des Maï-Maï", "armed"),
        ("c", "FARDC", "armed"),
        ("c", "les Mai\u0308-Mai\u0308", "armed"),
    ],
)
def test_a_telling_column(tmp_path, name, value, code):
    assert (name, code) in codes(tmp_path, {name: [value, "y"], "province": ["a", "a"]})


@pytest.mark.parametrize(
    "values",
    [
        ["2024-05-31", "31/05/2024"],
        ["Or", "Coltan"],
        ["500 FC", "1 500 000 FC"],
        ["12,5", "3.75"],
        ["codmine00191", "codmine00192"],
        ["les FARDCs", "admin"],
    ],
)
def test_a_column_that_tells_nothing(tmp_path, values):
    assert codes(tmp_path, {"c": values}) == set()


def test_exact_places_and_those_beside_a_village(tmp_path):
    places = {"longitude": [28.1, 28.2], "latitude": [1.1, 1.2]}
    assert codes(tmp_path, places) == {("longitude", "exact-place"), ("latitude", "exact-place")}
    beside = codes(tmp_path, {**places, "village": ["a", "b"]})
    assert ("longitude", "near-village") in beside
    grid = {
        "longitude": Grid(10, "longitude", "latitude"),
        "latitude": Grid(10, "latitude", "longitude"),
        "village": Keep(),
    }
    assert codes(tmp_path, {**places, "village": ["a", "b"]}, Plan(grid)) == set()


def test_values_that_tell_rows_apart(tmp_path):
    unique, few = [f"v{n}" for n in range(30)], ["a", "b", "c"] * 10
    assert codes(tmp_path, {"u": unique, "f": few}) == {("u", "unique")}
    assert codes(tmp_path, {"u": list(range(30)), "f": few}) == {("u", "unique")}


def test_long_texts_are_free_text(tmp_path):
    assert codes(tmp_path, {"c": ["x" * 90, "y" * 40]}) == {("c", "free-text")}
    assert codes(tmp_path, {"c": ["x" * 90, "y" * 20]}) == set()


def test_why_in_words(tmp_path):
    stored(tmp_path / "t.parquet", {"c": ["a@b.org", "x", None, "y"]})
    (found,) = identify(tmp_path / "t.parquet", Schema((Column("c"),)))
    assert (
        found.sentence("Colonne").text() == "33% of the values of “Colonne” hold an e-mail address."
    )


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["x", "tél 0991234567"], "phones"),
        (["a@b.org"], "mails"),
        (["POINT (1 2)"], "coordinates"),
        (["2024-05-31", "x"], ""),
        ([], ""),
    ],
)
def test_examples_are_looked_at_in_the_same_way(texts, code):
    assert telling_pattern(texts) == code


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("territoire", TERRITORY),
        ("village", VILLAGE),
        ("province du village", VILLAGE),
        ("Nom de la mine", VILLAGE),
        ("où", VILLAGE),
    ],
)
def test_a_place_is_as_fine_as_its_finest_word(name, rank):
    assert place_rank(Column(name)) == rank


def test_tags_said_by_the_file_come_before_those_of_the_name():
    assert meaning(Column("x", tag="person-name")).tag == "person-name"
    assert meaning(Column("x", title="Village")).tag == "place"
    assert meaning(Column("selling_points")).tag == "place"

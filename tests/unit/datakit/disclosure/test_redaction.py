"""What is taken out of free text, and what is left in."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from datakit.disclosure import Plan, derive
from datakit.disclosure.redaction import MARK, PARTICLES
from datakit.disclosure.treatments import Redact
from tests.unit.datakit.disclosure.worlds import KEY, TODAY
from tests.unit.datakit.tables import stored


def redacted(folder: Path, text: Any, *names: Any) -> Any:
    columns = {"note": [text], **{f"n{at}": [name] for at, name in enumerate(names)}}
    schema = stored(folder / "full.parquet", columns, dict.fromkeys(columns, "string"))
    own = tuple(name for name in columns if name != "note")
    out = folder / "out.parquet"
    derive(folder / "full.parquet", schema, Plan({"note": Redact(own)}), KEY, out, today=TODAY)
    return pq.read_table(out).to_pydict()["note"][0]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Appelez le +243 99 123 4567 demain", f"Appelez le {MARK} demain"),
        ("tél 0991234567.", f"tél {MARK}."),
        ("099-123-45-67 ou 081.234.56.78", f"{MARK} ou {MARK}"),
        ("(0)99/12.34.567", f"{MARK}"),
        ("écrire à jean.ka+x@exemple.org svp", f"écrire à {MARK} svp"),
        ("jean (at) exemple (dot) org", MARK),
        ("voir https://t.me/chef?x=1 ici", f"voir {MARK} ici"),
        ("voir www.exemple.cd/a", f"voir {MARK}"),
        ("sur exemple.org", f"sur {MARK}"),
        ("suivre @chef_kivu", f"suivre {MARK}"),
        ("à 28.71526, 0.33702 m", f"à {MARK}, {MARK} m"),
        ("à -2,50512 / 28,86101", f"à {MARK} / {MARK}"),
        ("2°30'15\" S 28°51'36\" E", f"{MARK} {MARK}"),
        ("carte CD1234567", f"carte {MARK}"),
        ("passeport OP 0123456", f"passeport {MARK}"),
        ("électeur 12345678901", f"électeur {MARK}"),
        ("plaque 1234AB01", f"plaque {MARK}"),
        ("35M 712345 9954321", MARK),
        ("6GCRMQ22+X4", MARK),
    ],
)
def test_what_goes(tmp_path, text, left):
    assert redacted(tmp_path, text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Site visité avec le chef de colline",
        "taxe de 500 FC, 1 500 FC le week-end",
        "150000 FC par mois",
        "creuseurs : 45 ; puits : 12",
        "prix 12.5 et 3,75",
        "Le 3e jour, 20 km au nord",
        "",
        None,
    ],
)
def test_what_stays(tmp_path, text):
    assert redacted(tmp_path, text) == text


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("Vu avec Jean Kabemba hier", ["Jean Kabemba"], f"Vu avec {MARK} {MARK} hier"),
        ("KABEMBA a payé", ["Jean Kabemba"], f"{MARK} a payé"),
        ("Éva et eva", ["Eva"], f"{MARK} et {MARK}"),
        ("le fils de Kabemba", ["Kabemba de la Mine"], f"le fils de {MARK}"),
        ("Kabembas sont là", ["Kabemba"], "Kabembas sont là"),
        ("codmine00191 visité", ["codmine00191"], f"{MARK}{MARK} visité"),
        ("Jean-Pierre", ["pierre", None], f"Jean-{MARK}"),
        ("Li est venu", ["Li"], f"{MARK} est venu"),
        ("rien", [None], "rien"),
        (None, ["Jean"], None),
    ],
)
def test_the_row_s_own_names_go(tmp_path, text, names, left):
    assert redacted(tmp_path, text, *names) == left


WORDS = st.text("abcdefghijklmnopqrstuvwxyzéèïôABCÉ", min_size=3, max_size=8)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(WORDS, st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4))
def test_no_name_is_left_wherever_it_stands(tmp_path, name, before, after):
    assume(plain(name) not in PARTICLES)
    text = " ".join([*before, name.upper(), *after, f"({name})", f"{name},"])
    left = redacted(tmp_path, text, name)
    assert name.lower() not in left.lower().replace("-", " ").split()
    for word in {*before, *after}:
        if plain(word) != plain(name):
            assert word in left


def plain(word: str) -> str:
    return word.lower().translate(str.maketrans("éèïô", "eeio"))


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(10**8, 10**12 - 1), st.sampled_from(["", " ", ".", "-", "/"]), st.booleans())
def test_no_telephone_number_is_left_however_it_is_cut(tmp_path, number, sign, plus):
    digits = str(number)
    cut = sign.join([digits[:3], digits[3:5], digits[5:]])
    left = redacted(tmp_path, f"le {'+' if plus else ''}{cut} répond")
    assert left == f"le {MARK} répond"

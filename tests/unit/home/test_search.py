"""What a search result shows of a text."""

import pytest

from home.search import EXCERPT, excerpt, fold

LONG = "Début du texte. " + "Des mots sans importance. " * 20 + "Une école élémentaire ici. " * 3


@pytest.mark.parametrize(
    ("text", "folded"), [("École", "ecole"), ("ŒUVRE", "œuvre"), ("ﬁn", "fin"[0] + "n"), ("", "")]
)
def test_folding_drops_accents_letter_for_letter(text, folded):
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


def test_the_words_are_marked_whatever_their_accents():
    assert excerpt("Une École ici", "ecole") == "Une <mark>École</mark> ici"
    assert excerpt("Une ecole ici", "école") == "Une <mark>ecole</mark> ici"


def test_the_part_with_the_words_is_shown():
    shown = excerpt(LONG, "élémentaire")
    assert shown.startswith("…")
    assert "<mark>élémentaire</mark>" in shown
    assert len(shown) < EXCERPT + 60


def test_without_the_words_the_beginning_is_shown():
    assert excerpt(LONG, "absent").startswith("Début du texte.")


def test_markup_in_a_text_stays_text():
    shown = excerpt('<script>alert("x")</script> minerai', "minerai script")
    assert "<script>" not in shown
    assert "<mark>script</mark>" in shown
    assert excerpt("<b>gras</b>", "") == "&lt;b&gt;gras&lt;/b&gt;"


def test_signs_in_the_words_are_no_pattern():
    assert excerpt("Prix (en $) du coltan", "($ .*") == "Prix (en $) du coltan"

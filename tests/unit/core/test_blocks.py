"""Blocks draw themselves light, and say the same with and without pictures."""

import pytest
from django.template import Context
from django.test import RequestFactory

from core import pictures
from core.blocks import ArticleBlock, PictureBlock, read_cells
from core.ui.formats import filesize
from home.models import PortalImage
from tests.factories import UserFactory
from tests.pages import make_document, make_picture


def draw(block, value, request=None):
    return block.render(block.to_python(value), Context({"request": request}).flatten())


@pytest.mark.parametrize(
    ("text", "head", "rows"),
    [
        ("a | b\n1 | 2", ["a", "b"], [[("a", "1"), ("b", "2")]]),
        ("a\tb\n1\t", ["a", "b"], [[("a", "1"), ("b", "")]]),
        ("a | b\n1", ["a", "b"], [[("a", "1"), ("b", "")]]),
        ("a | b\n1 | 2 | 3", ["a", "b"], [[("a", "1"), ("b", "2")]]),
        ("| a | b |\n\n| 1 | 2 |\n", ["a", "b"], [[("a", "1"), ("b", "2")]]),
        ("", [], []),
    ],
)
def test_a_pasted_table_is_read(text, head, rows):
    assert read_cells(text) == (head, rows)


def test_a_cell_of_a_table_is_text_not_markup():
    value = [{"type": "table", "value": {"caption": "Démo", "cells": "a\n<script>x</script>"}}]
    drawn = draw(ArticleBlock(), value)
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


@pytest.mark.django_db
def test_a_picture_comes_in_three_sizes_and_waits_until_it_is_seen():
    image = make_picture()
    drawn = draw(PictureBlock(), {"image": image.pk, "alt": "Un dessin", "caption": "Légende"})
    for width in pictures.WIDTHS:
        assert f"{width}w" in drawn
    assert 'loading="lazy"' in drawn
    assert 'width="640"' in drawn
    assert 'height="426"' in drawn
    assert 'alt="Un dessin"' in drawn
    assert image.file.url not in drawn


@pytest.mark.django_db
def test_a_picture_smaller_than_the_sizes_is_not_blown_up():
    drawn = pictures.drawn(make_picture(size=(400, 300)))
    assert drawn is not None
    assert [part.rsplit(" ", 1)[1] for part in drawn.srcset.split(", ")] == ["320w", "400w"]


@pytest.mark.django_db
def test_no_size_is_made_while_a_page_loads():
    image = make_picture()
    image.renditions.first().delete()
    drawn = draw(PictureBlock(), {"image": image.pk, "alt": "Un dessin", "caption": ""})
    assert "<img" not in drawn
    assert image.renditions.count() == len(pictures.SPECS) - 1


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["account", "browser"])
def test_who_saves_data_loads_pictures_by_hand(how):
    request = RequestFactory().get("/", headers={"Save-Data": "on"} if how == "browser" else {})
    request.user = UserFactory(low_data=how == "account")
    value = {"image": make_picture().pk, "alt": "Un dessin", "caption": ""}
    drawn = draw(PictureBlock(), value, request)
    # A lazy picture in closed details is not fetched; the summary says what it weighs.
    assert drawn.index("<details") < drawn.index("<img") < drawn.index("</details>")
    assert filesize(pictures.drawn(PortalImage.objects.get()).weight) in drawn
    request = RequestFactory().get("/")
    request.user = UserFactory()
    assert "<details" not in draw(PictureBlock(), value, request)


@pytest.mark.django_db
def test_audio_is_fetched_on_a_tap_and_has_its_transcript():
    sound = make_document("Voix Démo", "voix.ogg")
    value = {"file": sound.pk, "title": "Écouter", "transcript": "<p>Bonjour.</p>"}
    drawn = draw(ArticleBlock(), [{"type": "audio", "value": value}])
    assert 'preload="none"' in drawn
    assert filesize(22) in drawn
    assert "Bonjour." in drawn


@pytest.mark.django_db
def test_a_file_says_its_size():
    value = {"file": make_document().pk, "label": "La note"}
    drawn = draw(ArticleBlock(), [{"type": "file", "value": value}])
    assert "La note" in drawn
    assert filesize(22) in drawn


def test_steps_are_numbered_by_the_list_itself():
    steps = [{"title": "Demander", "text": "<p>Avant.</p>"}, {"title": "Noter", "text": ""}]
    drawn = draw(ArticleBlock(), [{"type": "steps", "value": {"steps": steps}}])
    assert drawn.count("<li>") == 2
    assert "<ol" in drawn


def test_a_callout_and_a_quote_say_what_they_are():
    drawn = draw(
        ArticleBlock(),
        [
            {"type": "callout", "value": {"kind": "danger", "title": "Stop", "text": "<p>Non</p>"}},
            {"type": "quote", "value": {"text": "Bien dit", "source": "Quelqu’un"}},
        ],
    )
    assert 'role="alert"' in drawn
    assert "<blockquote>" in drawn
    assert "<figcaption>Quelqu’un" in drawn

"""Templates: each is used, none carries inline script or style, none reaches another host."""

import re

import pytest
from django.conf import settings
from wagtail.models import get_page_models

ROOT = settings.BASE_DIR / "templates"
# Looked for by name by Django, allauth or Wagtail, not by our own source.
CALLED_BY_OTHERS = ("account/", "wagtailadmin/", "wagtailusers/", "400.html", "403.html")
CALLED_BY_OTHERS += ("404.html", "500.html", "413.html")
INLINE = re.compile(r"\sstyle=|<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+=\"|javascript:")
FOREIGN = re.compile(
    r"(?:src|action|srcset)=[\"'](?:https?:)?//|<link[^>]+href=[\"'](?:https?:)?//"
)


def templates():
    return sorted(path for path in ROOT.rglob("*") if path.suffix in {".html", ".txt", ".xml"})


def name_of(path):
    return str(path.relative_to(ROOT))


def all_source():
    texts = []
    for path in settings.BASE_DIR.rglob("*"):
        parts = path.relative_to(settings.BASE_DIR).parts
        if parts[0] in {".venv", ".data", "tests", ".git", "node_modules", "bench"}:
            continue
        if path.suffix in {".py", ".html", ".txt", ".xml"} and path.is_file():
            texts.append((path, path.read_text(encoding="utf-8")))
    return texts


def page_templates():
    """Templates Wagtail finds by the name of a page model: app/model_name.html."""
    return {model.template for model in get_page_models()}


def test_each_template_is_used():
    source = all_source()
    called = page_templates()
    unused = []
    for path in templates():
        name = name_of(path)
        if name.startswith(CALLED_BY_OTHERS) or name in called:
            continue
        stem = name.rsplit(".", 1)[0]
        if not any(name in text or stem in text for other, text in source if other != path):
            unused.append(name)
    assert unused == []


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_no_inline_script_style_or_other_host(path):
    text = path.read_text(encoding="utf-8")
    if not name_of(path).startswith(("email/", "wagtailadmin/")):
        assert not INLINE.search(text), INLINE.search(text)
    assert not FOREIGN.search(text), FOREIGN.search(text)


@pytest.mark.parametrize("planted", ['<p style="x">', "<script>x</script>", '<a onclick="x">'])
def test_planted_inline_is_found(planted):
    assert INLINE.search(planted)


def test_planted_foreign_host_is_found():
    assert FOREIGN.search('<img src="https://example.org/x.png">')

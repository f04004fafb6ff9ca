"""Names inside a package."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datakit.package.names import checked_path, slug, unique_slugs


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Visites été 2024", "visites-ete-2024"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "table"),
        ("表", "table"),
        ("CON", "con-table"),
        ("a" * 100, "a" * 60),
    ],
)
def test_slug(text, name):
    assert slug(text) == name


@given(st.lists(st.text(max_size=5), max_size=12))
def test_slugs_are_plain_and_unique(texts):
    names = unique_slugs(texts)
    assert len(set(names)) == len(texts)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)


@pytest.mark.parametrize("path", ["README.fr.md", "LICENCE.txt", "docs/method_1.pdf"])
def test_plain_paths_pass(path):
    assert checked_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "/etc/x", "../x", "a/../x", "a//b", "a\\b", ".hidden", "été.md", "a\nb", "C:x", "-x"],
)
def test_others_do_not(path):
    with pytest.raises(ValueError, match="not a file name"):
        checked_path(path)

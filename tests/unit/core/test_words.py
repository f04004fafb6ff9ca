"""Words without case and accents."""

import pytest

from core.words import folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Été à Béni", "ete a beni"),
        ("Cassitérite", "cassiterite"),
        ("Cassite\u0301rite", "cassiterite"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("", ""),
        ("ﬁn", "fin"),
    ],
)
def test_folded(text: str, expected: str) -> None:
    assert folded(text) == expected

"""The palette keeps its promise: AA contrast for every pair of text and ground, light and dark."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[3] / "static/css/portal.css").read_text(encoding="utf-8")
ROOTS = re.findall(r":root \{(.*?)\n\s*\}", CSS, re.DOTALL)

TONES = ["malachite", "cobalt", "copper", "gold", "tin", "red"]
GROUNDS = ["paper", "sheet", "wash"]
TEXT_PAIRS = [
    *[(word, ground) for word in ("text", "soft", "muted", "link", "action") for ground in GROUNDS],
    *[("malachite-900" if t == "malachite" else f"{t}-700", f"{t}-100") for t in TONES],
    *[(f"{t}-700", ground) for t in ("copper", "gold", "red", "tin") for ground in GROUNDS],
    *[("text", f"{t}-100") for t in TONES],
    *[("link", f"{t}-100") for t in TONES],
    ("on-action", "action"),
    ("on-head", "head"),
    ("on-head-soft", "head"),
    ("on-head", "head-deep"),
    ("on-head-soft", "head-deep"),
    ("head-kicker", "head"),
]
SHAPE_PAIRS = [
    *[("line-strong", ground) for ground in GROUNDS],
    *[("done", ground) for ground in GROUNDS],
    ("focus", "paper"),
    ("focus", "head"),
    ("action", "paper"),
]


def tokens(scheme: str) -> dict[str, str]:
    """The colour tokens of a scheme; the dark one overrides the light one."""
    found: dict[str, str] = {}
    for root in ROOTS[: 2 if scheme == "dark" else 1]:
        found |= dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6}|var\(--[a-z0-9-]+\))", root))
    return found


def colour(name: str, scheme: str) -> tuple[float, ...]:
    value = tokens(scheme)[name]
    if value.startswith("var"):
        return colour(value[6:-1], scheme)
    digits = value[1:] if len(value) == 7 else "".join(c * 2 for c in value[1:])
    return tuple(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))


def luminance(rgb: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str, scheme: str) -> float:
    a, b = sorted((luminance(colour(one, scheme)), luminance(colour(other, scheme))), reverse=True)
    return (a + 0.05) / (b + 0.05)


def test_both_schemes_are_found() -> None:
    assert len(ROOTS) == 2 or len(ROOTS) == 3
    assert tokens("dark")["paper"] != tokens("light")["paper"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), TEXT_PAIRS)
def test_text_is_readable(word: str, ground: str, scheme: str) -> None:
    assert contrast(word, ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shapes_are_seen(shape: str, ground: str, scheme: str) -> None:
    assert contrast(shape, ground, scheme) >= 3

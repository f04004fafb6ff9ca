"""Reads settings from the environment (and `.env`), and stops with a sentence when one is wrong."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

TRUE_WORDS = {"1", "on", "true", "yes"}
FALSE_WORDS = {"0", "off", "false", "no", ""}


def load_env_file(path: Path) -> None:
    """Take `NAME=value` lines of `path` for names the environment does not set yet."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str | None = None) -> str:
    """The variable `name`; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None or (default is None and not value):
        raise ImproperlyConfigured(
            f"The environment variable {name} is not set. See .env.example for what it means."
        )
    return value


def flag(name: str, default: bool) -> bool:
    """The variable `name` as on or off."""
    word = os.environ.get(name, "on" if default else "off").lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"The environment variable {name} must be on or off, not {word!r}.")


def _parsed(name: str, default: T, parse: Callable[[str], T], wanted: str) -> T:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    try:
        return parse(value)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"The environment variable {name} must be {wanted}, not {value!r}."
        ) from error


def number(name: str, default: int) -> int:
    """The variable `name` as a whole number."""
    return _parsed(name, default, int, "a whole number")


def words(name: str, default: str = "") -> list[str]:
    """The variable `name` as a comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]

"""Both languages are complete."""

import re

import pytest
from django.core.management import CommandError, call_command

from portal import catalogue


def test_every_sentence_has_its_french():
    call_command("messages", "verify")


def test_a_sentence_without_french_is_found(monkeypatch):
    extracted = catalogue.extract()
    monkeypatch.setattr(
        catalogue, "extract", lambda: {**extracted, ("Not said yet", None, None): ["home/x.py"]}
    )
    with pytest.raises(CommandError):
        call_command("messages", "verify")


def test_placeholders_are_the_same_in_both_languages():
    for entry in catalogue.load("fr"):
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            assert sorted(_placeholders(text)) == sorted(_placeholders(entry.msgid)), entry.msgid


def _placeholders(text):
    return set(re.findall(r"%\(\w+\)[sd]", text))

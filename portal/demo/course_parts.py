"""How the demo's courses are written down: every piece in French and in English."""

from dataclasses import dataclass, field
from typing import Any

from partners.enums import Audience

Words = tuple[str, str]  # French, English


@dataclass(frozen=True)
class Block:
    """A piece of a lesson; `values` are its contents in French and in English."""

    kind: str
    values: tuple[Any, Any]


@dataclass(frozen=True)
class Lesson:
    """One lesson."""

    title: Words
    minutes: int
    blocks: list[Block]


@dataclass(frozen=True)
class Asked:
    """A question; `choices` are (right, words)."""

    text: Words
    choices: list[tuple[bool, Words]]
    explanation: Words

    @property
    def several(self) -> bool:
        """Whether more than one choice is right."""
        return sum(right for right, _words in self.choices) > 1


@dataclass(frozen=True)
class CourseText:
    """A course in both languages, with its audience."""

    slug: str
    title: Words
    summary: Words
    aims: Words
    lessons: list[Lesson]
    questions: list[Asked] = field(default_factory=list)
    audience: Audience = Audience.PUBLIC
    named: tuple[str, ...] = ()


def text(fr: str, en: str) -> Block:
    """Paragraphs, as HTML."""
    return Block("text", (fr, en))


def heading(fr: str, en: str) -> Block:
    """A heading."""
    return Block("heading", ({"text": fr, "level": "h2"}, {"text": en, "level": "h2"}))


def callout(kind: str, title: Words, words: Words) -> Block:
    """Something to remember."""
    fr, en = ({"kind": kind, "title": title[i], "text": f"<p>{words[i]}</p>"} for i in (0, 1))
    return Block("callout", (fr, en))


def steps(*pairs: tuple[Words, Words]) -> Block:
    """Things to do in order: (title, text) each."""
    fr, en = (
        {"steps": [{"title": title[i], "text": f"<p>{words[i]}</p>"} for title, words in pairs]}
        for i in (0, 1)
    )
    return Block("steps", (fr, en))


def table(caption: Words, fr: str, en: str) -> Block:
    """A small table, a row a line, cells between bars."""
    return Block(
        "table", ({"caption": caption[0], "cells": fr}, {"caption": caption[1], "cells": en})
    )


def picture(name: str, alt: Words, caption: Words) -> Block:
    """A drawing of course_pictures, by the name of its function."""
    fr, en = ({"image": name, "alt": alt[i], "caption": caption[i]} for i in (0, 1))
    return Block("picture", (fr, en))

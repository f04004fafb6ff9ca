"""What can be followed. An app says how its topics are called and who may see them.

register_topic("project", name_of_project)   # topic «project:research-for-impact»
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

Describe: TypeAlias = Callable[[Any, str], "Topic | None"]


@dataclass(frozen=True)
class Topic:
    """Something to follow, as the reader may know it."""

    name: str
    url: str


_DESCRIBE: dict[str, Describe] = {}


def register_topic(prefix: str, describe: Describe) -> None:
    """`describe(user, slug)` gives the topic in the reader's language, None if not visible."""
    _DESCRIBE[prefix] = describe


def find_topic(user: Any, topic: str) -> Topic | None:
    """The topic as this person may see it; None when it does not exist for them."""
    prefix, _, slug = topic.partition(":")
    describe = _DESCRIBE.get(prefix)
    return describe(user, slug) if describe and slug else None

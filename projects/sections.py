"""What higher apps add to a project's page: datasets, courses. They register; projects ask."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from projects.models.project import Project


@dataclass(frozen=True)
class Section:
    """A part of a project's page. `items` must give only what the reader may see.

    `template` is drawn with `items`, `project` and `request`; `more` is the name of the address
    of the whole list.
    """

    name: str
    title: str | Promise
    template: str
    items: Callable[[Project, Any], Sequence[Any]]
    more: str = ""
    order: int = 50


@dataclass(frozen=True)
class Filled:
    """A section with what this reader sees in it."""

    section: Section
    items: Sequence[Any]


_SECTIONS: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section to every project's page; call it from `AppConfig.ready`."""
    _SECTIONS[section.name] = section


def filled(project: Project, user: Any) -> list[Filled]:
    """The sections in which this reader sees something, in order."""
    ordered = sorted(_SECTIONS.values(), key=lambda section: (section.order, section.name))
    offered = [Filled(section, list(section.items(project, user))) for section in ordered]
    return [section for section in offered if section.items]

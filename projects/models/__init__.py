"""Projects, programmes and what they publish."""

from projects.models.pages import (
    ProgrammeIndexPage,
    ProgrammePage,
    ProjectIndexPage,
    ProjectPage,
)
from projects.models.programme import Programme
from projects.models.project import Project
from projects.models.publishing import (
    PublicationIndexPage,
    PublicationPage,
    UpdateIndexPage,
    UpdatePage,
)

__all__ = [
    "Programme",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "Project",
    "ProjectIndexPage",
    "ProjectPage",
    "PublicationIndexPage",
    "PublicationPage",
    "UpdateIndexPage",
    "UpdatePage",
]

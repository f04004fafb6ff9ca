"""Projects, programmes and what they publish."""

from projects.models.project import Project

__all__ = ["Project"]

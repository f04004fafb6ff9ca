"""What the front page tells a reader: the newest of everything they may see."""

from typing import Any

from datasets.models import Dataset
from projects.models import ProgrammePage, ProjectPage, PublicationPage, UpdatePage
from training.models import CoursePage

SHOWN = 3


def news(locale_id: int, user: Any) -> dict[str, Any]:
    """The newest updates, publications, courses and data that exist for `user`."""
    here = {"locale_id": locale_id}
    updates = UpdatePage.objects.visible_to(user).filter(**here).order_by("-date", "-pk")
    papers = PublicationPage.objects.visible_to(user).filter(**here).order_by("-date", "-pk")
    courses = CoursePage.objects.visible_to(user).filter(**here)
    return {
        "updates": updates[:SHOWN],
        "publications": papers[:SHOWN],
        "courses": courses.order_by("-first_published_at")[:SHOWN],
        "datasets": Dataset.objects.visible_to(user).published().select_related("owner")[:SHOWN],
        "projects": ProjectPage.objects.live().filter(**here).select_related("project")[:SHOWN],
        "programmes": ProgrammePage.objects.live().filter(**here).order_by("path"),
    }

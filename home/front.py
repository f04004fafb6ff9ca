"""What the front page tells a reader: the newest of everything they may see."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from wagtail.models import Page

from datasets.models import Dataset
from home import coverage
from projects.models import (
    ProgrammePage,
    ProjectPage,
    PublicationIndexPage,
    PublicationPage,
    UpdateIndexPage,
    UpdatePage,
)
from training.models import CourseIndexPage, CoursePage
from training.models.catalogue import offers

SHOWN = 3
LIST_SECONDS = 60  # as the menu, which shows the same lists
LISTS = {
    "updates_url": UpdateIndexPage,
    "publications_url": PublicationIndexPage,
    "courses_url": CourseIndexPage,
}


def news(locale_id: int, user: Any) -> dict[str, Any]:
    """The newest updates, publications, courses and data that exist for `user`."""
    here = {"locale_id": locale_id}
    updates = UpdatePage.objects.visible_to(user).filter(**here)
    papers = PublicationPage.objects.visible_to(user).filter(**here)
    courses = CoursePage.objects.visible_to(user).filter(**here).order_by("-first_published_at")
    projects = ProjectPage.objects.live().filter(**here).order_by("path")
    return {
        "updates": _newest(updates),
        "publications": _newest(papers),
        "courses": offers(courses.select_related("course", "locale")[:SHOWN], user),
        "datasets": Dataset.objects.visible_to(user).published().select_related("owner")[:SHOWN],
        "projects": list(projects.select_related("project", "locale")[:SHOWN]),
        "programmes": ProgrammePage.objects.live().filter(**here).select_related("locale"),
        "coverage": coverage.open_to_all(),
        **(cache.get_or_set(f"lists:{locale_id}", lambda: _lists(locale_id), LIST_SECONDS) or {}),
    }


def _newest(pages: Any) -> Any:
    return pages.select_related("locale").newest_first()[:SHOWN]


def _lists(locale_id: int) -> dict[str, str]:
    """Where each of them stands in full: for everybody the same, so kept as long as the menu."""
    types: dict[Any, ContentType] = ContentType.objects.get_for_models(*LISTS.values())
    pages = Page.objects.live().filter(locale_id=locale_id, content_type__in=types.values())
    found = {page.content_type_id: page.url for page in pages.select_related("locale")}
    return {name: found.get(types[model].pk) or "" for name, model in LISTS.items()}

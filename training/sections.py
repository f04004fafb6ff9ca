"""The courses a reader may see, on the page of their project."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from projects.sections import Section, register
from training.models import CoursePage
from training.models.catalogue import Offer, offers


def courses_of(project: Project, user: Any) -> list[Offer]:
    """Courses of `project` that exist for `user`, in the reader's language."""
    pages = CoursePage.objects.visible_to(user).filter(
        project=project, locale__language_code=(get_language() or "fr")[:2]
    )
    return offers(pages.select_related("course").order_by("path"), user)


register(
    Section(
        name="courses",
        title=_("Courses"),
        template="training/section.html",
        items=courses_of,
        order=40,
    )
)

"""Who sees which course and who learns in it. A course has the audience of its page."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import NotAllowed, NotVisible
from projects.policies import audience

__all__ = [
    "audience",
    "courses_visible",
    "enrolled",
    "own",
    "parts_visible",
    "require_learner",
    "require_may_learn",
    "require_visible",
]


def courses_visible(visible_pages: QuerySet[Any]) -> Q:
    """Courses with a page, in any language, that exists for the reader."""
    return Q(pk__in=visible_pages.values("course_id"))


def parts_visible(course_paths: Iterable[str]) -> Q:
    """Lessons and quizzes below one of these places in the page tree.

    They have no audience of their own: they exist for whom their course's page exists.
    """
    places = Q(pk__in=[])
    for path in course_paths:
        places |= Q(path__startswith=path)
    return places


def own(user: Any, prefix: str = "") -> Q:
    """What belongs to a learner: nobody reads somebody else's answers and progress."""
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    return Q(**{f"{prefix}user_id": user.pk})


def enrolled(user: Any, prefix: str = "") -> Q:
    """A learner's enrolments that hold: begun and not left."""
    return own(user, prefix) & Q(**{f"{prefix}left__isnull": True})


def require_visible(user: Any, thing: Model) -> None:
    """The list filter on one course, course page, lesson or quiz. Raises NotVisible."""
    things = type(thing).objects  # type: ignore[attr-defined]
    if not things.visible_to(user).filter(pk=thing.pk).exists():
        raise NotVisible


def require_may_learn(user: Any, course: Model) -> None:
    """A course can be started by people with an account. Raises NotVisible or NotAllowed."""
    require_visible(user, course)
    if not user.is_authenticated:
        raise NotAllowed(_("Sign in to start the course."))


def require_learner(user: Any, course: Model) -> None:
    """Lessons and quizzes are for those who started the course. Raises NotVisible or NotAllowed."""
    require_visible(user, course)
    if not course.enrolments.filter(enrolled(user)).exists():  # type: ignore[attr-defined]
        raise NotAllowed(_("Start the course first."))

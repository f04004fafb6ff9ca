"""Every page a reader may read, whatever its type. Search, sitemap and files start from it."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, ReferenceIndex, get_page_models

from home import policies
from home.models import HomePage
from projects.models import (
    ProgrammeIndexPage,
    ProgrammePage,
    ProjectIndexPage,
    ProjectPage,
    PublicationIndexPage,
    UpdateIndexPage,
)
from training.models import CourseIndexPage

# Types that are for everybody. Every other type must bring its own `visible_to`.
OPEN_TYPES: tuple[type[Page], ...] = (
    HomePage,
    ProgrammeIndexPage,
    ProgrammePage,
    ProjectIndexPage,
    ProjectPage,
    PublicationIndexPage,
    UpdateIndexPage,
    CourseIndexPage,
)


def restricted_types() -> list[type[Page]]:
    """Types with an audience."""
    return [model for model in get_page_models() if hasattr(model.objects, "visible_to")]


def pages_of(model: type[Page], user: Any) -> QuerySet:
    """Pages of one type that exist for `user`."""
    if model in OPEN_TYPES:
        return model.objects.live()
    if hasattr(model.objects, "visible_to"):
        return model.objects.visible_to(user)
    return model.objects.none()


def visible_pages(user: Any) -> QuerySet:
    """Every published page that exists for `user`."""
    open_types = ContentType.objects.get_for_models(*OPEN_TYPES).values()
    lists = [pages_of(model, user) for model in restricted_types()]
    return Page.objects.filter(policies.pages_readable(open_types, lists))


def in_language(page: Page, code: str, user: Any) -> Page | None:
    """The version of a page in another language, where it exists for `user`."""
    versions = pages_of(type(page), user).filter(translation_key=page.translation_key)
    return versions.filter(locale__language_code=code).select_related("locale").first()


def may_fetch(user: Any, file: Any) -> bool:
    """Whether `user` may fetch this picture or document: a page they may read shows it."""
    shown = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(file),
        to_object_id=str(file.pk),
        base_content_type=ContentType.objects.get_for_model(Page),
    ).values_list("object_id", flat=True)
    return policies.may_fetch(user, visible_pages(user).filter(pk__in=list(shown)))


def everybody_may_fetch(file: Any) -> bool:
    """Whether the file may also be kept by caches that many people share."""
    return may_fetch(AnonymousUser(), file)

"""A small site in both languages: front, lists, a project's page; and pages to put on it."""

import io
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Locale, Page

from home import setup
from home.models import PortalDocument, PortalImage, StandardPage
from partners.enums import Audience
from partners.models import User
from projects.models import (
    Project,
    ProjectIndexPage,
    ProjectPage,
    PublicationIndexPage,
    PublicationPage,
    UpdateIndexPage,
    UpdatePage,
)
from tests.factories import UserFactory

Pair = dict[str, Any]
WORDS = {
    "fr": {"title": "Accueil", "slug": "accueil"},
    "en": {"title": "Front", "slug": "front"},
}


@dataclass(frozen=True)
class Place:
    """The site, by language."""

    fronts: Pair
    projects: Pair
    updates: Pair
    publications: Pair
    project_pages: Pair


def make_place(project: Project) -> Place:
    """The front pages, the lists and the page of one project."""
    fronts = setup.make_front(WORDS)
    indexes = [
        _pair(ProjectIndexPage, fronts, "Projets", "Projects"),
        _pair(UpdateIndexPage, fronts, "Actualités", "News"),
        _pair(PublicationIndexPage, fronts, "Publications", "Publications"),
    ]
    pages = _pair(
        ProjectPage, indexes[0], project.title_fr, project.title_en, project=project, intro="—"
    )
    return Place(fronts, *indexes, pages)


def _pair(model: type[Page], parents: Pair, fr: str, en: str, **fields: Any) -> Pair:
    made: Pair = {}
    for code, title in (("fr", fr), ("en", en)):
        page = model(title=title, locale=Locale.objects.get(language_code=code), **fields)
        if made:
            page.translation_key = made["fr"].translation_key
        parents[code].add_child(instance=page)
        made[code] = page
    return made


def add_update(
    place: Place, title: str, *, language: str = "fr", named: Any = (), **fields: Any
) -> UpdatePage:
    """A published update, without telling anybody."""
    fields = {"intro": f"En bref : {title}", "audience": Audience.PUBLIC, **fields}
    return _add(UpdatePage, place.updates[language], title, named, fields)


def add_publication(
    place: Place, title: str, *, language: str = "fr", named: Any = (), **fields: Any
) -> PublicationPage:
    """A published publication, without telling anybody."""
    fields = {"intro": f"En bref : {title}", "audience": Audience.PUBLIC, **fields}
    return _add(PublicationPage, place.publications[language], title, named, fields)


def add_standard(
    place: Place, title: str, *, language: str = "fr", named: Any = (), **fields: Any
) -> StandardPage:
    """A published standard page."""
    return _add(StandardPage, place.fronts[language], title, named, fields)


def _add(model: Any, parent: Page, title: str, named: Any, fields: dict[str, Any]) -> Any:
    page = model(title=title, locale=parent.locale, **fields)
    parent.add_child(instance=page)
    if named:
        page.named_organisations.set(named)
        page.save()
    return page


def publish(page: Page, by: User | None = None) -> None:
    """As the button on the desk does."""
    page.save_revision(user=by).publish()


def make_picture(title: str = "Dessin Démo", size: tuple[int, int] = (1200, 800)) -> PortalImage:
    """A picture in the library."""
    stored = io.BytesIO()
    Image.new("RGB", size, "#157a62").save(stored, "PNG")
    return PortalImage.objects.create(title=title, file=ImageFile(stored, name="dessin.png"))


def make_document(title: str = "Note Démo", name: str = "note.txt") -> PortalDocument:
    """A document in the library."""
    file = ContentFile(b"Note de demonstration.", name=name)
    return PortalDocument.objects.create(title=title, file=file)


def make_editor() -> User:
    """Somebody who writes on the desk."""
    editor = UserFactory(email="editrice@example.org", name="Édith Démo")
    setup.make_editors().user_set.add(editor)
    return editor


def text(words: str) -> tuple[str, str]:
    """A block of text."""
    return "text", f"<p>{words}</p>"

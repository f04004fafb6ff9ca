"""A small school: one course in French and English with three lessons and a quiz of two questions.

Keys of questions and choices are words here, so that a test reads like what it says.
"""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page, Site

from home.models import HomePage
from partners.enums import Audience
from partners.models import Organisation
from projects.models import Project
from training.models import Course, CourseIndexPage, CoursePage, LessonPage, QuizPage

RIGHT = {"consent": ["yes"], "notes": ["role", "count"]}
WRONG = {"consent": ["no"], "notes": ["role", "count"]}
PARTLY = {"consent": ["yes"], "notes": ["role"]}
WHY = "Un nom met en danger."


@dataclass(frozen=True)
class School:
    """The catalogue in each language."""

    fr: CourseIndexPage
    en: CourseIndexPage


def make_school() -> School:
    """A site with a home page and a catalogue in both languages."""
    root = Page.get_first_root_node()
    catalogues: list[CourseIndexPage] = []
    for code, title, slug in (("fr", "Formations", "formations"), ("en", "Courses", "courses")):
        locale, _ = Locale.objects.get_or_create(language_code=code)
        home = HomePage(title=f"Accueil {code}", slug=f"accueil-{code}", locale=locale)
        catalogue = CourseIndexPage(title=title, slug=slug, locale=locale)
        if catalogues:
            home.translation_key = catalogues[0].get_parent().translation_key
            catalogue.translation_key = catalogues[0].translation_key
        root.add_child(instance=home)
        home.add_child(instance=catalogue)
        catalogues.append(catalogue)
    Site.objects.all().delete()
    site_root = catalogues[0].get_parent()
    Site.objects.create(hostname="localhost", root_page=site_root, is_default_site=True)
    return School(*catalogues)


def make_course(
    school: School,
    slug: str = "terrain",
    *,
    audience: Audience = Audience.PUBLIC,
    project: Project | None = None,
    named: tuple[Organisation, ...] = (),
    lessons: int = 3,
    quiz: bool = True,
    pass_mark: int = 70,
) -> CoursePage:
    """The French page of a new course; its English twin stands beside it."""
    course = Course.objects.create(
        slug=slug, title=f"Cours {slug}", project=project, pass_mark=pass_mark
    )
    pages: dict[str, CoursePage] = {}
    for code, catalogue in (("fr", school.fr), ("en", school.en)):
        page = CoursePage(
            title=f"Cours {slug} {code}",
            slug=slug,
            summary=f"Résumé {slug}",
            course=course,
            audience=audience,
            locale=catalogue.locale,
        )
        page.named_organisations = list(named)
        _add(catalogue, page, pages.get("fr"))
        _add_parts(page, lessons, quiz, pages.get("fr"))
        pages[code] = page
    return pages["fr"]


def in_english(page: Any) -> Any:
    """The English twin of a page."""
    return page.get_translation(Locale.objects.get(language_code="en"))


def _add(parent: Page, page: Page, original: Page | None) -> None:
    page.locale = parent.locale
    if original is not None:
        page.translation_key = original.translation_key
    parent.add_child(instance=page)


def _add_parts(page: CoursePage, lessons: int, quiz: bool, original: CoursePage | None) -> None:
    twins = list(original.lessons()) if original else [None] * lessons
    language = page.locale.language_code
    for number, twin in enumerate(twins, start=1):
        body = [{"type": "text", "value": f"<p>Texte {number} {language}</p>"}]
        lesson = LessonPage(title=f"Leçon {number} {language}", slug=f"lecon-{number}", body=body)
        _add(page, lesson, twin)
    if quiz:
        questions = QuizPage(title=f"Quiz {language}", slug="quiz", body=questions_body(language))
        _add(page, questions, original.quiz() if original else None)


def questions_body(language: str = "fr") -> list[dict[str, Any]]:
    """A question with one right answer, and one with two."""
    return [
        question("consent", f"Accord ? {language}", {"yes": True, "no": False}),
        question(
            "notes", "Que noter ?", {"role": True, "name": False, "count": True}, several=True
        ),
    ]


def question(
    key: str, text: str, choices: dict[str, bool], *, several: bool = False
) -> dict[str, Any]:
    """A question as the page stores it."""
    items = [
        {"type": "item", "id": name, "value": {"text": f"Choix {name}", "right": right}}
        for name, right in choices.items()
    ]
    value = {"text": text, "several": several, "choices": items, "explanation": WHY}
    return {"type": "question", "id": key, "value": value}

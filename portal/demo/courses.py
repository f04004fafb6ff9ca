"""Makes the demo's courses, in French and in English, with the same keys in both."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from core.pictures import make_sizes
from partners.models import Organisation
from portal.demo import course_pictures
from portal.demo.course_parts import Asked, Block, CourseText, Lesson
from portal.demo.course_short import SHORT_COURSES
from portal.demo.course_text import FIRST_STEPS
from projects.models import Project
from training.models import Course, CourseIndexPage, CoursePage, LessonPage, QuizPage

LANGUAGES = ("fr", "en")
CATALOGUE = ("Formations", "Courses")
INTRO = (
    "Des leçons courtes et légères, à lire à votre rythme, sur un téléphone aussi.",
    "Short and light lessons, at your own pace, on a telephone too.",
)
QUIZ = ("Vérifiez-vous", "Check yourself")
QUIZ_INTRO = (
    "Cinq questions. Vous pouvez recommencer autant que vous voulez.",
    "Five questions. You can try again as often as you like.",
)
CREDIT = "Dessin de la démo"
DRAWINGS = {
    "site_sketch": ("Croquis d’un site (démo)", course_pictures.site_sketch),
    "three_columns": ("Trois colonnes (démo)", course_pictures.three_columns),
}


def make_courses(
    persons: Mapping[str, Any], organisations: Mapping[str, Organisation], project: Project
) -> None:
    """The catalogue and its courses; what is there already stays as it is."""
    catalogues = _catalogues()
    for text in (FIRST_STEPS, *SHORT_COURSES):
        course, _new = Course.objects.get_or_create(
            slug=text.slug, defaults={"title": text.title[0], "project": project}
        )
        if not course.pages.exists():
            _make_pages(text, course, catalogues, [organisations[slug] for slug in text.named])


def _catalogues() -> list[CourseIndexPage]:
    """The catalogue in each language, below that language's home page."""
    home = Site.objects.get(is_default_site=True).root_page
    made: list[CourseIndexPage] = []
    for i, language in enumerate(LANGUAGES):
        locale = Locale.objects.get(language_code=language)
        page = CourseIndexPage.objects.filter(locale=locale).first()
        if page is None:
            page = CourseIndexPage(title=CATALOGUE[i], intro=INTRO[i], slug=slugify(CATALOGUE[i]))
            _add(home.get_translation(locale), page, made[0] if made else None)
        made.append(page)
    return made


def _make_pages(
    text: CourseText, course: Course, catalogues: list[CourseIndexPage], named: list[Organisation]
) -> None:
    originals: Iterator[Page] | None = None
    for i, catalogue in enumerate(catalogues):
        made: list[Page] = []
        page = CoursePage(course=course, title=text.title[i], summary=text.summary[i])
        page.aims, page.audience, page.named_organisations = text.aims[i], text.audience, named
        _add(catalogue, page, next(originals) if originals else None)
        for child in _children(text, i):
            _add(page, child, next(originals) if originals else None)
            made.append(child)
        originals = iter([page, *made])


def _children(text: CourseText, i: int) -> Iterator[Page]:
    """The lessons of a course in one language, then its quiz."""
    for number, lesson in enumerate(text.lessons):
        body = _stream(f"{text.slug}/{number}", lesson, i)
        yield LessonPage(title=lesson.title[i], minutes=lesson.minutes, body=body)
    if text.questions:
        body = [_question(f"{text.slug}/q{n}", asked, i) for n, asked in enumerate(text.questions)]
        yield QuizPage(title=QUIZ[i], intro=QUIZ_INTRO[i], body=body)


def _add(parent: Page, page: Page, original: Page | None) -> None:
    """Publish `page` below `parent`, as the translation of `original` where there is one."""
    page.locale = parent.locale
    page.slug = page.slug or slugify(page.title)[:80]
    if original is not None:
        page.translation_key = original.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()


def _key(name: str) -> str:
    """The same key for the same piece in every language."""
    return str(uuid5(NAMESPACE_URL, name))


def _stream(name: str, lesson: Lesson, i: int) -> list[dict[str, Any]]:
    return [
        {"type": block.kind, "value": _value(block, i), "id": _key(f"{name}/{n}")}
        for n, block in enumerate(lesson.blocks)
    ]


def _value(block: Block, i: int) -> Any:
    value = block.values[i]
    return {**value, "image": _picture(value["image"])} if block.kind == "picture" else value


def _question(name: str, asked: Asked, i: int) -> dict[str, Any]:
    choices = [
        {"type": "item", "id": _key(f"{name}/{n}"), "value": {"text": words[i], "right": right}}
        for n, (right, words) in enumerate(asked.choices)
    ]
    value = {
        "text": asked.text[i],
        "several": asked.several,
        "choices": choices,
        "explanation": asked.explanation[i],
    }
    return {"type": "question", "value": value, "id": _key(name)}


def _picture(name: str) -> int:
    """The drawing with this name, made once."""
    title, draw = DRAWINGS[name]
    picture = get_image_model().objects.filter(title=title).first()
    if picture is None:
        file = ContentFile(draw(), name=f"{name}.png")
        picture = get_image_model().objects.create(title=title, file=file, credit=CREDIT)
        make_sizes(picture)
    return int(picture.pk)

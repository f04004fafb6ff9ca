"""The demo's courses: complete in both languages, light, and made once."""

import io

import pytest
from PIL import Image
from wagtail.models import Page

from portal.demo import course_pictures
from portal.demo.course_parts import CourseText
from portal.demo.course_short import SHORT_COURSES
from portal.demo.course_text import FIRST_STEPS
from portal.demo.courses import make_courses
from portal.demo.people import make_organisations, make_project
from tests.courses import in_english, make_school
from training.models import Course, CoursePage, LessonPage, QuizPage

LIGHT = 30_000


@pytest.mark.django_db
def test_courses_are_made_once_in_both_languages_at_every_audience():
    make_school()
    organisations = make_organisations()
    project = make_project(organisations)
    make_courses({}, organisations, project)
    before = set(Page.objects.values_list("pk", "title"))
    make_courses({}, organisations, project)
    assert set(Page.objects.values_list("pk", "title")) == before
    assert Course.objects.count() == 4
    french = CoursePage.objects.filter(locale__language_code="fr")
    assert set(french.values_list("audience", flat=True)) == {
        *("public", "registered", "consortium", "named")
    }
    for page in french:
        english = in_english(page)
        keys = [lesson.translation_key for lesson in page.lessons()]
        assert [lesson.translation_key for lesson in english.lessons()] == keys
        assert english.audience == page.audience
        page.full_clean()


@pytest.mark.django_db
def test_the_first_course_has_four_lessons_and_five_questions_with_stable_keys():
    make_school()
    organisations = make_organisations()
    make_courses({}, organisations, make_project(organisations))
    page = CoursePage.objects.get(locale__language_code="fr", course__slug=FIRST_STEPS.slug)
    quiz = QuizPage.objects.get(pk=page.quiz().pk)
    twin = QuizPage.objects.get(pk=in_english(page).quiz().pk)
    assert page.lessons().count() == 4
    assert len(quiz.questions) == 5
    assert {question.multiple for question in quiz.questions} == {True, False}
    assert [(q.key, q.right) for q in quiz.questions] == [(q.key, q.right) for q in twin.questions]
    kinds = {b.block_type for x in LessonPage.objects.child_of(page) for b in x.body}
    assert {"text", "heading", "picture", "callout", "steps", "table"} <= kinds


@pytest.mark.parametrize("draw", [course_pictures.site_sketch, course_pictures.three_columns])
def test_drawings_are_light_at_the_size_they_are_shown(draw):
    picture = Image.open(io.BytesIO(draw()))
    shown = io.BytesIO()
    picture.convert("RGB").resize((960, 600)).save(shown, "WEBP", quality=72)
    assert len(shown.getvalue()) < LIGHT
    assert picture.size == (1280, 800)


@pytest.mark.parametrize("text", [FIRST_STEPS, *SHORT_COURSES], ids=lambda text: text.slug)
def test_nothing_is_left_in_one_language(text: CourseText):
    pairs = [text.title, text.summary, *(lesson.title for lesson in text.lessons)]
    for asked in text.questions:
        pairs += [asked.text, asked.explanation, *(words for _right, words in asked.choices)]
    assert all(fr and en and fr != en for fr, en in pairs)
    for lesson in text.lessons:
        assert all(block.values[0] != block.values[1] for block in lesson.blocks)

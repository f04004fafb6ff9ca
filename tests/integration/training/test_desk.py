"""Courses on the editor's desk, and on the page of their project."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from home.setup import make_editors
from partners.enums import Audience
from projects.sections import filled
from tests.courses import in_english, make_course
from tests.factories import ProjectFactory, UserFactory
from training.models import Course, CourseIndexPage, CoursePage, LessonPage, QuizPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(email="admin@example.org", administrator=True))
    return client


def test_authors_find_every_form(desk, school, course_page):
    lesson, quiz = course_page.lessons()[0], course_page.quiz()
    addresses = [
        *(reverse("wagtailadmin_pages:edit", args=[p.pk]) for p in (course_page, lesson, quiz)),
        reverse("wagtailadmin_pages:add", args=["training", "coursepage", school.fr.pk]),
        reverse("wagtailadmin_pages:add", args=["training", "lessonpage", course_page.pk]),
        reverse(Course.snippet_viewset.get_url_name("list")),
        reverse(Course.snippet_viewset.get_url_name("edit"), args=[course_page.course.pk]),
    ]
    assert {desk.get(address).status_code for address in addresses} == {200}


def test_editors_make_courses(client, school):
    editor = UserFactory(email="redaction@example.org")
    editor.groups.add(make_editors())
    client.force_login(editor)
    given = {"title": "Nouveau", "slug": "nouveau", "project": "", "pass_mark": 80}
    assert (
        client.post(reverse(Course.snippet_viewset.get_url_name("add")), given).status_code == 302
    )
    assert Course.objects.get(slug="nouveau").pass_mark == 80


@pytest.mark.parametrize("which", ["course", "lesson", "quiz"])
def test_authors_preview_what_they_have_not_started(desk, course_page, which):
    pages = {"course": course_page, "lesson": course_page.lessons()[1], "quiz": course_page.quiz()}
    page = pages[which]
    page.title = "Titre pas encore publié"
    answer = page.make_preview_request()
    assert answer.status_code == 200
    assert "Titre pas encore publié" in answer.rendered_content


def test_a_draft_can_be_previewed_but_not_read(desk, course_page):
    draft = LessonPage(title="Brouillon", slug="brouillon", live=False, body=[])
    course_page.add_child(instance=draft)
    assert draft.make_preview_request().status_code == 200
    assert desk.get(draft.url).status_code == 404


def test_pages_stand_where_they_belong():
    assert CourseIndexPage.allowed_subpage_models() == [CoursePage]
    assert set(CoursePage.allowed_subpage_models()) == {LessonPage, QuizPage}
    assert LessonPage.allowed_parent_page_models() == [CoursePage]
    assert LessonPage.allowed_subpage_models() == []


def test_a_course_has_one_page_in_each_language(school, course_page):
    second = CoursePage(title="Encore", summary="…", course=course_page.course)
    second.locale = school.fr.locale
    with pytest.raises(ValidationError, match="déjà une page"):
        second.clean()
    course_page.clean()
    in_english(course_page).clean()


def test_a_project_lists_the_courses_its_reader_may_see(school):
    project = ProjectFactory(slug="projet")
    make_course(school, "ouvert", project=project)
    make_course(school, "ferme", project=project, audience=Audience.CONSORTIUM)
    make_course(school, "ailleurs", project=ProjectFactory(slug="autre"))
    sections = {s.section.name: s for s in filled(project, AnonymousUser())}
    assert [offer.page.slug for offer in sections["courses"].items] == ["ouvert"]


def test_a_recording_waits_for_a_tap_and_says_its_size(learning, course_page):
    sound = get_document_model()(title="Écouter")
    sound.file.save("lecon.ogg", ContentFile(b"x" * 240_000))
    lesson = LessonPage.objects.get(pk=course_page.lessons()[0].pk)
    value = {"file": sound.pk, "title": "La leçon", "transcript": "<p>Bonjour à tous.</p>"}
    lesson.body = [{"type": "audio", "value": value}]
    lesson.save_revision().publish()
    text = learning.get(lesson.url).content.decode()
    assert 'preload="none"' in text
    assert "autoplay" not in text
    assert "Bonjour à tous." in text
    assert "240" in text
    sound.file.close()


def translated(page: Page, locale: Locale) -> Page:
    """Translate a page as the desk's «Translate this page» does."""
    source, _new = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.create(source=source, target_locale=locale).save_target(publish=True)
    return page.get_translation(locale)


def test_a_translated_course_keeps_its_audience_and_its_keys(school, course_page):
    course_page.audience = Audience.REGISTERED
    course_page.save()
    in_english(course_page).delete()
    english = translated(course_page, school.en.locale)
    quiz = QuizPage.objects.get(pk=course_page.quiz().pk)
    english_quiz = QuizPage.objects.get(pk=translated(quiz, school.en.locale).pk)
    assert english.specific.audience == Audience.REGISTERED
    assert english.specific.course == course_page.course
    assert english_quiz.translation_key == quiz.translation_key
    assert [q.key for q in english_quiz.questions] == [q.key for q in quiz.questions]
    assert [q.right for q in english_quiz.questions] == [q.right for q in quiz.questions]
    assert english_quiz.questions[0].choices == quiz.questions[0].choices

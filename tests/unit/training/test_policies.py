"""Who sees which course: every person of the world against every audience."""

import pytest

from core.errors import NotAllowed, NotVisible
from partners.enums import Audience
from partners.models import User
from projects.policies import audience as told
from tests import world as worlds
from tests.courses import in_english, make_course, make_school
from training import policies
from training.actions import enrol, leave, submit_attempt
from training.models import Attempt, Course, CoursePage, Enrolment, LessonPage, QuizPage

pytestmark = pytest.mark.django_db

SEES = {
    "anonymous": {"public"},
    "steward": {"public", "registered", "consortium"},
    "member": {"public", "registered", "consortium"},
    "colleague": {"public", "registered", "consortium"},
    "partner": {"public", "registered", "named"},
    "rival": {"public", "registered"},
    "registered": {"public", "registered"},
    "former": {"public", "registered"},
    "admin": {"public", "registered"},
}


@pytest.fixture
def world():
    return worlds.make_world()


@pytest.fixture
def courses(world) -> dict[str, CoursePage]:
    school = make_school()
    return {
        str(audience): make_course(
            school,
            str(audience),
            audience=audience,
            project=world.project,
            named=(world.organisations["kivu"],) if audience == Audience.NAMED else (),
            lessons=1,
        )
        for audience in Audience
        if audience != Audience.OWNER
    }


def test_courses_and_all_that_is_in_them_exist_for_the_audience_alone(world, courses):
    for name, expected in SEES.items():
        person = world.person(name)
        seen = {
            "courses": {c.slug for c in Course.objects.visible_to(person)},
            "pages": {p.slug for p in CoursePage.objects.visible_to(person)},
            "lessons": {x.course_page.slug for x in LessonPage.objects.visible_to(person)},
            "quizzes": {x.course_page.slug for x in QuizPage.objects.visible_to(person)},
        }
        assert seen == dict.fromkeys(seen, expected), name


def test_the_check_of_one_thing_agrees_with_the_list(world, courses):
    for audience, page in courses.items():
        for thing in (page.course, page, page.lessons().first(), page.quiz()):
            seeing = {name for name in SEES if _exists(world.person(name), thing)}
            assert seeing == {name for name in SEES if audience in SEES[name]}


def _exists(person, thing) -> bool:
    try:
        policies.require_visible(person, thing)
    except NotVisible:
        return False
    return True


def test_whom_a_course_is_told_to_agrees_with_who_sees_it(world, courses):
    for audience, page in courses.items():
        told_to = set(User.objects.filter(told(page)).values_list("email", flat=True))
        seeing = {f"{name}@example.org" for name, seen in SEES.items() if audience in seen}
        assert told_to == seeing - {"anonymous@example.org"}


def test_nobody_reads_the_parts_of_a_course_whose_page_is_a_draft(world, courses):
    lesson = courses["public"].lessons().first()
    courses["public"].unpublish()
    with pytest.raises(NotVisible):
        policies.require_visible(world.people["member"], lesson)


def test_a_course_of_a_consortium_without_a_project_is_for_nobody(world):
    page = make_course(make_school(), audience=Audience.CONSORTIUM)
    assert not any(
        CoursePage.objects.visible_to(world.person(name)).filter(pk=page.pk).exists()
        for name in SEES
    )


def test_a_page_follows_when_its_course_changes_project(world, courses):
    page = courses["consortium"]
    page.course.project = world.other_project
    page.course.save()
    assert not CoursePage.objects.visible_to(world.people["member"]).filter(pk=page.pk).exists()
    rivals = CoursePage.objects.visible_to(world.people["rival"])
    assert rivals.filter(pk__in=[page.pk, in_english(page).pk]).count() == 2


def test_lessons_are_for_those_who_started_the_course(world, courses):
    member, course = world.people["member"], courses["public"].course
    with pytest.raises(NotAllowed):
        policies.require_learner(member, course)
    enrol(course=course, by=member)
    policies.require_learner(member, course)
    leave(course=course, by=member)
    with pytest.raises(NotAllowed):
        policies.require_learner(member, course)


def test_a_course_that_is_not_visible_cannot_be_learned_even_by_who_started_it(world, courses):
    colleague, page = world.people["colleague"], courses["consortium"]
    enrol(course=page.course, by=colleague)
    colleague.memberships.all().delete()
    with pytest.raises(NotVisible):
        policies.require_learner(colleague, page.course)
    assert not Enrolment.objects.of(colleague).exists()


def test_starting_needs_an_account(world, courses):
    with pytest.raises(NotAllowed):
        enrol(course=courses["public"].course, by=world.person("anonymous"))
    with pytest.raises(NotVisible):
        enrol(course=courses["registered"].course, by=world.person("anonymous"))


def test_attempts_are_seen_by_who_made_them_alone(world):
    page = make_course(make_school(), lessons=0)
    member = world.people["member"]
    enrol(course=page.course, by=member)
    answers = {"consent": ["yes"], "notes": ["role"]}
    attempt = submit_attempt(quiz=page.quiz(), answers=answers, by=member)
    seeing = [name for name in SEES if attempt in Attempt.objects.visible_to(world.person(name))]
    assert seeing == ["member"]

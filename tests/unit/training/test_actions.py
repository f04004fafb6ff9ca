"""What a learner does, and that doing it twice counts once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, NotPossible, NotVisible
from partners.enums import Audience
from tests.courses import PARTLY, RIGHT, WRONG, in_english, make_course, make_school
from tests.factories import UserFactory
from training.actions import complete_lesson, enrol, leave, submit_attempt
from training.models import Attempt, Enrolment, LessonProgress
from training.models.plan import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    return UserFactory(email="lea@example.org")


@pytest.fixture
def page():
    return make_course(make_school())


def read_all(page, learner) -> None:
    for lesson in page.lessons():
        complete_lesson(lesson=lesson, by=learner)


@pytest.fixture
def ready(page, learner):
    """A learner who has read everything and stands before the quiz."""
    enrol(course=page.course, by=learner)
    read_all(page, learner)
    return page


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_starting_twice_is_one_enrolment(page, learner):
    first = enrol(course=page.course, by=learner)
    assert enrol(course=page.course, by=learner) == first
    assert verbs() == ["training.course-started"]


def test_leaving_keeps_what_was_done_and_coming_back_finds_it(page, learner):
    enrol(course=page.course, by=learner)
    complete_lesson(lesson=page.lessons()[0], by=learner)
    leave(course=page.course, by=learner)
    assert Plan.of(page, learner).enrolment is None
    enrol(course=page.course, by=learner)
    assert Plan.of(page, learner).done == 1
    assert verbs()[-2:] == ["training.course-left", "training.course-started"]


def test_leaving_a_course_one_is_not_in_does_nothing(page, learner):
    leave(course=page.course, by=learner)
    assert verbs() == []


def test_lessons_are_read_in_order(page, learner):
    enrol(course=page.course, by=learner)
    first, second, third = page.lessons()
    with pytest.raises(NotPossible):
        complete_lesson(lesson=second, by=learner)
    complete_lesson(lesson=first, by=learner)
    complete_lesson(lesson=second, by=learner)
    plan = complete_lesson(lesson=third, by=learner)
    assert plan.all_read
    assert plan.next_page == page.quiz()


def test_reading_twice_counts_once_and_keeps_the_first_time(page, learner):
    enrol(course=page.course, by=learner)
    lesson = page.lessons()[0]
    earlier = timezone.now() - timedelta(days=3)
    complete_lesson(lesson=lesson, by=learner, at=earlier)
    complete_lesson(lesson=lesson, by=learner)
    [progress] = LessonProgress.objects.all()
    assert progress.done_at == earlier
    assert verbs().count("training.lesson-read") == 1


def test_a_clock_that_is_wrong_does_not_reach_into_the_future(page, learner):
    enrol(course=page.course, by=learner)
    tomorrow = timezone.now() + timedelta(days=1)
    complete_lesson(lesson=page.lessons()[0], by=learner, at=tomorrow)
    assert LessonProgress.objects.get().done_at <= timezone.now()


def test_lessons_need_an_enrolment(page, learner):
    with pytest.raises(NotAllowed):
        complete_lesson(lesson=page.lessons()[0], by=learner)
    with pytest.raises(NotAllowed):
        submit_attempt(quiz=page.quiz(), answers=RIGHT, by=learner)


def test_what_is_not_visible_cannot_be_done(learner):
    page = make_course(make_school(), audience=Audience.NAMED)
    for act in (
        lambda: enrol(course=page.course, by=learner),
        lambda: complete_lesson(lesson=page.lessons()[0], by=learner),
        lambda: submit_attempt(quiz=page.quiz(), answers=RIGHT, by=learner),
    ):
        with pytest.raises(NotVisible):
            act()
    assert not Enrolment.objects.exists()


def test_both_languages_share_what_was_read(page, learner):
    english = in_english(page)
    enrol(course=page.course, by=learner)
    complete_lesson(lesson=page.lessons()[0], by=learner)
    complete_lesson(lesson=english.lessons()[1], by=learner)
    assert Plan.of(page, learner).done == Plan.of(english, learner).done == 2
    assert Plan.of(english, learner).next_page == english.lessons()[2]


def test_the_quiz_opens_after_the_last_lesson(page, learner):
    enrol(course=page.course, by=learner)
    with pytest.raises(NotPossible):
        submit_attempt(quiz=page.quiz(), answers=RIGHT, by=learner)
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("answers", "score", "passed"), [(RIGHT, 2, True), (WRONG, 1, False), (PARTLY, 1, False)]
)
def test_answers_are_marked_against_the_pass_mark(ready, learner, answers, score, passed):
    attempt = submit_attempt(quiz=ready.quiz(), answers=answers, by=learner)
    assert (attempt.score, attempt.total, attempt.passed) == (score, 2, passed)
    assert bool(Enrolment.objects.get().completed) is passed


def test_every_attempt_is_kept_and_the_best_one_counts(ready, learner):
    for answers in (WRONG, RIGHT, PARTLY):
        submit_attempt(quiz=ready.quiz(), answers=answers, by=learner)
    plan = Plan.of(ready, learner)
    assert len(plan.attempts) == 3
    assert plan.passed
    assert plan.best.score == 2
    assert verbs().count("training.course-completed") == 1


def test_sending_the_same_answers_twice_is_one_attempt(ready, learner):
    sent = {"quiz": ready.quiz(), "by": learner, "client_id": uuid4()}
    first = submit_attempt(answers=WRONG, **sent)
    again = submit_attempt(answers=RIGHT, **sent)
    assert again == first
    assert Attempt.objects.get().score == 1


def test_the_same_key_of_two_learners_is_two_attempts(ready, learner):
    key, other = uuid4(), UserFactory(email="noe@example.org")
    enrol(course=ready.course, by=other)
    read_all(ready, other)
    mine = submit_attempt(quiz=ready.quiz(), answers=RIGHT, by=learner, client_id=key)
    theirs = submit_attempt(quiz=ready.quiz(), answers=WRONG, by=other, client_id=key)
    assert mine != theirs
    assert theirs.enrolment.user == other


def test_the_time_given_is_kept(ready, learner):
    earlier = timezone.now() - timedelta(days=2)
    attempt = submit_attempt(quiz=ready.quiz(), answers=RIGHT, by=learner, given_at=earlier)
    assert attempt.given_at == earlier
    assert attempt.received_at > earlier


def test_open_questions_are_named_and_nothing_is_kept(ready, learner):
    with pytest.raises(InvalidInput) as refused:
        submit_attempt(quiz=ready.quiz(), answers={"consent": ["yes"]}, by=learner)
    assert refused.value.problems == ("notes",)
    assert not Attempt.objects.exists()


def test_an_attempt_in_french_passes_the_course_in_english(ready, learner):
    submit_attempt(quiz=ready.quiz(), answers=RIGHT, by=learner)
    assert Plan.of(in_english(ready), learner).complete


def test_a_course_without_a_quiz_is_complete_with_its_last_lesson(learner):
    page = make_course(make_school(), quiz=False, lessons=2)
    enrol(course=page.course, by=learner)
    read_all(page, learner)
    assert Enrolment.objects.get().completed


def test_an_empty_course_is_never_complete(learner):
    page = make_course(make_school(), quiz=False, lessons=0)
    enrol(course=page.course, by=learner)
    assert not Plan.of(page, learner).complete


def test_a_lesson_added_later_is_what_comes_next(ready, learner):
    first = ready.lessons()[0]
    added = first.copy(to=ready, update_attrs={"slug": "nouvelle", "title": "Nouvelle"})
    plan = Plan.of(ready, learner)
    assert plan.next_page.pk == added.pk
    assert not plan.is_open(ready.quiz())

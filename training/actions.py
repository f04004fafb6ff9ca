"""What a learner does: start, read on, answer, leave. Everything may be sent twice."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from core.errors import InvalidInput, NotPossible
from training import marking, policies
from training.models import Attempt, Course, Enrolment, LessonPage, LessonProgress, QuizPage
from training.models.plan import Plan


@transaction.atomic
def enrol(*, course: Course, by: Any) -> Enrolment:
    """Start a course, or come back to one that was left; progress is kept.

    Raises NotVisible, or NotAllowed for somebody who is not signed in.
    """
    policies.require_may_learn(by, course)
    enrolment, new = Enrolment.objects.get_or_create(user=by, course=course)
    if enrolment.left is not None:
        enrolment.left, new = None, True
        enrolment.save(update_fields=["left"])
    if new:
        record("training.course-started", course, by=by)
    return enrolment


@transaction.atomic
def leave(*, course: Course, by: Any) -> None:
    """Stop a course. What was read and answered stays, for coming back."""
    enrolment = course.enrolments.filter(policies.enrolled(by)).first()
    if enrolment is None:
        return
    enrolment.left = timezone.now()
    enrolment.save(update_fields=["left"])
    record("training.course-left", course, by=by)


@transaction.atomic
def complete_lesson(*, lesson: LessonPage, by: Any, at: datetime | None = None) -> Plan:
    """Note that a lesson was read, `at` then or now; a second time changes nothing.

    Returns where the learner stands afterwards. Raises NotVisible, NotAllowed, or NotPossible
    while a lesson before it was not read.
    """
    plan = _plan(lesson, by)
    if not plan.is_open(lesson):
        raise NotPossible(_("Read the lessons before this one first."))
    _progress, new = LessonProgress.objects.get_or_create(
        enrolment=plan.enrolment,
        lesson_key=lesson.translation_key,
        defaults={"done_at": _not_later_than_now(at)},
    )
    if new:
        record("training.lesson-read", plan.course_page.course, by=by, lesson=str(lesson.pk))
    return _completed(Plan.of(plan.course_page, by), by)


@transaction.atomic
def submit_attempt(
    *,
    quiz: QuizPage,
    answers: Mapping[str, Collection[str]],
    by: Any,
    client_id: UUID | None = None,
    given_at: datetime | None = None,
) -> Attempt:
    """Mark answers to a quiz and keep them; the same `client_id` again gives the same attempt.

    `answers` maps question keys to choice keys; what the quiz does not know is ignored.
    Raises NotVisible, NotAllowed, NotPossible while lessons are unread, and InvalidInput whose
    `problems` are the keys of the questions left open.
    """
    plan = _plan(quiz, by)
    enrolment = plan.enrolment
    client_id = client_id or uuid4()
    known = Attempt.objects.filter(enrolment=enrolment, client_id=client_id).first()
    if known is not None:
        return known
    if not plan.is_open(quiz):
        raise NotPossible(_("Read the lessons first, then answer the questions."))
    given = _answered(quiz, answers)
    marked = marking.mark(quiz.questions, given)
    attempt, new = Attempt.objects.get_or_create(
        enrolment=enrolment,
        client_id=client_id,
        defaults={
            "quiz_key": quiz.translation_key,
            "answers": given,
            "outcome": marked.outcome,
            "score": marked.score,
            "total": marked.total,
            "passed": marked.reaches(plan.course_page.course.pass_mark),
            "given_at": _not_later_than_now(given_at),
        },
    )
    if new:
        course = plan.course_page.course
        record("training.quiz-answered", course, by=by, score=marked.score, total=marked.total)
        _completed(Plan.of(plan.course_page, by), by)
    return attempt


def _answered(quiz: QuizPage, answers: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """The answers the quiz knows; InvalidInput names the questions left open."""
    given = marking.clean(quiz.questions, answers)
    missing = marking.unanswered(quiz.questions, given)
    if missing:
        raise InvalidInput(_("Some questions are open."), [question.key for question in missing])
    return given


def _plan(page: LessonPage | QuizPage, by: Any) -> Plan:
    """Where a learner stands, for somebody who may be here at all."""
    policies.require_visible(by, page)
    policies.require_learner(by, page.course_page.course)
    return Plan.of(page.course_page, by)


def _not_later_than_now(at: datetime | None) -> datetime:
    """A phone's clock may be wrong; nothing was done in the future."""
    now = timezone.now()
    return min(at, now) if at else now


def _completed(plan: Plan, by: Any) -> Plan:
    """Note the day a course was completed, once."""
    enrolment = plan.enrolment
    if plan.complete and enrolment is not None and enrolment.completed is None:
        enrolment.completed = timezone.now()
        enrolment.save(update_fields=["completed"])
        record("training.course-completed", plan.course_page.course, by=by)
    return plan

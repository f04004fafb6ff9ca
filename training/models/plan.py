"""Where one learner stands in one course: what is done, what is open, what comes next."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from training import policies
from training.models.learning import Attempt, Enrolment

if TYPE_CHECKING:
    from training.models.pages import CoursePage, CoursePart, LessonPage, QuizPage


@dataclass(frozen=True)
class Place:
    """A line of the course's outline. `state` is done, open or shut."""

    page: "CoursePart"
    title: str
    state: str

    @property
    def done(self) -> bool:
        """Read, or passed."""
        return self.state == "done"


@dataclass(frozen=True)
class Plan:
    """A course page with its lessons in order, its quiz, and what the learner has done."""

    course_page: "CoursePage"
    lessons: "tuple[LessonPage, ...]"
    quiz: "QuizPage | None"
    enrolment: Enrolment | None
    read: frozenset[UUID]
    attempts: tuple[Attempt, ...]

    @classmethod
    def of(cls, course_page: "CoursePage", user: Any) -> Self:
        """The plan of `user`; without an enrolment nothing of it is open (five queries)."""
        enrolment = course_page.course.enrolments.filter(policies.enrolled(user)).first()
        quiz = course_page.quiz()
        read: frozenset[UUID] = frozenset()
        attempts: tuple[Attempt, ...] = ()
        if enrolment is not None:
            read = frozenset(enrolment.lessons_done.values_list("lesson_key", flat=True))
            key = quiz.translation_key if quiz else None
            attempts = tuple(enrolment.attempts.filter(quiz_key=key))
        return cls(course_page, tuple(course_page.lessons()), quiz, enrolment, read, attempts)

    @property
    def total(self) -> int:
        """How many lessons there are."""
        return len(self.lessons)

    @cached_property
    def done(self) -> int:
        """How many of these lessons were read."""
        return sum(lesson.translation_key in self.read for lesson in self.lessons)

    @property
    def minutes(self) -> int:
        """How long the lessons take together."""
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def all_read(self) -> bool:
        """Whether only the quiz is left."""
        return self.done == self.total

    @property
    def passed(self) -> bool:
        """Whether one attempt reached the pass mark."""
        return any(attempt.passed for attempt in self.attempts)

    @property
    def best(self) -> Attempt | None:
        """The attempt to be proud of."""
        return max(
            self.attempts, key=lambda attempt: attempt.score / max(attempt.total, 1), default=None
        )

    @property
    def complete(self) -> bool:
        """All lessons read, and the quiz passed where there is one."""
        return self.total > 0 and self.all_read and (self.quiz is None or self.passed)

    @property
    def next_lesson(self) -> "LessonPage | None":
        """The first lesson not read."""
        return next((x for x in self.lessons if x.translation_key not in self.read), None)

    @property
    def next_page(self) -> "LessonPage | QuizPage | None":
        """The one next step: a lesson, then the quiz until it is passed, then nothing."""
        return self.next_lesson or (None if self.passed else self.quiz)

    def is_open(self, page: "CoursePart") -> bool:
        """A lesson opens when all before it were read; the quiz opens after the last."""
        if self.enrolment is None:
            return False
        current = self.next_lesson
        if page == self.quiz:
            return current is None
        return page.translation_key in self.read or page == current

    def position(self, lesson: "LessonPage") -> int:
        """The place of a lesson, from 1; one that is still a draft stands at the end."""
        keys = [x.pk for x in self.lessons]
        return keys.index(lesson.pk) + 1 if lesson.pk in keys else len(keys) + 1

    def before(self, lesson: "LessonPage") -> "LessonPage | None":
        """The lesson before this one."""
        position = self.position(lesson)
        return self.lessons[position - 2] if position > 1 else None

    def after(self, lesson: "LessonPage") -> "LessonPage | QuizPage | None":
        """What follows a lesson that was read: the next one, or the quiz."""
        position = self.position(lesson)
        return self.lessons[position] if position < self.total else self.quiz

    @cached_property
    def outline(self) -> list[Place]:
        """Every lesson and the quiz, with the state of each."""
        pages: list[CoursePart] = [*self.lessons, *([self.quiz] if self.quiz else [])]
        return [Place(page, page.title, self._state(page)) for page in pages]

    def _state(self, page: "CoursePart") -> str:
        if page.translation_key in self.read or (page == self.quiz and self.passed):
            return "done"
        return "open" if self.is_open(page) else "shut"

"""Courses and what learners do in them."""

from training.models.catalogue import CourseIndexPage
from training.models.course import Cohort, Course
from training.models.learning import Attempt, Certificate, Enrolment, LessonProgress
from training.models.pages import CoursePage, LessonPage, QuizPage

__all__ = [
    "Attempt",
    "Certificate",
    "Cohort",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "LessonPage",
    "LessonProgress",
    "QuizPage",
]

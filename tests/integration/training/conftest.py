"""A course and somebody who takes it."""

import pytest
from django.test import Client

from partners.models import User
from tests.courses import School, make_course, make_school
from tests.factories import UserFactory
from training.actions import complete_lesson, enrol
from training.models import CoursePage


@pytest.fixture
def school(db) -> School:
    return make_school()


@pytest.fixture
def course_page(school) -> CoursePage:
    return make_course(school)


@pytest.fixture
def learner(db) -> User:
    return UserFactory(email="lea@example.org")


@pytest.fixture
def learning(client: Client, course_page, learner) -> Client:
    """A browser of somebody who started the course."""
    enrol(course=course_page.course, by=learner)
    client.force_login(learner)
    return client


@pytest.fixture
def before_quiz(learning: Client, course_page, learner) -> Client:
    """The same, with every lesson read."""
    for lesson in course_page.lessons():
        complete_lesson(lesson=lesson, by=learner)
    return learning

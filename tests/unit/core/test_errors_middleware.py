"""Refusals become pages: 404 tells nothing, the others tell why."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from core.errors import InvalidInput, NotAllowed, NotPossible, NotVisible
from core.middleware import PortalErrors


@pytest.fixture
def middleware():
    return PortalErrors(lambda request: None)


def test_not_visible_is_an_ordinary_404(middleware):
    with pytest.raises(Http404):
        middleware.process_exception(RequestFactory().get("/"), NotVisible())


def test_other_exceptions_are_left_alone(middleware):
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status"), [(NotAllowed, 403), (NotPossible, 409), (InvalidInput, 400)]
)
def test_the_reason_is_on_the_page(middleware, rf, error, status):
    request = rf.get("/")

    request.user = AnonymousUser()
    answer = middleware.process_exception(request, error("Because of this."))
    assert answer.status_code == status
    assert "Because of this." in answer.content.decode()


@pytest.mark.django_db
def test_not_found_tells_nothing_in_the_demo_either(client, settings):
    settings.DEBUG = True
    answers = [client.get(path) for path in ("/fr/absent/", "/fr/donnees/absent/")]
    assert {answer.status_code for answer in answers} == {404}
    for answer in answers:
        assert "Request Method" not in answer.content.decode()

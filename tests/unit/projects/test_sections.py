"""What higher apps add to a project's page."""

import pytest

from projects import sections
from projects.sections import Section, filled, register
from tests.factories import ProjectFactory, UserFactory


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch):
    monkeypatch.setattr(sections, "_SECTIONS", {})


def section(name, items, order=50):
    return Section(name=name, title=name, template="x.html", items=items, order=order)


@pytest.mark.django_db
def test_sections_come_in_order_and_only_where_the_reader_sees_something():
    project, user = ProjectFactory(), UserFactory()
    register(section("last", lambda p, u: ["b"], order=90))
    register(section("empty", lambda p, u: [], order=1))
    register(section("first", lambda p, u: [p, u], order=10))
    assert [(one.section.name, one.items) for one in filled(project, user)] == [
        ("first", [project, user]),
        ("last", ["b"]),
    ]


@pytest.mark.django_db
def test_registering_again_replaces():
    register(section("courses", lambda p, u: ["old"]))
    register(section("courses", lambda p, u: ["new"]))
    assert [one.items for one in filled(ProjectFactory(), UserFactory())] == [["new"]]

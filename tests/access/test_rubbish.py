"""No rubbish yields a 500: every address of the portal, asked with what nobody should send.

The addresses come from the resolver, so that a new one is asked too. The desk's own (Wagtail) and
what only developers see are not ours to mend; its walls are held by test_ways_around.
"""

import itertools
import re
import sys
from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.signals import got_request_exception
from django.db.models import Max
from django.test import Client, TestCase
from django.urls import get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern, URLResolver
from django.utils import translation

from datasets.models import Dataset, Edition, Package, Upload
from jobs.models import Job
from notifications.models import Follow, Preference
from tests import files
from tests.access.things import PUBLIC, Matrix, make_matrix
from training.models import Attempt, Enrolment, LessonProgress

WHO = (PUBLIC, "steward.coapp", "outsider")
NOT_OURS = ("cms/",)
CONVERTER = re.compile(r"<(?:(\w+):)?\w+>")

# What stands in the place of a converter. `{owned}` and the like are things that exist.
IN_PLACE: dict[str, tuple[str, ...]] = {
    "number": ("0", "1", "-1", "99999999999999999999", "9" * 5000, "%D9%A1", "1.5"),
    "slug": (
        "jeu-public",
        "jeu-consortium",
        "jeu-draft",
        "x%00",
        "%C3%A9t%C3%A9",
        "%FF",
        "a" * 3000,
    ),
    "path": ("x", "..%2F..%2Fetc%2Fpasswd", "%00", "%FF%FE", "%E2%80%AEgpj.exe", "a" * 3000),
    "str": ("x", "%00", "%FF%FE", "%E2%80%AE", "1-set-password", "'%22%3Cscript%3E", "a" * 3000),
}
IN_PLACE["int"] = IN_PLACE["number"]
QUERIES = (
    "page=99999999999999999999&page=-1&v=99999999999999999999",
    "page=%D9%A1&v=%FF&table=%FF&facet=%FF&sort=%FF&order=%FF&c=%FF&words=%FF",
    "table=..%2F..&sort=%22%3B+DROP+TABLE+x&facet=nope&c=nope&c=nope",
    "f=contains:nope:x&f=equals::&f=:::&f=is_empty:site:&f=at_least:%25zz:1&f=x",
    "f=at_least:workers:1e999&f=equals:visited:0000-99-99&f=equals:site:%ED%A0%80",
    "column=nope&op=equals&value=x",
    "column=site&op=nope&value=x",
    "words=" + "mot+" * 800,
    "q=" + "mot+" * 800,
    "q=AND+OR+NOT+%22+*+NEAR(+%25+_+%5C",
    "q=%ED%A0%80&words=%ED%A0%80&q=",
    "words=x%00&q=%00",
    "project=%FF&owner=9&audience=zz&sensitivity=x&licence=x&sort=x&language=x&kind=x",
    "next=//evil.example.org/&next=%FF",
    "%FF=%FF&=&&&%3D=%26",
)
FORMS: tuple[dict[str, Any], ...] = (
    {},
    {
        **dict.fromkeys(("title", "description", "name", "email", "login", "password"), "\0"),
        **dict.fromkeys(("next", "topic", "wish", "audience", "project", "owner"), "\ud7ff\0x"),
        **dict.fromkeys(("organisations", "reading", "client_id", "header_0", "sheets"), "\0"),
    },
    {
        **dict.fromkeys(("title", "name", "email", "topic", "next", "login"), "é" * 10_000),
        **dict.fromkeys(("reading", "project", "owner", "header_0"), "9" * 5000),
        "organisations": ["x"] * 500,
        "action_add": "",
        "client_id": "0" * 5000,
    },
)
# Forms that end in a body of another sort: (body, content type).
BODIES = (
    (b"{" * 1000, "application/json"),
    (b"--x", "multipart/form-data; boundary=x"),
    (b"x", "multipart/form-data"),
    (b"\xff\xfe=\xff&" * 50, "application/x-www-form-urlencoded"),
    (b"a=1&" * 11_000, "application/x-www-form-urlencoded"),
    (b"a=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
)
HEADERS: tuple[dict[str, str], ...] = (
    {"Range": "bytes=9-1,-,0-0", "If-Range": "W/x", "If-None-Match": '"', "If-Match": ","},
    {"Range": "bytes=" + "9" * 4000 + "-", "If-Modified-Since": "never", "HX-Request": "true"},
    {"Accept-Language": "é;q=x," * 300, "Accept": "x;q=y", "HX-Request": "true"},
    {"HX-Request": "true", "HX-History-Restore-Request": "x", "HX-Current-URL": "%FF"},
    {"Cookie": "sessionid=x; csrftoken=\x7f; messages=[[[; django_language=../../x"},
    {"X-Requested-With": "XMLHttpRequest", "Accept-Encoding": "gzip;q=x,,*"},
)
METHODS = ("put", "patch", "delete", "options", "trace", "head")


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address below a resolver, with its converters, in French."""
    for entry in resolver.url_patterns:
        pattern: Any = entry.pattern
        if isinstance(pattern, LocalePrefixPattern):
            part = "fr/"
        elif isinstance(pattern, RoutePattern):
            part = str(pattern)
        else:
            continue  # Wagtail's own: any path, asked below
        if isinstance(entry, URLResolver):
            yield from routes(entry, before + part)
        else:
            yield before + part


def filled(route: str) -> list[str]:
    """A route with each sort of rubbish in the place of its converters."""
    kinds = [match.group(1) or "str" for match in CONVERTER.finditer(route)]
    if not kinds:
        return [f"/{route}"]
    most = max(len(IN_PLACE[kind]) for kind in kinds)
    turns = [iter(itertools.cycle(IN_PLACE[kind])) for kind in kinds]
    made = []
    for _ in range(most):
        values = iter([next(turn) for turn in turns])
        made.append("/" + CONVERTER.sub(lambda match, values=values: next(values), route))
    return made


def everything() -> dict[str, list[str]]:
    """Rubbish addresses by route."""
    with translation.override("fr"):
        found = [r for r in routes(get_resolver()) if not r.startswith(NOT_OURS)]
    pages = ["/fr/%00/", "/fr/%FF/", "/fr/../", "//evil.example.org/", "/fr/" + "a/" * 500]
    return {**{route: filled(route) for route in found}, "any page": pages}


ROUTES = everything()
KEPT = (Dataset, Edition, Upload, Follow, Preference, Attempt, Enrolment, LessonProgress)


def test_numbers_in_addresses_are_such_as_a_database_can_be_asked_for() -> None:
    """Django's own converter lets longer ones through."""
    assert not [route for route in ROUTES if "<int:" in route and "_util" not in route]


class Rubbish(TestCase):
    """Three readers send it all."""

    matrix: ClassVar[Matrix]

    @classmethod
    def setUpTestData(cls) -> None:
        """The demo's people, and one thing of each sort at each audience."""
        cls.matrix = make_matrix()

    def setUp(self) -> None:
        """A browser each, which shows a mistake as a page; what went wrong is noted."""
        self.wrong: list[str] = []
        self.asked = 0
        self.clients = {who: Client(raise_request_exception=False) for who in WHO}
        for who in WHO[1:]:
            self.clients[who].force_login(self.matrix.people[who])
        got_request_exception.connect(self._note)
        self.addCleanup(got_request_exception.disconnect, self._note)

    def _note(self, sender: Any, request: Any = None, **rest: Any) -> None:
        self.wrong.append(
            f"{request.method} {request.get_full_path()[:150]}: {sys.exc_info()[1]!r:.200}"
        )

    def send(self, who: str, method: str, address: str, *given: Any, **more: Any) -> None:
        """One request, its answer read to the end."""
        self.asked += 1
        answer = getattr(self.clients[who], method)(address, *given, **more)
        if answer.streaming:
            b"".join(answer.streaming_content)
        if answer.status_code >= 500:
            self.wrong.append(f"{method} {address[:150]} as {who}: {answer.status_code}")

    def counted(self) -> list[int]:
        """How much there is of everything that could be half-saved."""
        return [model.objects.count() for model in KEPT]

    def test_in_the_address(self) -> None:
        for who, addresses in itertools.product(WHO, ROUTES.values()):
            for address in addresses:
                self.send(who, "get", address)
        assert self.asked > 300
        assert self.wrong == []

    def test_in_the_query(self) -> None:
        readable = [
            address for route, some in ROUTES.items() for address in self._real(route, some)
        ]
        for address, query in itertools.product(readable, QUERIES):
            self.send("steward.coapp", "get", f"{address}?{query}")
        assert self.asked > 300
        assert self.wrong == []

    def test_in_forms_and_nothing_is_half_saved(self) -> None:
        before, stored = self.counted(), files.stored()
        jobs = Job.objects.aggregate(last=Max("pk"))["last"] or 0
        for addresses, form in itertools.product(ROUTES.values(), FORMS):
            for who in WHO:
                self.send(who, "post", addresses[0], form)
        assert self.wrong == []
        assert self.counted() == before
        assert files.stored() == stored
        # The package of public data may be asked for, by whoever: nothing else was.
        assert {str(p.edition.audience) for p in Package.objects.all()} <= {"public"}
        assert {job.kind for job in Job.objects.filter(pk__gt=jobs)} <= {"datasets.package"}

    def test_in_bodies_of_another_sort(self) -> None:
        for addresses, (body, content_type) in itertools.product(ROUTES.values(), BODIES):
            self.send("steward.coapp", "post", addresses[0], data=body, content_type=content_type)
        assert self.wrong == []

    def test_in_headers_and_by_other_methods(self) -> None:
        for addresses in ROUTES.values():
            for headers in HEADERS:
                self.send("outsider", "get", addresses[0], headers=headers)
            for method in METHODS:
                self.send("outsider", method, addresses[0])
        assert self.wrong == []

    @staticmethod
    def _real(route: str, addresses: list[str]) -> list[str]:
        """The addresses of a route that lead somewhere for the steward."""
        if not CONVERTER.search(route):
            return addresses
        return [a for a in addresses if "jeu-public" in a or "jeu-draft" in a]

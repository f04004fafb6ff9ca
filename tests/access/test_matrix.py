"""The access matrix: person × thing × surface, held against the sharing model's plain table."""

import itertools
from typing import Any
from unittest import mock

from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db.models import Q
from django.test import TestCase
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from datasets import policies as data_policies
from notifications.models import Announcement, Notification
from notifications.registry import all_kinds
from partners.models import User
from projects import policies as page_policies
from tests.access import surfaces
from tests.access.things import EVERYBODY, PUBLIC, make_matrix
from tests.access.things import Matrix as World

WORLD: dict[str, Any] = {}

# Pages that list or count things for the reader.
LISTS = [
    "/fr/",
    "/fr/actualites/",
    "/fr/publications/",
    "/fr/formations/",
    "/sitemap.xml",
    "/fr/atom.xml",
]
NAMED_LISTS = [
    "datasets:catalogue",
    "datasets:mine",
    "notifications:inbox",
    "notifications:preferences",
    "training:my-learning",
    "partners:profile",
]


class Matrix(TestCase):
    """One world for all of these: made once, rolled back after each test."""

    matrix: World
    mails: list[EmailMessage]

    @classmethod
    def setUpTestData(cls) -> None:
        """Make the world, tell of everything, build every package."""
        WORLD["made"] = make_matrix()
        surfaces.tell_of_everything(WORLD["made"])
        WORLD["mails"] = list(mail.outbox)

    def setUp(self) -> None:
        """The world as it was made."""
        self.matrix = WORLD["made"]
        cache.clear()

    def test_everybody_sees_what_is_theirs_and_nothing_else(self):
        for login in sorted(EVERYBODY):
            with self.subTest(login=login):
                found = list(surfaces.differences(self.matrix, login))
                assert not found, "\n".join(found)

    def test_no_list_betrays_what_does_not_exist_for_its_reader(self):
        where = LISTS + [surfaces.address(name) for name in NAMED_LISTS]
        for login in sorted(EVERYBODY):
            with self.subTest(login=login):
                found = list(surfaces.betrayed(self.matrix, login, where=where))
                assert not found, "\n".join(found)

    def test_counts_are_of_what_is_visible(self):
        for login in sorted(EVERYBODY):
            visitor = surfaces.visit(self.matrix, login)
            answer = visitor.client.get(surfaces.address("datasets:catalogue"))
            datasets = self.matrix.of("dataset")
            wanted = sum(surfaces.expected(thing, "list", login) for thing in datasets)
            assert answer.context["page"].paginator.count == wanted, login

    def test_mails_never_name_what_is_not_public(self):
        assert WORLD["mails"]
        for message in WORLD["mails"]:
            whole = message.message().as_string().lower() + message.subject.lower()
            for thing in self.matrix.things:
                assert thing.word not in whole or thing.audience == "public", str(thing)

    def test_what_is_not_visible_answers_like_what_does_not_exist(self):
        visitor = surfaces.visit(self.matrix, "outsider")
        hidden = [t for t in self.matrix.of("dataset") if "outsider" not in t.readers]
        for thing, name in itertools.product(hidden, ("dataset", "package", "download")):
            args = [1] if name != "dataset" else []
            slugs = (thing.thing.slug, "jeu-absent")
            there, nowhere = (
                visitor.client.get(surfaces.address(f"datasets:{name}", slug, *args))
                for slug in slugs
            )
            assert there.status_code == nowhere.status_code == 404
            assert _shape(there, slugs[0]) == _shape(nowhere, slugs[1])

    def test_a_planted_leak_is_found(self):
        for where, rule in (
            (data_policies, "editions_entitled"),
            (data_policies, "editions_visible"),
            (page_policies, "pages_visible"),
        ):
            with mock.patch.object(where, rule, return_value=Q()):
                leaks = list(surfaces.differences(self.matrix, "outsider"))
            assert sum("LEAK" in line for line in leaks) > 5, rule

    def test_a_planted_leak_to_the_public_is_found(self):
        honest, steward = data_policies.editions_visible, self.matrix.people["steward.coapp"]

        def for_steward(user: Any, *grants: Any) -> Q:
            return honest(steward, *grants)

        with mock.patch.object(data_policies, "editions_visible", side_effect=for_steward):
            leaks = list(surfaces.differences(self.matrix, PUBLIC))
        assert any("download" in line for line in leaks)
        assert any("table fragment" in line for line in leaks)

    def test_a_planted_leak_by_mail_is_found(self):
        Notification.objects.all().delete()
        Announcement.objects.all().delete()
        with (
            mock.patch.object(data_policies, "audience", return_value=Q(is_active=True)),
            mock.patch.object(data_policies, "editions_entitled", return_value=Q()),
        ):
            surfaces.tell_of_everything(self.matrix)
            leaks = list(surfaces.differences(self.matrix, "outsider"))
        assert any("mail" in line for line in leaks)

    def test_somebody_who_leaves_loses_everything_at_once(self):
        self.matrix.people["analyst.icoca"].memberships.all().delete()
        visitor = surfaces.visit(self.matrix, "analyst.icoca")
        for thing in self.matrix.things:
            for name, surface in surfaces.SURFACES[thing.sort].items():
                if name == "mail":
                    continue  # what was sent cannot be taken back
                wanted = surfaces.expected(thing, name, "outsider")
                assert surface(visitor, thing) == wanted, f"{thing} on {name}"

    def test_somebody_switched_off_is_the_public(self):
        User.objects.filter(email="steward.coapp@example.org").update(is_active=False)
        visitor = surfaces.visit(self.matrix, "steward.coapp")
        for thing in self.matrix.of("dataset"):
            seen = surfaces.dataset_page(visitor, thing)
            assert seen == (PUBLIC in thing.readers), str(thing)


def _shape(answer, slug: str) -> list[str]:
    lines = answer.content.decode().replace(slug, "…").splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]


# --- Nothing is forgotten ------------------------------------------------------------------------

# Addresses the matrix asks, by name.
ASKED = {
    *(f"datasets:{name}" for name in (*surfaces.STEWARDS_PAGES, *surfaces.STEWARDS_DEEDS)),
    "datasets:as-organisation",
    *(f"datasets:{name}" for name in (*surfaces.OF_AN_EDITION, *surfaces.DEEDS_OF_AN_EDITION)),
    "datasets:ask",
    "datasets:accept",
    "training:start",
    "training:read",
    "training:answer",
    "training:leave",
    "datasets:dataset",
    "datasets:catalogue",
    "datasets:mine",
    "datasets:package",
    "datasets:download",
    "notifications:inbox",
    "notifications:preferences",
    "training:my-learning",
    "partners:profile",
    "search",
    "stored-file",
    "sitemap",
    "feed",
    "wagtail_serve",
    "wagtaildocs_serve",
}
# Addresses proven elsewhere, each with the test that does it or the reason why it shows nothing.
ELSEWHERE = {
    "robots": "says nothing of any thing",
    "healthz": "says nothing of any thing",
    "components": "shows only samples",
    "datasets:upload": "shows nothing of any thing; tests/integration/datasets",
    "datasets:requests": "one's own; tests/integration/datasets/test_requests.py",
    "datasets:request": "two sides alone; tests/integration/datasets/test_requests.py",
    "datasets:agreements": "the owner's stewards; tests/integration/datasets/test_agreements.py",
    "datasets:agreement": "the owner's stewards; tests/integration/datasets/test_agreements.py",
    "datasets:agreement-new": "the owner's stewards; tests/integration/datasets/test_agreements.py",
    "datasets:recall-notice": "one's own; tests/integration/datasets/test_recalls.py",
    "datasets:recall-followed": "the owner's stewards; tests/integration/datasets/test_recalls.py",
    "datasets:recall-remind": "the owner's stewards; tests/integration/datasets/test_recalls.py",
    "datasets:recall-csv": "the owner's stewards; tests/integration/datasets/test_recalls.py",
    "training:result": "one's own answers; tests/integration/training",
    "notifications:open": "one's own messages; tests/integration/notifications",
    "notifications:read-all": "one's own messages; tests/integration/notifications",
    "notifications:follow": "one's own wishes; tests/integration/notifications",
    "notifications:outbox": "administrators of the demo; tests/integration/notifications",
    "wagtailcore_login": "sends to our sign-in",
    "wagtailcore_authenticate_with_password": "no page has a password",
}
# Whole namespaces with walls of their own.
OTHERS = {"account": "allauth: nothing but one's own account", "wagtailadmin": "the desk"}


def names_of(resolver: URLResolver, namespace: str = "") -> set[str]:
    """The names of all addresses below a resolver."""
    found = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found |= names_of(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            found.add(f"{namespace}{entry.name}")
    return found


def ours(names: set[str]) -> set[str]:
    """Addresses that are not the desk's or allauth's."""
    desk = names_of(URLResolver(get_resolver().pattern, "wagtail.admin.urls"))
    accounts = names_of(URLResolver(get_resolver().pattern, "allauth.account.urls"))
    return names - desk - accounts


def test_every_address_is_in_the_matrix_or_accounted_for():
    unaccounted = ours(names_of(get_resolver())) - ASKED - set(ELSEWHERE)
    assert not unaccounted, sorted(unaccounted)


def test_the_lists_name_no_address_that_is_gone():
    gone = (ASKED | set(ELSEWHERE)) - names_of(get_resolver())
    assert not gone, sorted(gone)


# Kinds that two sides alone hear of: tests/integration/datasets/test_requests.py; and who had what
# is recalled: test_recalls.py.
PROVEN_ELSEWHERE = {
    "datasets.access-asked",
    "datasets.access-answered",
    "datasets.access-waiting",
    "datasets.access-escalated",
    "datasets.access-ending",
    "datasets.recalled",
}


def test_every_kind_of_notification_is_in_the_matrix():
    assert {kind.name for kind in all_kinds()} == {
        "datasets.dataset-shared",
        *PROVEN_ELSEWHERE,
        "projects.article-published",
    }

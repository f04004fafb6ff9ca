"""Every place where a thing could show: each function answers «does this person see it here?»."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation

from datasets.models import Edition
from home.models import PortalDocument
from jobs import engine
from jobs.models import Job
from notifications import delivery
from notifications.actions import announce
from notifications.models import Notification
from tests.access.things import PUBLIC, Matrix, Thing

A_VALUE = "Démo A"
FRAGMENT = {"HX-Request": "true"}


@dataclass
class Visitor:
    """One person (or the public) at the keyboard."""

    login: str
    client: Client
    matrix: Matrix
    pages: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Their e-mail address, empty for the public."""
        return "" if self.login == PUBLIC else self.matrix.people[self.login].email

    def page(self, address: str) -> str:
        """The page at an address, empty where there is none for them; fetched once."""
        if address not in self.pages:
            answer = self.client.get(address)
            self.pages[address] = answer.content.decode() if answer.status_code == 200 else ""
        return self.pages[address]

    def exists(self, address: str, **headers: Any) -> bool:
        """Whether there is anything at the address for them."""
        return status(self.client.get(address, headers=headers)) != 404


def status(answer: Any) -> int:
    """The status of an answer, whose file, if it is one, is read to the end."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def visit(matrix: Matrix, login: str) -> Visitor:
    """Sit down as this person."""
    client = Client()
    if login != PUBLIC:
        client.force_login(matrix.people[login])
    return Visitor(login, client, matrix)


def address(name: str, *args: Any) -> str:
    """An address in French."""
    with translation.override("fr"):
        return reverse(name, args=args)


def edition_of(thing: Thing) -> Edition | None:
    """The full edition of a dataset, if it has one."""
    return Edition.objects.filter(release__dataset=thing.thing).first()


# --- Datasets ------------------------------------------------------------------------------------


def dataset_page(visitor: Visitor, thing: Thing) -> bool:
    return visitor.exists(address("datasets:dataset", thing.thing.slug))


def dataset_fragment(visitor: Visitor, thing: Thing) -> bool:
    where = address("datasets:dataset", thing.thing.slug)
    there = visitor.exists(f"{where}?sort=workers", **FRAGMENT)
    rows = A_VALUE in visitor.client.get(f"{where}?sort=workers").content.decode()
    assert there or not rows
    return rows


def dataset_closed(visitor: Visitor, thing: Thing) -> bool:
    """Asking for access, and accepting terms, of what one knows of: elsewhere there is nothing."""
    slug = thing.thing.slug
    asked = visitor.client.get(address("datasets:ask", slug))
    accepted = visitor.client.post(address("datasets:accept", slug), {"version": 999})
    return opened(asked) or accepted.status_code == 409


def dataset_listed(visitor: Visitor, thing: Thing) -> bool:
    return thing.word in visitor.page(address("datasets:catalogue"))


def dataset_found(visitor: Visitor, thing: Thing) -> bool:
    where = f"{address('datasets:catalogue')}?q={thing.word}"
    return f">{thing.thing.title}" in visitor.page(where)


def dataset_package(visitor: Visitor, thing: Thing) -> bool:
    where = address("datasets:package", thing.thing.slug, 1)
    seen = visitor.exists(where)
    asked = visitor.client.post(where).status_code != 404
    assert seen == asked, f"{visitor.login} {thing}: asking and looking differ"
    return seen


def dataset_download(visitor: Visitor, thing: Thing) -> bool:
    where = address("datasets:download", thing.thing.slug, 1)
    codes = {
        status(visitor.client.get(where)),
        status(visitor.client.get(where, headers={"Range": "bytes=0-9"})),
        status(visitor.client.head(where)),
    }
    assert codes in ({404}, {200, 206}), f"{visitor.login} {thing}: {codes}"
    return codes != {404}


# What only the owner's stewards work with: by name, and whether the address wants a version.
# Through whose eyes a steward may look: nobody else gets these, whatever they show.
EYES = ("as", "as-public", "as-registered")
STEWARDS_PAGES = ("draft", "draft-progress", "review", "describe", "publish", "published")
STEWARDS_PAGES += ("discard", "replace-file", "audience", "log", "log-csv")
STEWARDS_PAGES += ("editions", "edition-new", "settings", "recall", "who", *EYES)
OF_AN_EDITION = ("edition", "edition-plan", "edition-audience")
DEEDS_OF_AN_EDITION = (*OF_AN_EDITION[1:], "edition-again", "edition-follow", "edition-discard")
STEWARDS_DEEDS = (
    "recall",
    "edition-new",
    "settings",
    "review",
    "describe",
    "publish",
    "discard",
    "replace-file",
    "audience",
)


def opened(answer: Any) -> bool:
    """Whether something was given: not refused, and not sent away to sign in."""
    to_sign_in = "/account/login/" in answer.headers.get("Location", "")
    return status(answer) < 400 and not to_sign_in


def stewards_pages(visitor: Visitor, thing: Thing) -> bool:
    slug = thing.thing.slug
    places = [address(f"datasets:{name}", slug) for name in STEWARDS_PAGES]
    places += [address(f"datasets:{name}", slug, "full") for name in OF_AN_EDITION]
    places.append(address("datasets:as-organisation", slug, "ipis"))
    return any(opened(visitor.client.get(place)) for place in places)


def stewards_deeds(visitor: Visitor, thing: Thing) -> bool:
    if visitor.login in thing.stewards:
        return True  # proven in the tests of each deed; here it would change the world
    slug = thing.thing.slug
    places = [address(f"datasets:{name}", slug) for name in STEWARDS_DEEDS]
    places += [address(f"datasets:{name}", slug, "full") for name in DEEDS_OF_AN_EDITION]
    return any(opened(visitor.client.post(place)) for place in places)


# --- Pages and courses ---------------------------------------------------------------------------


def wagtail_page(visitor: Visitor, thing: Thing) -> bool:
    return visitor.exists(thing.thing.get_url())


def picture(visitor: Visitor, thing: Thing) -> bool:
    assert thing.picture is not None
    rendition = thing.picture.get_rendition("width-40")
    return visitor.exists(rendition.url)


def original_picture(visitor: Visitor, thing: Thing) -> bool:
    assert thing.picture is not None
    return visitor.exists(thing.picture.file.url)


def document(visitor: Visitor, thing: Thing) -> bool:
    assert isinstance(thing.document, PortalDocument)
    return visitor.exists(thing.document.url)


def document_file(visitor: Visitor, thing: Thing) -> bool:
    assert isinstance(thing.document, PortalDocument)
    return visitor.exists(thing.document.file.url)


def lesson(visitor: Visitor, thing: Thing) -> bool:
    assert thing.lesson is not None
    return visitor.exists(thing.lesson.get_url())


def quiz(visitor: Visitor, thing: Thing) -> bool:
    assert thing.quiz is not None
    return visitor.exists(thing.quiz.get_url())


def learning(visitor: Visitor, thing: Thing) -> bool:
    """Whether the person gets anywhere by sending what learners send."""
    assert thing.lesson is not None
    assert thing.quiz is not None
    sent = [
        (address("training:start", thing.thing.pk), {}),
        (address("training:read", thing.lesson.pk), {}),
        (address("training:answer", thing.quiz.pk), {}),
        (address("training:leave", thing.thing.pk), {}),
    ]
    return any(opened(visitor.client.post(place, data)) for place, data in sent)


def listed_at(slug: str) -> Callable[[Visitor, Thing], bool]:
    """Whether a list page names the thing."""

    def listed(visitor: Visitor, thing: Thing) -> bool:
        return thing.word in visitor.page(f"/fr/{slug}/")

    return listed


# --- Everywhere ----------------------------------------------------------------------------------


def found(visitor: Visitor, thing: Thing) -> bool:
    page = visitor.page(f"{address('search')}?q={thing.word}")
    # The words that were asked for stand on the page too: the title is what tells.
    return f"/{thing.thing.slug}/" in page


def told(visitor: Visitor, thing: Thing) -> bool:
    """Whether the inbox names it."""
    return visitor.login != PUBLIC and thing.word in visitor.page(address("notifications:inbox"))


def mailed(visitor: Visitor, thing: Thing) -> bool:
    """Whether a mail about it went to them."""
    if visitor.login == PUBLIC:
        return False
    sent = Notification.objects.filter(
        recipient=visitor.matrix.people[visitor.login], event=event_of(thing), mail_state="sent"
    )
    return sent.exists()


SURFACES: dict[str, dict[str, Callable[[Visitor, Thing], bool]]] = {
    "dataset": {
        "page": dataset_page,
        "table fragment": dataset_fragment,
        "asking": dataset_closed,
        "list": dataset_listed,
        "search in list": dataset_found,
        "search": found,
        "package": dataset_package,
        "download": dataset_download,
        "steward's pages": stewards_pages,
        "steward's deeds": stewards_deeds,
        "inbox": told,
        "mail": mailed,
    },
    "update": {
        "page": wagtail_page,
        "list": listed_at("actualites"),
        "search": found,
        "picture": picture,
        "original picture": original_picture,
        "document": document,
        "document file": document_file,
        "inbox": told,
        "mail": mailed,
    },
    "publication": {
        "page": wagtail_page,
        "list": listed_at("publications"),
        "search": found,
        "picture": picture,
        "document": document,
        "inbox": told,
        "mail": mailed,
    },
    "standard": {"page": wagtail_page, "search": found, "picture": picture, "document": document},
    "course": {
        "page": wagtail_page,
        "list": listed_at("formations"),
        "search": found,
        "lesson": lesson,
        "quiz": quiz,
        "learning": learning,
    },
}

# Places where the draft of a steward does not show even to its steward: it is not published.
NOT_FOR_DRAFTS = {"list", "search in list", "search", "package", "download", "asking"}
NOT_FOR_DRAFTS |= {"table fragment"}
# Where rows are shown, counted or taken away.
ROWS = {"table fragment", "package", "download"}
TELLING = {"inbox", "mail"}
# The desk shows every picture and document to the people who work on it.
DESK = {"admin", "editor"}
FILES = {"picture", "original picture", "document", "document file"}


def expected(thing: Thing, surface: str, login: str) -> bool:
    """What the sharing model says, from the plain tables in things.py."""
    if surface in TELLING:
        return login in thing.told
    if surface.startswith("steward's"):
        return login in thing.stewards
    if surface == "learning" and login == PUBLIC:
        return False
    if thing.audience == "draft" and surface in NOT_FOR_DRAFTS:
        return False
    if surface == "asking" and login == PUBLIC:
        return False
    if surface in FILES and login in DESK:
        return True
    if surface in ROWS and thing.rows is not None:
        return login in thing.rows
    return login in thing.readers


def event_of(thing: Thing) -> str:
    """The name under which people are told of a thing."""
    if thing.sort == "dataset":
        edition = edition_of(thing)
        return f"datasets.dataset-shared:{edition.pk if edition else 0}"
    return f"projects.article-published:{thing.thing.translation_key}"


def tell_of_everything(matrix: Matrix) -> None:
    """Announce every dataset, build every package, and let the worker do what waits."""
    steward = matrix.people["steward.coapp"]
    for thing in matrix.of("dataset"):
        edition = edition_of(thing)
        if edition is not None:
            announce(
                "datasets.dataset-shared",
                event=event_of(thing),
                subject=f"edition:{edition.pk}",
                params={},
                by=steward,
            )
            visit(matrix, "steward.coapp").client.post(
                address("datasets:package", thing.thing.slug, 1)
            )
    work_off()
    delivery.deliver_due()


def work_off() -> None:
    """Do all waiting work, and what it asks for, here and now."""
    while waiting := list(Job.objects.filter(state="queued").values_list("pk", flat=True)):
        for pk in waiting:
            engine.run(pk)


def differences(matrix: Matrix, login: str) -> Iterator[str]:
    """Each cell of the matrix in which the portal and the table disagree."""
    visitor = visit(matrix, login)
    for thing in matrix.things:
        for name, surface in SURFACES[thing.sort].items():
            wanted, got = expected(thing, name, login), surface(visitor, thing)
            if wanted != got:
                verb = "LEAK: sees" if got else "misses"
                yield f"{login} {verb} {thing} on «{name}»"


def betrayed(matrix: Matrix, login: str, *, where: list[str]) -> Iterator[str]:
    """Words of things that should not exist for this person, on pages that list things."""
    visitor = visit(matrix, login)
    for place in where:
        text = visitor.page(place).lower()
        for thing in matrix.things:
            if thing.word in text and login not in thing.readers:
                yield f"{login} reads «{thing.word}» at {place}"

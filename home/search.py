"""Search over pages, courses and data: first what the reader may see, of that what matches."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from datasets.models import Dataset
from home.models import StandardPage
from home.reading import OPEN_TYPES, visible_pages
from projects.models import PublicationPage, UpdatePage
from training.models import CoursePage

FOUND_AT_MOST = 200
EXCERPT = 180
PAGE_TYPES = (*OPEN_TYPES, StandardPage, UpdatePage, PublicationPage)


@dataclass(frozen=True)
class Hit:
    """Something that was found, as the list shows it."""

    kind: str
    title: str
    url: str
    excerpt: SafeString
    audience: str = ""
    day: Any = None


@dataclass(frozen=True)
class Found:
    """What was found of one kind."""

    name: str
    title: str
    hits: Sequence[Any]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.hits)


def find(words: str, user: Any, language: str) -> list[Found]:
    """Pages and courses in one language and data in any, that exist for `user`."""
    terms = words_of(words)
    if not terms:
        return []
    pages: Any = visible_pages(user).filter(locale__language_code=language)
    kinds = [
        Found("pages", _("Pages"), _pages(pages.type(*PAGE_TYPES), " ".join(terms))),
        Found("courses", _("Courses"), _pages(pages.type(CoursePage), " ".join(terms))),
        Found("data", _("Data"), list(_datasets(terms, user))),
    ]
    return [kind for kind in kinds if kind.count]


def words_of(text: str) -> list[str]:
    """The words in what somebody typed. Signs mean something else in each database: they go."""
    return re.findall(r"\w+", text)


def _pages(pages: QuerySet, words: str) -> list[Page]:
    """Whole words first, then beginnings of words."""
    ids = list(pages.values_list("pk", flat=True))
    allowed = Page.objects.filter(pk__in=ids)
    whole = list(allowed.search(words)[:FOUND_AT_MOST])
    begun = list(allowed.autocomplete(words)[:FOUND_AT_MOST])
    return list({page.pk: page for page in [*whole, *begun]}.values())


def _datasets(terms: list[str], user: Any) -> QuerySet:
    found = Dataset.objects.visible_to(user).published().matching(" ".join(terms))
    return found.select_related("owner")[:FOUND_AT_MOST]


def shown(found: Found, some: Sequence[Any], words: str) -> list[Hit]:
    """Some of what was found, ready for the page."""
    if found.name == "data":
        return [_dataset_hit(dataset, words) for dataset in some]
    order = {page.pk: place for place, page in enumerate(some)}
    specific = Page.objects.filter(pk__in=order).select_related("locale").specific()
    return [_page_hit(page, words) for page in sorted(specific, key=lambda p: order[p.pk])]


def _page_hit(page: Any, words: str) -> Hit:
    lead = getattr(page, "intro", "") or getattr(page, "summary", "")
    body = getattr(page, "body", None)
    text = [lead, *(body.stream_block.get_searchable_content(body) if body else [])]
    return Hit(
        kind=capfirst(page._meta.verbose_name),
        title=page.title,
        url=page.url or "",
        excerpt=excerpt(" ".join(text), words),
        audience=getattr(page, "audience", ""),
        day=getattr(page, "date", None),
    )


def _dataset_hit(dataset: Dataset, words: str) -> Hit:
    return Hit(
        kind=capfirst(str(dataset._meta.verbose_name)),
        title=dataset.title,
        url=dataset.get_absolute_url(),
        excerpt=excerpt(dataset.description, words),
        day=dataset.published,
    )


def fold(text: str) -> str:
    """Lower case without accents, letter for letter as long as the original."""
    return "".join(_folded(letter) for letter in text)


def _folded(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0].lower()
    return base if len(base) == 1 else letter


def excerpt(text: str, words: str) -> SafeString:
    """The part of a text where the words are, with the words marked."""
    text = re.sub(r"\s+", " ", text).strip()
    terms = [re.escape(term) for term in fold(words).split()]
    found = re.search("|".join(terms), fold(text)) if terms else None
    start = max(0, (found.start() if found else 0) - EXCERPT // 3)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    part = text[start : start + EXCERPT]
    if start + EXCERPT < len(text):
        part = part.rsplit(" ", 1)[0] + "…"
    return _marked(("…" if start else "") + part, terms)


def _marked(part: str, terms: list[str]) -> SafeString:
    if not terms:
        return mark_safe(escape(part))  # noqa: S308  escaped here
    pieces, last = [], 0
    for match in re.finditer("|".join(terms), fold(part)):
        pieces.append((part[last : match.start()], part[match.start() : match.end()]))
        last = match.end()
    return format_html_join("", "{}<mark>{}</mark>", pieces) + escape(part[last:])

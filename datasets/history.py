"""What happened to a dataset, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import Event
from core.ui.formats import filesize
from core.ui.marks import AUDIENCES
from datasets.models import Dataset, Edition

VERBS: dict[str, str | Promise] = {
    "datasets.file-received": gettext_lazy("A file was uploaded"),
    "datasets.dataset-described": gettext_lazy("The description was changed"),
    "datasets.release-published": gettext_lazy("A release was published"),
    "datasets.audience-changed": gettext_lazy("Who may see it was changed"),
    "datasets.package-downloaded": gettext_lazy("A package was downloaded"),
    "datasets.release-recalled": gettext_lazy("A release was recalled"),
    "datasets.edition-recalled": gettext_lazy("An edition was recalled"),
    "datasets.recall-reminded": gettext_lazy("People were reminded of a recall"),
    "datasets.deletion-confirmed": gettext_lazy("Somebody confirmed that their copies are deleted"),
}
NOBODY_KNOWN = "AnonymousUser"


@dataclass(frozen=True)
class Told:
    """One event in the reader's language."""

    at: datetime
    who: str
    what: str
    details: str


def events_of(dataset: Dataset) -> QuerySet[Event]:
    """Everything written down about a dataset and its editions, newest first."""
    editions = Edition.objects.filter(release__dataset=dataset).values_list("pk", flat=True)
    subjects = [f"dataset:{dataset.pk}", *(f"edition:{pk}" for pk in editions)]
    return Event.objects.filter(subject__in=subjects)


def told(event: Event) -> Told:
    """An event in words."""
    who = _("somebody not signed in") if event.actor_name == NOBODY_KNOWN else event.actor_name
    what = str(VERBS.get(event.verb, event.verb))
    return Told(event.at, who, what, _details(event))


def _details(event: Event) -> str:
    given = event.details
    parts = []
    if "release" in given:
        parts.append(f"v{given['release']}")
    if "before" in given and "after" in given and isinstance(given["after"], dict):
        parts.append(f"{_audience(given['before'])} → {_audience(given['after'])}")
    elif isinstance(given.get("to"), dict):
        parts.append(_audience(given["to"]))
    if "bytes" in given:
        parts.append(filesize(given["bytes"]))
    return " · ".join(parts)


def _audience(who: dict[str, object]) -> str:
    """An audience as the log keeps it, in words."""
    mark = AUDIENCES.get(str(who.get("audience", "")))
    organisations = who.get("organisations") or []
    names = ", ".join(str(each) for each in organisations)  # type: ignore[attr-defined]
    word = str(mark.word) if mark else ""
    return f"{word} ({names})" if names else word

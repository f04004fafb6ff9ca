"""What happened to a dataset: which part of its log, and how to go back to before a change."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from audit.models import Event, Tally
from datasets.actions.looking import VIEWED, VIEWED_AS
from datasets.actions.packages import DOWNLOADED
from datasets.actions.publishing import CHANGED
from datasets.models import Dataset, Edition

VERBS: dict[str, str | Promise] = {
    "datasets.file-received": gettext_lazy("A file was uploaded"),
    "datasets.dataset-described": gettext_lazy("The description was changed"),
    "datasets.release-published": gettext_lazy("A release was published"),
    CHANGED: gettext_lazy("Who may see it was changed"),
    "datasets.edition-planned": gettext_lazy("An edition was planned"),
    "datasets.edition-discarded": gettext_lazy("An edition was deleted"),
    "datasets.made-known": gettext_lazy("Everybody may know that it exists"),
    "datasets.kept-quiet": gettext_lazy("That it exists is kept quiet again"),
    "datasets.agreement-chosen": gettext_lazy("The agreement was chosen"),
    "datasets.agreement-accepted": gettext_lazy("The agreement was accepted"),
    "datasets.access-asked": gettext_lazy("Access was asked for"),
    "datasets.access-discussed": gettext_lazy("A message about a request"),
    "datasets.access-refused": gettext_lazy("A request was refused"),
    "datasets.access-taken-back": gettext_lazy("A request was taken back"),
    "datasets.access-granted": gettext_lazy("Access was given"),
    "datasets.access-renewed": gettext_lazy("Access was given for longer"),
    "datasets.access-revoked": gettext_lazy("Access was ended"),
    "datasets.access-followed": gettext_lazy("Access holds for a later release too"),
    "datasets.upload-discarded": gettext_lazy("The file of a next release was deleted"),
    "datasets.release-recalled": gettext_lazy("A release was recalled"),
    "datasets.edition-recalled": gettext_lazy("An edition was recalled"),
    "datasets.recall-reminded": gettext_lazy("People were reminded of a recall"),
    "datasets.deletion-confirmed": gettext_lazy("Somebody confirmed that their copies are deleted"),
    DOWNLOADED: gettext_lazy("A package was downloaded"),
    VIEWED: gettext_lazy("The rows were opened"),
    VIEWED_AS: gettext_lazy("It was seen as others see it"),
}
# What a steward can ask the log for, and the verbs that answer.
KINDS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "shares": (
        pgettext_lazy("log", "Sharing"),
        (
            CHANGED,
            "datasets.release-published",
            "datasets.access-granted",
            "datasets.access-renewed",
            "datasets.access-revoked",
            "datasets.access-followed",
            "datasets.agreement-chosen",
            "datasets.made-known",
            "datasets.kept-quiet",
        ),
    ),
    "downloads": (pgettext_lazy("log", "Downloads"), (DOWNLOADED,)),
    "views": (pgettext_lazy("log", "Rows opened"), (VIEWED, VIEWED_AS)),
    "decisions": (
        pgettext_lazy("log", "Requests and decisions"),
        (
            "datasets.access-asked",
            "datasets.access-discussed",
            "datasets.access-granted",
            "datasets.access-refused",
            "datasets.access-taken-back",
            "datasets.agreement-accepted",
            "datasets.release-recalled",
            "datasets.edition-recalled",
            "datasets.recall-reminded",
            "datasets.deletion-confirmed",
        ),
    ),
}


@dataclass(frozen=True)
class Wanted:
    """Which part of the log: one kind of event, the first and the last day; empty means all."""

    kind: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def days(self, name: str) -> dict[str, dt.date]:
        """The conditions on a field that holds a day or a moment."""
        ends = {f"{name}__gte": self.since, f"{name}__lte": self.until}
        return {lookup: value for lookup, value in ends.items() if value is not None}


def _subjects(dataset: Dataset) -> list[str]:
    editions = Edition.objects.filter(release__dataset=dataset).values_list("pk", flat=True)
    return [f"dataset:{dataset.pk}", *(f"edition:{pk}" for pk in editions)]


def events_of(dataset: Dataset, wanted: Wanted | None = None) -> QuerySet[Event]:
    """What was written down about a dataset and its editions, newest first."""
    wanted = wanted or Wanted()
    events = Event.objects.filter(subject__in=_subjects(dataset), **wanted.days("at__date"))
    return events.filter(verb__in=KINDS[wanted.kind][1]) if wanted.kind in KINDS else events


def opened_by_nobody_known(dataset: Dataset, wanted: Wanted) -> list[tuple[dt.date, int]]:
    """On which day the page was opened how often by people who were not signed in."""
    if wanted.kind not in ("", "views"):
        return []
    tallies = Tally.objects.filter(
        verb=VIEWED, subject__in=_subjects(dataset), **wanted.days("day")
    )
    counted = tallies.values("day").annotate(times=Sum("number")).order_by("-day")
    return [(each["day"], each["times"]) for each in counted]


# --- going back --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Former:
    """An audience as it was."""

    audience: str
    organisations: tuple[str, ...]


def latest_change(edition: Edition) -> Event | None:
    """The latest change of who may have an edition: the only one that can be taken back."""
    return Event.objects.about(edition).filter(verb=CHANGED).first()


def restored(change: Event) -> Former:
    """What was before a change, as far as it comes back.

    Permissions with a last day, or given after a request, do not: they would come back without it.
    """
    before = change.details["before"]
    ended = {each.get("organisation") for each in change.details.get("ended", ())}
    return Former(
        before["audience"], tuple(slug for slug in before["organisations"] if slug not in ended)
    )


def undoable(dataset: Dataset) -> dict[int, str]:
    """The changes that can be taken back, by their id: the name of the edition they are about."""
    release = dataset.releases.order_by("-number").first()
    if release is None:
        return {}
    latest = {edition.name: latest_change(edition) for edition in release.editions.all()}
    return {event.pk: name for name, event in latest.items() if event is not None}

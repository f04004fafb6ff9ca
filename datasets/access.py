"""Who can see a dataset, and why: each rule that lets people in, taken apart for its stewards.

The rules themselves are in `datasets.policies`. Here every line of an edition is one reason, with
the people it lets in today. The lines of an edition together are the people of `policies.audience`;
a test holds the two against each other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Event
from core.ui.formats import day
from datasets import policies
from datasets.enums import ReleaseState
from datasets.models import Acceptance, Dataset, Edition
from partners import policies as people
from partners.enums import Audience
from partners.models import Membership, Organisation, Participation, User

SET_BY = ("datasets.audience-changed", "datasets.release-published")
STEWARDS, EVERYBODY, ORGANISATION, PERSON = "stewards", "everybody", "organisation", "person"


@dataclass(frozen=True)
class Line:
    """One reason that lets people in: whom, by which rule, since when, until when, by whom.

    `people` are ids, `names` the same people for reading (empty for everybody). A line that does
    not hold now says who will read the edition once it is open.
    """

    kind: str
    title: str
    people: frozenset[int]
    names: tuple[str, ...] = ()
    rule: str = ""
    since: date | datetime | None = None
    until: date | None = None
    by: str = ""
    reason: str = ""
    request: Any = None
    note: str = ""
    holds: bool = True


@dataclass(frozen=True)
class Why:
    """One edition: what its audience is, since when and by whom, and the lines that let people in.

    `closed` says why only the stewards have it now; `accepted` is how many of its people have
    accepted the agreement (None where there is none to accept).
    """

    edition: Edition
    lines: tuple[Line, ...]
    closed: str = ""
    since: datetime | None = None
    by: str = ""
    accepted: int | None = None

    @cached_property
    def people(self) -> frozenset[int]:
        """Ids of everybody with an account who may have the edition today."""
        return frozenset().union(*(line.people for line in self.lines if line.holds))


class Access:
    """Everything that lets people into the editions of one dataset: a few queries for all."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def editions(self) -> list[Why]:
        """The editions, the newest release first and in it the most detailed first."""
        return [self._why(edition) for edition in self._editions]

    @cached_property
    def _editions(self) -> list[Edition]:
        every = Edition.objects.filter(release__dataset=self.dataset).most_detailed_first()
        further = ("granted_by", "request")
        return list(
            every.select_related("release").prefetch_related(
                "organisation_grants__group__organisation",
                "person_grants__user",
                *(f"organisation_grants__{each}" for each in further),
                *(f"person_grants__{each}" for each in further),
            )
        )

    def _why(self, edition: Edition) -> Why:
        edition.release.dataset = self.dataset
        closed = closed_because(edition)
        further = [*self._by_audience(edition), *self._by_grants(edition)]
        lines = (self._stewards, *(replace(line, holds=not closed) for line in further))
        event = self._set_by.get(edition.pk)
        why = Why(edition, lines, closed, event.at if event else edition.shared)
        named = self._names.get(event.actor_id or 0, event.actor_name) if event else ""
        return replace(why, by=named, accepted=self._accepted(why))

    # --- the rules, one by one -------------------------------------------------------------------

    @cached_property
    def _stewards(self) -> Line:
        stewards = User.objects.filter(people.stewards_of(self.dataset.owner_id)).distinct()
        return Line(
            STEWARDS,
            _("Data stewards of %(owner)s") % {"owner": self.dataset.owner.name},
            frozenset(user.pk for user in stewards),
            tuple(user.get_full_name() for user in stewards),
            rule=_("They answer for the data."),
        )

    def _by_audience(self, edition: Edition) -> Iterable[Line]:
        match edition.audience:
            case Audience.PUBLIC:
                yield Line(EVERYBODY, _("Everybody, also without an account"), self._accounts)
            case Audience.REGISTERED:
                yield Line(EVERYBODY, _("Everybody with an account"), self._accounts)
            case Audience.CONSORTIUM:
                yield from self._consortium

    @cached_property
    def _consortium(self) -> list[Line]:
        rule = _("In the consortium as %(role)s.")
        return [
            replace(
                self._members(each.organisation),
                rule=rule % {"role": each.get_role_display()},
                since=each.since,
                until=each.until,
            )
            for each in self._participations
        ]

    def _by_grants(self, edition: Edition) -> Iterator[Line]:
        today = timezone.localdate()
        for grant in edition.organisation_grants.all():
            if grant.until is None or grant.until >= today:
                yield _granted(self._members(grant.group.organisation), grant)
        for given in edition.person_grants.all():
            if given.until is None or given.until >= today:
                yield _granted(_one(given.user), given)

    def _members(self, organisation: Organisation) -> Line:
        members = self._memberships.get(organisation.pk, {})
        return Line(
            ORGANISATION,
            organisation.name,
            frozenset(members),
            tuple(members.values()),
            note="" if organisation.active else _("This organisation is switched off."),
        )

    # --- asked once for all editions -------------------------------------------------------------

    @cached_property
    def _participations(self) -> list[Participation]:
        if self.dataset.project is None:
            return []
        every = self.dataset.project.consortium.participations
        return list(every.filter(people.lasting()).select_related("organisation"))

    @cached_property
    def _memberships(self) -> dict[int, dict[int, str]]:
        """The people of each organisation that plays a part: names by id, by organisation."""
        ids = {each.organisation_id for each in self._participations}
        for edition in self._editions:
            ids |= {each.group.organisation.pk for each in edition.organisation_grants.all()}
        found: dict[int, dict[int, str]] = {}
        rows = Membership.objects.filter(people.active_memberships(), organisation__in=ids)
        for row in rows.select_related("user").order_by("user__name", "user__email"):
            found.setdefault(row.organisation_id, {})[row.user_id] = row.user.get_full_name()
        return found

    @cached_property
    def _accounts(self) -> frozenset[int]:
        return frozenset(User.objects.filter(is_active=True).values_list("pk", flat=True))

    @cached_property
    def _set_by(self) -> dict[int, Event]:
        """The latest event that set the audience of each edition."""
        subjects = [f"edition:{edition.pk}" for edition in self._editions]
        events = Event.objects.filter(verb__in=SET_BY, subject__in=subjects).order_by("at", "pk")
        return {int(event.subject.rpartition(":")[2]): event for event in events}

    @cached_property
    def _names(self) -> dict[int, str]:
        """The people who set audiences, by their id."""
        ids = {event.actor_id for event in self._set_by.values() if event.actor_id is not None}
        return {user.pk: user.get_full_name() for user in User.objects.filter(pk__in=ids)}

    def _accepted(self, why: Why) -> int | None:
        agreement = self.dataset.agreement
        if agreement is None or why.edition.audience == Audience.PUBLIC:
            return None
        accepted = Acceptance.objects.filter(version_id=agreement.current_id)
        return len(why.people & set(accepted.values_list("user_id", flat=True)))


def closed_because(edition: Edition) -> str:
    """Why an edition is its stewards' alone, in words; empty when it is open."""
    if edition.release.state != ReleaseState.PUBLISHED:
        return _("The release was withdrawn: only the data stewards still see it.")
    if edition.closed is not None:
        return _("It was recalled: only the data stewards still see it.")
    if edition.prepared is None:
        return _("The edition is not prepared yet: only the data stewards know of it.")
    if policies.opens_later(edition):
        return _("It opens on %(day)s. Until then only the data stewards see it.") % {
            "day": day(edition.opens)
        }
    return ""


def _one(user: User) -> Line:
    """A person who was named. Somebody switched off gets nothing."""
    if not user.is_active:
        note = _("This account is switched off.")
        return Line(PERSON, user.get_full_name(), frozenset(), note=note)
    return Line(PERSON, user.get_full_name(), frozenset([user.pk]))


def _granted(line: Line, grant: Any) -> Line:
    """The same people, let in by a grant."""
    return replace(
        line,
        rule=_("Named for this edition."),
        since=grant.granted,
        until=grant.until,
        by=grant.granted_by.get_full_name() if grant.granted_by else "",
        reason=grant.reason,
        request=grant.request,
    )

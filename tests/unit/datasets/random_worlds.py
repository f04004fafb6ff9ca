"""Worlds drawn at random, as plain values, and what the sharing model says of them.

The oracle below is written from the model in words, over plain values and without the policies: it
knows no queries. A world is then built in the database and both are asked the same.
"""

import datetime as dt
import os
from dataclasses import dataclass, field

from hypothesis import strategies as st

from datasets.enums import Sensitivity
from partners.enums import Audience, Role

ORGANISATIONS, PEOPLE, CONSORTIA, DATASETS = range(3), range(4), range(2), range(2)
NO_END = None
# What lets somebody in is drawn more often than what shuts them out: else nobody reads anything.
DAYS = st.sampled_from([-30, -1, 0, 0, 0, 1])
ENDS = st.sampled_from([NO_END, NO_END, NO_END, 0, 1, -1])
SELDOM = st.sampled_from([False, False, False, True])
OFTEN = SELDOM.map(lambda drawn: not drawn)
FEW = st.sampled_from([frozenset()] * 3 + [frozenset({0}), frozenset({1}), frozenset({2})])


@dataclass(frozen=True)
class Belonging:
    """A membership or a participation: who, in what, as what, from which day until which."""

    who: int
    where: int
    role: str
    since: int
    until: int | None

    @property
    def holds(self) -> bool:
        return self.since <= 0 and (self.until is None or self.until >= 0)


@dataclass(frozen=True)
class Grant:
    """Given to an organisation or a person, until a day."""

    to_person: bool
    holder: int
    until: int | None

    @property
    def holds(self) -> bool:
        return self.until is None or self.until >= 0


@dataclass(frozen=True)
class EditionSpec:
    """One edition."""

    audience: str
    prepared: bool
    opens: int | None
    grants: tuple[Grant, ...]
    closed: bool = False


@dataclass(frozen=True)
class DatasetSpec:
    """One dataset with its releases, each with its editions from the most detailed on."""

    owner: int
    consortium: int | None
    sensitivity: str
    published: bool
    discoverable: bool
    agreement: bool
    withdrawn: tuple[bool, ...]
    releases: tuple[tuple[EditionSpec, ...], ...]
    accepted: frozenset[tuple[int, int]] = field(default_factory=frozenset)


@dataclass(frozen=True)
class WorldSpec:
    """Everything."""

    inactive_organisations: frozenset[int]
    inactive_people: frozenset[int]
    administrators: frozenset[int]
    memberships: tuple[Belonging, ...]
    participations: tuple[Belonging, ...]
    datasets: tuple[DatasetSpec, ...]

    # --- the model in words ----------------------------------------------------------------------

    def belongs(self, person: int, role: str | None = None) -> set[int]:
        """The active organisations the person is in today, in this role or in any."""
        return {
            each.where
            for each in self.memberships
            if each.who == person
            and each.holds
            and each.where not in self.inactive_organisations
            and role in (None, each.role)
        }

    def consortia(self, person: int) -> set[int]:
        """The consortia of the person's organisations today."""
        mine = self.belongs(person)
        return {each.where for each in self.participations if each.who in mine and each.holds}

    def there(self, person: int | None) -> bool:
        """Whether this is somebody signed in with an account that works."""
        return person is not None and person not in self.inactive_people

    def stewards(self, person: int | None, dataset: DatasetSpec) -> bool:
        """Whether the person answers for the dataset."""
        return self.there(person) and dataset.owner in self.belongs(person, Role.STEWARD)

    def may_have(
        self, person: int | None, dataset: DatasetSpec, release: int, edition: EditionSpec
    ) -> bool:
        """Rules 1, 2 and 4: owner's stewards; or open, and let in by audience or grant."""
        if self.stewards(person, dataset):
            return True
        if dataset.withdrawn[release] or edition.closed:
            return False
        if not edition.prepared or (edition.opens or 0) > 0:
            return False
        if edition.audience == Audience.PUBLIC:
            return True
        if not self.there(person):
            return False
        if edition.audience == Audience.REGISTERED:
            return True
        if edition.audience == Audience.CONSORTIUM and dataset.consortium in self.consortia(person):
            return True
        return any(self._gives(grant, person) for grant in edition.grants)

    def _gives(self, grant: Grant, person: int) -> bool:
        mine = {person} if grant.to_person else self.belongs(person)
        return grant.holds and grant.holder in mine

    def reads(
        self, person: int | None, dataset: DatasetSpec, release: int, edition: EditionSpec
    ) -> bool:
        """They may have it, and accepted the terms that count where there are any."""
        if not self.may_have(person, dataset, release, edition):
            return False
        free = not dataset.agreement or edition.audience == Audience.PUBLIC
        return free or self.stewards(person, dataset) or (person, 2) in dataset.accepted

    def exists(self, person: int | None, dataset: DatasetSpec) -> bool:
        """Rule 3: a dataset exists for its stewards, for its readers, and where it may be known."""
        if self.stewards(person, dataset):
            return True
        if not dataset.published:
            return False
        known = dataset.discoverable and dataset.sensitivity != Sensitivity.SEVERE
        return known or any(
            self.may_have(person, dataset, number, edition)
            for number, editions in enumerate(dataset.releases)
            for edition in editions
        )


# --- drawing ------------------------------------------------------------------------------------


def _belongings(whos: range, wheres: range, roles: list[str]) -> st.SearchStrategy:
    one = st.builds(
        Belonging,
        who=st.sampled_from(whos),
        where=st.sampled_from(wheres),
        role=st.sampled_from(roles),
        since=DAYS,
        until=ENDS,
    ).filter(lambda each: each.until is None or each.until >= each.since)
    return st.lists(
        one, min_size=2, max_size=7, unique_by=lambda each: (each.who, each.where, each.role)
    ).map(tuple)


GRANTS = st.lists(
    st.builds(Grant, to_person=st.booleans(), holder=st.sampled_from(ORGANISATIONS), until=ENDS),
    max_size=3,
    unique_by=lambda each: (each.to_person, each.holder),
).map(tuple)
EDITIONS = st.builds(
    EditionSpec,
    audience=st.sampled_from([str(audience) for audience in Audience]),
    prepared=OFTEN,
    opens=st.sampled_from([None, None, None, -1, 1]),
    grants=GRANTS,
    closed=SELDOM,
).map(
    # What is not prepared is its owner's: the database holds that too.
    lambda each: each if each.prepared else EditionSpec("owner", False, each.opens, each.grants)
)
RELEASES = st.lists(
    st.lists(EDITIONS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=2
).map(tuple)


@st.composite
def dataset_specs(draw: st.DrawFn) -> DatasetSpec:
    """One dataset with all that is about it."""
    releases = draw(RELEASES)
    pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from([1, 2]))
    return DatasetSpec(
        owner=draw(st.sampled_from(ORGANISATIONS)),
        consortium=draw(st.sampled_from([None, *CONSORTIA])),
        sensitivity=draw(st.sampled_from([str(level) for level in Sensitivity])),
        published=draw(OFTEN),
        discoverable=draw(SELDOM),
        agreement=draw(st.booleans()),
        withdrawn=tuple(draw(SELDOM) for _ in releases),
        releases=releases,
        accepted=draw(st.frozensets(pairs, max_size=4)),
    )


WORLDS = st.builds(
    WorldSpec,
    inactive_organisations=FEW,
    inactive_people=FEW,
    administrators=st.frozensets(st.sampled_from(PEOPLE), max_size=1),
    memberships=_belongings(PEOPLE, ORGANISATIONS, [str(role) for role in Role]),
    participations=_belongings(ORGANISATIONS, CONSORTIA, ["associate"]),
    datasets=st.lists(dataset_specs(), min_size=len(DATASETS), max_size=len(DATASETS)).map(tuple),
)


def day_of(offset: int | None, today: dt.date) -> dt.date | None:
    """The day that lies so many days from today."""
    return None if offset is None else today + dt.timedelta(days=offset)


def drawn(usual: int) -> int:
    """How many worlds to draw: as usual, or what PROPERTY_EXAMPLES says."""
    return int(os.environ.get("PROPERTY_EXAMPLES", usual))

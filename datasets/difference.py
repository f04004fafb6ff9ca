"""What a change of audience would do before it counts: who gains the edition, who loses it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import Q

from audit.models import Event
from datasets import policies, sharing
from datasets.actions.granting import following, opens_first
from datasets.actions.packages import DOWNLOADED
from datasets.models import Edition
from partners import policies as people
from partners.enums import Audience
from partners.models import Membership, Organisation, User


@dataclass(frozen=True)
class Group:
    """The people of one organisation who gain or lose."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """All who gain, or all who lose: how many, by organisation, and those named one by one.

    `elsewhere` of them have another edition of the release: one with more detail for those who
    gain, any for those who lose. `took` of them have downloaded the edition. With `everyone` the
    audience on this side is open-ended, and nobody is listed.
    """

    people: int
    groups: tuple[Group, ...] = ()
    persons: tuple[str, ...] = ()
    elsewhere: int = 0
    took: int = 0
    everyone: str = ""

    @property
    def nobody(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.people or self.groups or self.everyone)


@dataclass(frozen=True)
class Difference:
    """Both sides of a change, as of now."""

    gain: Side
    lose: Side

    @property
    def nothing(self) -> bool:
        """Whether nobody gains and nobody loses."""
        return self.gain.nobody and self.lose.nobody


def difference(edition: Edition, audience: str, named: Iterable[Organisation] = ()) -> Difference:
    """What giving `edition` this audience would change for people, by the rules of the policy."""
    named = list(named)
    dataset = edition.release.dataset
    now = _ids(policies.reached(dataset, edition.audience, policies.holders(edition)))
    then = _ids(policies.reached(dataset, audience, _would_hold(edition, audience, named)))
    before = _organisations(edition, edition.audience, sharing.named_in(edition))
    after = _organisations(edition, audience, _kept(edition, audience, named))
    others = edition.release.editions.exclude(pk=edition.pk).select_related("release__dataset")
    better = _ids_of(others.filter(rank__lt=edition.rank))
    wider, narrower = _breadth(audience), _breadth(edition.audience)
    return Difference(
        gain=replace(
            _side(edition, then - now, after, after - before),
            elsewhere=len((then - now) & better),
            everyone=audience if wider > narrower else "",
        ),
        lose=replace(
            _side(edition, now - then, before, before - after),
            elsewhere=len((now - then) & _ids_of(others)),
            everyone=edition.audience if narrower > wider else "",
        ),
    )


def _breadth(audience: str) -> int:
    """0 for people who can be listed, more for audiences without an end."""
    return sharing.EVERYONE.index(Audience(audience)) + 1 if audience in sharing.EVERYONE else 0


def _ids(which: Q) -> frozenset[int]:
    return frozenset(User.objects.filter(which).values_list("pk", flat=True))


def _ids_of(editions: Iterable[Edition]) -> frozenset[int]:
    """Everybody who may have one of these editions today."""
    return frozenset().union(*(_ids(policies.audience(each)) for each in editions))


def _kept(edition: Edition, audience: str, named: list[Organisation]) -> set[Organisation]:
    """The organisations that would hold a grant: named, kept, or following from before."""
    ended, _persons = sharing.grants_ended(edition, audience, named)
    kept = edition.organisation_grants.exclude(pk__in=ended.values("pk"))
    groups = set(kept.filter(policies.grants_alive()).values_list("group_id", flat=True))
    if opens_first(edition, audience):
        groups |= {grant.group_id for grant in following(edition)[0]}
    return {*named, *Organisation.objects.filter(group_id__in=groups)}


def _would_hold(edition: Edition, audience: str, named: list[Organisation]) -> Q:
    """People who would hold a grant, by an organisation or by name."""
    _organisations, ended = sharing.grants_ended(edition, audience, named)
    kept = edition.person_grants.exclude(pk__in=ended.values("pk"))
    persons = set(kept.filter(policies.grants_alive()).values_list("user_id", flat=True))
    if opens_first(edition, audience):
        held = set(edition.person_grants.values_list("user_id", flat=True))
        persons |= {grant.user_id for grant in following(edition)[1]} - held
    organisations = [each.pk for each in _kept(edition, audience, named)]
    return people.people_of(organisations) | Q(is_active=True, pk__in=persons)


def _organisations(
    edition: Edition, audience: str, holding: Iterable[Organisation]
) -> set[Organisation]:
    """The organisations an audience lets in, by rule or by name; none where it lets in all."""
    if audience in sharing.EVERYONE:
        return set()
    return {*sharing.organisations_in(edition.release.dataset, audience), *holding}


def _side(
    edition: Edition,
    people_ids: frozenset[int],
    listed: set[Organisation],
    new: set[Organisation],
) -> Side:
    groups = list(_groups(people_ids, listed, new))
    grouped = {pk for _group, members in groups for pk in members}
    others = User.objects.filter(pk__in=people_ids - grouped) if listed else User.objects.none()
    return Side(
        len(people_ids),
        groups=tuple(group for group, _members in groups),
        persons=tuple(user.get_full_name() for user in others.order_by("name", "email")),
        took=_took(edition, people_ids),
    )


def _groups(
    people_ids: frozenset[int], listed: set[Organisation], new: set[Organisation]
) -> Iterator[tuple[Group, set[int]]]:
    """Organisations with people among these, and those that are new however few they have."""
    members: dict[int, dict[int, str]] = {}
    rows = Membership.objects.filter(people.active_memberships(), organisation__in=listed)
    for row in rows.select_related("user").order_by("user__name", "user__email"):
        if row.user_id in people_ids:
            members.setdefault(row.organisation_id, {})[row.user_id] = row.user.get_full_name()
    for organisation in sorted(listed, key=lambda each: each.name):
        if organisation in new or organisation.pk in members:
            theirs = members.get(organisation.pk, {})
            yield Group(organisation.name, tuple(theirs.values())), set(theirs)


def _took(edition: Edition, people_ids: frozenset[int]) -> int:
    """How many of these people have downloaded the edition."""
    taken = Event.objects.filter(verb=DOWNLOADED, subject=f"edition:{edition.pk}")
    return len(people_ids & set(taken.values_list("actor_id", flat=True)))

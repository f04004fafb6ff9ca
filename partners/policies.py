"""Where a person stands: the facts about memberships that every other policy starts from."""

from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.actor import System
from partners.enums import Audience, Role


def lasting(prefix: str = "") -> Q:
    """Rows with `since` and `until` that hold today, both days included."""
    day = timezone.localdate()
    ends = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    return Q(**{f"{prefix}since__lte": day}) & ends


def active_memberships(prefix: str = "") -> Q:
    """Memberships that give something today: lasting, of active people and organisations."""
    return lasting(prefix) & Q(
        **{f"{prefix}organisation__active": True, f"{prefix}user__is_active": True}
    )


@dataclass(frozen=True)
class Standing:
    """What a person is today. Empty for somebody who is not signed in."""

    registered: bool = False
    organisations: frozenset[int] = frozenset()
    stewarded: frozenset[int] = frozenset()
    coordinated: frozenset[int] = frozenset()
    consortia: frozenset[int] = frozenset()


NOBODY = Standing()


@dataclass(frozen=True)
class Viewpoint:
    """Somebody's place without being anybody: a member of an organisation, or a registered person.

    Who answers for something looks through it at what others see. It holds no personal grant and
    has no stewardship, and it is never what an action is done by.
    """

    organisation: Any = None
    pk: None = None
    is_authenticated: bool = True
    is_active: bool = True
    is_superuser: bool = False


# Who was asked for while one page is made; None outside of that (workers, commands, changes).
_remembered: ContextVar[dict[int, Standing] | None] = ContextVar("standing", default=None)


def remember(on: bool) -> None:
    """Begin or end a page whose questions about one person are answered once."""
    _remembered.set({} if on else None)


def standing(user: Any) -> Standing:
    """The organisations, stewardships and consortia of `user` as of now (two queries).

    Ids are fetched first so that the lists built on them are plain `IN` filters. Asked afresh
    for each page: leaving an organisation counts in the very next request.
    """
    if isinstance(user, System) or not user.is_authenticated or not user.is_active:
        return NOBODY
    if isinstance(user, Viewpoint):
        return _as_member(user)
    remembered = _remembered.get()
    if remembered is None:
        return _look_up(user)
    if user.pk not in remembered:
        remembered[user.pk] = _look_up(user)
    return remembered[user.pk]


def _look_up(user: Any) -> Standing:
    memberships = list(
        user.memberships.filter(active_memberships()).values_list("organisation_id", "role")
    )
    organisations = frozenset(organisation for organisation, _ in memberships)

    def holding(role: Role) -> frozenset[int]:
        return frozenset(organisation for organisation, held in memberships if held == role)

    consortia = (
        user.memberships.filter(active_memberships(), lasting("organisation__participations__"))
        .values_list("organisation__participations__consortium_id", flat=True)
        .distinct()
        if organisations
        else ()
    )
    return Standing(
        registered=True,
        organisations=organisations,
        stewarded=holding(Role.STEWARD),
        coordinated=holding(Role.COORDINATOR),
        consortia=frozenset(consortia),
    )


def _as_member(viewpoint: Viewpoint) -> Standing:
    """Where a plain member of the viewpoint's organisation stands."""
    organisation = viewpoint.organisation
    if organisation is None or not organisation.active:
        return Standing(registered=True)
    consortia = organisation.participations.filter(lasting()).values_list("consortium_id")
    return Standing(
        registered=True,
        organisations=frozenset([organisation.pk]),
        consortia=frozenset(pk for (pk,) in consortia),
    )


def people_of(organisation_ids: Collection[int] | Any) -> Q:
    """People with an active membership in one of these organisations (ids or a subquery)."""
    return Q(
        is_active=True,
        memberships__organisation_id__in=organisation_ids,
        memberships__organisation__active=True,
    ) & lasting("memberships__")


def stewards_of(organisation_id: int) -> Q:
    """People who answer for an organisation's data today."""
    return people_of([organisation_id]) & Q(memberships__role=Role.STEWARD)


def coordinators_of(organisation_id: int) -> Q:
    """People who manage an organisation's members today."""
    return people_of([organisation_id]) & Q(memberships__role=Role.COORDINATOR)


def people_of_consortium(consortium_id: int) -> Q:
    """People of the organisations that are in a consortium today."""
    participation = "memberships__organisation__participations__"
    return (
        Q(
            is_active=True,
            memberships__organisation__active=True,
            **{f"{participation}consortium_id": consortium_id},
        )
        & lasting("memberships__")
        & lasting(participation)
    )


def audience_matches(person: Standing, *, consortium: str, named: Q, field: str = "audience") -> Q:
    """Things whose audience lets this person in, written once for datasets, pages and courses.

    `consortium` is the lookup from the thing to its consortium's id, `named` matches the things
    that name the person or one of their organisations. The owner's own right is not in here.
    """
    matches = Q(**{field: Audience.PUBLIC})
    if person.registered:
        matches |= Q(**{field: Audience.REGISTERED})
        # Also for somebody without an organisation: a grant may name the person.
        matches |= Q(**{field: Audience.NAMED}) & named
    if person.consortia:
        matches |= Q(**{field: Audience.CONSORTIUM, f"{consortium}__in": person.consortia})
    return matches


def administers(user: Any) -> bool:
    """Whether the person runs the installation. It opens the desk, never anybody's data."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def administrators() -> Q:
    """People who run the installation."""
    return Q(is_active=True, is_superuser=True)

"""Who sees which dataset and reads which rows. Every rule of the sharing model stands here, once.

Deny by default: a draft, and a release whose audience is the owner, exist for the stewards of the
owner organisation alone. Administering the installation opens nothing.
"""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import System
from core.errors import NotAllowed, NotVisible
from datasets.enums import ReleaseState
from partners import policies as people
from partners.enums import Audience


def stewarded(user: Any) -> Q:
    """Datasets the person answers for, drafts included."""
    return Q(owner_id__in=people.standing(user).stewarded)


def visible(user: Any, open_editions: QuerySet) -> Q:
    """Datasets that exist for the person.

    `open_editions` are the editions :func:`editions_visible` lets them read; a published dataset
    with one of them shows, and a steward sees what their organisation owns.
    """
    readable = Q(published__isnull=False, pk__in=open_editions.values("release__dataset_id"))
    return readable | stewarded(user)


def editions_visible(user: Any) -> Q:
    """Editions whose rows the person may read now: by audience and grant, or as owner's steward."""
    person = people.standing(user)
    opened = Q(release__state=ReleaseState.PUBLISHED) & (
        Q(opens__isnull=True) | Q(opens__lte=timezone.now())
    )
    by_audience = people.audience_matches(
        person,
        consortium="release__dataset__project__consortium_id",
        named=_named(user) if person.registered else Q(pk__in=[]),
    )
    owned = Q(release__dataset__owner_id__in=person.stewarded)
    return (by_audience & opened) | owned


def _not_ended(prefix: str = "") -> Q:
    """Grants that hold today; the last day is included."""
    return Q(**{f"{prefix}until__isnull": True}) | Q(
        **{f"{prefix}until__gte": timezone.localdate()}
    )


def _named(user: Any) -> Q:
    """Editions granted to one of the person's organisations, or to the person."""
    grant = "organisation__group__organisationgrant__"
    by_organisation = user.memberships.filter(
        people.active_memberships(), _not_ended(grant)
    ).values(f"{grant}content_object_id")
    by_person = user.persongrant_set.filter(_not_ended()).values("content_object_id")
    return Q(pk__in=by_organisation) | Q(pk__in=by_person)


def audience(edition: Any) -> Q:
    """People who may read this edition's rows, as far as they can be told one by one.

    For the *public* audience these are all registered people. Same rules as
    :func:`editions_visible`, seen from the other side; the access matrix holds them together.
    """
    dataset = edition.release.dataset
    stewards = people.stewards_of(dataset.owner_id)
    if edition.release.state != ReleaseState.PUBLISHED:
        return stewards
    if edition.opens is not None and edition.opens > timezone.now():
        return stewards
    holders = _holders(edition) if edition.audience == Audience.NAMED else Q(pk__in=[])
    return reached(dataset, edition.audience, holders)


def reached(dataset: Any, audience: str, holders: Q) -> Q:
    """People an audience lets in; `holders` are those it names. Also asked before publishing."""
    stewards = people.stewards_of(dataset.owner_id)
    match audience:
        case Audience.PUBLIC | Audience.REGISTERED:
            return Q(is_active=True)
        case Audience.CONSORTIUM if dataset.project_id is not None:
            return stewards | people.people_of_consortium(dataset.project.consortium_id)
        case Audience.NAMED:
            return stewards | holders
    return stewards


def projects_of(organisation_id: int) -> Q:
    """Projects whose consortium the organisation is in today: it may bring data into these."""
    participation = "consortium__participations__"
    return Q(**{f"{participation}organisation_id": organisation_id}) & people.lasting(participation)


def may_be_named() -> Q:
    """Organisations a steward can name: every active one.

    The owner too: its stewards have the data anyway, its other members only when it is named.
    """
    return Q(active=True)


def may_know_sharing(user: Any, dataset: Any) -> bool:
    """Whether a reader of a dataset may know the organisations it is shared with.

    Its stewards and the consortium's people may; others learn only that it is shared with them.
    """
    person = people.standing(user)
    if dataset.owner_id in person.stewarded:
        return True
    return dataset.project is not None and dataset.project.consortium_id in person.consortia


def _holders(edition: Any) -> Q:
    """People who hold a grant on the edition, by name or through an organisation."""
    organisations = edition.organisation_grants.filter(_not_ended()).values("group__organisation")
    persons = edition.person_grants.filter(_not_ended()).values("user_id")
    return people.people_of(organisations) | Q(is_active=True, pk__in=persons)


def require_visible(user: Any, thing: Any) -> None:
    """The list filter on one thing (dataset or edition). Raises NotVisible."""
    if not type(thing).objects.visible_to(user).filter(pk=thing.pk).exists():
        raise NotVisible


def require_steward(user: Any, dataset: Model) -> None:
    """Only stewards of the owner change, share or withdraw. Raises NotVisible or NotAllowed.

    The portal itself may, when the operator of the machine runs a command.
    """
    if isinstance(user, System):
        return
    datasets = type(dataset).objects  # type: ignore[attr-defined]
    if datasets.stewarded_by(user).filter(pk=dataset.pk).exists():
        return
    require_visible(user, dataset)
    raise NotAllowed(_("Only the data stewards of the owner organisation can do this."))


def require_steward_of(user: Any, organisation: Any) -> None:
    """Only a steward of an organisation brings in data for it. Raises NotAllowed."""
    if isinstance(user, System):
        return
    if organisation.pk not in people.standing(user).stewarded:
        raise NotAllowed(_("Only a data steward of the organisation can share data for it."))


def brings_in_for(user: Any) -> Q:
    """Organisations for which the person may bring in data."""
    return Q(pk__in=people.standing(user).stewarded)


def may_bring_in(user: Any) -> bool:
    """Whether the person answers for any organisation's data: only then an upload is offered."""
    return bool(people.standing(user).stewarded)

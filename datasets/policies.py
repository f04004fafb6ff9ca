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
from datasets.enums import CAN_BE_DISCOVERABLE, ReleaseState
from partners import policies as people
from partners.enums import Audience


def stewarded(user: Any) -> Q:
    """Datasets the person answers for, drafts included."""
    return Q(owner_id__in=people.standing(user).stewarded)


def visible(user: Any, entitled: QuerySet) -> Q:
    """Datasets that exist for the person.

    `entitled` are the editions :func:`editions_entitled` gives them; a published dataset with one
    of them shows, and so does one whose stewards let everybody know of it (its metadata, never its
    rows); a steward sees what their organisation owns.
    """
    readable = Q(published__isnull=False, pk__in=entitled.values("release__dataset_id"))
    return readable | known_to_exist() | stewarded(user)


def known_to_exist() -> Q:
    """Datasets whose metadata anybody may read: their stewards let it be known that they exist."""
    return Q(discoverable=True, published__isnull=False, sensitivity__in=CAN_BE_DISCOVERABLE)


def is_known_to_exist(dataset: Model) -> bool:
    """The same of one dataset."""
    return type(dataset).objects.filter(known_to_exist(), pk=dataset.pk).exists()  # type: ignore[attr-defined]


def editions_entitled(user: Any, to_organisations: QuerySet, to_people: QuerySet) -> Q:
    """Editions the person may have now: by audience or grant, or as owner's steward.

    The grants of organisations and of people are looked at row by row: one that has ended gives
    nothing. What a reader must do before the rows open is asked by :func:`editions_visible`.
    """
    return _entitled(user, people.standing(user), to_organisations, to_people)


def editions_visible(user: Any, to_organisations: QuerySet, to_people: QuerySet) -> Q:
    """Editions whose rows the person may read now: they may have it, and did what is asked."""
    person = people.standing(user)
    return _entitled(user, person, to_organisations, to_people) & _conditions_met(user, person)


def _entitled(
    user: Any, person: people.Standing, to_organisations: QuerySet, to_people: QuerySet
) -> Q:
    standing = Q(release__state=ReleaseState.PUBLISHED, prepared__isnull=False, closed__isnull=True)
    opened = standing & (Q(opens__isnull=True) | Q(opens__lte=timezone.now()))
    by_audience = people.audience_matches(
        person, consortium="release__dataset__project__consortium_id", named=Q(pk__in=[])
    )
    by_grant = _granted(user, person, to_organisations, to_people)
    owned = Q(release__dataset__owner_id__in=person.stewarded)
    return ((by_audience | by_grant) & opened) | owned


def _conditions_met(user: Any, person: people.Standing) -> Q:
    """Editions for which the person has done what is asked of a reader.

    That is to accept the agreement of the dataset in its current version. Public editions are open
    to people who cannot be asked, and the owner's stewards made the agreement.
    """
    if isinstance(user, people.Viewpoint):
        return Q()
    free = Q(audience=Audience.PUBLIC) | Q(release__dataset__agreement__isnull=True)
    if not person.registered:
        return free
    accepted = user.agreement_acceptances.values("version_id")
    return (
        free
        | Q(release__dataset__agreement__current_id__in=accepted)
        | Q(release__dataset__owner_id__in=person.stewarded)
    )


def grants_alive() -> Q:
    """Grants that hold today; the last day is included."""
    return Q(until__isnull=True) | Q(until__gte=timezone.localdate())


def _granted(
    user: Any, person: people.Standing, to_organisations: QuerySet, to_people: QuerySet
) -> Q:
    """Editions granted to one of the person's organisations, or to the person."""
    if not person.registered:
        return Q(pk__in=[])
    by_person = to_people.filter(grants_alive(), user_id=user.pk).values("content_object_id")
    if not person.organisations:
        return Q(pk__in=by_person)
    by_organisation = to_organisations.filter(
        grants_alive(), group__organisation__in=person.organisations
    ).values("content_object_id")
    return Q(pk__in=by_organisation) | Q(pk__in=by_person)


def audience(edition: Any) -> Q:
    """People who may have this edition, as far as they can be told one by one.

    For the *public* audience these are all registered people. Same rules as
    :func:`editions_entitled`, seen from the other side; the access matrix holds them together.
    """
    dataset = edition.release.dataset
    stewards = people.stewards_of(dataset.owner_id)
    if edition.release.state != ReleaseState.PUBLISHED or edition.prepared is None:
        return stewards
    if edition.closed is not None:
        return stewards
    if opens_later(edition):
        return stewards
    return reached(dataset, edition.audience, holders(edition))


def opens_later(edition: Any) -> bool:
    """Whether the edition is for its stewards alone because its day has not come."""
    return edition.opens is not None and edition.opens > timezone.now()


def reached(dataset: Any, audience: str, granted: Q) -> Q:
    """People an audience lets in, and the holders of grants. Also asked before publishing."""
    let_in = people.stewards_of(dataset.owner_id) | granted
    match audience:
        case Audience.PUBLIC | Audience.REGISTERED:
            return Q(is_active=True)
        case Audience.CONSORTIUM if dataset.project_id is not None:
            return let_in | people.people_of_consortium(dataset.project.consortium_id)
    return let_in


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


def views_are_noted(user: Any, dataset: Any) -> bool:
    """Whether it is written down that the person opened the rows: all but the owner's stewards."""
    return dataset.owner_id not in people.standing(user).stewarded


def holders(edition: Any) -> Q:
    """People who hold a grant on the edition, by name or through an organisation."""
    organisations = edition.organisation_grants.filter(grants_alive()).values("group__organisation")
    persons = edition.person_grants.filter(grants_alive()).values("user_id")
    return people.people_of(organisations) | Q(is_active=True, pk__in=persons)


def requests_decided_by(user: Any) -> Q:
    """Requests for access to data the person answers for."""
    return Q(dataset__owner_id__in=people.standing(user).stewarded)


def requests_visible(user: Any) -> Q:
    """Requests the person made, may decide, or sees to as coordinator of the owner."""
    person = people.standing(user)
    if not person.registered:
        return Q(pk__in=[])
    urged = Q(dataset__owner_id__in=person.coordinated)
    return Q(requester_id=user.pk) | requests_decided_by(user) | urged


def notices_visible(user: Any) -> Q:
    """Notices of a recall to the person, who may read them though the dataset is closed to them."""
    return Q(user_id=user.pk) if people.standing(user).registered else Q(pk__in=[])


def require_visible(user: Any, thing: Any) -> None:
    """The list filter on one thing (dataset, edition …). Raises NotVisible."""
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


def require_decider(user: Any, request: Any) -> None:
    """Stewards of the owner decide about a request. Raises NotVisible or NotAllowed."""
    require_visible(user, request)
    if not type(request).objects.filter(requests_decided_by(user), pk=request.pk).exists():
        raise NotAllowed(_("Only the data stewards of the owner organisation can do this."))


def deciders(request: Any) -> Q:
    """People who decide about a request for access."""
    return people.stewards_of(request.dataset.owner_id)


def who_urges(request: Any) -> Q:
    """People who see to it that a request is decided: the coordinators of the owner."""
    return people.coordinators_of(request.dataset.owner_id)


def stewards_of_edition(edition: Any) -> Q:
    """People who answer for an edition."""
    return people.stewards_of(edition.release.dataset.owner_id)


def grants_known_to(user: Any) -> Q:
    """Personal grants the person holds, or gives out as a steward of the owner; alive ones."""
    person = people.standing(user)
    if not person.registered:
        return Q(pk__in=[])
    theirs = Q(user_id=user.pk)
    given = Q(content_object__release__dataset__owner_id__in=person.stewarded)
    return (theirs | given) & grants_alive()


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

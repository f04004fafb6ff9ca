"""Grants one by one: to a person or an organisation, until a day, for a reason."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from core.actor import Actor
from core.errors import InvalidInput, NotPossible
from datasets import policies
from datasets.models import AccessRequest, Edition, OrganisationGrant, PersonGrant
from partners.enums import Audience
from partners.models import User

Grant = OrganisationGrant | PersonGrant


def reading() -> Permission:
    """The permission every grant gives: to read the rows of an edition."""
    return Permission.objects.get(codename="read_edition", content_type__app_label="datasets")


def give_to_person(
    *,
    edition: Edition,
    user: User,
    until: dt.date | None,
    follows: bool = False,
    reason: str = "",
    request: AccessRequest | None = None,
    by: Actor,
) -> PersonGrant:
    """Let one person read an edition. A grant they have already is replaced by this one.

    Raises NotAllowed, NotPossible when the edition was recalled.
    """
    policies.require_steward(by, edition.release.dataset)
    if edition.closed is not None:
        raise NotPossible(_("This edition was recalled: it is never opened again."))
    with transaction.atomic():
        grant, _new = PersonGrant.objects.update_or_create(
            user=user,
            permission=reading(),
            content_object=edition,
            defaults={
                "granted_by_id": by.pk,
                "granted": timezone.now(),
                "reason": reason[:500],
                "until": until,
                "follows": follows,
                "request": request,
            },
        )
        if edition.shared is None:
            edition.shared = timezone.now()
            edition.save(update_fields=["shared"])
        _record(grant, "datasets.access-granted", by)
    return grant


def renew(*, grant: Grant, until: dt.date | None, by: Actor) -> None:
    """Move the last day of a grant. Raises InvalidInput for a day in the past."""
    policies.require_steward(by, grant.content_object.release.dataset)
    if until is not None and until < timezone.localdate():
        raise InvalidInput(_("The last day lies in the past."))
    with transaction.atomic():
        grant.until = until
        grant.save(update_fields=["until"])
        _record(grant, "datasets.access-renewed", by)


def revoke(*, grant: Grant, by: Actor) -> None:
    """End a grant: it counts from the very next request, also for links and packages."""
    policies.require_steward(by, grant.content_object.release.dataset)
    with transaction.atomic():
        _record(grant, "datasets.access-revoked", by)
        grant.delete()


def following(edition: Edition) -> tuple[list[OrganisationGrant], list[PersonGrant]]:
    """Grants on the same edition of the release before that were given for later ones too."""
    former = (
        Edition.objects.filter(
            release__dataset=edition.release.dataset_id,
            release__number__lt=edition.release.number,
            name=edition.name,
        )
        .order_by("-release__number")
        .first()
    )
    # What was recalled by itself was a mistake: nobody gets it again without a steward's look.
    if former is None or former.recalls.filter(whole=False).exists():
        return [], []
    follow = policies.grants_alive() & Q(follows=True)
    return list(former.organisation_grants.filter(follow)), list(
        former.person_grants.filter(follow)
    )


def opens_first(edition: Edition, audience: str) -> bool:
    """Whether an edition that nobody else had is opened: only then grants follow from before.

    Later they would bring back what a steward has ended meanwhile.
    """
    return edition.shared is None and audience != Audience.OWNER


def follow_grants(*, edition: Edition, by: Actor) -> None:
    """Let those read an edition whose grant on the one before holds for later releases too."""
    policies.require_steward(by, edition.release.dataset)
    to_organisations, to_people = following(edition)
    with transaction.atomic():
        for grant in to_organisations:
            OrganisationGrant.objects.get_or_create(
                group=grant.group,
                permission=grant.permission,
                content_object=edition,
                defaults=_terms(grant),
            )
        for held in to_people:
            PersonGrant.objects.get_or_create(
                user=held.user,
                permission=held.permission,
                content_object=edition,
                defaults=_terms(held),
            )
        for grant in to_organisations:
            _record(grant, "datasets.access-followed", by)
        for held in to_people:
            _record(held, "datasets.access-followed", by)
        if (to_organisations or to_people) and edition.shared is None:
            edition.shared = timezone.now()
            edition.save(update_fields=["shared"])


def _terms(grant: Grant) -> dict[str, Any]:
    names = ("granted_by", "granted", "reason", "until", "follows", "request")
    return {name: getattr(grant, name) for name in names}


def _record(grant: Grant, verb: str, by: Actor) -> None:
    edition = grant.content_object
    holder: dict[str, Any] = (
        {"person": grant.user_id}
        if isinstance(grant, PersonGrant)
        else {"organisations": [grant.group.organisation.slug]}
    )
    record(
        verb,
        edition,
        by=by,
        organisation_id=edition.release.dataset.owner_id,
        release=edition.release.number,
        edition=edition.name,
        until=grant.until.isoformat() if grant.until else "",
        **holder,
    )

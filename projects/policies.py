"""Who reads which page. Editing rights are Wagtail's own; reading follows the audience."""

from typing import Any

from django.db.models import Q

from partners import policies as people
from partners.enums import Audience


def pages_visible(user: Any) -> Q:
    """Pages of an audience that lets the person in; every listing and `serve` ask this.

    A page of the *consortium* audience without a project has no consortium: nobody reads it.
    """
    person = people.standing(user)
    return people.audience_matches(
        person,
        consortium="project__consortium_id",
        named=Q(named_organisations__in=person.organisations),
    )


def audience(page: Any) -> Q:
    """People a page may be announced to: the same rules seen from the other side."""
    match page.audience:
        case Audience.PUBLIC | Audience.REGISTERED:
            return Q(is_active=True)
        case Audience.CONSORTIUM if page.project_id is not None:
            return people.people_of_consortium(page.project.consortium_id)
        case Audience.NAMED:
            named = [organisation.pk for organisation in page.named_organisations.all()]
            return people.people_of(named)
    return Q(pk__in=[])

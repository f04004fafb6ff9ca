"""What is told by itself: requests that wait too long, and access that ends soon. Run daily."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from core.actor import SYSTEM
from datasets import policies
from datasets.models import AccessRequest, PersonGrant
from notifications.actions import announce

# A steward is reminded after five days; after ten the coordinators hear of it too.
REMINDED_AFTER = dt.timedelta(days=5)
ESCALATED_AFTER = dt.timedelta(days=10)
# Days before the end of an access at which its holder and the stewards hear of it.
BEFORE_THE_END = (7, 30)


def remind() -> None:
    """Tell whom it concerns. Run twice it tells nobody twice."""
    for request in AccessRequest.objects.undecided().filter(
        reminded__isnull=True, created__lte=timezone.now() - REMINDED_AFTER
    ):
        _tell(request, "datasets.access-waiting", "reminded")
    for request in AccessRequest.objects.undecided().filter(
        escalated__isnull=True, created__lte=timezone.now() - ESCALATED_AFTER
    ):
        _tell(request, "datasets.access-escalated", "escalated")
    _remind_of_endings()


def _tell(request: AccessRequest, kind: str, mark: str) -> None:
    with transaction.atomic():
        setattr(request, mark, timezone.now())
        request.save(update_fields=[mark])
        subject = f"request:{request.pk}"
        announce(kind, event=f"{kind}:{request.pk}", subject=subject, by=SYSTEM)


def _remind_of_endings() -> None:
    today = timezone.localdate()
    latest = today + dt.timedelta(days=max(BEFORE_THE_END))
    ending = PersonGrant.objects.filter(policies.grants_alive(), until__lte=latest)
    for grant in ending:
        days = _reminder_due(grant, today)
        if days is not None:
            event = f"datasets.access-ending:{grant.pk}:{grant.until}:{days}"
            subject = f"persongrant:{grant.pk}"
            announce("datasets.access-ending", event=event, subject=subject, by=SYSTEM)


def _reminder_due(grant: PersonGrant, today: dt.date) -> int | None:
    """The nearest reminder whose day has come; none for an access as short as the notice itself."""
    if grant.until is None:
        return None
    given = timezone.localdate(grant.granted)
    for days in BEFORE_THE_END:
        notice = dt.timedelta(days=days)
        if grant.until - today <= notice < grant.until - given:
            return days
    return None

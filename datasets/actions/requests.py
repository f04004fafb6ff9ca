"""Asking for access, and deciding: every step is told to the other side and written down."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from core.actor import Actor
from core.errors import InvalidInput, NotPossible
from datasets import policies
from datasets.actions.granting import give_to_person
from datasets.enums import RequestState, audiences_for
from datasets.models import AccessRequest, Dataset, Edition, RequestMessage
from notifications.actions import announce
from partners.enums import Audience
from partners.models import User

ASKED = "datasets.access-asked"
ANSWERED = "datasets.access-answered"
# Against spam: what one person may have waiting at once, and how long a refusal rests.
MOST_WAITING = 5
REST_AFTER_REFUSAL = dt.timedelta(days=7)
LONGEST = dt.timedelta(days=3 * 366)


def ask_for_access(
    *, dataset: Dataset, purpose: str, use: str, until: dt.date, by: User
) -> AccessRequest:
    """Ask the stewards of a dataset to let `by` read it until a date.

    Raises NotVisible when the dataset does not exist for `by`, InvalidInput when a text is missing
    or the date cannot be, NotPossible when they ask already or too often.
    """
    policies.require_visible(by, dataset)
    _check_texts(purpose, use)
    _check_until(until)
    with transaction.atomic():
        # The dataset's row is locked: two requests at once are one.
        dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
        _check_often(dataset, by)
        request = AccessRequest.objects.create(
            dataset=dataset,
            requester=by,
            purpose=purpose.strip(),
            use=use.strip(),
            wanted_until=until,
        )
        _record(request, "datasets.access-asked", by)
        _tell(request, ASKED, by)
    return request


def _check_texts(purpose: str, use: str) -> None:
    if not purpose.strip():
        raise InvalidInput(_("Say what you need the data for."))
    if not use.strip():
        raise InvalidInput(_("Say what you will make of it, and who will see that."))


def _check_until(until: dt.date) -> None:
    today = timezone.localdate()
    if until < today:
        raise InvalidInput(_("The last day lies in the past."))
    if until > today + LONGEST:
        raise InvalidInput(_("Access is given for three years at most. It can be renewed."))


def _check_often(dataset: Dataset, by: User) -> None:
    mine = AccessRequest.objects.filter(requester=by)
    if mine.undecided().filter(dataset=dataset).exists():
        raise NotPossible(_("You have asked already; the stewards have not decided yet."))
    refused = mine.filter(
        dataset=dataset,
        state=RequestState.REFUSED,
        decided__gte=timezone.now() - REST_AFTER_REFUSAL,
    )
    if refused.exists():
        raise NotPossible(_("Your request was refused. You can ask again after a week."))
    if mine.undecided().count() >= MOST_WAITING:
        raise NotPossible(
            _("Several of your requests still wait. Please wait for an answer first.")
        )


def write(*, request: AccessRequest, text: str, by: User) -> RequestMessage:
    """Add a message: a steward's is a question to the requester, the requester's an answer.

    Raises NotVisible, InvalidInput for an empty text, NotPossible once it is decided.
    """
    policies.require_visible(by, request)
    if not text.strip():
        raise InvalidInput(_("Write your message first."))
    with transaction.atomic():
        request = _undecided(request)
        message = RequestMessage.objects.create(request=request, author=by, text=text.strip())
        asks = by.pk != request.requester_id
        request.state = RequestState.ASKED_BACK if asks else RequestState.OPEN
        request.save(update_fields=["state"])
        _record(request, "datasets.access-discussed", by)
        _tell(request, ANSWERED if asks else ASKED, by, step=f"message:{message.pk}")
    return message


def approve(
    *,
    request: AccessRequest,
    edition: Edition,
    until: dt.date,
    later: bool = False,
    reason: str = "",
    by: User,
) -> AccessRequest:
    """Give the requester an edition until a date; with `later` also that of later releases.

    Raises NotVisible, NotAllowed, NotPossible when it is decided or the edition not prepared,
    InvalidInput when the sensitivity lets nobody outside in or the date cannot be.
    """
    policies.require_decider(by, request)
    _check_until(until)
    dataset = request.dataset
    if edition.release.dataset_id != dataset.pk or edition.prepared is None:
        raise InvalidInput(_("Choose an edition of this dataset that is prepared."))
    if Audience.NAMED not in audiences_for(dataset.sensitivity):
        raise InvalidInput(_("Data of this sensitivity stays with the stewards of its owner."))
    with transaction.atomic():
        request = _undecided(request)
        _decide(request, RequestState.APPROVED, reason, by)
        request.edition, request.until = edition, until
        request.save(update_fields=["edition", "until"])
        give_to_person(
            edition=edition,
            user=request.requester,
            until=until,
            follows=later,
            reason=request.purpose,
            request=request,
            by=by,
        )
        _tell(request, ANSWERED, by)
    return request


def refuse(*, request: AccessRequest, reason: str, by: User) -> AccessRequest:
    """Refuse with a reason, which the requester reads. Raises as :func:`approve`."""
    policies.require_decider(by, request)
    if not reason.strip():
        raise InvalidInput(_("Give the reason: the person who asked reads it."))
    with transaction.atomic():
        request = _undecided(request)
        _decide(request, RequestState.REFUSED, reason, by)
        _record(request, "datasets.access-refused", by)
        _tell(request, ANSWERED, by)
    return request


def take_back(*, request: AccessRequest, by: User) -> AccessRequest:
    """The requester no longer wants an answer."""
    policies.require_visible(by, request)
    if request.requester_id != by.pk:
        raise NotPossible(_("Only the person who asked can take the request back."))
    with transaction.atomic():
        request = _undecided(request)
        _decide(request, RequestState.TAKEN_BACK, "", by)
        _record(request, "datasets.access-taken-back", by)
    return request


def _undecided(request: AccessRequest) -> AccessRequest:
    """The request, locked, if it still waits."""
    request = AccessRequest.objects.select_for_update().get(pk=request.pk)
    if not request.undecided:
        raise NotPossible(_("This request is decided already."))
    return request


def _decide(request: AccessRequest, state: RequestState, reason: str, by: User) -> None:
    request.state, request.reason = state, reason.strip()
    request.decided, request.decided_by = timezone.now(), by
    request.save(update_fields=["state", "reason", "decided", "decided_by"])


def _tell(request: AccessRequest, kind: str, by: Actor, step: str = "") -> None:
    event = f"{kind}:{request.pk}:{step or request.state}"
    announce(kind, event=event, subject=f"request:{request.pk}", by=by)


def _record(request: AccessRequest, verb: str, by: Actor, **details: Any) -> None:
    dataset = request.dataset
    record(verb, dataset, by=by, organisation_id=dataset.owner_id, request=request.pk, **details)

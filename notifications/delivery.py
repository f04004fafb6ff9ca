"""Sending the e-mails that wait: each at most once, whatever is killed when.

A mail goes WAITING → SENDING → SENT. A worker first reserves a lot for itself by a token and a
time; a crash here costs nothing, the lot is free again when the time is over. Only then, one by
one, a row becomes SENDING just before the mail server is spoken to. A row found in that state
later died in the middle: whether the mail left cannot be known, so it is never sent again but
marked IN_DOUBT. The inbox holds the message in any case.
"""

import logging
import smtplib
import time
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from notifications import inbox, mail
from notifications.models import MailState, Notification

logger = logging.getLogger(__name__)

AT_ONCE = 50
RESERVED = timedelta(minutes=2)
WORK_SECONDS = 30.0
BACKOFF = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=2)
ATTEMPTS = 10


class Outcome(Enum):
    """What became of one message."""

    UNREACHED = "unreached"
    DROPPED = "dropped"
    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


def deliver_due() -> int:
    """Send what is due, lot after lot, for half a minute at most; return how many were sent.

    Any number of workers may do this at once. A mail server that does not answer costs no
    attempt: the mails simply wait.
    """
    _give_up_doubtful(timezone.now())
    until, sent = time.monotonic() + WORK_SECONDS, 0
    while time.monotonic() < until and (lot := _reserve(timezone.now())):
        outcomes = _deliver_lot(lot)
        sent += outcomes.count(Outcome.ACCEPTED)
        if Outcome.UNREACHED in outcomes:
            break
    return sent


def _reserve(now: datetime) -> list[Notification]:
    """A lot of waiting mails that is ours alone until the reservation ends."""
    token = uuid.uuid4().hex
    with transaction.atomic():
        due = Notification.objects.filter(mail_state=MailState.WAITING, mail_not_before__lte=now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        # On SQLite the transaction is immediate: it is alone.
        ids = list(due.order_by("mail_not_before", "pk").values_list("pk", flat=True)[:AT_ONCE])
        Notification.objects.filter(pk__in=ids).update(
            mail_token=token, mail_not_before=now + RESERVED
        )
    ours = Notification.objects.filter(pk__in=ids, mail_token=token)
    return list(ours.select_related("recipient").order_by("pk"))


def _deliver_lot(lot: Sequence[Notification]) -> list[Outcome]:
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException):
        logger.warning("The mail server does not answer; %s mails wait.", len(lot))
        _ours(lot).update(mail_not_before=timezone.now() + BACKOFF, mail_token="")
        return [Outcome.UNREACHED]
    outcomes = []
    try:
        for message in lot:
            outcomes.append(_deliver(message, server))
            if outcomes[-1] is Outcome.UNKNOWN:
                break  # the connection is broken: the others must not be lost in it
    finally:
        server.close()
        waiting = _ours(lot).filter(mail_state=MailState.WAITING)
        waiting.update(mail_token="", mail_not_before=timezone.now())
    return outcomes


def _deliver(message: Notification, server: BaseEmailBackend) -> Outcome:
    """Send one mail of our lot, if its reader may still see what it is about."""
    try:
        if not inbox.is_visible(message.recipient, message):
            _settle(message, MailState.WAITING, MailState.DROPPED)
            return Outcome.DROPPED
        composed = mail.compose(message, server)
    except Exception:
        # One kind's mistake must not hold up everybody else's mail.
        logger.exception("The mail %s (%s) cannot be written.", message.pk, message.kind)
        _try_later(message, MailState.WAITING)
        return Outcome.LATER
    if not _settle(message, MailState.WAITING, MailState.SENDING):
        return Outcome.LATER  # the reservation ended: another worker has it
    return _conclude(message, _send(composed))


def _send(composed: EmailMessage) -> Outcome:
    try:
        composed.send()
    except smtplib.SMTPRecipientsRefused as problem:
        codes = [code for code, _text in problem.recipients.values()]
        return Outcome.REFUSED if all(code >= 500 for code in codes) else Outcome.LATER
    except smtplib.SMTPResponseException as problem:
        return Outcome.REFUSED if problem.smtp_code >= 500 else Outcome.LATER
    except (OSError, smtplib.SMTPException):
        # The connection broke in the middle: perhaps the server has it, perhaps not.
        return Outcome.UNKNOWN
    return Outcome.ACCEPTED


def _conclude(message: Notification, outcome: Outcome) -> Outcome:
    if outcome is Outcome.LATER:
        _try_later(message, MailState.SENDING)
    elif outcome is Outcome.ACCEPTED:
        _settle(message, MailState.SENDING, MailState.SENT, mailed=timezone.now())
    elif outcome is Outcome.REFUSED:
        _settle(message, MailState.SENDING, MailState.FAILED)
    else:
        _settle(message, MailState.SENDING, MailState.IN_DOUBT)
    return outcome


def _try_later(message: Notification, before: MailState) -> None:
    attempts = message.mail_attempts + 1
    _settle(
        message,
        before,
        MailState.WAITING if attempts < ATTEMPTS else MailState.FAILED,
        mail_attempts=attempts,
        mail_not_before=timezone.now() + min(BACKOFF * 2**message.mail_attempts, LONGEST_WAIT),
        mail_token="",
    )


def _settle(message: Notification, before: MailState, after: MailState, **values: object) -> bool:
    """Move one row of ours from one state to the next; False when it is no longer ours."""
    changed = _ours([message]).filter(mail_state=before).update(mail_state=after, **values)
    return bool(changed)


def _ours(lot: Sequence[Notification]) -> QuerySet[Notification]:
    ids = [message.pk for message in lot]
    return Notification.objects.filter(pk__in=ids, mail_token=lot[0].mail_token)


def _give_up_doubtful(now: datetime) -> None:
    dead = Notification.objects.filter(mail_state=MailState.SENDING, mail_not_before__lte=now)
    dead.update(mail_state=MailState.IN_DOUBT)

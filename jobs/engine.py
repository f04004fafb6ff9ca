"""How a job is claimed, kept alive, ended and, after a crash, taken up again.

Every change of state is one conditional UPDATE: of two workers one changes a row, the other none.
"""

import logging
import threading
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from jobs import registry
from jobs.enums import State, Weight
from jobs.models import Job
from jobs.work import JobFailed, LeaseLost, Work

logger = logging.getLogger(__name__)

UNEXPECTED = gettext_noop("Something went wrong on our side. Please try again later.")
STOPPED = gettext_noop("The work was interrupted several times. Please try again later.")
UNKNOWN = gettext_noop("This installation does not know how to do this.")
BACKOFF = timedelta(seconds=10)
LOST_AFTER = timedelta(seconds=20)
LOST_AFTER_WHEN_BUSY = timedelta(minutes=5)
SEND_AT_ONCE = 100


def run(job_id: int) -> None:
    """Run one job to its end; do nothing when it is not waiting or not due.

    Never raises for what the job's function does: it ends done, failed, or waits for its next
    attempt.
    """
    work = claim(job_id)
    if work is None:
        return
    try:
        with _heartbeat(work):
            _call(work)
    except LeaseLost:
        logger.warning("Job %s is no longer this worker's; its result is dropped.", job_id)
    except JobFailed as problem:
        _fail(work, problem.code, problem.message, retry=problem.retry)
    except Exception as problem:
        logger.error("Job %s (%s) failed: %s", job_id, work.kind, _trace(problem))
        _fail(work, type(problem).__name__[:60], UNEXPECTED, retry=True)
    else:
        _end(work, State.DONE, progress=1.0)


def _trace(problem: BaseException) -> str:
    """What broke and where, without the message: that may quote a cell."""
    return f"{type(problem).__name__}\n{''.join(traceback.format_tb(problem.__traceback__))}"


def claim(job_id: int) -> Work | None:
    """Take a waiting job that is due; None when somebody else was quicker or it has ended."""
    now = timezone.now()
    token = uuid.uuid4().hex
    claimed = Job.objects.filter(pk=job_id, state=State.QUEUED, not_before__lte=now).update(
        state=State.RUNNING,
        attempts=F("attempts") + 1,
        claimed_by=token,
        started=now,
        heartbeat=now,
        progress=0.0,
        error="",
        error_code="",
    )
    if not claimed:
        return None
    job = Job.objects.get(pk=job_id)
    return Work(job.pk, job.kind, job.subject, job.requested_by_id, token, job.attempts)


def reconcile() -> list[tuple[int, str]]:
    """Take back jobs whose run fell silent; return (id, kind) of the jobs to send a message about.

    Safe to run anywhere at any time, also twice at once.
    """
    now = timezone.now()
    _take_back(now)
    return [found for weight in Weight for found in _to_send(weight, now)]


def _call(work: Work) -> None:
    kind = registry.find(work.kind)
    if kind is None:
        raise JobFailed("unknown-kind", UNKNOWN)
    kind.function(work)


def _fail(work: Work, code: str, message: str, *, retry: bool) -> None:
    kind = registry.find(work.kind)
    if retry and kind is not None and work.attempt < kind.attempts:
        wait = BACKOFF * 2 ** (work.attempt - 1)
        _end(work, State.QUEUED, not_before=timezone.now() + wait, sent=None)
    else:
        _end(work, State.FAILED, error_code=code, error=message)


def _end(work: Work, state: State, **values: object) -> None:
    finished = None if state == State.QUEUED else timezone.now()
    mine = Job.objects.filter(pk=work.job_id, state=State.RUNNING, claimed_by=work.token)
    mine.update(state=state, finished=finished, **values)


@contextmanager
def _heartbeat(work: Work) -> Iterator[None]:
    """Keep the lease while the function runs, also while it waits for a long call."""
    over = threading.Event()
    thread = threading.Thread(target=_beat_until, args=(work, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat_until(work: Work, over: threading.Event) -> None:
    try:
        while not over.wait(settings.JOB_LEASE_SECONDS / 6):
            try:
                work.beat()
            except LeaseLost:
                return  # the function learns of it at its next step
            except DatabaseError:
                logger.warning("Job %s could not show that it lives.", work.job_id)
    finally:
        connection.close()  # this thread's own


def _take_back(now: datetime) -> None:
    silent = Job.objects.filter(
        state=State.RUNNING, heartbeat__lt=now - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    )
    for job in silent:
        kind = registry.find(job.kind)
        # The token makes sure that it is still the run that we saw.
        same = silent.filter(pk=job.pk, claimed_by=job.claimed_by)
        if kind is not None and job.attempts < kind.attempts:
            same.update(state=State.QUEUED, not_before=now, sent=None)
        else:
            same.update(state=State.FAILED, finished=now, error_code="stopped", error=STOPPED)


def _to_send(weight: Weight, now: datetime) -> list[tuple[int, str]]:
    """Waiting jobs without a message on its way: never sent, or sent so long ago that it is lost.

    While jobs of the same queue run, a message may simply be waiting its turn.
    """
    kinds = registry.of_weight(weight)
    busy = Job.objects.filter(state=State.RUNNING, kind__in=kinds).exists()
    lost = now - (LOST_AFTER_WHEN_BUSY if busy else LOST_AFTER)
    due = Job.objects.filter(state=State.QUEUED, not_before__lte=now, kind__in=kinds).filter(
        Q(sent__isnull=True) | Q(sent__lte=lost)
    )
    waiting = list(due.order_by("created", "pk").values_list("pk", "kind")[:SEND_AT_ONCE])
    return [row for row in waiting if due.filter(pk=row[0]).update(sent=now)]

"""Asking for slow work, calling it off, and trying again."""

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import NotPossible
from jobs import registry
from jobs.enums import ACTIVE, State
from jobs.models import Job, subject_of
from jobs.tasks import send


def enqueue(kind: str, subject: models.Model | str, *, by: Actor) -> Job:
    """Have `kind` done on `subject`, soon, and return its job.

    A subject has one active job of a kind: while there is one, that one is returned and nothing
    is added. The worker hears of it when the caller's transaction commits. Raises ValueError for
    a kind nobody registered.
    """
    if registry.find(kind) is None:
        raise ValueError(f"No job kind {kind!r} is registered.")
    name = subject_of(subject)
    job = Job(kind=kind, subject=name, requested_by_id=by.pk, sent=timezone.now())
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        active = Job.objects.active().about(name).filter(kind=kind).first()
        # It ended between our try and our look: then there is room for a new one.
        return active or enqueue(kind, subject, by=by)
    _send_on_commit(job)
    return job


def cancel(job: Job, *, by: Actor) -> None:
    """Call off a job that waits or runs; a running one stops at its next step.

    Raises NotPossible when it has ended.
    """
    changed = Job.objects.filter(pk=job.pk, state__in=ACTIVE).update(
        state=State.CANCELLED, finished=timezone.now()
    )
    job.refresh_from_db()
    if not changed:
        raise NotPossible(_("This work has already ended."))


def retry(job: Job, *, by: Actor) -> Job:
    """Ask again for what failed or was called off: a new job on the same subject.

    Raises NotPossible when the job has not failed.
    """
    if job.state not in (State.FAILED, State.CANCELLED):
        raise NotPossible(_("Only work that failed can be tried again."))
    return enqueue(job.kind, job.subject, by=by)


def _send_on_commit(job: Job) -> None:
    def send_it() -> None:
        send(job.pk, job.kind)

    # robust: a broker that is down must not undo the person's action; `reconcile` sends again.
    # (Django names the function when it fails, so it must have a name.)
    transaction.on_commit(send_it, robust=True)

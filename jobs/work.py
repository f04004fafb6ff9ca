"""What a running job holds in its hands: its subject, its progress, and proof that it is still its.

A run owns its job by a token (`claimed_by`) while it shows a fresh heartbeat. Every write asks for
the token, so a run that was declared dead and replaced can no longer change anything.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from jobs.enums import State
from jobs.models import Job

if TYPE_CHECKING:
    from partners.models import User

PROGRESS_SECONDS = 1.0


class JobFailed(Exception):
    """A job cannot be done, for a reason its owner can read.

    `message` is an English sentence marked with gettext_noop; it is translated when shown and
    never holds values of the data. `retry` asks for another attempt after a while.
    """

    def __init__(self, code: str, message: str, retry: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.retry = retry


class LeaseLost(Exception):
    """This run no longer owns the job: it was cancelled, or another worker has taken it over."""


class Cancelled(LeaseLost):
    """Somebody cancelled the job."""


@dataclass
class Work:
    """One run of one job. Functions of jobs get it as their only argument."""

    job_id: int
    kind: str
    subject: str
    requested_by_id: int | None
    token: str
    attempt: int
    _told: float = field(default=0.0, repr=False)

    @property
    def subject_id(self) -> int:
        """The number in «upload:12»."""
        return int(self.subject.rpartition(":")[2])

    @property
    def requested_by(self) -> "User | None":
        """Who asked for it; None for the portal itself or somebody who has left."""
        return Job.objects.select_related("requested_by").get(pk=self.job_id).requested_by

    def progress(self, fraction: float) -> None:
        """Say how far the job is (0 to 1). Call it as often as you like: it writes once a second.

        Raises Cancelled when the job was cancelled, LeaseLost when another worker has it.
        """
        now = time.monotonic()
        if now - self._told < PROGRESS_SECONDS:
            return
        self._told = now
        self.beat(progress=min(max(fraction, 0.0), 1.0))

    def beat(self, **values: float) -> None:
        """Show that this run lives. Raises LeaseLost or Cancelled when the job is no longer its."""
        if not self._mine().update(heartbeat=timezone.now(), **values):
            raise Cancelled if self.cancelled() else LeaseLost

    def cancelled(self) -> bool:
        """Whether somebody cancelled the job meanwhile."""
        return Job.objects.filter(pk=self.job_id, state=State.CANCELLED).exists()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """A transaction in which the job is certainly still this run's: write results in it.

            with work.holding():
                upload.save()

        Raises LeaseLost or Cancelled, and writes nothing, when it is not. Keep it short: nobody
        else can touch the job's row meanwhile.
        """
        with transaction.atomic():
            self.beat()
            yield

    def _mine(self) -> models.QuerySet[Job]:
        return Job.objects.filter(pk=self.job_id, state=State.RUNNING, claimed_by=self.token)

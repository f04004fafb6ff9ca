"""Jobs that take their time, for tests that kill the worker in the middle of one."""

import os
import time
from pathlib import Path

from django.conf import settings

from jobs.models import Job
from jobs.registry import Weight, Work, job_kind

STEPS = 20


def diary(subject: str) -> Path:
    """Where the job of a subject writes what it does; survives it."""
    return Path(settings.DATA_DIR) / f"diary-{subject.replace(':', '-')}.txt"


def write(subject: str, line: str) -> None:
    """One more line, there even when the worker is killed right after."""
    with diary(subject).open("a") as file:
        file.write(f"{line}\n")


@job_kind("tests.slow", weight=Weight.HEAVY, attempts=5)
def slow(work: Work) -> None:
    """Two seconds in small steps, then one result."""
    write(work.subject, f"begin {work.attempt}")
    write(f"{work.subject}-pid", str(os.getpid()))
    for step in range(STEPS):
        work.progress(step / STEPS)
        time.sleep(0.1)
    with work.holding():
        Job.objects.filter(pk=work.job_id).update(error_code=f"result-{work.attempt}")
    write(work.subject, "end")


@job_kind("tests.silent", weight=Weight.HEAVY, attempts=5)
def silent(work: Work) -> None:
    """One long call that says nothing of its progress."""
    write(work.subject, f"begin {work.attempt}")
    time.sleep(7)
    write(work.subject, "end")


@job_kind("tests.quick", weight=Weight.LIGHT)
def quick(work: Work) -> None:
    """Nothing much."""
    write(work.subject, "end")

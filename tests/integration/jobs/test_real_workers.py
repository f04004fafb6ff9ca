"""Jobs on real workers, also when these are killed in the middle."""

import os
import signal

import pytest

from core.actor import SYSTEM
from jobs.actions import cancel, enqueue
from jobs.enums import State
from jobs.models import Job
from tests import slow_work
from tests.workers import start_worker, wait_for

__all__ = ["start_worker"]

pytestmark = [pytest.mark.jobs, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def subject(request):
    """A subject of the test's own, so that its diary is too."""
    name = f"thing:{abs(hash(request.node.name)) % 10**8}"
    for told in (name, f"{name}-pid"):
        slow_work.diary(told).unlink(missing_ok=True)
    return name


def diary(subject):
    path = slow_work.diary(subject)
    return path.read_text().split("\n")[:-1] if path.exists() else []


def state(job):
    job.refresh_from_db()
    return job.state


def test_a_worker_does_what_is_asked(start_worker, subject):
    start_worker()
    job = enqueue("tests.slow", subject, by=SYSTEM)
    wait_for(lambda: state(job) == State.RUNNING and job.progress > 0)
    wait_for(lambda: state(job) == State.DONE)
    assert diary(subject) == ["begin 1", "end"]
    assert job.attempts == 1


def test_a_job_whose_worker_is_killed_is_taken_up_again_and_ends_once(start_worker, subject):
    first = start_worker()
    job = enqueue("tests.slow", subject, by=SYSTEM)
    wait_for(lambda: state(job) == State.RUNNING and job.progress > 0)
    first.kill()
    start_worker()

    wait_for(lambda: state(job) == State.DONE)

    assert diary(subject) == ["begin 1", "begin 2", "end"]
    assert job.error_code == "result-2"
    assert Job.objects.about(subject).count() == 1


def test_a_job_whose_process_alone_is_killed_is_taken_up_again(start_worker, subject):
    worker = start_worker()
    job = enqueue("tests.slow", subject, by=SYSTEM)
    wait_for(lambda: state(job) == State.RUNNING and job.progress > 0)
    process = int(diary(f"{subject}-pid")[-1])
    os.kill(process, signal.SIGKILL)
    if process == worker.process.pid:  # a worker without children: its supervisor starts another
        worker.process.wait()
        start_worker()

    wait_for(lambda: state(job) == State.DONE)
    assert diary(subject) == ["begin 1", "begin 2", "end"]


def test_a_long_silent_call_keeps_its_job(start_worker, subject):
    start_worker()
    job = enqueue("tests.silent", subject, by=SYSTEM)
    wait_for(lambda: state(job) == State.DONE)
    assert diary(subject) == ["begin 1", "end"], "longer than a lease, never taken for dead"


def test_a_message_that_was_lost_is_sent_again(start_worker, subject, monkeypatch):
    monkeypatch.setattr("jobs.actions.send", lambda job_id, kind: None)
    job = enqueue("tests.quick", subject, by=SYSTEM)
    start_worker()
    wait_for(lambda: state(job) == State.DONE, seconds=90)
    assert diary(subject) == ["end"]


def test_a_cancelled_job_stops(start_worker, subject):
    start_worker()
    job = enqueue("tests.slow", subject, by=SYSTEM)
    wait_for(lambda: state(job) == State.RUNNING and job.progress > 0)
    cancel(job, by=SYSTEM)
    again = enqueue("tests.slow", subject, by=SYSTEM)
    wait_for(lambda: state(again) == State.DONE)
    assert state(job) == State.CANCELLED
    assert diary(subject).count("end") == 1


def test_a_light_job_does_not_wait_behind_a_heavy_one(start_worker, subject):
    start_worker("heavy", clock=False, concurrency=1)
    start_worker("light", concurrency=1)
    heavy = enqueue("tests.silent", subject, by=SYSTEM)
    wait_for(lambda: state(heavy) == State.RUNNING)
    light = enqueue("tests.quick", f"{subject}0", by=SYSTEM)
    wait_for(lambda: state(light) == State.DONE)
    assert state(heavy) == State.RUNNING


def test_a_killed_worker_leaves_no_clock_behind(start_worker, subject):
    worker = start_worker()
    job = enqueue("tests.quick", subject, by=SYSTEM)
    wait_for(lambda: state(job) == State.DONE)
    family = children_of(worker.process.pid)
    assert family
    os.kill(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    wait_for(lambda: not any(alive(child) for child in family))


def test_a_worker_without_its_clock_ends(start_worker, subject):
    worker = start_worker("light", concurrency=1)
    job = enqueue("tests.quick", subject, by=SYSTEM)
    wait_for(lambda: state(job) == State.DONE)
    for child in children_of(worker.process.pid):
        os.kill(child, signal.SIGKILL)
    wait_for(lambda: worker.process.poll() is not None)


def children_of(parent):
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(name))
    return found


def alive(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

"""A job is claimed once, ends once, and is taken back from a run that fell silent."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from core.actor import SYSTEM
from core.errors import NotPossible
from jobs import actions, engine, registry
from jobs.enums import State
from jobs.models import Job
from jobs.registry import Cancelled, JobFailed, LeaseLost, Weight, job_kind
from partners.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds(monkeypatch):
    """A registry of the test's own."""
    monkeypatch.setattr(registry, "_KINDS", {})


@pytest.fixture
def offer(kinds):
    """Make a function a kind, and a job of it."""

    def make(function, *, subject="thing:7", attempts=3, by=SYSTEM, weight=Weight.HEAVY):
        job_kind("tests.work", weight=weight, attempts=attempts)(function)
        return actions.enqueue("tests.work", subject, by=by)

    return make


def nothing(work):
    """A job that is done at once."""


def ended(job):
    job.refresh_from_db()
    return job.state


def overdue(job):
    """The run of this job fell silent."""
    silent = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=job.pk).update(heartbeat=silent)


def test_a_job_runs_with_its_subject_and_ends_done(offer):
    seen = []
    person = UserFactory()
    job = offer(lambda work: seen.append((work.subject_id, work.requested_by)), by=person)

    engine.run(job.pk)

    assert seen == [(7, person)]
    assert ended(job) == State.DONE
    assert job.progress == 1.0
    assert job.finished >= job.started


def test_a_message_that_comes_twice_runs_the_job_once(offer):
    runs = []
    job = offer(lambda work: runs.append(work.attempt))

    engine.run(job.pk)
    engine.run(job.pk)

    assert runs == [1]


def test_a_running_job_cannot_be_claimed_again(offer):
    job = offer(nothing)

    assert engine.claim(job.pk) is not None
    assert engine.claim(job.pk) is None


def test_a_refusal_is_final_and_its_sentence_is_in_the_readers_language(offer):
    def refuse(work):
        raise JobFailed("unknown-kind", engine.UNKNOWN)

    job = offer(refuse)
    engine.run(job.pk)

    assert ended(job) == State.FAILED
    assert job.error_code == "unknown-kind"
    with translation.override("fr"):
        assert job.message == "Cette installation ne sait pas faire cela."


def test_what_nobody_expected_is_tried_again_later_and_says_nothing_of_the_data(offer, caplog):
    def crash(work):
        raise ValueError("cell value: secret")

    job = offer(crash, attempts=2)
    engine.run(job.pk)

    assert ended(job) == State.QUEUED
    assert job.not_before > timezone.now()
    assert engine.claim(job.pk) is None, "not before its time"

    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    engine.run(job.pk)

    assert ended(job) == State.FAILED
    assert job.attempts == 2
    assert job.error_code == "ValueError"
    assert "secret" not in job.error


def test_a_silent_run_loses_its_job_and_the_next_one_ends_it(offer):
    job = offer(nothing)
    dead = engine.claim(job.pk)
    overdue(job)

    assert engine.reconcile() == [(job.pk, "tests.work")]
    engine.run(job.pk)
    assert ended(job) == State.DONE

    with pytest.raises(LeaseLost), dead.holding():
        UserFactory(email="half@example.org")
    engine._end(dead, State.FAILED, error="too late")
    assert ended(job) == State.DONE
    assert job.error == ""


def test_the_result_of_a_run_that_lost_its_job_is_not_written(offer):
    def slow(work):
        overdue(job)
        engine.reconcile()
        with work.holding():
            UserFactory(email="half@example.org")

    job = offer(slow)
    engine.run(job.pk)

    assert ended(job) == State.QUEUED
    assert not User.objects.filter(email="half@example.org").exists()


def test_a_job_interrupted_too_often_fails_with_a_sentence(offer):
    job = offer(nothing, attempts=1)
    engine.claim(job.pk)
    overdue(job)

    assert engine.reconcile() == []
    assert ended(job) == State.FAILED
    assert job.error == engine.STOPPED


def test_a_living_run_keeps_its_job(offer):
    job = offer(nothing)
    engine.claim(job.pk)

    assert engine.reconcile() == []
    assert ended(job) == State.RUNNING


def test_a_lost_message_is_sent_again_once(offer):
    job = offer(nothing)
    assert engine.reconcile() == [], "its message may still be on its way"

    Job.objects.filter(pk=job.pk).update(sent=timezone.now() - timedelta(seconds=21))

    assert engine.reconcile() == [(job.pk, "tests.work")]
    assert engine.reconcile() == []


def test_a_message_that_waits_behind_others_is_not_taken_for_lost(offer):
    engine.claim(offer(nothing, subject="thing:1").pk)
    waiting = offer(nothing, subject="thing:2")
    Job.objects.filter(pk=waiting.pk).update(sent=timezone.now() - timedelta(minutes=4))
    assert engine.reconcile() == []

    Job.objects.filter(pk=waiting.pk).update(sent=timezone.now() - timedelta(minutes=6))
    assert engine.reconcile() == [(waiting.pk, "tests.work")]


def test_a_cancelled_job_stops_at_its_next_step(offer):
    reached = []

    def long(work):
        actions.cancel(Job.objects.get(pk=work.job_id), by=SYSTEM)
        with pytest.raises(Cancelled):
            work.progress(0.5)
        reached.append("progress")
        work.beat()
        reached.append("beyond")

    job = offer(long)
    engine.run(job.pk)

    assert reached == ["progress"]
    assert ended(job) == State.CANCELLED


def test_progress_is_kept_between_nothing_and_all(offer):
    def count(work):
        work.progress(7.0)
        assert Job.objects.get(pk=work.job_id).progress == 1.0

    job = offer(count)
    engine.run(job.pk)
    assert ended(job) == State.DONE


def test_a_kind_nobody_knows_any_more_fails_with_a_sentence(offer, monkeypatch):
    job = offer(nothing)
    monkeypatch.setattr(registry, "_KINDS", {})

    engine.run(job.pk)

    assert ended(job) == State.FAILED
    assert job.error == engine.UNKNOWN


def test_one_active_job_for_a_subject_and_kind(offer):
    first = offer(nothing)
    assert offer(nothing) == first
    engine.run(first.pk)

    assert offer(nothing) != first
    assert Job.objects.latest_for("thing:7") != first


def test_nothing_is_asked_for_when_the_transaction_fails(offer, django_capture_on_commit_callbacks):
    def change_and_fail():
        with transaction.atomic():
            offer(nothing)
            raise DatabaseError

    with django_capture_on_commit_callbacks() as sent, pytest.raises(DatabaseError):
        change_and_fail()
    assert sent == []
    assert not Job.objects.exists()


def test_a_job_that_ended_cannot_be_called_off(offer):
    job = offer(nothing)
    engine.run(job.pk)
    with pytest.raises(NotPossible):
        actions.cancel(job, by=SYSTEM)


def test_what_failed_can_be_asked_for_again(offer):
    job = offer(nothing)
    with pytest.raises(NotPossible):
        actions.retry(job, by=SYSTEM)

    actions.cancel(job, by=SYSTEM)
    again = actions.retry(job, by=SYSTEM)

    assert again != job
    engine.run(again.pk)
    assert ended(again) == State.DONE


def test_an_unknown_kind_is_a_mistake_of_the_caller(kinds):
    with pytest.raises(ValueError, match=r"tests\.nobody"):
        actions.enqueue("tests.nobody", "thing:1", by=SYSTEM)


def test_two_functions_cannot_share_a_name(kinds):
    job_kind("tests.same")(nothing)
    with pytest.raises(ValueError, match="Two functions"):
        job_kind("tests.same")(ended)

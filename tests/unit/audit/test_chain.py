"""The log proves itself: what was sealed cannot be changed, removed or forked unnoticed."""

# ruff: noqa: S608 (what somebody does who writes SQL by hand)
import hashlib
import json
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit import sealing
from audit.actions import record
from audit.models import ChainStart, Event, Seal
from audit.pruning import prune
from audit.tasks import seal as seal_task
from audit.verifying import Kept, verify
from core.actor import SYSTEM
from core.errors import NotPossible

pytestmark = pytest.mark.django_db


def happen(times: int = 1, **details: object) -> None:
    for number in range(times):
        record("tests.thing-done", f"thing:{number}", by=SYSTEM, n=number, **details)


def age(events, **back: int) -> None:
    """Make events older than they are, before they are sealed."""
    pks = ", ".join(str(event.pk) for event in events)
    moment = timezone.now() - timedelta(**back)
    sql(f"UPDATE audit_event SET at = %s WHERE id IN ({pks})", [moment])


def sql(statement: str, values: list | None = None) -> None:
    """What somebody with the database in their hands does."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or [])


@pytest.fixture
def sealed() -> list[Event]:
    """Six events with accents, nothing and nested values in them, sealed."""
    happen(5, who="Édith «Démo»", nothing=None, nested={"b": [1, 2.5], "a": "\ud83d\ude00"})
    happen(1)
    assert sealing.seal_new() == 6
    return list(Event.objects.order_by("pk"))


def said(*arguments: str) -> str:
    """What the command prints before it ends with 1."""
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_a_log_as_it_was_sealed_verifies_and_gives_something_to_keep(sealed, capsys):
    call_command("verify_audit")
    last = Seal.objects.order_by("-number").first()
    assert f"Keep this elsewhere: 6:{last.hash}" in capsys.readouterr().out
    call_command("verify_audit", f"--kept=6:{last.hash}")


def test_the_hash_is_what_the_guide_says(sealed):
    """As somebody without the portal would compute it."""
    event, seal = sealed[0], Seal.objects.get(number=1)
    written = {
        "id": event.pk,
        "at": event.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00"),
        "actor_id": None,
        "actor_name": "system",
        "verb": "tests.thing-done",
        "subject": "thing:0",
        "organisation_id": None,
        "details": event.details,
    }
    text = json.dumps(written, sort_keys=True, separators=(",", ":"))
    assert seal.hash == hashlib.sha256(bytes(32) + text.encode("ascii")).hexdigest()


def test_sealing_goes_on_where_it_stopped(sealed, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    happen(5)
    seal_task()
    seal_task()
    assert list(Seal.objects.values_list("number", flat=True)) == list(range(1, 12))
    assert verify().wrong == []


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'somebody else'",
        "verb = 'tests.other'",
        "subject = 'thing:99'",
        "organisation_id = 1",
        "actor_id = 3",
        "details = '{}'",
        "at = '2020-01-01 00:00:00+00:00'",
    ],
)
def test_a_changed_event_is_found(sealed, change):
    sql(f"UPDATE audit_event SET {change} WHERE id = {sealed[2].pk}")
    assert f"Number 3 does not fit its event {sealed[2].pk}" in said()


def test_a_removed_event_is_found(sealed):
    sql(f"DELETE FROM audit_event WHERE id = {sealed[3].pk}")
    assert "The event of number 4" in said()


@pytest.mark.parametrize("number", [1, 3])
def test_a_removed_event_with_its_seal_is_found(sealed, number):
    sql(f"DELETE FROM audit_event WHERE id = {sealed[number - 1].pk}")
    sql(f"DELETE FROM audit_seal WHERE number = {number}")
    assert f"Number {number} is missing before number {number + 1}" in said()


def test_removed_seals_are_found(sealed):
    sql("DELETE FROM audit_seal WHERE number IN (2, 3)")
    assert "Numbers are missing before number 4" in said()


def test_renumbering_hides_nothing(sealed):
    sql(f"DELETE FROM audit_event WHERE id = {sealed[2].pk}")
    sql("DELETE FROM audit_seal WHERE number = 3")
    for number in (4, 5, 6):
        sql(f"UPDATE audit_seal SET number = {number - 1} WHERE number = {number}")
    assert "Number 3 does not fit its event" in said()


def test_a_seal_that_is_not_ours_is_found(sealed):
    happen()
    Seal.objects.create(number=7, event_id=Event.objects.latest("pk").pk, hash="ab" * 32)
    assert "Number 7 does not fit its event" in said()


def test_a_seal_of_nothing_is_found(sealed):
    Seal.objects.create(number=7, event_id=999_999, hash="ab" * 32)
    assert "The event of number 7 (event 999999) is gone" in said()


def test_an_event_slipped_in_behind_the_clock_is_found(sealed):
    happen()
    assert verify().wrong == []
    age([Event.objects.latest("pk")], minutes=11)
    assert "1 event(s) wait for their seal for more than 10 minutes" in said()


def test_a_cut_off_end_is_found_with_what_was_kept(sealed):
    kept = Seal.objects.get(number=6)
    sql(f"DELETE FROM audit_event WHERE id = {sealed[5].pk}")
    sql("DELETE FROM audit_seal WHERE number = 6")
    assert verify().wrong == []
    assert "Number 6 was written down elsewhere and is gone" in said(f"--kept=6:{kept.hash}")


def test_a_chain_written_anew_is_found_with_what_was_kept(sealed):
    kept = Seal.objects.get(number=6)
    sql(f"UPDATE audit_event SET verb = 'tests.other' WHERE id = {sealed[1].pk}")
    sql("DELETE FROM audit_seal")
    sealing.seal_new()
    assert verify().wrong == []
    assert "the log up to there was written anew" in said(f"--kept=6:{kept.hash}")


@pytest.mark.parametrize("rubbish", ["6", "6:abc", "x:" + "a" * 64, "6:" + "z" * 64])
def test_rubbish_to_compare_with_is_refused(rubbish):
    with pytest.raises(CommandError, match="NUMBER:HASH"):
        call_command("verify_audit", f"--kept={rubbish}")


def test_an_empty_log_is_right(capsys):
    call_command("verify_audit")
    assert f"Keep this elsewhere: 0:{'0' * 64}" in capsys.readouterr().out


def test_neither_number_nor_event_can_be_sealed_twice(sealed):
    for number, event in ((6, 777), (7, sealed[0].pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seal.objects.create(number=number, event_id=event, hash="a" * 64)


def test_an_event_committed_late_is_sealed_late(sealed):
    """Its number in the database is lower than that of events sealed before."""
    happen(3)
    late, *_rest = Event.objects.order_by("-pk")[:3][::-1]
    row = Event.objects.filter(pk=late.pk).values().get()
    sql(f"DELETE FROM audit_event WHERE id = {late.pk}")
    sealing.seal_new()
    Event.objects.bulk_create([Event(**row)])
    assert sealing.seal_new() == 1
    assert verify().wrong == []


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_write_one_chain(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 7)
    happen(60)
    together, failed = threading.Barrier(3), []

    def seal() -> None:
        together.wait()
        try:
            sealing.seal_new()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    sealers = [threading.Thread(target=seal) for _ in range(3)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()
    assert failed == []
    assert list(Seal.objects.values_list("number", flat=True)) == list(range(1, 61))
    assert Seal.objects.values("event_id").distinct().count() == 60
    assert verify().wrong == []


# --- forgetting ---------------------------------------------------------------------------------


@pytest.fixture
def old() -> Kept:
    """Four events of eleven years ago and three of today, sealed; what was kept of number 6."""
    happen(4)
    age(Event.objects.all(), days=11 * 366)
    happen(3)
    sealing.seal_new()
    seal = Seal.objects.get(number=6)
    return Kept(seal.number, seal.hash)


def test_pruning_keeps_the_chain_verifiable(old, capsys):
    call_command("prune_audit", "--years=10")
    assert "4 events are gone. The log begins after 4." in capsys.readouterr().out
    assert Seal.objects.order_by("number").first().number == 5
    assert verify(old).wrong == []
    sealing.seal_new()
    verdict = verify(old)
    assert (verdict.wrong, verdict.number, verdict.sealed) == ([], 8, 4)
    pruned = Event.objects.get(verb="audit.pruned")
    assert pruned.details["events"] == 4
    assert pruned.details["number"] == 4


def test_a_hash_of_what_was_pruned_says_so(old):
    first = Seal.objects.get(number=2)
    prune(before=timezone.now() - timedelta(days=3650))
    assert "Number 2 was pruned" in said(f"--kept=2:{first.hash}")


def test_pruning_can_be_done_again_and_leave_nothing(old):
    prune(before=timezone.now() - timedelta(days=3650))
    assert prune(before=timezone.now() - timedelta(days=3650)).events == 0
    sealing.seal_new()
    assert prune(before=timezone.now() + timedelta(days=1)).number == 8
    assert not Seal.objects.exists()
    happen()
    sealing.seal_new()
    assert verify().wrong == []


def test_nothing_is_pruned_before_the_years_the_log_is_kept(old, settings):
    settings.AUDIT_YEARS = 12
    with pytest.raises(CommandError, match="12 years"):
        call_command("prune_audit", "--years=11")
    assert Event.objects.count() == 7


def test_nothing_is_pruned_from_a_log_that_does_not_verify(old):
    sql("UPDATE audit_event SET verb = 'x' WHERE id = (SELECT MIN(id) FROM audit_event)")
    with pytest.raises(NotPossible):
        prune(before=timezone.now())
    with pytest.raises(CommandError, match="does not verify"):
        call_command("prune_audit", "--years=10")
    assert Event.objects.count() == 7


def test_cutting_off_the_beginning_by_hand_is_found(old):
    fourth = Seal.objects.get(number=4)
    sql("DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_seal WHERE number < 5)")
    sql("DELETE FROM audit_seal WHERE number < 5")
    ChainStart.objects.filter(pk=1).update(number=4, hash=fourth.hash)
    assert "no entry says that it was pruned there" in said()

"""Calling back what was published: it closes at once, and whoever had it is told and confirms.

Rows first, in one transaction: closed, noted, announced. People are found in the log.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from core.actor import Actor
from core.errors import InvalidInput, NotPossible
from datasets import policies
from datasets.enums import ReleaseState
from datasets.holders import PEOPLE_AT_ONCE, Holders, who_had
from datasets.models import Dataset, Edition, Recall, RecallNotice, Release
from notifications.actions import announce
from partners.models import User

RECALLED = "datasets.recalled"
BETWEEN_REMINDERS = dt.timedelta(hours=20)
# A download that began just before may be written down just after. Later ones are the stewards'.
UNDER_WAY = dt.timedelta(minutes=10)


def recall_release(*, release: Release, reason: str, instructions: str, by: Actor) -> list[Recall]:
    """Withdraw a release: all its editions close to everybody but the owner's stewards.

    Gives one recall for each edition that was not recalled before, the most detailed first. Raises
    NotVisible, NotAllowed, InvalidInput when a text is missing, NotPossible when it is withdrawn.
    """
    policies.require_steward(by, release.dataset)
    _check_texts(reason, instructions)
    with transaction.atomic():
        # The dataset's row is locked first, as when an audience changes: nothing opens meanwhile.
        dataset = Dataset.objects.select_for_update().get(pk=release.dataset_id)
        release = Release.objects.select_for_update().get(pk=release.pk)
        if release.state != ReleaseState.PUBLISHED:
            raise NotPossible(_("This release is withdrawn already."))
        release.state = ReleaseState.WITHDRAWN
        release.save(update_fields=["state"])
        still_open = release.editions.select_for_update().filter(closed__isnull=True)
        recalls = [
            _close(edition, dataset, reason, instructions, by, whole=True)
            for edition in still_open.order_by("rank")
        ]
        _record("datasets.release-recalled", dataset, release, by, reason=reason.strip())
    return recalls


def recall_edition(*, edition: Edition, reason: str, instructions: str, by: Actor) -> Recall:
    """Close one edition for good; the others of its release stay open.

    A corrected one is made under the same release by another plan and with another name. Raises as
    :func:`recall_release`, and NotPossible when it was never prepared.
    """
    policies.require_steward(by, edition.release.dataset)
    _check_texts(reason, instructions)
    with transaction.atomic():
        dataset = Dataset.objects.select_for_update().get(pk=edition.release.dataset_id)
        edition = Edition.objects.select_for_update().get(pk=edition.pk)
        if edition.closed is not None:
            raise NotPossible(_("This edition is recalled already."))
        if edition.prepared is None:
            raise NotPossible(_("Nobody has had this edition yet: delete it instead."))
        recall = _close(edition, dataset, reason, instructions, by, whole=False)
        _record(
            "datasets.edition-recalled",
            edition,
            edition.release,
            by,
            edition=edition.name,
            reason=reason.strip(),
        )
    return recall


def _check_texts(reason: str, instructions: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("Give the reason: the people who had the data read it."))
    if not instructions.strip():
        raise InvalidInput(_("Say what people who have copies should do."))


def _close(
    edition: Edition, dataset: Dataset, reason: str, instructions: str, by: Actor, *, whole: bool
) -> Recall:
    edition.closed = timezone.now()
    edition.save(update_fields=["closed"])
    recall = Recall.objects.create(
        edition=edition,
        whole=whole,
        title=dataset.title,
        reason=reason.strip(),
        instructions=instructions.strip(),
        at=edition.closed,
        by_id=by.pk,
    )
    _note_holders(recall)
    event = f"{RECALLED}:{recall.pk}"
    announce(RECALLED, event=event, subject=f"recall:{recall.pk}", by=by)
    return recall


def holders_of(recall: Recall) -> Holders:
    """Everybody who had what was recalled, but for the person who recalled it."""
    return who_had(recall.edition, but=recall.by_id, before=recall.at + UNDER_WAY)


def _note_holders(recall: Recall) -> None:
    """A notice for everybody who had the edition and has none yet; not for who recalled it."""
    people = holders_of(recall).people
    notices = [
        RecallNotice(
            recall=recall,
            user_id=pk,
            had=holder.had,
            had_at=holder.at,
            copies=holder.newest_first(),
        )
        for pk, holder in people.items()
    ]
    RecallNotice.objects.bulk_create(notices, batch_size=PEOPLE_AT_ONCE, ignore_conflicts=True)


def confirm_deletion(*, notice: RecallNotice, by: User) -> RecallNotice:
    """The person has deleted what they had. Twice is once. Raises NotVisible for anybody else."""
    policies.require_visible(by, notice)
    with transaction.atomic():
        notice = RecallNotice.objects.select_for_update().get(pk=notice.pk)
        if notice.confirmed is not None:
            return notice
        notice.confirmed = timezone.now()
        notice.save(update_fields=["confirmed"])
        edition = notice.recall.edition
        _record("datasets.deletion-confirmed", edition, edition.release, by, edition=edition.name)
    return notice


def remind(*, recall: Recall, by: Actor) -> int:
    """Tell those again who have not confirmed; gives how many.

    The log is read once more: a download that was written down while the recall was under way is
    found now. Raises NotPossible when everybody has confirmed or was reminded a short while ago.
    """
    policies.require_steward(by, recall.edition.release.dataset)
    with transaction.atomic():
        recall = Recall.objects.select_for_update().get(pk=recall.pk)
        _note_holders(recall)
        waiting = recall.notices.open().count()
        if not waiting:
            raise NotPossible(_("Everybody has confirmed."))
        now = timezone.now()
        if recall.reminded is not None and now - recall.reminded < BETWEEN_REMINDERS:
            raise NotPossible(_("They were reminded today already."))
        recall.reminded = now
        recall.save(update_fields=["reminded"])
        edition = recall.edition
        _record("datasets.recall-reminded", edition, edition.release, by, people=waiting)
        announce(
            RECALLED,
            event=f"{RECALLED}:{recall.pk}:{now:%Y-%m-%d %H:%M}",
            subject=f"recall:{recall.pk}",
            params={"reminder": True},
            by=by,
        )
    return int(waiting)


def _record(
    verb: str, thing: Dataset | Edition, release: Release, by: Actor, **details: Any
) -> None:
    owner = release.dataset.owner_id
    record(verb, thing, by=by, organisation_id=owner, release=release.number, **details)

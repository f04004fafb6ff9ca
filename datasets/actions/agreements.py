"""The terms data is shared under: writing a version, and accepting the one that counts."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from core.actor import Actor
from core.errors import InvalidInput, NotPossible
from datasets import policies
from datasets.models import Acceptance, Agreement, AgreementVersion, Dataset
from partners.models import Organisation, User


def write_agreement(
    *,
    owner: Organisation,
    title: str,
    text_fr: str,
    text_en: str,
    agreement: Agreement | None = None,
    by: Actor,
) -> AgreementVersion:
    """Publish the first version of an agreement, or the next of `agreement`.

    From the very next request readers accept the new wording before they see rows again. Raises
    NotAllowed when `by` does not answer for the owner's data, InvalidInput when a text is missing
    or the title is taken.
    """
    policies.require_steward_of(by, owner)
    if not (title.strip() and text_fr.strip() and text_en.strip()):
        raise InvalidInput(_("An agreement needs a title and its text in both languages."))
    with transaction.atomic():
        agreement = _the_agreement(owner, title.strip(), agreement)
        last = agreement.versions.first()
        version = AgreementVersion.objects.create(
            agreement=agreement,
            number=last.number + 1 if last else 1,
            text_fr=text_fr.strip(),
            text_en=text_en.strip(),
            published_by_id=by.pk,
        )
        agreement.current = version
        agreement.title = title.strip()
        agreement.save(update_fields=["current", "title"])
        record(
            "datasets.agreement-published",
            agreement,
            by=by,
            organisation_id=owner.pk,
            version=version.number,
        )
    return version


def _the_agreement(owner: Organisation, title: str, agreement: Agreement | None) -> Agreement:
    """The agreement, locked, so that its versions are numbered one after the other."""
    others = Agreement.objects.filter(owner=owner, title=title)
    if agreement is not None:
        others = others.exclude(pk=agreement.pk)
    if others.exists():
        raise InvalidInput(_("Your organisation has an agreement of that title already."))
    if agreement is None:
        return Agreement.objects.create(owner=owner, title=title)
    return Agreement.objects.select_for_update().get(pk=agreement.pk, owner=owner)


def choose_agreement(*, dataset: Dataset, agreement: Agreement | None, by: Actor) -> None:
    """Share a dataset under an agreement of its owner, or under none. Counts at once."""
    policies.require_steward(by, dataset)
    if agreement is not None and agreement.owner_id != dataset.owner_id:
        raise InvalidInput(_("This agreement belongs to another organisation."))
    if dataset.agreement_id == (agreement.pk if agreement else None):
        return
    with transaction.atomic():
        dataset.agreement = agreement
        dataset.save(update_fields=["agreement"])
        record(
            "datasets.agreement-chosen",
            dataset,
            by=by,
            organisation_id=dataset.owner_id,
            agreement=agreement.title if agreement else "",
        )


def accept_agreement(*, dataset: Dataset, version: int, by: User) -> Acceptance:
    """Accept the terms of a dataset, in the version that was read.

    Raises NotVisible when the dataset does not exist for `by`, NotPossible when another version
    has come meanwhile or there is none to accept.
    """
    policies.require_visible(by, dataset)
    current = dataset.agreement.current if dataset.agreement else None
    if current is None or current.number != version:
        raise NotPossible(_("The agreement has changed meanwhile. Please read it once more."))
    with transaction.atomic():
        accepted, new = Acceptance.objects.get_or_create(version=current, user=by)
        if new:
            record(
                "datasets.agreement-accepted",
                dataset,
                by=by,
                organisation_id=dataset.owner_id,
                version=current.number,
            )
    return accepted

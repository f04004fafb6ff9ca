"""Letting everybody know that a dataset exists, and keeping that to oneself again."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from core.actor import Actor
from core.errors import InvalidInput, NotPossible
from datasets import policies
from datasets.enums import CAN_BE_DISCOVERABLE
from datasets.models import Dataset


def let_be_known(*, dataset: Dataset, known: bool, by: Actor) -> None:
    """Whether everybody may read the metadata of a dataset and ask for access. Counts at once.

    Raises NotPossible for a draft, InvalidInput where the sensitivity forbids it.
    """
    policies.require_steward(by, dataset)
    if dataset.published is None:
        raise NotPossible(_("A draft is known to its stewards alone."))
    if known and dataset.sensitivity not in CAN_BE_DISCOVERABLE:
        raise InvalidInput(_("That severe data exists is told to nobody."))
    if dataset.discoverable == known:
        return
    with transaction.atomic():
        dataset.discoverable = known
        dataset.save(update_fields=["discoverable"])
        verb = "datasets.made-known" if known else "datasets.kept-quiet"
        record(verb, dataset, by=by, organisation_id=dataset.owner_id)

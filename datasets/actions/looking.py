"""Somebody looks at rows, or through the eyes of others: both are written down."""

from audit.counting import count_today, record_once_a_day
from audit.models import Event
from datasets import policies
from datasets.models import Dataset, Edition
from partners.models import User

VIEWED = "datasets.rows-viewed"
VIEWED_AS = "datasets.viewed-as"


def note_view(*, edition: Edition, by: User) -> Event | None:
    """Write down that `by` opened the rows of an edition: once a day, not at each page.

    The owner's stewards are at work there and are not written down. None when nothing was added.
    """
    dataset = edition.release.dataset
    if not policies.views_are_noted(by, dataset):
        return None
    return record_once_a_day(
        VIEWED,
        edition,
        by=by,
        organisation_id=dataset.owner_id,
        release=edition.release.number,
        edition=edition.name,
    )


def count_view(*, edition: Edition) -> None:
    """Count that somebody who is not signed in opened the page: how often a day, not who."""
    count_today(VIEWED, edition)


def note_view_as(*, dataset: Dataset, whom: str, by: User) -> Event | None:
    """Write down that a steward looked through the eyes of `whom` (once a day).

    `whom` is «public», «registered» or «organisation:SLUG». Raises NotVisible, NotAllowed.
    """
    policies.require_steward(by, dataset)
    return record_once_a_day(VIEWED_AS, dataset, by=by, organisation_id=dataset.owner_id, whom=whom)

"""The message that seals what was written down."""

from celery import shared_task

from audit import sealing


@shared_task(name="audit.seal")
def seal() -> None:
    """Seal the new events."""
    sealing.seal_new()

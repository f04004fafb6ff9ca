"""The message that has waiting mail sent."""

from celery import shared_task

from notifications import delivery


@shared_task(name="notifications.deliver_waiting")
def deliver_waiting() -> None:
    """Send what is due."""
    delivery.deliver_due()

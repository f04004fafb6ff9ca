"""What happens to pages by itself."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="home.publish_scheduled")
def publish_scheduled() -> None:
    """Publish and take down what an editor set a time for."""
    call_command("publish_scheduled")

"""What happens to datasets by itself."""

from celery import shared_task

from datasets import reminding


@shared_task(name="datasets.remind")
def remind() -> None:
    """Tell of requests that wait and of access that ends soon."""
    reminding.remind()

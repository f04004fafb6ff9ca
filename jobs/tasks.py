"""The messages of background work: run one job; look after all of them."""

from celery import shared_task

from jobs import engine, registry
from jobs.enums import Weight


@shared_task(name="jobs.run")
def run(job_id: int) -> None:
    """Run one job, if nobody else has it."""
    engine.run(job_id)


@shared_task(name="jobs.reconcile")
def reconcile() -> None:
    """Send again what was lost, and take back what a dead worker held."""
    for job_id, kind in engine.reconcile():
        send(job_id, kind)


def send(job_id: int, kind: str) -> None:
    """Tell a worker about a job, in the queue of its weight."""
    known = registry.find(kind)
    queue = known.weight if known else Weight.LIGHT
    run.apply_async([job_id], queue=str(queue))

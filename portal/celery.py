"""The Celery app and its clock. Everything periodic is listed here, as code."""

import os
import threading
import time
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
TRANSPORT_ALIASES["filesystem"] = "portal.broker:Transport"

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def every(name: str, seconds: float) -> dict[str, Any]:
    """A task of the clock; a round that nobody could begin before the next one is left out."""
    return {"task": name, "schedule": seconds, "options": {"expires": seconds}}


app.conf.beat_schedule = {
    "jobs-reconcile": every("jobs.reconcile", 10.0),
    "notifications-deliver": every("notifications.deliver_waiting", 15.0),
}


@beat_embedded_init.connect
def end_with_the_worker(**kwargs: Any) -> None:
    """A clock inside a worker ends with it, also when the worker is killed: else there are two."""
    worker = os.getppid()

    def watch() -> None:
        while os.getppid() == worker:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()

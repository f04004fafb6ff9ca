"""The Celery app and its clock. Everything periodic is listed here, as code."""

import os
import signal
import threading
import time
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init, worker_ready
from celery.worker import state
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
TRANSPORT_ALIASES["filesystem"] = "portal.broker:Transport"

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def set_the_clock(sender: Celery, **kwargs: Any) -> None:
    """What happens by itself, every so many seconds."""
    every(sender, "jobs.reconcile", settings.JOB_LEASE_SECONDS / 3)
    every(sender, "notifications.deliver_waiting", 15.0)
    every(sender, "home.publish_scheduled", 300.0)
    every(sender, "audit.seal", 60.0)
    # More often than daily: a clock that starts anew begins to count again, and twice tells once.
    every(sender, "datasets.remind", 3 * 3600.0)


def every(sender: Celery, name: str, seconds: float) -> None:
    """A round that nobody could begin before the next one is left out."""
    sender.add_periodic_task(seconds, sender.signature(name), name=name, expires=seconds)


@beat_embedded_init.connect
def end_with_the_worker(**kwargs: Any) -> None:
    """A clock inside a worker ends with it, also when the worker is killed: else there are two."""
    worker = os.getppid()

    def watch() -> None:
        while os.getppid() == worker:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


@worker_ready.connect
def end_without_the_clock(sender: Any, **kwargs: Any) -> None:
    """A worker whose clock has died ends too, and whoever watches it starts both again.

    Without the clock nothing lost would ever be sent again, and nobody would notice.
    """
    clock = getattr(sender.controller, "beat", None)
    if clock is None:
        return

    def watch() -> None:
        while clock.is_alive():
            time.sleep(1)
        if state.should_stop is None:
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()

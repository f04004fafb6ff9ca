"""The Celery app and its clock. Everything periodic is listed here, as code."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "jobs-reconcile": {"task": "jobs.reconcile", "schedule": 10.0},
    "notifications-deliver": {"task": "notifications.deliver_waiting", "schedule": 15.0},
}

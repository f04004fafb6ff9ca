"""Addresses of what learners send, and of My learning."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from training import views

app_name = "training"

urlpatterns = [
    path(_("my-learning/"), views.my_learning, name="my-learning"),
    path(_("my-learning/course/<number:pk>/start/"), views.start, name="start"),
    path(_("my-learning/course/<number:pk>/leave/"), views.leave, name="leave"),
    path(_("my-learning/lesson/<number:pk>/read/"), views.read, name="read"),
    path(_("my-learning/quiz/<number:pk>/answer/"), views.answer, name="answer"),
    path(_("my-learning/result/<number:pk>/"), views.result, name="result"),
]

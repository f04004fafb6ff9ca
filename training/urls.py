"""Addresses of what learners send, and of My learning."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from training import views

app_name = "training"

urlpatterns = [
    path(_("my-learning/"), views.my_learning, name="my-learning"),
    path(_("my-learning/course/<int:pk>/start/"), views.start, name="start"),
    path(_("my-learning/course/<int:pk>/leave/"), views.leave, name="leave"),
    path(_("my-learning/lesson/<int:pk>/read/"), views.read, name="read"),
    path(_("my-learning/quiz/<int:pk>/answer/"), views.answer, name="answer"),
    path(_("my-learning/result/<int:pk>/"), views.result, name="result"),
]

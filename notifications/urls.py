"""Addresses of the inbox, its preferences, and a demo's outbox."""

from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("inbox/", views.show_inbox, name="inbox"),
    path("inbox/<number:pk>/", views.open_message, name="open"),
    path("inbox/read/", views.read_all, name="read-all"),
    path("inbox/preferences/", views.preferences, name="preferences"),
    path("inbox/follow/", views.follow, name="follow"),
    path("outbox/", views.show_outbox, name="outbox"),
]

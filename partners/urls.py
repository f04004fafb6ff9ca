"""Addresses of the pages about oneself."""

from django.urls import path

from partners import views

app_name = "partners"
urlpatterns = [path("", views.profile, name="profile")]

"""Addresses that are the same in every language, and those that are translated."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from home.views import files, health, listing, search

urlpatterns = [
    # Under the name Wagtail links documents by; its own view knows no audiences and has no address.
    path("documents/<number:pk>/<path:filename>", files.linked_document, name="wagtaildocs_serve"),
    path("media/<path:path>", files.stored_file, name="stored-file"),
    path("sitemap.xml", listing.sitemap, name="sitemap"),
    path("robots.txt", listing.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
]

translated = [
    path(_("search/"), search.show, name="search"),
    path("atom.xml", listing.UpdatesFeed(), name="feed"),
]

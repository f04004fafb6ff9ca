"""The addresses of datasets: what may be read, and what stewards work on. Translated."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from datasets.views import catalogue, closed, log, packages, reading, recalls, requests, settings

app_name = "datasets"

one_dataset = [
    path("", reading.dataset, name="dataset"),
    path(_("access/"), never_cache(requests.ask), name="ask"),
    path(_("agreement/"), never_cache(closed.accept), name="accept"),
    path(_("log/"), never_cache(log.log), name="log"),
    path(_("log.csv"), log.log_csv, name="log-csv"),
    path(_("v<number:version>/package/"), packages.package, name="package"),
    path(_("v<number:version>/package.zip"), packages.download, name="download"),
]

urlpatterns = [
    path(_("data/"), catalogue.catalogue, name="catalogue"),
    path(_("my-data/"), never_cache(catalogue.mine), name="mine"),
    path(_("requests/"), never_cache(requests.requests), name="requests"),
    path(_("requests/<number:number>/"), never_cache(requests.one), name="request"),
    path(_("recalls/<number:number>/"), never_cache(recalls.notice), name="recall-notice"),
    path(_("agreements/"), never_cache(settings.agreements), name="agreements"),
    path(_("agreements/<number:number>/"), never_cache(settings.agreement), name="agreement"),
    path(
        _("agreements/new/<slug:owner>/"),
        never_cache(settings.new_agreement),
        name="agreement-new",
    ),
    path(_("my-data/"), include("datasets.intake_urls")),
    path(_("data/<slug:slug>/"), include(one_dataset)),
]

"""The addresses of drafts, below «my data»: bring in, check, describe, publish.

These pages show cells: no browser and no proxy keeps one.
"""

from django.urls import path
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache

from datasets.views import audience, drafts, intake, publishing

urlpatterns = [
    path(pgettext_lazy("address", "new/"), never_cache(intake.upload), name="upload"),
    path("<slug:slug>/", never_cache(drafts.draft), name="draft"),
    path(
        pgettext_lazy("address", "<slug:slug>/progress/"),
        never_cache(drafts.progress),
        name="draft-progress",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/file/"),
        never_cache(intake.replace),
        name="replace-file",
    ),
    path(pgettext_lazy("address", "<slug:slug>/check/"), never_cache(drafts.review), name="review"),
    path(
        pgettext_lazy("address", "<slug:slug>/describe/"),
        never_cache(publishing.describe),
        name="describe",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/publish/"),
        never_cache(publishing.publish),
        name="publish",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/published/"),
        never_cache(publishing.done),
        name="published",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/discard/"),
        never_cache(drafts.discard),
        name="discard",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/audience/"),
        never_cache(audience.change),
        name="audience",
    ),
]

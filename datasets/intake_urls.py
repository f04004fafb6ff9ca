"""The addresses of drafts, below «my data»: bring in, check, describe, publish."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from datasets.views import audience, drafts, intake, publishing

urlpatterns = [
    path(pgettext_lazy("address", "new/"), intake.upload, name="upload"),
    path("<slug:slug>/", drafts.draft, name="draft"),
    path(pgettext_lazy("address", "<slug:slug>/progress/"), drafts.progress, name="draft-progress"),
    path(pgettext_lazy("address", "<slug:slug>/file/"), intake.replace, name="replace-file"),
    path(pgettext_lazy("address", "<slug:slug>/check/"), drafts.review, name="review"),
    path(pgettext_lazy("address", "<slug:slug>/describe/"), publishing.describe, name="describe"),
    path(pgettext_lazy("address", "<slug:slug>/publish/"), publishing.publish, name="publish"),
    path(pgettext_lazy("address", "<slug:slug>/published/"), publishing.done, name="published"),
    path(pgettext_lazy("address", "<slug:slug>/discard/"), drafts.discard, name="discard"),
    path(pgettext_lazy("address", "<slug:slug>/audience/"), audience.change, name="audience"),
]

"""The addresses of drafts, below «my data»: bring in, check, describe, publish.

These pages show cells: no browser and no proxy keeps one.
"""

from django.urls import path
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache

from datasets.views import (
    audience,
    drafts,
    editions,
    intake,
    publishing,
    recalling,
    settings,
    view_as,
    who,
)

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
    path(
        pgettext_lazy("address", "<slug:slug>/about/"),
        never_cache(settings.settings),
        name="settings",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/editions/"),
        never_cache(editions.editions),
        name="editions",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/editions/new/"),
        never_cache(editions.new),
        name="edition-new",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/editions/<slug:name>/"),
        never_cache(editions.edition),
        name="edition",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/editions/<slug:name>/plan/"),
        never_cache(editions.plan),
        name="edition-plan",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/editions/<slug:name>/again/"),
        never_cache(editions.again),
        name="edition-again",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/editions/<slug:name>/follow/"),
        never_cache(editions.follow),
        name="edition-follow",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/editions/<slug:name>/discard/"),
        never_cache(editions.discard),
        name="edition-discard",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/editions/<slug:name>/audience/"),
        never_cache(audience.change),
        name="edition-audience",
    ),
    path(pgettext_lazy("address", "<slug:slug>/who/"), never_cache(who.who), name="who"),
    path(pgettext_lazy("address", "<slug:slug>/as/"), never_cache(view_as.choose), name="as"),
    path(
        pgettext_lazy("address", "<slug:slug>/as/public/"),
        never_cache(view_as.public),
        name="as-public",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/as/registered/"),
        never_cache(view_as.registered),
        name="as-registered",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/as/organisation/<slug:organisation>/"),
        never_cache(view_as.organisation),
        name="as-organisation",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/recall/"),
        never_cache(recalling.choose),
        name="recall",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/recall/<number:number>/"),
        never_cache(recalling.followed),
        name="recall-followed",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/recall/<number:number>/remind/"),
        never_cache(recalling.remind_them),
        name="recall-remind",
    ),
    path(
        pgettext_lazy("address", "<slug:slug>/recall/<number:number>/people.csv"),
        never_cache(recalling.people_csv),
        name="recall-csv",
    ),
]

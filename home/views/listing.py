"""What machines read: the sitemap, robots.txt and the feed of public updates."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import make_aware
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.reading import visible_pages
from projects.models import UpdatePage

FEED_LENGTH = 20


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that everybody may read."""
    pages = visible_pages(AnonymousUser()).select_related("locale").order_by("path")
    entries = [
        {"url": page.get_full_url(request), "changed": page.last_published_at} for page in pages
    ]
    context = {"entries": [entry for entry in entries if entry["url"]]}
    return render(request, "home/sitemap.xml", context, content_type="application/xml")


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers leave alone."""
    lines = ["User-agent: *", "Disallow: /cms/", "Disallow: /api/", "Disallow: /*/account/"]
    lines.append(f"Sitemap: {settings.BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


class UpdatesFeed(Feed):
    """The newest public updates in one language."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Research for Impact: updates")

    def link(self) -> str:
        return f"/{get_language()}/"

    def items(self) -> Any:
        public = UpdatePage.objects.visible_to(AnonymousUser())
        return public.filter(locale__language_code=get_language()).newest_first()[:FEED_LENGTH]

    def item_title(self, item: UpdatePage) -> str:
        return item.title

    def item_description(self, item: UpdatePage) -> str:
        return item.intro

    def item_link(self, item: UpdatePage) -> str:
        return item.url or ""

    def item_pubdate(self, item: UpdatePage) -> datetime:
        return make_aware(datetime.combine(item.date, datetime.min.time()))

    def item_updateddate(self, item: UpdatePage) -> Any:
        return item.last_published_at

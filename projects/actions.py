"""What happens when something is published."""

from django.conf import settings
from django.db import transaction
from wagtail_localize.models import TranslationSource

from core.actor import Actor
from notifications.actions import announce
from projects.models.audience import AudiencePage
from projects.models.publishing import ArticlePage

ARTICLE_PUBLISHED = "projects.article-published"


@transaction.atomic
def announce_article(page: ArticlePage, *, by: Actor) -> None:
    """Tell the followers of its project. They hear once of an article, in whatever languages."""
    if page.project is None:
        return
    announce(
        ARTICLE_PUBLISHED,
        event=f"{ARTICLE_PUBLISHED}:{page.translation_key}",
        subject=f"article:{page.translation_key}",
        params={"project": page.project.slug},
        by=by,
    )


@transaction.atomic
def keep_audience(page: AudiencePage) -> None:
    """Every language of a page has the audience of its original, whichever was published.

    So narrowing the original narrows its translations at once, and a translation that was begun
    before cannot open what was closed since.
    """
    original = _original(page)
    organisations = list(original.named_organisations.all())
    for version in original.get_translations():
        version.audience, version.project = original.audience, original.project
        version.named_organisations.set(organisations)
        version.save(clean=False)
    page.audience, page.project = original.audience, original.project


def _original(page: AudiencePage) -> AudiencePage:
    """The version the others were translated from: by what was recorded, else the French one."""
    versions = page.get_translations(inclusive=True)
    source = TranslationSource.objects.filter(object_id=page.translation_key).first()
    if source is not None and (found := versions.filter(locale_id=source.locale_id).first()):
        return found
    return versions.filter(locale__language_code=settings.LANGUAGE_CODE).first() or page

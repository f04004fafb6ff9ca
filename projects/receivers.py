"""What Wagtail tells us, passed on to the actions."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from core.actor import SYSTEM
from projects.actions import announce_article, keep_audience
from projects.models.audience import AudiencePage
from projects.models.publishing import ArticlePage


@receiver(page_published, dispatch_uid="projects.published")
def published(sender: Any, instance: Any, revision: Any = None, **rest: Any) -> None:
    """A page went public, or went public again with changes."""
    if isinstance(instance, AudiencePage):
        keep_audience(instance)
    if isinstance(instance, ArticlePage):
        announce_article(instance, by=getattr(revision, "user", None) or SYSTEM)

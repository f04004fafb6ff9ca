"""What people hear of projects: news and publications of the projects they follow."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from notifications.models import Notification
from notifications.policies import followers
from notifications.registry import Kind, register
from notifications.topics import Topic, register_topic
from partners.enums import Audience
from projects import policies
from projects.actions import ARTICLE_PUBLISHED
from projects.models import Project, ProjectPage, PublicationPage, UpdatePage
from projects.models.publishing import ArticlePage


def _versions(key: str, user: Any = None) -> list[ArticlePage]:
    """The published languages of an article; with `user`, those that exist for them."""
    found: list[ArticlePage] = []
    for model in (UpdatePage, PublicationPage):
        pages = model.objects.live() if user is None else model.objects.visible_to(user)
        found += pages.filter(translation_key=key).select_related("locale", "project")
    return found


def _key(notification: Notification) -> str:
    return notification.subject.partition(":")[2]


def _read(notification: Notification) -> ArticlePage | None:
    """The version the reader will open: in their language, else the one there is."""
    here = (get_language() or "fr")[:2]
    versions = _versions(_key(notification), notification.recipient)
    return min(versions, key=lambda page: page.locale.language_code != here, default=None)


def audience(key: str, params: dict[str, Any]) -> Q:
    """Followers of the project who may read it."""
    versions = _versions(key)
    if not versions:
        return Q(pk__in=[])
    readers = policies.audience(versions[0])
    return followers(f"project:{params['project']}") & readers


def visible(user: Any, notification: Notification) -> bool:
    """Whether the person may still read it in some language."""
    return bool(visible_among(user, [notification]))


def visible_among(user: Any, notifications: Sequence[Notification]) -> set[int]:
    """Ids of the notifications whose article the person may still read: asked for all at once."""
    keys = {_key(message) for message in notifications}
    open_keys: set[str] = set()
    for model in (UpdatePage, PublicationPage):
        pages = model.objects.visible_to(user).filter(translation_key__in=keys)
        open_keys |= {str(key) for key in pages.values_list("translation_key", flat=True)}
    return {message.pk for message in notifications if _key(message) in open_keys}


def title(notification: Notification) -> str:
    """The sentence of the inbox."""
    page = _read(notification)
    if page is None:
        return ""
    if isinstance(page, PublicationPage):
        return _("New publication: %(title)s") % {"title": page.title}
    return _("News: %(title)s") % {"title": page.title}


def mail_line(notification: Notification) -> str:
    """The sentence of the e-mail: a title only where everybody may read it."""
    page = _read(notification)
    if page is None:
        return ""
    if page.audience == Audience.PUBLIC:
        values = {"project": page.project, "title": page.title}
        return _("The project %(project)s has published “%(title)s”.") % values
    return _("The project %(project)s has news for you.") % {"project": page.project}


def url(notification: Notification) -> str:
    """Where it is read."""
    page = _read(notification)
    return (page.url or "") if page else ""


def project_topic(user: Any, slug: str) -> Topic | None:
    """A project as something to follow: it exists for everybody once it has a page."""
    here = (get_language() or "fr")[:2]
    pages = ProjectPage.objects.live().filter(project__slug=slug).select_related("locale")
    page = min(pages, key=lambda found: found.locale.language_code != here, default=None)
    if page is None:
        return None
    return Topic(name=Project.objects.get(slug=slug).title, url=page.url or "")


register_topic("project", project_topic)
register(
    Kind(
        name=ARTICLE_PUBLISHED,
        label=gettext_lazy("News and publications of projects you follow"),
        audience=audience,
        visible=visible,
        visible_among=visible_among,
        title=title,
        mail_line=mail_line,
        url=url,
        mail="now",
    )
)

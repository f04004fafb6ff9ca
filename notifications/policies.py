"""Who sees which message, and who may be told."""

from typing import Any

from django.db.models import Q


def visible(user: Any) -> Q:
    """A person sees their own messages, nobody else's. Each kind then asks about its subject."""
    return Q(recipient_id=user.pk) if user.is_authenticated and user.is_active else Q(pk__in=[])


def followers(topic: str) -> Q:
    """People who follow a topic: an audience still has to ask who may see the thing itself."""
    return Q(is_active=True, follows__topic=topic)


def may_read_outbox(user: Any) -> bool:
    """Only an administrator of the installation reads other people's mail, and only in a demo."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser)

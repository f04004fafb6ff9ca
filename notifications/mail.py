"""One e-mail about one message, in the reader's language."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from notifications import registry
from notifications.models import Notification


def compose(message: Notification, server: BaseEmailBackend) -> EmailMultiAlternatives:
    """The e-mail, as text and HTML. It says no more than the kind's `mail_line`."""
    kind = registry.kind(message.kind)
    with override(message.recipient.language):
        context = {
            "title": str(kind.label),
            "line": kind.mail_line(message),
            "url": settings.BASE_URL + reverse("notifications:open", args=[message.pk]),
            "preferences_url": settings.BASE_URL + reverse("notifications:preferences"),
            "portal_url": settings.BASE_URL,
            "name": message.recipient.get_short_name(),
        }
        mail = EmailMultiAlternatives(
            subject=_one_line(context["line"]),
            body=render_to_string("email/notification.txt", context),
            to=[message.recipient.email],
            headers=_headers(context["preferences_url"], message),
            connection=server,
        )
        mail.attach_alternative(render_to_string("email/notification.html", context), "text/html")
    return mail


def _headers(preferences_url: str, message: Notification) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{preferences_url}>",
        "Auto-Submitted": "auto-generated",
        "X-Portal-Message": str(message.pk),
        "Content-Language": message.recipient.language,
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())

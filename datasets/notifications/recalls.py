"""What is told when data is recalled: to those who had it, though it is closed to them now."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.models import Recall, RecallNotice
from notifications.models import Notification
from notifications.registry import Kind, register
from partners.models import User


def _id(message: Notification) -> int:
    return int(message.subject.rpartition(":")[2])


def holding(recall_id: str, params: dict[str, Any]) -> Q:
    """The people who had what is recalled; for a reminder those who have not confirmed."""
    notices = RecallNotice.objects.filter(recall_id=recall_id)
    if params.get("reminder"):
        notices = notices.open()
    return Q(is_active=True, pk__in=notices.values("user_id"))


def visible(user: User, message: Notification) -> bool:
    """Whether the person has a notice: not whether they may see the dataset."""
    return bool(visible_among(user, [message]))


def visible_among(user: User, messages: Sequence[Notification]) -> set[int]:
    """Ids of the messages about recalls the person has a notice of: one question for all."""
    theirs = RecallNotice.objects.visible_to(user).filter(
        recall_id__in=[_id(message) for message in messages]
    )
    known = set(theirs.values_list("recall_id", flat=True))
    return {message.pk for message in messages if _id(message) in known}


def title(message: Notification) -> str:
    """The sentence of the inbox names the dataset as it was called when they had it."""
    recall = Recall.objects.get(pk=_id(message))
    if message.params.get("reminder"):
        said = _("Reminder: “%(title)s” was recalled. Please confirm that your copies are deleted.")
    else:
        said = _("“%(title)s” was recalled. Please delete your copies.")
    return said % {"title": recall.title}


def mail_line(message: Notification) -> str:
    """The sentence of the e-mail: whose data, never which."""
    related = "edition__release__dataset__owner"
    owner = Recall.objects.select_related(related).get(pk=_id(message))
    return _("%(owner)s recalls data that you have had. Please see what to do.") % {
        "owner": owner.edition.release.dataset.owner.name
    }


def url(message: Notification) -> str:
    """The person's notice."""
    return reverse("datasets:recall-notice", args=[_id(message)])


register(
    Kind(
        name="datasets.recalled",
        label=gettext_lazy("Data you had is recalled"),
        audience=holding,
        visible=visible,
        visible_among=visible_among,
        title=title,
        mail_line=mail_line,
        url=url,
    )
)

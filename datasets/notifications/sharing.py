"""What datasets tell people: something was shared with them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets import policies
from datasets.models import Edition
from notifications.models import Follow, Notification
from notifications.registry import Kind, register
from partners import policies as people
from partners.enums import Audience
from partners.models import Organisation, User


def concerned(edition_id: str, params: dict[str, Any]) -> Q:
    """People who may read the edition and whom it concerns.

    They are in the consortium of its project, in an organisation it names, or follow the project;
    for the owner's own data they are its other stewards. After a change of audience (`before`)
    those who could read it already are left out.
    """
    edition = Edition.objects.select_related("release__dataset__project").get(pk=edition_id)
    may = User.objects.filter(policies.audience(edition)).values("pk")
    close = User.objects.filter(_close(edition)).values("pk")
    told = Q(pk__in=may) & Q(pk__in=close)
    if "before" in params:
        told &= ~Q(pk__in=_reached_before(edition, params["before"]))
    return told


def _close(edition: Edition) -> Q:
    dataset = edition.release.dataset
    if edition.audience == Audience.OWNER:
        return people.stewards_of(dataset.owner_id)
    named = edition.organisation_grants.values("group__organisation")
    close = Q(pk__in=User.objects.filter(people.people_of(named)).values("pk"))
    if dataset.project is not None:
        consortium = people.people_of_consortium(dataset.project.consortium_id)
        followers = Follow.objects.filter(topic=f"project:{dataset.project.slug}")
        close |= Q(pk__in=User.objects.filter(consortium).values("pk"))
        close |= Q(pk__in=followers.values("user_id"))
    return close


def _reached_before(edition: Edition, before: dict[str, Any]) -> Any:
    named = Organisation.objects.filter(slug__in=before["organisations"]).values("pk")
    holders = people.people_of(named)
    reached = policies.reached(edition.release.dataset, before["audience"], holders)
    return User.objects.filter(reached).values("pk")


def visible(user: User, notification: Notification) -> bool:
    """Whether the person may still read the edition."""
    return bool(visible_among(user, [notification]))


def visible_among(user: User, notifications: Sequence[Notification]) -> set[int]:
    """Ids of the notifications whose edition the person may still have: one question for all.

    Also before they have accepted its agreement: the message is the way there.
    """
    open_ids = set(_editions(notifications).entitled(user).values_list("pk", flat=True))
    return {message.pk for message in notifications if _edition_id(message) in open_ids}


def title(notification: Notification) -> str:
    """The sentence of the inbox, which names the dataset: it was checked just before."""
    dataset = _edition(notification).release.dataset
    return _("%(owner)s shares “%(title)s” with you") % {
        "owner": dataset.owner.name,
        "title": dataset.title,
    }


def mail_line(notification: Notification) -> str:
    """The sentence of the e-mail: who and in which project, never what."""
    dataset = _edition(notification).release.dataset
    if dataset.project is None:
        return _("%(owner)s shares data with you.") % {"owner": dataset.owner.name}
    return _("%(owner)s shares data with you in the project “%(project)s”.") % {
        "owner": dataset.owner.name,
        "project": dataset.project.title,
    }


def url(notification: Notification) -> str:
    """The dataset's page."""
    return reverse("datasets:dataset", args=[_edition(notification).release.dataset.slug])


def _edition_id(notification: Notification) -> int:
    return int(notification.subject.rpartition(":")[2])


def _editions(notifications: Sequence[Notification]) -> Any:
    return Edition.objects.filter(pk__in=[_edition_id(message) for message in notifications])


def _edition(notification: Notification) -> Edition:
    related = Edition.objects.select_related("release__dataset__owner", "release__dataset__project")
    return related.get(pk=_edition_id(notification))


register(
    Kind(
        name="datasets.dataset-shared",
        label=gettext_lazy("Data is shared with you"),
        audience=concerned,
        visible=visible,
        title=title,
        mail_line=mail_line,
        url=url,
        visible_among=visible_among,
    )
)

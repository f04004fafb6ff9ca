"""What is told about requests for access and about grants that end."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ui.formats import day
from datasets import policies
from datasets.enums import RequestState
from datasets.models import AccessRequest, PersonGrant
from notifications.models import Notification
from notifications.registry import Kind, register
from partners.models import User

RELATED = ("dataset__owner", "dataset__project", "requester")


def _id(message: Notification) -> int:
    return int(message.subject.rpartition(":")[2])


def _request(message: Notification) -> AccessRequest:
    return AccessRequest.objects.select_related(*RELATED).get(pk=_id(message))


def deciding(request_id: str, params: dict[str, Any]) -> Q:
    """The stewards who decide, while somebody must."""
    request = AccessRequest.objects.select_related("dataset").get(pk=request_id)
    return policies.deciders(request) if request.undecided else Q(pk__in=[])


def urging(request_id: str, params: dict[str, Any]) -> Q:
    """The coordinators of the owner, while nobody has decided."""
    request = AccessRequest.objects.select_related("dataset").get(pk=request_id)
    return policies.who_urges(request) if request.undecided else Q(pk__in=[])


def asking(request_id: str, params: dict[str, Any]) -> Q:
    """The person who asked."""
    request = AccessRequest.objects.get(pk=request_id)
    return Q(pk=request.requester_id, is_active=True)


def visible(user: User, message: Notification) -> bool:
    """Whether the person still has to do with the request."""
    return bool(visible_among(user, [message]))


def visible_among(user: User, messages: Sequence[Notification]) -> set[int]:
    """Ids of the messages whose request the person may see: one question for all."""
    asked = AccessRequest.objects.filter(pk__in=[_id(message) for message in messages])
    open_ids = set(asked.visible_to(user).values_list("pk", flat=True))
    return {message.pk for message in messages if _id(message) in open_ids}


def url(message: Notification) -> str:
    """The page of the request."""
    return reverse("datasets:request", args=[_id(message)])


def _asked(message: Notification) -> str:
    request = _request(message)
    return _("%(who)s asks to read “%(title)s”") % {
        "who": request.requester.get_full_name(),
        "title": request.dataset.title,
    }


def _asked_by_mail(message: Notification) -> str:
    owner = _request(message).dataset.owner.name
    return _("Somebody asks %(owner)s for access to data.") % {"owner": owner}


def _waiting(message: Notification) -> str:
    request = _request(message)
    return _("A request to read “%(title)s” has waited since %(day)s") % {
        "title": request.dataset.title,
        "day": day(request.created),
    }


def _waiting_by_mail(message: Notification) -> str:
    owner = _request(message).dataset.owner.name
    return _("A request for access to data of %(owner)s still waits.") % {"owner": owner}


def _answered(message: Notification) -> str:
    request = _request(message)
    said = {
        RequestState.APPROVED: _("You may read “%(title)s” until %(day)s"),
        RequestState.REFUSED: _("Your request to read “%(title)s” was refused"),
    }.get(RequestState(request.state), _("The stewards of “%(title)s” have a question for you"))
    last = day(request.until) if request.until else ""
    return said % {"title": request.dataset.title, "day": last}


def _answered_by_mail(message: Notification) -> str:
    owner = _request(message).dataset.owner.name
    return _("%(owner)s has answered your request for access.") % {"owner": owner}


def _kind(
    name: str,
    label: Any,
    audience: Callable[[str, dict[str, Any]], Q],
    title: Callable[[Notification], str],
    mail_line: Callable[[Notification], str],
) -> None:
    register(
        Kind(
            name=name,
            label=label,
            audience=audience,
            visible=visible,
            visible_among=visible_among,
            title=title,
            mail_line=mail_line,
            url=url,
        )
    )


_kind(
    "datasets.access-asked",
    gettext_lazy("Somebody asks for access"),
    deciding,
    _asked,
    _asked_by_mail,
)
_kind(
    "datasets.access-waiting",
    gettext_lazy("A request for access waits"),
    deciding,
    _waiting,
    _waiting_by_mail,
)
_kind(
    "datasets.access-escalated",
    gettext_lazy("A request for access waits too long"),
    urging,
    _waiting,
    _waiting_by_mail,
)
_kind(
    "datasets.access-answered",
    gettext_lazy("Your request for access was answered"),
    asking,
    _answered,
    _answered_by_mail,
)


# --- grants that end -----------------------------------------------------------------------------


def _grant(message: Notification) -> PersonGrant:
    related = ("content_object__release__dataset__owner", "user")
    return PersonGrant.objects.select_related(*related).get(pk=_id(message))


def ending_for(grant_id: str, params: dict[str, Any]) -> Q:
    """The holder of a grant and the stewards who may renew it; nobody once it is gone."""
    grant = PersonGrant.objects.filter(pk=grant_id).select_related(
        "content_object__release__dataset"
    )
    found = grant.first()
    if found is None:
        return Q(pk__in=[])
    return Q(pk=found.user_id, is_active=True) | policies.stewards_of_edition(found.content_object)


def ending_visible(user: User, message: Notification) -> bool:
    """Whether the grant still stands and has to do with the person."""
    return PersonGrant.objects.filter(policies.grants_known_to(user), pk=_id(message)).exists()


def _ending(message: Notification) -> str:
    grant = _grant(message)
    last = day(grant.until) if grant.until else ""
    return _("Access of %(who)s to “%(title)s” ends on %(day)s") % {
        "who": grant.user.get_full_name(),
        "title": grant.content_object.release.dataset.title,
        "day": last,
    }


def _ending_by_mail(message: Notification) -> str:
    owner = _grant(message).content_object.release.dataset.owner.name
    return _("An access to data of %(owner)s ends soon.") % {"owner": owner}


def _url_of_grant(message: Notification) -> str:
    dataset = _grant(message).content_object.release.dataset
    return reverse("datasets:dataset", args=[dataset.slug])


register(
    Kind(
        name="datasets.access-ending",
        label=gettext_lazy("An access ends soon"),
        audience=ending_for,
        visible=ending_visible,
        title=_ending,
        mail_line=_ending_by_mail,
        url=_url_of_grant,
    )
)

"""The inbox, what one wants to hear of, and the outbox of a demo."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from notifications import actions, inbox, outbox, policies, registry, topics
from notifications.forms import PreferencesForm, TopicForm
from notifications.models import Notification

A_PAGE = 20


@never_cache
@login_required
@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    """The messages, the newest first."""
    lines = inbox.lines(request.user)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    unread = any(line.notification.read is None for line in lines)
    return render(request, "notifications/inbox.html", {"page": page, "unread": unread})


@never_cache
@login_required
@require_GET
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to what the message is about; it is read then. Mails and the inbox link here."""
    mine = Notification.objects.visible_to(request.user)
    message = get_object_or_404(mine, pk=pk)
    if not inbox.is_visible(request.user, message):
        raise Http404
    actions.mark_read(message)
    return redirect(registry.kind(message.kind).url(message))


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    actions.mark_all_read(request.user)
    return redirect("notifications:inbox")


@never_cache
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """How to hear of each kind of thing, and what is followed."""
    form = PreferencesForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_preferences(request.user, form.channels)
        messages.success(request, _("Your choices are kept."))
        return redirect("notifications:preferences")
    crumbs = [(_("Inbox"), reverse("notifications:inbox")), (_("What you hear of"), "")]
    context = {"form": form, "follows": _followed(request.user), "crumbs": crumbs}
    return render(request, "notifications/preferences.html", context)


@login_required
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Begin or stop to follow a topic, then go back to where the button was."""
    form = TopicForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    topic = form.cleaned_data["topic"]
    if form.cleaned_data["wish"] == TopicForm.Wish.UNFOLLOW:
        actions.unfollow(request.user, topic)
    elif topics.find_topic(request.user, topic) is None:
        raise Http404
    else:
        actions.follow(request.user, topic)
    return redirect(_safe_next(request, form.cleaned_data["next"]))


@never_cache
@require_safe
def show_outbox(request: HttpRequest) -> HttpResponse:
    """The mails of a demo, for its administrator; for others the page does not exist."""
    if not outbox.is_kept() or not policies.may_read_outbox(request.user):
        raise Http404
    page = Paginator(outbox.letters(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/outbox.html", {"page": page})


def _followed(user: Any) -> list[tuple[str, topics.Topic]]:
    """Topics the person follows and may still see."""
    followed = user.follows.order_by("topic").values_list("topic", flat=True)
    found = [(name, topics.find_topic(user, name)) for name in followed]
    return [(name, topic) for name, topic in found if topic is not None]


def _safe_next(request: HttpRequest, wanted: str) -> str:
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted.startswith("/") and ours else "notifications:preferences"

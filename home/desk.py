"""The editor's desk: what it offers to whom, and in which language it speaks."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.users.models import UserProfile

from home import policies
from notifications import outbox
from notifications.policies import may_read_outbox
from partners.policies import administers
from projects.models import PublicationIndexPage, UpdateIndexPage
from training.models import CourseIndexPage

# Wagtail's French calls languages regions; these sentences of its forms are given here as well.
WAGTAIL_SAYS = (_("Locale"), _("Locales"), _("Switch locales"))
# What one writes, by the list below which it stands.
WRITTEN: tuple[tuple[type[Page], Any], ...] = (
    (UpdateIndexPage, _("Write an update")),
    (PublicationIndexPage, _("Add a publication")),
    (CourseIndexPage, _("Add a course page")),
)

# What only those who look after the installation need.
FOR_ADMINISTRATORS = frozenset({"reports", "settings", "help"})
# People have their own place on the desk; Wagtail's list of users would be a second one.
ELSEWHERE = frozenset({"users"})


def offered(items: Iterable[Any], user: Any) -> list[Any]:
    """The entries of the main menu this person needs."""
    hidden = frozenset() if administers(user) else FOR_ADMINISTRATORS
    return [item for item in items if item.name not in hidden]


def settings_offered(items: Iterable[Any]) -> list[Any]:
    """The entries of the settings menu."""
    return [item for item in items if item.name not in ELSEWHERE]


def speak_their_language(user: Any) -> None:
    """Set the desk to the language of the account, for people who work there."""
    if not policies.works_on_desk(user):
        return
    profile = UserProfile.get_for_user(user)
    if profile.preferred_language != user.language:
        profile.preferred_language = user.language
        profile.save(update_fields=["preferred_language"])


class FirstSteps(Component):
    """What an editor comes for, one tap away, at the top of the desk."""

    order = 10
    template_name = "home/desk_first_steps.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The steps this person may take, in the lists of their language."""
        user = parent_context["request"].user
        writable = [(_list_of(model, user), title) for model, title in WRITTEN]
        steps = [
            {"title": title, "url": reverse("wagtailadmin_pages:add_subpage", args=[page.pk])}
            for page, title in writable
            if page is not None and page.permissions_for_user(user).can_add_subpage()
        ]
        if outbox.is_kept() and may_read_outbox(user):
            steps.append({"title": _("Read the outbox"), "url": reverse("notifications:outbox")})
        portal = {"title": _("See the portal"), "url": f"/{user.language}/"}
        return {"steps": [*steps, portal]}


def _list_of(model: type[Page], user: Any) -> Page | None:
    """The list of a kind in the person's language."""
    return model.objects.filter(locale__language_code=user.language).first()

"""The editor's desk: what its menu offers to whom, and in which language it speaks."""

from collections.abc import Iterable
from typing import Any

from wagtail.users.models import UserProfile

from home import policies
from partners.policies import administers

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

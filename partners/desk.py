"""What Wagtail asks before it shows or changes people and organisations: our own policy."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from partners import policies
from partners.models import User


class AdministratorsOnly(BasePermissionPolicy):
    """People, organisations, memberships and consortia are kept by administrators."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return policies.administers(user)

    def user_has_any_permission(self, user: User, actions: Collection[str]) -> bool:
        return policies.administers(user)

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        return User.objects.filter(policies.administrators())


class Undeletable(AdministratorsOnly):
    """People and organisations are switched off, not deleted: their history names them."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: User, actions: Collection[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

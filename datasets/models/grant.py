"""Grants: one row each, held by an organisation's group or a person, on one edition.

They are guardian's direct foreign-key permission models with the columns a steward answers for.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class GrantFields(models.Model):
    """By whom, why, since when, until when, under which agreement and after which request.

    One that `follows` also holds for the same edition of later releases.
    """

    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    granted = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=500, blank=True)
    until = models.DateField(null=True, blank=True)
    follows = models.BooleanField(default=False)
    agreement = models.ForeignKey(
        "datasets.AgreementVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    request = models.ForeignKey(
        "datasets.AccessRequest", on_delete=models.SET_NULL, null=True, related_name="%(class)ss"
    )

    class Meta:
        abstract = True


class OrganisationGrant(GrantFields, GroupObjectPermissionBase):
    """An organisation (by its group) may read an edition."""

    content_object = models.ForeignKey(
        "datasets.Edition", on_delete=models.CASCADE, related_name="organisation_grants"
    )

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        unique_together = ["group", "permission", "content_object"]

    def __str__(self) -> str:
        return f"{self.group} → {self.content_object}"


class PersonGrant(GrantFields, UserObjectPermissionBase):
    """A person may read an edition."""

    content_object = models.ForeignKey(
        "datasets.Edition", on_delete=models.CASCADE, related_name="person_grants"
    )

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        unique_together = ["user", "permission", "content_object"]

    def __str__(self) -> str:
        return f"{self.user} → {self.content_object}"

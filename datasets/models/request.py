"""Somebody asks for access; a steward of the owner decides."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets import policies
from datasets.enums import UNDECIDED, RequestState
from datasets.models.dataset import Dataset
from datasets.models.release import Edition


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    """Requests are seen by who made them and by the stewards who decide."""

    def visible_to(self, user: Any) -> Self:
        """Requests `user` made or may decide."""
        return self.filter(policies.requests_visible(user))

    def to_decide_by(self, user: Any) -> Self:
        """Requests that wait for `user` or another steward of the same owner."""
        return self.filter(policies.requests_decided_by(user), state__in=UNDECIDED)

    def undecided(self) -> Self:
        """Requests nobody has decided yet."""
        return self.filter(state__in=UNDECIDED)


class AccessRequest(models.Model):
    """A wish to read a dataset: what for, until when, and what came of it.

    Approved, it names the `edition` that was given and until when; grants point back to it.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="requests")
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_requests"
    )
    purpose = models.TextField(_("purpose"))
    use = models.TextField(_("intended use"))
    wanted_until = models.DateField(_("until"))
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.OPEN)
    created = models.DateTimeField(default=timezone.now)
    decided = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)
    edition = models.ForeignKey(Edition, on_delete=models.SET_NULL, null=True, related_name="+")
    until = models.DateField(null=True)
    reminded = models.DateTimeField(null=True)
    escalated = models.DateTimeField(null=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "requester"],
                condition=Q(state__in=UNDECIDED),
                name="one_undecided_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requester} · {self.dataset_id}"

    @property
    def undecided(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in UNDECIDED


class RequestMessage(models.Model):
    """One message in the conversation about a request."""

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(_("message"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.author}"

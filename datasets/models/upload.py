"""A file on its way in: stored as it came, read by the worker, reviewed by a steward."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from datasets.models.dataset import Dataset
from datasets.storage import private_storage


def upload_path(upload: "Upload", name: str) -> str:
    """Where the raw file lies: under its dataset, by key, never under its own name."""
    return f"datasets/{upload.dataset_id}/uploads/{upload.key}/original"


class UploadState(models.TextChoices):
    """Where an upload stands."""

    RECEIVED = "received"
    READ = "read"
    REJECTED = "rejected"
    PUBLISHED = "published"


class Upload(models.Model):
    """One file given to one draft.

    `options` are the steward's corrections (datakit ReadOptions as JSON), `inspection` is what
    was understood (datakit Inspection as JSON, its `parquet` being names in private storage). Both
    are replaced whole by a re-read: `reading` counts them, and a late one writes nothing.
    `sharing` is what the steward intends before publishing: audience, organisations, notes.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="uploads")
    key = models.UUIDField(unique=True)
    file = models.FileField(storage=private_storage, upload_to=upload_path, max_length=250)
    name = models.CharField(max_length=250)
    bytes = models.BigIntegerField()
    state = models.CharField(
        max_length=10, choices=UploadState.choices, default=UploadState.RECEIVED
    )
    reading = models.PositiveIntegerField(default=1)
    options = models.JSONField(default=dict)
    inspection = models.JSONField(null=True)
    sharing = models.JSONField(default=dict)
    created = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.dataset_id}: {self.name}"

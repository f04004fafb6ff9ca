"""The built download of an edition: once per edition, whoever asks."""

from django.db import models
from django.utils import timezone

from datasets.models.release import Edition
from datasets.storage import private_storage


class Package(models.Model):
    """A ZIP in private storage. `file` is empty until the job has built it."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="package")
    file = models.FileField(storage=private_storage, max_length=250, blank=True)
    bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    asked = models.DateTimeField(default=timezone.now)
    built = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.edition} package"

    @property
    def is_there(self) -> bool:
        """Whether the file is built and has not been lost since."""
        return bool(self.file) and self.file.storage.exists(str(self.file.name))

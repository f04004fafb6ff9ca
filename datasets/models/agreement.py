"""The data-sharing terms of an organisation: versioned texts, and who accepted which."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation


class Agreement(models.Model):
    """Terms an organisation shares data under. Its `current` version is the one that counts."""

    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="agreements")
    title = models.CharField(_("title"), max_length=120)
    current = models.ForeignKey(
        "datasets.AgreementVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["owner", "title"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "title"], name="agreement_title_once")
        ]

    def __str__(self) -> str:
        return self.title


class AgreementVersion(models.Model):
    """One wording of an agreement in both languages; never changed once it is published."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text_fr = models.TextField(_("text in French"))
    text_en = models.TextField(_("text in English"))
    published = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="agreement_version_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.number}"

    @property
    def text(self) -> str:
        """The wording in the reader's language."""
        return self.text_en if (get_language() or "fr").startswith("en") else self.text_fr


class Acceptance(models.Model):
    """A person accepted one version of an agreement."""

    version = models.ForeignKey(
        AgreementVersion, on_delete=models.PROTECT, related_name="acceptances"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agreement_acceptances"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="acceptance_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.version}"

"""Pictures and documents. Who may fetch one is decided in home.policies."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from home.metadata import without_metadata


class PortalImage(AbstractImage):
    """A picture with its credit and the note on consent of the people in it."""

    credit = models.CharField(_("credit"), max_length=200, blank=True)
    consent = models.CharField(
        _("consent"),
        max_length=200,
        blank=True,
        help_text=_("How the people shown agreed. People at risk are never recognisable."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit", "consent")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A picture that comes in leaves the place and the telephone it was taken with behind."""
        coming: Any = self.file  # type: ignore[has-type]
        if coming and not coming._committed:
            plain = without_metadata(coming.file)
            if plain is not None:
                self.file = plain
                self._set_image_file_metadata()
        super().save(*args, **kwargs)


class PortalRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            )
        ]


class PortalDocument(AbstractDocument):
    """A file that pages link to."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

"""What a camera writes into a picture (where, when, which telephone) never reaches the portal."""

import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

KEPT_FORMATS = {"JPEG": {"quality": 90}, "PNG": {}, "WEBP": {"quality": 90}}


def without_metadata(file: Any) -> ContentFile | None:
    """The same picture, upright, with nothing but its points; None where nothing has to go."""
    file.seek(0)
    with Image.open(file) as picture:
        if picture.format not in KEPT_FORMATS or not _says_more(picture):
            return None
        kind = picture.format
        upright = ImageOps.exif_transpose(picture)
    plain = Image.new(upright.mode, upright.size)
    plain.paste(upright)
    if upright.mode == "P":
        plain.putpalette(upright.getpalette() or [])
    stored = io.BytesIO()
    plain.save(stored, kind, **KEPT_FORMATS[kind])
    return ContentFile(stored.getvalue(), name=file.name)


def _says_more(picture: Image.Image) -> bool:
    names = {"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment"}
    return bool(picture.getexif()) or bool(names & set(picture.info))

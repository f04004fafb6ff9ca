"""Pictures leave behind where and with what they were taken."""

import io

import pytest
from django.core.files.images import ImageFile
from PIL import Image

from home.metadata import without_metadata
from home.models import PortalImage

GPS, ORIENTATION, MODEL = 0x8825, 0x0112, 0x0110


def photo(kind="JPEG", *, gps=True, size=(60, 40)):
    """A picture as a telephone makes it, lying on its side."""
    picture = Image.new("RGB", size, "#9a4219")
    exif = Image.Exif()
    if gps:
        exif[MODEL] = "Telephone of somebody"
        exif[ORIENTATION] = 6
        exif.get_ifd(GPS)[2] = (2.0, 30.0, 0.0)
    stored = io.BytesIO()
    picture.save(stored, kind, exif=exif)
    stored.name = f"photo.{kind.lower()}"
    return stored


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_and_the_telephone_are_gone(kind):
    plain = without_metadata(photo(kind))
    assert plain is not None
    with Image.open(plain) as picture:
        assert picture.format == kind
        assert not picture.getexif()
        assert picture.size == (40, 60)  # upright
    assert b"Telephone of somebody" not in plain.read()


def test_a_picture_that_says_nothing_stays_as_it_is():
    assert without_metadata(photo("PNG", gps=False)) is None


@pytest.mark.django_db
def test_what_comes_into_the_library_is_plain():
    image = PortalImage.objects.create(title="Démo", file=ImageFile(photo(), name="p.jpg"))
    with image.file.open("rb") as stored:
        content = stored.read()
    assert b"Telephone of somebody" not in content
    assert image.file_size == len(content)
    assert (image.width, image.height) == (40, 60)

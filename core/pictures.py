"""The few sizes a picture exists in: made when it is uploaded, never while a page loads."""

from dataclasses import dataclass
from typing import Any

WIDTHS = (320, 640, 960)
LIGHT = {width: f"width-{width}|format-webp|webpquality-72" for width in WIDTHS}
# For the few browsers that do not read WebP.
PLAIN = "width-640|format-jpeg|jpegquality-72|bgcolor-ffffff"
SPECS = (*LIGHT.values(), PLAIN)


@dataclass(frozen=True)
class Drawn:
    """What a page needs to show a picture: addresses by width, the proportions, the bytes."""

    light: list[Any]
    plain: Any

    @property
    def srcset(self) -> str:
        """Every size once with its width; a small original has fewer sizes than we ask for."""
        by_width = {rendition.width: rendition.url for rendition in self.light}
        return ", ".join(f"{url} {width}w" for width, url in sorted(by_width.items()))

    @property
    def weight(self) -> int:
        """What the middle size costs to fetch, in bytes."""
        return self.light[len(self.light) // 2].file.size


def drawn(image: Any) -> Drawn | None:
    """The sizes that exist; None while one is missing, because a page never makes them."""
    found = {rendition.filter_spec: rendition for rendition in _existing(image)}
    if any(spec not in found for spec in SPECS):
        return None
    return Drawn([found[spec] for spec in LIGHT.values()], found[PLAIN])


def _existing(image: Any) -> list[Any]:
    key = image.get_rendition_model()._meta.get_field("focal_point_key").default
    return [
        rendition
        for rendition in image.renditions.filter(filter_spec__in=SPECS)
        if rendition.focal_point_key == key
    ]


def make_sizes(image: Any) -> None:
    """Make every size that does not exist yet."""
    image.get_renditions(*SPECS)

"""The demo's pictures: drawn, not photographed, so that nobody is shown."""

import io
import random
from collections.abc import Callable

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw

from home.models import PortalImage

SIZE = (1280, 800)
PAPER, LINE = "#fbfaf7", "#cfc9bb"
MALACHITE, COBALT, COPPER, GOLD = "#157a62", "#1c4a96", "#9a4219", "#c08a00"


def grid(draw: ImageDraw.ImageDraw) -> None:
    """A map in squares: some visited, some not."""
    chance = random.Random(7)  # noqa: S311  the same drawing every time
    side = 128
    for x in range(64, 1216, side):
        for y in range(48, 752, side):
            box = (x, y, x + side, y + side)
            if chance.random() < 0.28:
                _hatch(draw, box)
            else:
                _dots(draw, box, chance)
            draw.rectangle(box, outline=LINE, width=2)
    draw.line([(0, 620), (300, 520), (560, 590), (830, 420), (1280, 470)], fill="#9fb7d9", width=14)


def _hatch(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    for offset in range(16, 2 * (right - left), 24):
        start = (max(left, left + offset - (bottom - top)), min(bottom, top + offset))
        end = (min(right, left + offset), max(top, top + offset - (right - left)))
        draw.line([start, end], fill="#ddd8cc", width=3)


def _dots(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], chance: random.Random) -> None:
    left, top, right, bottom = box
    for _ in range(chance.randint(0, 4)):
        x, y = chance.randint(left + 22, right - 22), chance.randint(top + 22, bottom - 22)
        radius = chance.choice([7, 10, 14])
        colour = chance.choice([MALACHITE, MALACHITE, COBALT, COPPER])
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def rings(draw: ImageDraw.ImageDraw) -> None:
    """Nested circles: the organisation, the consortium, registered people, everybody."""
    chance = random.Random(3)  # noqa: S311  the same drawing every time
    rings = [(370, "#e1eaf8", COBALT), (285, "#e9e7f2", "#4d4775"), (200, "#dcefe8", MALACHITE)]
    for radius, fill, edge in [*rings, (105, "#fbf0d0", GOLD)]:
        box = (640 - radius, 400 - radius, 640 + radius, 400 + radius)
        draw.ellipse(box, fill=fill, outline=edge, width=5)
    for _ in range(46):
        x, y = chance.randint(300, 980), chance.randint(60, 740)
        draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill="#3f4442")


DRAWINGS: dict[str, tuple[str, Callable[[ImageDraw.ImageDraw], None]]] = {
    "grid": ("Carte en carreaux (dessin)", grid),
    "rings": ("Cercles de partage (dessin)", rings),
}


def make_pictures() -> dict[str, PortalImage]:
    """The drawings in the picture library, each once."""
    return {name: _picture(name, title, draw) for name, (title, draw) in DRAWINGS.items()}


def _picture(name: str, title: str, draw: Callable[[ImageDraw.ImageDraw], None]) -> PortalImage:
    found = PortalImage.objects.filter(title=title).first()
    if found:
        return found
    canvas = Image.new("RGB", SIZE, PAPER)
    draw(ImageDraw.Draw(canvas))
    stored = io.BytesIO()
    canvas.quantize(32).save(stored, "PNG", optimize=True)
    file = ImageFile(stored, name=f"demo-{name}.png")
    return PortalImage.objects.create(title=title, file=file, credit="dessin de démonstration")

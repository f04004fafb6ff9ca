"""Two plain drawings for the demo course. Language-neutral: the captions say what they mean."""

import io
from collections.abc import Callable
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, SCALE = 1280, 800, 2
PAPER, SHEET, LINE = "#f3f1eb", "#ffffff", "#cfc9bb"
INK, SOFT = "#1b1d1c", "#5c625f"
GREEN, PALE_GREEN, BLUE, COPPER, GOLD = "#157a62", "#dcefe8", "#7f9fd0", "#9a4219", "#c08a00"

Point = tuple[float, float]


class Sheet:
    """A sheet to draw on, in units of the finished picture."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def line(self, points: list[Point], colour: str, width: float) -> None:
        """A line with round corners and ends."""
        big = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(big, fill=colour, width=int(width * SCALE), joint="curve")
        for x, y in points:  # without these a wide curve shows cracks where its pieces meet
            self.disc(x, y, width / 2, colour)

    def disc(self, x: float, y: float, radius: float, fill: str, edge: str = "") -> None:
        """A filled circle, perhaps with an edge."""
        self.oval(x, y, radius, radius, fill, edge)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, edge: str = "") -> None:
        """A filled ellipse, perhaps with an edge."""
        box = [v * SCALE for v in (x - rx, y - ry, x + rx, y + ry)]
        self.draw.ellipse(box, fill=fill, outline=edge or None, width=5 * SCALE)

    def shape(self, points: list[Point], fill: str, edge: str = INK) -> None:
        """A filled polygon with an edge."""
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)
        self.line([*points, points[0]], edge, 5)

    def number(self, x: float, y: float, text: str) -> None:
        """A numbered mark, to be explained in the caption."""
        self.disc(x, y, 30, GOLD, INK)
        font = ImageFont.load_default(size=38 * SCALE)
        self.draw.text((x * SCALE, y * SCALE), text, fill=INK, font=font, anchor="mm")

    def png(self) -> bytes:
        """The finished picture."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.quantize(64).save(out, "PNG", optimize=True)
        return out.getvalue()


def _curve(at: Callable[[float], Point], steps: int = 60) -> list[Point]:
    return [at(i / steps) for i in range(steps + 1)]


def site_sketch() -> bytes:
    """A site seen from above: pits, washing place, depot, barrier, where one stands, north."""
    sheet = Sheet()
    river = _curve(lambda t: (740 + 600 * t, -60 + 400 * t + 60 * sin(3 * pi * t)))
    sheet.line(river, BLUE, 74)
    path = _curve(lambda t: (90 + 760 * t, 740 - 430 * t - 90 * sin(pi * t)))
    sheet.line(path, LINE, 34)
    _pits(sheet)
    sheet.shape([(880, 280), (990, 320), (965, 388), (855, 348)], PALE_GREEN)  # washing place
    for x in (885, 920, 955):
        sheet.line([(x, 322), (x - 12, 352)], GREEN, 5)
    sheet.shape([(880, 560), (1060, 560), (1060, 680), (880, 680)], SHEET)  # depot
    sheet.shape([(860, 560), (970, 480), (1080, 560)], PALE_GREEN)
    sheet.line([(318, 470), (402, 590)], COPPER, 14)  # barrier across the path
    for x, y in ((318, 470), (402, 590)):
        sheet.disc(x, y, 14, INK)
    _eye(sheet, 170, 560, 52)
    marks = ((440, 150, "1"), (1070, 330, "2"), (1130, 620, "3"), (440, 520, "4"), (250, 520, "5"))
    for x, y, text in marks:
        sheet.number(x, y, text)
    _north(sheet, 110, 130)
    return sheet.png()


def _pits(sheet: Sheet) -> None:
    for x, y, size in ((560, 200, 62), (690, 250, 46), (590, 310, 38)):
        sheet.oval(x, y, size + 16, (size + 16) * 0.7, LINE)
        sheet.oval(x, y, size, size * 0.66, SOFT, INK)


def _north(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x, y + 60), (x, y - 50)], INK, 6)
    sheet.shape([(x, y - 76), (x + 22, y - 28), (x - 22, y - 28)], INK)


def _eye(sheet: Sheet, x: float, y: float, size: float) -> None:
    def lid(up: int) -> list[Point]:
        return _curve(lambda t: (x - size + 2 * size * t, y + up * size * 0.55 * sin(pi * t)))

    sheet.shape(lid(-1) + lid(1)[::-1], SHEET)
    sheet.disc(x, y, size * 0.33, GREEN, INK)


def three_columns() -> bytes:
    """A page of a notebook: what was seen, what was heard, what one supposes."""
    sheet = Sheet()
    sheet.shape([(140, 60), (1140, 60), (1140, 740), (140, 740)], SHEET)
    for y in range(110, 740, 60):  # the rings of the notebook
        sheet.disc(140, y, 11, PAPER, INK)
    for y in (286, 512):
        sheet.line([(200, y), (1100, y)], LINE, 4)
    _eye(sheet, 290, 172, 70)
    _ear(sheet, 290, 398)
    _thought(sheet, 290, 620)
    _writing(sheet, 120, GREEN)
    _writing(sheet, 346, BLUE)
    _writing(sheet, 570, SOFT, dotted=True)
    for y, text in ((172, "1"), (398, "2"), (620, "3")):
        sheet.number(1050, y, text)
    return sheet.png()


def _ear(sheet: Sheet, x: float, y: float) -> None:
    outer = _curve(
        lambda t: (x + 52 * cos(pi * (1.9 * t + 0.9)), y - 18 + 56 * sin(pi * (1.9 * t + 0.9)))
    )
    sheet.line([*outer[:46], (x + 22, y + 40), (x - 4, y + 74)], INK, 8)
    inner = _curve(
        lambda t: (x + 24 * cos(pi * (1.3 * t + 1)), y - 16 + 26 * sin(pi * (1.3 * t + 1)))
    )
    sheet.line(inner, INK, 7)


def _thought(sheet: Sheet, x: float, y: float) -> None:
    puffs = ((-44, 4, 34), (-8, -24, 42), (40, -8, 38), (6, 16, 40))
    for edge, colour in ((5, INK), (0, SHEET)):
        for dx, dy, radius in puffs:
            sheet.disc(x + dx, y + dy, radius + edge, colour)
    for dx, dy, radius in ((-56, 60, 12), (-74, 84, 7)):
        sheet.disc(x + dx, y + dy, radius, SHEET, INK)


def _writing(sheet: Sheet, top: float, colour: str, *, dotted: bool = False) -> None:
    for row, length in enumerate((520, 440, 300)):
        y = top + row * 50
        if dotted:
            for x in range(430, 430 + length, 36):
                sheet.line([(x, y), (x + 12, y)], colour, 9)
        else:
            sheet.line([(430, y), (430 + length, y)], colour, 9)

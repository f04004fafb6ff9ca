"""A small map of what is covered: the country's outline and a few places on it, as SVG."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

# DR Congo, from Natural Earth's public-domain borders, in twentieths of a degree, north up.
OUTLINE = (
    "M615 164l-37 6 0 4-2 4-8 7 5 12 0 16-6 17 3 6 11 11 7 2 2-1 0-3 6-2-1 26-2-1-2-3-9 "
    "3-3-2-5-9-3 0-3-7-17-6-8-12-2 0-3 7-16-1-12-3-3-2-1-9-16 5-3-1 0-5-7-5-3 2-8-1-7 3-11-1-5 "
    "3-2-6 2-4 0-9-10-16 2-15 0-7-2-5 0-15-24-1-1-2 1-6-15 2-6 3-4 16-8 1-8-1-11 3-8 "
    "0-12-17-2-6-3-7-1-9-5-5-69-1-12 3-4-5 6-1 0-11-1-1 13-10 6 5 5-2 1-6 5 1 8-4 2 2-2 4 1 5 6 1 "
    "11-12 7-5 5-2 3-4 3-6 1-8 0-17 7-7 7-12 8-5 9-9-1-5 4-11 0-17 3-9 0-9 11-26-1-19 10-13 5-4 "
    "8-1 11 6 6 8 37 6 9-12 11 2 18-7 9 1 6 0 4-2 6-5 25 5 6-3 6 2 8 9 8 6 4 0 7-3 10 2 4-4 5 0 "
    "10 12 6 3 2 4 3 0 3 4-3 8 2 3-2 9 4 1 7 5-7 9-20 18 0 6-5 8-1 11-1 19-5 2-3 4-1 3 0 7-6 5 1 "
    "5 2 0 5 7-1 16 4 12-2 9 6 17-2 6 1 5 3 6 10 9z "
)
SCALE = 20
VIEW_BOX = "242 -108 386 380"
SMALLEST, LARGEST = 2, 6


@dataclass(frozen=True)
class Place:
    """Where a dot stands on the drawing."""

    x: str
    y: str


def places(points: Iterable[tuple[float, float]]) -> list[Place]:
    """Dots for (longitude, latitude) in degrees; what lies on the same spot is drawn once."""
    spots = {(round(lon * SCALE), round(-lat * SCALE)) for lon, lat in points}
    return [Place(str(x), str(y)) for x, y in sorted(spots)]


@dataclass(frozen=True)
class Layer:
    """All spots of one size, as one path of dots."""

    width: str
    path: str


def layers(squares: Iterable[tuple[float, float, int]]) -> list[Layer]:
    """(longitude, latitude, rows): the more rows, the larger the dot. Outside the frame: none.

    The area of a dot grows with its rows; as a path a dot costs a dozen bytes.
    """
    inside = [(lon, lat, rows) for lon, lat, rows in squares if _framed(lon, lat)]
    most = max((rows for _, _, rows in inside), default=1)
    sizes: defaultdict[int, str] = defaultdict(str)
    for lon, lat, rows in inside:
        size = SMALLEST + round((LARGEST - SMALLEST) * (rows / most) ** 0.5)
        sizes[size] += f"M{round(lon * SCALE)} {round(-lat * SCALE)}h0"
    return [Layer(str(size), sizes[size]) for size in sorted(sizes, reverse=True)]


def _framed(lon: float, lat: float) -> bool:
    left, top, width, height = map(int, VIEW_BOX.split())
    return 0 <= lon * SCALE - left <= width and 0 <= -lat * SCALE - top <= height

"""Squares of 1, 5, 10, 25 or 50 km on the globe, and the centre of the one a place lies in.

A band of latitude is 0.009° high for each kilometre, which is 1.0008 km. In each band 50 km high,
the circle around the globe is cut into a whole number of equal pieces as near to 50 km wide as
possible at the middle of that band, and these into pieces of the smaller sizes. So a cell is
square to 0.1 % at Congo's latitudes (14° south to 6° north), never crosses the date line, and the
cells nest: 1 km in 5, 5 in 10 and 25, each in 50. Two editions on nested grids tell together no
more than the finer of the two. Only 10 and 25 km do not nest: together they may cut a cell of
10 km in two.
"""

import math

DEGREES_A_KM = 0.009
BAND_KM = 50
DECIMALS = 5
SMALLEST_COSINE = 0.01
ROWS = 20_000  # of 1 km, from pole to pole


def centre(longitude: float, latitude: float, km: int) -> tuple[float, float] | None:
    """The centre (longitude, latitude) of the cell that holds a place; None off the globe.

    Degrees, rounded to 0.00001. The rule of the SQL below, for one place: the cell of 1 km is found
    once, and the larger ones by whole numbers from it, so that no rounding can part them.
    """
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        return None
    row = min(math.floor((latitude + 90) / DEGREES_A_KM), ROWS - 1)
    around = _around(row // BAND_KM)
    column = min(math.floor((longitude + 180) / (360 / around)), around - 1)
    return (
        round((column // km + 0.5) * km * (360 / around) - 180, DECIMALS),
        round((row // km + 0.5) * km * DEGREES_A_KM - 90, DECIMALS),
    )


def _around(band: int) -> int:
    """How many cells of 1 km go around the globe in a band 50 km high: a multiple of 50."""
    tall = BAND_KM * DEGREES_A_KM
    cosine = max(math.cos(math.radians((band + 0.5) * tall - 90)), SMALLEST_COSINE)
    return round(360 * cosine / tall) * BAND_KM


def half_diagonal(km: int) -> tuple[float, float]:
    """How far from its centre a place can lie: (east or west, north or south) in degrees.

    East and west for Congo's latitudes, with the rounding of the centre.
    """
    high = km * DEGREES_A_KM / 2 + 10.0**-DECIMALS
    return high * 1.05, high


def centre_sql(longitude: str, latitude: str, km: int, axis: str) -> str:
    """SQL for one coordinate of the centre, from SQL of both; NULL unless both are on the globe."""
    here = f"abs({longitude}) <= 180 AND abs({latitude}) <= 90"  # what is no number is beyond all
    middle = (
        _latitude_sql(latitude, km)
        if axis == "latitude"
        else _longitude_sql(longitude, latitude, km)
    )
    return f"CASE WHEN {here} THEN round({middle}, {DECIMALS}) END"


def _row_sql(latitude: str) -> str:
    return f"least(floor(({latitude} + 90) / {DEGREES_A_KM!r}), {ROWS - 1})"


def _latitude_sql(latitude: str, km: int) -> str:
    row = f"floor({_row_sql(latitude)} / {km})"
    return f"({row} + 0.5) * {km} * {DEGREES_A_KM!r}::DOUBLE - 90"


def _longitude_sql(longitude: str, latitude: str, km: int) -> str:
    tall = BAND_KM * DEGREES_A_KM
    band = f"floor({_row_sql(latitude)} / {BAND_KM})"
    cosine = f"greatest(cos(radians(({band} + 0.5) * {tall!r}::DOUBLE - 90)), {SMALLEST_COSINE})"
    around = f"(round(360 * {cosine} / {tall!r}) * {BAND_KM})"
    width = f"(360.0::DOUBLE / {around})"
    column = f"floor(least(floor(({longitude} + 180) / {width}), {around} - 1) / {km})"
    return f"({column} + 0.5) * {km} * {width} - 180"

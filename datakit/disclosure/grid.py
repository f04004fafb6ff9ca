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


def centre(longitude: float, latitude: float, km: int) -> tuple[float, float] | None:
    """The centre (longitude, latitude) of the cell that holds a place; None off the globe.

    Degrees, rounded to 0.00001. The rule of the SQL below, for one place.
    """
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        return None
    height = km * DEGREES_A_KM
    row = min(math.floor((latitude + 90) / height), _rows(km) - 1)
    width = 360 / _around(latitude, km)
    column = min(math.floor((longitude + 180) / width), round(360 / width) - 1)
    return (
        round((column + 0.5) * width - 180, DECIMALS),
        round((row + 0.5) * height - 90, DECIMALS),
    )


def _rows(km: int) -> int:
    return round(180 / (km * DEGREES_A_KM))


def _around(latitude: float, km: int) -> int:
    """How many cells go around the globe at a latitude."""
    tall = BAND_KM * DEGREES_A_KM
    band = min(math.floor((latitude + 90) / tall), _rows(BAND_KM) - 1)
    cosine = max(math.cos(math.radians((band + 0.5) * tall - 90)), SMALLEST_COSINE)
    return round(360 * cosine / tall) * BAND_KM // km


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


def _row_sql(latitude: str, km: int) -> str:
    return f"least(floor(({latitude} + 90) / {km * DEGREES_A_KM!r}), {_rows(km) - 1})"


def _latitude_sql(latitude: str, km: int) -> str:
    return f"({_row_sql(latitude, km)} + 0.5) * {km * DEGREES_A_KM!r}::DOUBLE - 90"


def _longitude_sql(longitude: str, latitude: str, km: int) -> str:
    tall = BAND_KM * DEGREES_A_KM
    middle = f"radians(({_row_sql(latitude, BAND_KM)} + 0.5) * {tall!r}::DOUBLE - 90)"
    cosine = f"greatest(cos({middle}), {SMALLEST_COSINE})"
    around = f"(round(360 * {cosine} / {tall!r}) * {BAND_KM // km})"
    column = f"least(floor(({longitude} + 180) / (360.0 / {around})), {around} - 1)"
    return f"({column} + 0.5) * (360.0::DOUBLE / {around}) - 180"

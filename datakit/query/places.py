"""Where rows lie: how many in each square of a grid of degrees."""

from pathlib import Path

from datakit.query.conditions import known_column
from datakit.query.engine import DEFAULT_ENGINE, Engine, quoted
from datakit.schema import Schema

WORLD = (-180.0, 180.0, -90.0, 90.0)


def squares(
    parquet: Path,
    schema: Schema,
    longitude: str,
    latitude: str,
    step: float,
    limit: int,
    *,
    engine: Engine = DEFAULT_ENGINE,
) -> list[tuple[float, float, int]]:
    """The fullest squares of ``step`` degrees as (longitude, latitude, rows), at most ``limit``.

    The coordinates are those of a square's middle. Rows without a place, or with one that is not
    on earth, are left out. Raises :class:`UnknownColumn`.
    """
    lon, lat = (quoted(known_column(schema, name).name) for name in (longitude, latitude))
    sql = (
        f"SELECT round({lon} / ?) * ?, round({lat} / ?) * ?, count(*) "  # noqa: S608 names checked
        f"FROM read_parquet(?) WHERE {lon} BETWEEN ? AND ? AND {lat} BETWEEN ? AND ? "
        "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?"
    )
    with engine.cursor(parquet) as cursor:
        found = cursor.execute(sql, [*[step] * 4, str(parquet), *WORLD, limit]).fetchall()
    return [(float(east), float(north), int(rows)) for east, north, rows in found]

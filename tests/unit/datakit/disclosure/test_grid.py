"""Cells are about as large as they say, nest, and a centre is never far from its place."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datakit.disclosure.grid import centre, half_diagonal
from datakit.disclosure.treatments import GRID_KM

CONGO = st.tuples(st.floats(11, 32), st.floats(-14, 6))
GLOBE = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
NESTED = [(1, 5), (1, 10), (1, 25), (1, 50), (5, 10), (5, 25), (5, 50), (10, 50), (25, 50)]
KM_A_DEGREE = 111.195


@given(CONGO, st.sampled_from(GRID_KM))
def test_a_centre_lies_within_half_a_cell(place, km):
    found = centre(*place, km)
    assert found is not None
    east, north = half_diagonal(km)
    assert abs(found[0] - place[0]) <= east
    assert abs(found[1] - place[1]) <= north
    aside = (found[0] - place[0]) * math.cos(math.radians(place[1])) * KM_A_DEGREE
    up = (found[1] - place[1]) * KM_A_DEGREE
    assert math.hypot(aside, up) <= km / math.sqrt(2) * 1.01 + 0.005


@given(GLOBE, st.sampled_from(GRID_KM))
def test_a_centre_is_its_own_centre_everywhere(place, km):
    found = centre(*place, km)
    assert found is not None
    assert abs(found[0]) <= 180
    assert abs(found[1]) <= 90
    assert centre(*found, km) == found


@pytest.mark.parametrize(("fine", "coarse"), NESTED)
@given(place=GLOBE)
def test_cells_nest(fine, coarse, place):
    inner = centre(*place, fine)
    assert inner is not None
    assert centre(*inner, coarse) == centre(*place, coarse)


@pytest.mark.parametrize("place", [(181, 0), (0, 91), (math.nan, 0), (0, math.nan), (math.inf, 0)])
def test_no_place_off_the_globe(place):
    assert centre(*place, 10) is None


@pytest.mark.parametrize("place", [(180, 90), (-180, -90), (180, -90), (0, 90)])
def test_the_edges_of_the_globe_have_their_cell(place):
    assert centre(*place, 50) is not None


@pytest.mark.parametrize("km", GRID_KM)
def test_cells_are_square_at_congo_s_latitudes(km):
    """Counted along a line: a hundred cells east and a hundred north are a hundred times km."""
    for latitude in (-13.3, -4.3, 0.1, 5.9):
        step = 0.0005
        lons = {centre(20 + n * step, latitude, km)[0] for n in range(4000)}  # type: ignore[index]
        wide = 2.0 * math.cos(math.radians(latitude)) * KM_A_DEGREE / km
        assert len(lons) == pytest.approx(wide, abs=2)
    lats = {centre(20, -5 + n * step, km)[1] for n in range(4000)}  # type: ignore[index]
    assert len(lats) == pytest.approx(2.0 * KM_A_DEGREE / km, abs=2)

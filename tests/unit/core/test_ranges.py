"""The Range header, by RFC 9110 section 14."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ranges import Part, Unsatisfiable, asked_part


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-499", Part(0, 499)),
        ("bytes=500-999", Part(500, 999)),
        ("bytes=0-0", Part(0, 0)),
        ("bytes=999-999", Part(999, 999)),
        ("bytes=9500-", None),
        ("bytes=500-", Part(500, 999)),
        ("bytes=500-99999", Part(500, 999)),
        ("bytes=-500", Part(500, 999)),
        ("bytes=-1", Part(999, 999)),
        ("bytes=-5000", Part(0, 999)),
        ("BYTES = 1 - 2 ", Part(1, 2)),
        (f"bytes=1-{'9' * 4000}", Part(1, 999)),
    ],
)
def test_one_part(header: str, expected: Part | None) -> None:
    if expected is None:
        with pytest.raises(Unsatisfiable):
            asked_part(header, 1000)
    else:
        assert asked_part(header, 1000) == expected


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-4",
        "bytes=a-b",
        "bytes=1-2-3",
        "bytes=--5",
        "bytes=1.5-2",
        "bytes=+1-2",
        "items=0-5",
        "bytes=0-1,5-6",
        "bytes=٣-٤",
        f"bytes=1-{'9' * 5000}",
    ],
)
def test_what_is_no_single_range_means_the_whole(header: str) -> None:
    assert asked_part(header, 1000) is None


@pytest.mark.parametrize(
    ("header", "size"),
    [
        ("bytes=1000-", 1000),
        ("bytes=1000-2000", 1000),
        ("bytes=-0", 1000),
        ("bytes=0-", 0),
        ("bytes=-5", 0),
    ],
)
def test_a_part_outside_the_file(header: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        asked_part(header, size)


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 5000))
def test_parts_lie_in_the_file(first: int, last: int, size: int) -> None:
    try:
        part = asked_part(f"bytes={first}-{last}", size)
    except Unsatisfiable:
        assert first >= size
        return
    if part is None:
        assert last < first
    else:
        assert part.first == first
        assert part.first <= part.last < size
        assert part.length == part.last - part.first + 1


@given(st.text())
def test_any_header_gets_an_answer(header: str) -> None:
    with contextlib.suppress(Unsatisfiable):
        asked_part(header, 100)

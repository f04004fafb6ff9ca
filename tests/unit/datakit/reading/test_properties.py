"""Whatever cells a table holds, none is lost, none moves, and typed values keep their meaning."""

import csv
import io
import unicodedata
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.datakit.reading.reading import table, types, values

QUIET = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORDS = st.text(st.characters(categories=["L", "Nd"], max_codepoint=0x2FF), min_size=1, max_size=8)
CELLS = st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=12)


def written(header: list[str], rows: list[tuple[str, ...]], delimiter: str) -> str:
    """The rows as CSV, by Python's own writer."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *rows])
    return text.getvalue()


@QUIET
@given(CELLS, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["utf-8", "utf-16"]))
def test_words_come_back_in_their_places(
    rows: list[tuple[str, ...]], delimiter: str, codec: str
) -> None:
    marked = [(f"{a}~", f"{b}'", f"{c}{delimiter}_") for a, b, c in rows]
    with TemporaryDirectory() as folder:
        report = table(Path(folder), written(["a", "b", "c"], marked, delimiter).encode(codec))
        got = values(Path(folder), report)
    expected = [[_nfc(cell) for cell in column] for column in zip(*marked, strict=True)]
    assert list(got.values()) == expected
    assert report.rows == len(rows)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@QUIET
@given(st.lists(st.one_of(st.none(), st.integers(-(10**14), 10**14)), min_size=2, max_size=20))
def test_whole_numbers_keep_their_value(numbers: list[int | None]) -> None:
    rows = [("" if n is None else str(n), "word") for n in numbers]
    with TemporaryDirectory() as folder:
        report = table(Path(folder), written(["n", "w"], rows, ","))
        got = values(Path(folder), report)["n"]
    if types(report)["n"] == "boolean":
        got = [None if value is None else int(value) for value in got]
    expected = numbers if any(n is not None for n in numbers) else [None] * len(numbers)
    assert got == expected


@QUIET
@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 6)), min_size=2, max_size=20),
    st.sampled_from([".", ","]),
)
def test_decimals_keep_their_value(numbers: list[float], decimal: str) -> None:
    rows = [(f"{n:.6f}".replace(".", decimal), "word") for n in numbers]
    with TemporaryDirectory() as folder:
        got = values(Path(folder), table(Path(folder), written(["n", "w"], rows, ";")))["n"]
    assert got == numbers


@QUIET
@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=1, max_size=20))
def test_days_keep_their_value(days: list[date]) -> None:
    rows = [(f"{day.day:02}/{day.month:02}/{day.year}", day.isoformat()) for day in days]
    with TemporaryDirectory() as folder:
        got = values(Path(folder), table(Path(folder), written(["fr", "iso"], rows, ",")))
    assert got["iso"] == days
    assert got["fr"] == days

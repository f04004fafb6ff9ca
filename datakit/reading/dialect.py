"""How a text file separates its cells: the delimiter, and spaces before quotation marks."""

import csv
import io
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from datakit.reading.encoding import Encoding

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_CHARACTERS = 1 << 19
SAMPLE_ROWS = 200


@dataclass(frozen=True)
class Dialect:
    """What :mod:`csv` needs to know. ``spaced`` means spaces stand before quotation marks."""

    delimiter: str
    spaced: bool = False


def find_dialect(path: Path, encoding: Encoding, chosen: str = "") -> Dialect:
    """The dialect of the file's beginning; the ``chosen`` delimiter wins."""
    with path.open(encoding=encoding.codec, errors="replace", newline="") as file:
        sample = file.read(SAMPLE_CHARACTERS)
    delimiter = chosen or _announced(sample) or _best(sample)
    spaced = bool(
        re.search(
            re.escape(delimiter) + r" +\"[^\"\r\n]*\" *(?:" + re.escape(delimiter) + "|[\r\n]|$)",
            sample,
        )
    )
    return Dialect(delimiter, spaced)


def _announced(sample: str) -> str:
    """The delimiter that a first line «sep=;» names, as Excel writes and reads it."""
    found = re.match(r"sep=([,;\t|])[\r\n]", sample, re.IGNORECASE)
    return found.group(1) if found else ""


def _best(sample: str) -> str:
    scores = {delimiter: _score(sample, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ","


def _score(sample: str, delimiter: str) -> float:
    """How evenly the delimiter divides the rows: 1 = all rows have the same number of cells."""
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    # A cell beyond the limit ends the look here; the reading itself will name it.
    with suppress(csv.Error):
        for row in islice(reader, SAMPLE_ROWS):
            if row:
                widths[len(row)] += 1
    if not widths:
        return 0
    rows = sum(widths.values())
    usual, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    divided = sum(times for width, times in widths.items() if width > 1)
    if usual < 2:
        # Titles or notes may outnumber the rows; half a file of two cells is still a table.
        return 0.3 * divided / rows if divided * 2 >= rows else 0
    return times / rows + min(usual, 50) / 100

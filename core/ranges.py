"""Which part of a file a request asks for: the Range header of RFC 9110, section 14."""

import re
from dataclasses import dataclass

# Python turns at most 4300 digits into a number.
_SPEC = re.compile(r"bytes\s*=\s*(\d{0,4000})\s*-\s*(\d{0,4000})\s*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """Bytes `first` to `last` of a file, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes these are."""
        return self.last - self.first + 1


class Unsatisfiable(ValueError):
    """The part asked for lies outside the file: answer 416."""


def asked_part(header: str, size: int) -> Part | None:
    """The part of a file of `size` bytes that `header` asks for, or None for the whole.

    A header that is malformed, of another unit, or asks for several parts counts as absent, as
    RFC 9110 allows: the answer is then the whole file. Raises Unsatisfiable.
    """
    match = _SPEC.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return _ending(int(last), size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return Part(int(first), min(int(last), size - 1) if last else size - 1)


def _ending(length: int, size: int) -> Part:
    """The last `length` bytes."""
    if not length or not size:
        raise Unsatisfiable
    return Part(max(size - length, 0), size - 1)

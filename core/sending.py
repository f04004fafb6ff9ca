"""Sending one private file: whole or in parts, so that a dropped connection resumes.

Whoever calls this has asked the policy. A download that stopped continues when the file is still
the same (If-Range) and starts again when it is not. With `SENDFILE_PREFIX` nginx sends the bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe

from core.ranges import Part, Unsatisfiable, asked_part

PIECE = 256 * 1024


@dataclass(frozen=True)
class Sendable:
    """A file in private storage: `path` on disk, `stored` its name there, `etag` its content."""

    path: Path
    stored: str
    name: str
    etag: str
    modified: datetime
    content_type: str

    @property
    def quoted_etag(self) -> str:
        """The strong entity tag, as headers write it."""
        return f'"{self.etag}"'


def starts(request: HttpRequest) -> bool:
    """Whether this request asks for the beginning of a file: a download and no continuation."""
    if request.method != "GET":
        return False
    try:
        part = asked_part(request.headers.get("Range", ""), 2**63)
    except Unsatisfiable:
        return False
    return part is None or part.first == 0


def send(request: HttpRequest, file: Sendable) -> HttpResponseBase:
    """The answer to GET or HEAD for `file`: 200, 206, 304, 412 or 416."""
    stamp = int(file.modified.timestamp())
    answer: HttpResponseBase | None
    answer = get_conditional_response(request, file.quoted_etag, stamp)
    if answer is None:
        answer = _by_server(file) if settings.SENDFILE_PREFIX else _by_us(request, file)
    answer["ETag"] = file.quoted_etag
    answer["Last-Modified"] = http_date(stamp)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _by_server(file: Sendable) -> HttpResponse:
    """nginx reads the file and answers ranges itself."""
    answer = HttpResponse(content_type=file.content_type)
    answer["X-Accel-Redirect"] = settings.SENDFILE_PREFIX.rstrip("/") + "/" + quote(file.stored)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or ""
    answer["Accept-Ranges"] = "bytes"
    return answer


def _by_us(request: HttpRequest, file: Sendable) -> HttpResponseBase:
    size = file.path.stat().st_size
    try:
        part = _wanted(request, file, size)
    except Unsatisfiable:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        refused["Accept-Ranges"] = "bytes"
        return refused
    return _answer(request, file, part, size)


def _wanted(request: HttpRequest, file: Sendable, size: int) -> Part | None:
    """The part to send; ranges count in GET alone, and only while the file is the one meant."""
    header = request.headers.get("Range", "")
    if request.method != "GET" or not header or not _still_same(request, file):
        return None
    return asked_part(header, size)


def _still_same(request: HttpRequest, file: Sendable) -> bool:
    """If-Range: a strong tag or a date that must be exactly ours."""
    given = request.headers.get("If-Range", "").strip()
    if not given:
        return True
    if given.startswith(('"', "W/")):
        return given == file.quoted_etag
    return parse_http_date_safe(given) == int(file.modified.timestamp())


def _answer(request: HttpRequest, file: Sendable, part: Part | None, size: int) -> HttpResponseBase:
    shown = part or Part(0, size - 1)
    answer: HttpResponseBase
    if request.method == "HEAD":
        answer = HttpResponse(content_type=file.content_type)
    else:
        pieces = _Pieces(file.path.open("rb"), shown)
        answer = StreamingHttpResponse(pieces, content_type=file.content_type)
    if part is not None:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    answer["Content-Length"] = str(shown.length)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or ""
    answer["Accept-Ranges"] = "bytes"
    return answer


class _Pieces:
    """A part of an open file in pieces; closing it closes the file, read or not."""

    def __init__(self, source: IO[bytes], part: Part) -> None:
        self._source, self._left = source, part.length
        source.seek(part.first)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (piece := self._source.read(min(PIECE, self._left))):
            self._left -= len(piece)
            yield piece
        self.close()

    def close(self) -> None:
        """Called by Django when the answer is out or the reader is gone."""
        self._source.close()

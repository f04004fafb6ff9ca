"""A file sent whole or in parts, and the conditions a reader may set."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory, override_settings
from django.utils.http import http_date

from core import sending
from core.sending import Sendable, send, starts

CONTENT = bytes(range(256)) * 4
MODIFIED = dt.datetime(2026, 11, 2, 10, 30, 15, 250, tzinfo=dt.UTC)
DATE = http_date(int(MODIFIED.timestamp()))
ETAG = '"abc123"'
Ask = Callable[..., HttpResponseBase]


@pytest.fixture
def file(tmp_path: Path) -> Sendable:
    path = tmp_path / "package.zip"
    path.write_bytes(CONTENT)
    return Sendable(path, "a b/package.zip", "Visités.zip", "abc123", MODIFIED, "application/zip")


@pytest.fixture
def ask(file: Sendable) -> Ask:
    def asked(method: str = "get", **headers: str) -> HttpResponseBase:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return send(getattr(RequestFactory(), method)("/x", headers=named), file)

    return asked


def body(answer: Any) -> bytes:
    content = b"".join(answer) if isinstance(answer, StreamingHttpResponse) else answer.content
    let_go(answer)
    return content


def let_go(answer: Any) -> None:
    """Close the file as Django does, without the signal that closes the test's database."""
    for close in answer._resource_closers:
        close()


def test_the_whole_file(ask: Ask) -> None:
    answer = ask()
    assert answer.status_code == 200
    assert answer["Content-Length"] == "1024"
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["ETag"] == ETAG
    assert answer["Last-Modified"] == DATE
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "filename*=utf-8''Visit%C3%A9s.zip" in answer["Content-Disposition"]
    assert "Content-Range" not in answer
    assert body(answer) == CONTENT


@pytest.mark.parametrize(
    ("header", "told", "piece"),
    [
        ("bytes=0-99", "bytes 0-99/1024", CONTENT[:100]),
        ("bytes=1000-", "bytes 1000-1023/1024", CONTENT[1000:]),
        ("bytes=-24", "bytes 1000-1023/1024", CONTENT[-24:]),
        ("bytes=0-", "bytes 0-1023/1024", CONTENT),
        ("bytes=5-5", "bytes 5-5/1024", CONTENT[5:6]),
    ],
)
def test_a_part(ask: Ask, header: str, told: str, piece: bytes) -> None:
    answer = ask(range=header)
    assert answer.status_code == 206
    assert answer["Content-Range"] == told
    assert answer["Content-Length"] == str(len(piece))
    assert body(answer) == piece


@pytest.mark.parametrize("header", ["bytes=0-1,3-4", "bytes=9-1", "pages=1-2", "nonsense"])
def test_what_cannot_be_served_in_parts_is_whole(ask: Ask, header: str) -> None:
    answer = ask(range=header)
    assert answer.status_code == 200
    assert body(answer) == CONTENT


@pytest.mark.parametrize("header", ["bytes=1024-", "bytes=-0"])
def test_a_part_that_is_not_there(ask: Ask, header: str) -> None:
    answer = ask(range=header)
    assert answer.status_code == 416
    assert answer["Content-Range"] == "bytes */1024"
    assert body(answer) == b""


def test_pieces_join_to_the_file(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PIECE", 100)
    assert body(ask()) == CONTENT
    joined = b"".join(body(ask(range=f"bytes={at}-{at + 299}")) for at in range(0, 1024, 300))
    assert joined == CONTENT


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        (ETAG, 206),
        ('"other"', 200),
        (f"W/{ETAG}", 200),
        (DATE, 206),
        (http_date(int(MODIFIED.timestamp()) - 1), 200),
        (http_date(int(MODIFIED.timestamp()) + 1), 200),
        ("nonsense", 200),
    ],
)
def test_if_range(ask: Ask, condition: str, status: int) -> None:
    answer = ask(range="bytes=0-9", if_range=condition)
    assert answer.status_code == status
    assert body(answer) == (CONTENT[:10] if status == 206 else CONTENT)


def test_if_range_that_does_not_hold_hides_a_bad_range(ask: Ask) -> None:
    assert body(ask(range="bytes=5000-", if_range='"other"')) == CONTENT


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_none_match": ETAG}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": f'"x", W/{ETAG}'}, 304),
        ({"if_none_match": '"other"'}, 200),
        ({"if_modified_since": DATE}, 304),
        ({"if_modified_since": DATE, "if_none_match": '"other"'}, 200),
        ({"if_match": '"other"'}, 412),
        ({"if_match": ETAG}, 200),
        ({"if_unmodified_since": http_date(1_000_000)}, 412),
        ({"if_match": ETAG, "range": "bytes=0-9"}, 206),
        ({"if_none_match": ETAG, "range": "bytes=0-9"}, 304),
    ],
)
def test_conditions(ask: Ask, headers: dict[str, str], status: int) -> None:
    answer = ask(**headers)
    assert answer.status_code == status
    assert answer["ETag"] == ETAG
    let_go(answer)


def test_head_tells_the_same_without_the_file(ask: Ask) -> None:
    answer = ask("head", range="bytes=0-9")
    assert answer.status_code == 200
    assert answer["Content-Length"] == "1024"
    assert answer["Accept-Ranges"] == "bytes"
    assert body(answer) == b""


def test_an_empty_file(file: Sendable, ask: Ask) -> None:
    file.path.write_bytes(b"")
    answer = ask()
    assert answer["Content-Length"] == "0"
    assert body(answer) == b""
    assert ask(range="bytes=0-").status_code == 416


@override_settings(SENDFILE_PREFIX="/private/")
def test_nginx_is_told_where_the_file_lies(ask: Ask) -> None:
    answer = ask(range="bytes=0-9")
    assert answer.status_code == 200
    assert answer["X-Accel-Redirect"] == "/private/a%20b/package.zip"
    assert "Content-Length" not in answer
    assert body(answer) == b""


@override_settings(SENDFILE_PREFIX="/private/")
def test_nginx_is_told_nothing_when_the_reader_has_it(ask: Ask) -> None:
    answer = ask(if_none_match=ETAG)
    assert answer.status_code == 304
    assert "X-Accel-Redirect" not in answer


@pytest.mark.parametrize(
    ("method", "header", "expected"),
    [
        ("get", "", True),
        ("get", "bytes=0-", True),
        ("get", "bytes=0-10", True),
        ("get", "bytes=1-", False),
        ("get", "bytes=-1", False),
        ("get", "bytes=-0", False),
        ("get", "bytes=7-9,0-1", True),
        ("head", "", False),
    ],
)
def test_what_starts_a_download(method: str, header: str, expected: bool) -> None:
    request = getattr(RequestFactory(), method)("/x", headers={"range": header} if header else {})
    assert starts(request) is expected

"""The mails of an installation without a mail server, read from their folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from django.conf import settings

FOLDER_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
SEPARATOR = b"\n" + b"-" * 79 + b"\n"
SHOWN = 100


@dataclass(frozen=True)
class Letter:
    """One mail as the outbox shows it."""

    to: str
    subject: str
    text: str
    written: datetime


def is_kept() -> bool:
    """Whether this installation keeps its mails in a folder."""
    return settings.EMAIL_BACKEND == FOLDER_BACKEND


def letters() -> list[Letter]:
    """The newest mails, the newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    found: list[Letter] = []
    for path in files:
        found.extend(reversed(list(_letters_in(path))))
        if len(found) >= SHOWN:
            break
    return found[:SHOWN]


def _letters_in(path: Path) -> Iterator[Letter]:
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    for raw in path.read_bytes().split(SEPARATOR):
        if raw.strip():
            yield _letter(message_from_bytes(raw.lstrip(b"\n"), policy=default), written)


def _letter(mail: EmailMessage | Any, written: datetime) -> Letter:
    body = mail.get_body(("plain", "html"))
    text = body.get_content() if body else ""
    return Letter(str(mail["To"]), str(mail["Subject"]), text, written)

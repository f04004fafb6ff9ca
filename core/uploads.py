"""What a request may leave on the disk: nothing from strangers, never more than the limit."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

# What a form adds around its file: names, boundaries, the token.
ENVELOPE = 64 * 1024


def announced(request: HttpRequest) -> int:
    """How many bytes a request says it brings; none where it says no number."""
    size = str(request.META.get("CONTENT_LENGTH") or "")
    return int(size) if size.isascii() and size.isdigit() and len(size) < 20 else 0


class MeasuredUpload(TemporaryFileUploadHandler):
    """Files go to disk while a request is read, whatever its address: so it is measured before.

    No page asks somebody who is not signed in for a file.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[Any, Any] | None:
        """Raises RequestDataTooBig, before anything is read."""
        user = getattr(self.request, "user", None)
        known = user is not None and user.is_authenticated
        most = settings.UPLOAD_LIMIT + ENVELOPE if known else ENVELOPE
        if content_length > most:
            raise RequestDataTooBig("More than the portal takes in.")
        return None

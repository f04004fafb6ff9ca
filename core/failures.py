"""What a page says when something broke: no more in the demo, which runs with DEBUG, than later."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.views.debug import ExceptionReporter


class NothingTold(ExceptionReporter):
    """The trace is in the log of whoever runs the portal, never in somebody's browser."""

    THEIRS = (BadRequest, SuspiciousOperation, MultiPartParserError)

    def get_traceback_html(self) -> str:
        """The page everybody gets."""
        theirs = issubclass(self.exc_type, self.THEIRS)
        return render_to_string("400.html" if theirs else "500.html")

    def get_traceback_text(self) -> str:
        """The same for programs."""
        return "Something broke on our side.\n"

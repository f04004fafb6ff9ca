"""What a page says when something broke: no more in the demo, which runs with DEBUG, than later."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

THEIRS = (BadRequest, SuspiciousOperation, MultiPartParserError)


class NothingTold(ExceptionReporter):
    """The trace is in the log of whoever runs the portal, never in somebody's browser."""

    def get_traceback_html(self) -> SafeString:
        """The page everybody gets."""
        theirs = isinstance(self.exc_value, THEIRS)
        return render_to_string("400.html" if theirs else "500.html")

    def get_traceback_text(self) -> SafeString:
        """The same for programs."""
        return SafeString("Something broke on our side.\n")

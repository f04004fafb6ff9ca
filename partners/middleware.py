"""What is remembered while one page is made, and forgotten with it."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from partners import policies


class RememberStanding(MiddlewareMixin):
    """Looks up once per page where a person stands: the frame, the inbox and the lists all ask.

    Only while something is read: what changes people or rights asks afresh at each step.
    """

    def process_request(self, request: HttpRequest) -> None:
        policies.remember(request.method in {"GET", "HEAD"})

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        policies.remember(False)
        return response

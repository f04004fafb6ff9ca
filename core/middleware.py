"""What happens around every request: compression, and refusals turned into pages."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.views.defaults import bad_request, page_not_found

from core.errors import NotVisible, PortalError

ERROR_TEMPLATES = {400: "400.html", 403: "403.html", 409: "409.html"}


class CompressPages(GZipMiddleware):
    """Compresses pages, but never streams of files: those have ranges and checksums."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming or response.has_header("Accept-Ranges"):
            return response
        return super().process_response(request, response)


class PrivatePages(MiddlewareMixin):
    """What is made for somebody who is signed in is kept by nobody else, and asked for again.

    The browser may still go back to it without the network. Views that show rows say more.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        if signed_in and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response


class PlainRequests(MiddlewareMixin):
    """Nothing is called by a NUL, and PostgreSQL cannot even be asked for one.

    Forms look after what they are sent; addresses and cookies are looked at here.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if "\0" in request.path_info:
            return page_not_found(request, Http404())
        if _in_cookies(request):
            request.user = AnonymousUser()  # whose session it is cannot be asked
            return bad_request(request, BadRequest())
        if "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, BadRequest())
        return None


def _in_cookies(request: HttpRequest) -> bool:
    return any("\0" in value for value in request.COOKIES.values())


class PortalErrors(MiddlewareMixin):
    """Turns what an action refuses with into the page for it."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotVisible):
            # Exactly the answer of an address that does not exist.
            raise Http404 from exception
        if isinstance(exception, PortalError):
            context = {"error": exception}
            template = ERROR_TEMPLATES[exception.status]
            return render(request, template, context, status=exception.status)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The demo runs with DEBUG on; there, too, nothing is told about what is not there."""
        technical = settings.DEBUG and response.status_code == 404 and not response.streaming
        if technical and response.get("Content-Type", "").startswith("text/html"):
            return page_not_found(request, Http404())
        return response

"""What the editor's desk may load and send: only from and to the portal itself."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

# Wagtail's editor runs scripts that stand in its pages; nothing it runs may speak to elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


class DeskPolicy(MiddlewareMixin):
    """The portal's own pages have a stricter policy; the desk has this one."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(reverse("wagtailadmin_home")):
            response["Content-Security-Policy"] = POLICY
        return response

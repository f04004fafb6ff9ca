"""Pictures and documents, each fetched only by who may read a page that shows it."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from home import reading
from home.models import PortalDocument, PortalImage, PortalRendition


@require_safe
def stored_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file by the place where it is stored: a size of a picture, a picture, a document."""
    rendition = PortalRendition.objects.filter(file=path).select_related("image").first()
    if rendition is not None:
        return picture(request, rendition)
    image = PortalImage.objects.filter(file=path).first()
    if image is not None and reading.may_fetch(request.user, image):
        return answer(request, image.file, image, quote_etag(image.file_hash or image.file.name))
    found = PortalDocument.objects.filter(file=path).first()
    if found is None:
        raise Http404
    return document(found, request)


def picture(request: HttpRequest, rendition: PortalRendition) -> HttpResponseBase:
    """One size of a picture."""
    if not reading.may_fetch(request.user, rendition.image):
        raise Http404
    etag = quote_etag(f"{rendition.pk}-{rendition.image.file_hash}")
    return answer(request, rendition.file, rendition.image, etag)


def answer(
    request: HttpRequest, stored: Any, thing: Any, etag: str, **options: Any
) -> HttpResponseBase:
    """The file, with how long it may be kept and by whom.

    What everybody may read may be kept for a day. The rest is asked for again each time, and a
    phone that still has it gets a short «unchanged».
    """
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        try:
            response = FileResponse(stored.storage.open(stored.name, "rb"), **options)
        except FileNotFoundError as missing:
            raise Http404 from missing
    shared = reading.everybody_may_fetch(thing)
    response["Cache-Control"] = "public, max-age=86400" if shared else "private, no-cache"
    response["ETag"] = etag
    if not shared:
        patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
def linked_document(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    """A document by the address that pages link to."""
    found = PortalDocument.objects.filter(pk=pk).first()
    if found is None or found.filename != filename:
        raise Http404
    return document(found, request)


def document(document: Any, request: HttpRequest) -> HttpResponseBase:
    """A document, for who may read a page that links to it."""
    if not reading.may_fetch(request.user, document):
        raise Http404
    etag = quote_etag(document.file_hash or document.file.name)
    # Recordings play in the page; everything else is saved.
    playable = document.content_type.startswith("audio/")
    return answer(
        *(request, document.file, document, etag),
        as_attachment=not playable,
        filename=document.filename,
        content_type=document.content_type,
    )

"""Step one: a file comes in. Its size is asked before a byte of it is read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from core.errors import InvalidInput, NotAllowed
from core.uploads import ENVELOPE, announced
from datakit import problem_kinds as kinds
from datasets import policies
from datasets.actions.intake import replace_file, start_upload
from datasets.actions.receiving import refusal
from datasets.actions.releasing import start_release
from datasets.forms.upload import FORMATS, FileForm, UploadForm
from datasets.models import Dataset, Upload
from datasets.views.steps import FILE, frame, own_dataset, person, url_of_draft

View = Callable[..., HttpResponse]


def within_limit(view: View) -> View:
    """Refuse a request that announces more than the limit, unread, with the sentence for it.

    The form's token would only be found by reading the whole request, so it is checked after the
    size instead of before.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def measured(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and announced(request) > settings.UPLOAD_LIMIT + ENVELOPE:
            request.too_large = True  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)
        return protected(request, *args, **kwargs)

    return measured


@login_required
@within_limit
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file for an organisation one answers for."""
    if not policies.may_bring_in(request.user):
        raise NotAllowed(
            _("Only the data stewards of an organisation bring in data. Ask yours to do it.")
        )

    def start(form: UploadForm) -> Upload:
        file = form.cleaned_data["file"]
        return start_upload(
            file=file, name=file.name, owner=form.chosen_owner(), by=person(request)
        )

    return _answer(request, lambda *data: UploadForm(*data, user=request.user), start, None)


@login_required
@within_limit
def replace(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose another file for a draft, or the file of the next release."""
    dataset = own_dataset(request, slug)
    take = replace_file if dataset.published is None else start_release

    def start(form: FileForm) -> Upload:
        file = form.cleaned_data["file"]
        return take(dataset=dataset, file=file, name=file.name, by=person(request))

    return _answer(request, FileForm, start, dataset)


def _answer(
    request: HttpRequest,
    make_form: Callable[..., Any],
    start: Callable[[Any], Upload],
    dataset: Dataset | None,
) -> HttpResponse:
    """The form, the refusal, or the way to the draft."""
    if getattr(request, "too_large", False):
        limit = settings.UPLOAD_LIMIT // 1_000_000
        return _refused(request, make_form(), refusal(kinds.TOO_LARGE.found(limit=limit)), dataset)
    if request.method != "POST":
        return _page(request, make_form(), dataset)
    form = make_form(request.POST, request.FILES)
    if not form.is_valid():
        return _invalid(request, form, dataset)
    try:
        received = start(form)
    except InvalidInput as refused:
        return _refused(request, form, refused, dataset)
    url = url_of_draft(received.dataset)
    return JsonResponse({"url": url}) if _by_script(request) else HttpResponseRedirect(url)


def _refused(
    request: HttpRequest, form: Any, refused: InvalidInput, dataset: Dataset | None
) -> HttpResponse:
    status = 413 if getattr(request, "too_large", False) else 400
    sentences = refused.problems or (str(refused.message),)
    if _by_script(request):
        return JsonResponse({"error": " ".join(sentences)}, status=status)
    return _page(request, form, dataset, status=status, refusal=sentences)


def _invalid(request: HttpRequest, form: Any, dataset: Dataset | None) -> HttpResponse:
    if _by_script(request):
        sentences = [error for errors in form.errors.values() for error in errors]
        return JsonResponse({"error": " ".join(sentences)}, status=400)
    return _page(request, form, dataset, status=400)


def _page(
    request: HttpRequest,
    form: Any,
    dataset: Dataset | None,
    status: int = 200,
    refusal: tuple[str, ...] = (),
) -> HttpResponse:
    context = {
        **frame(dataset, FILE),
        "form": form,
        "limit": settings.UPLOAD_LIMIT,
        "formats": FORMATS,
        "refusal": refusal,
    }
    return render(request, "datasets/intake/upload.html", context, status=status)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"

"""What the pages of a draft share: the four steps, and fetching a draft that one answers for."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.errors import NotPossible, NotVisible
from datasets.models import Dataset, Upload, UploadState
from partners.models import User

STEPS: list[str | Promise] = [
    pgettext_lazy("step", "File"),
    pgettext_lazy("step", "Check"),
    pgettext_lazy("step", "Describe and share"),
    pgettext_lazy("step", "Published"),
]
FILE, CHECK, DESCRIBE, PUBLISHED = 1, 2, 3, 4


def person(request: HttpRequest) -> User:
    """Who is signed in: pages of this way ask for that before anything else."""
    return cast(User, request.user)


def own_dataset(request: HttpRequest, slug: str) -> Dataset:
    """The dataset, draft or not, if the person answers for it; otherwise there is none."""
    mine = Dataset.objects.stewarded_by(request.user).select_related("owner", "project__consortium")
    try:
        return mine.get(slug=slug)
    except Dataset.DoesNotExist:
        raise NotVisible from None


def newest_upload(dataset: Dataset) -> Upload:
    """The file the draft is made of."""
    upload = dataset.uploads.first()
    if upload is None:
        raise NotVisible
    return upload


def on_its_way(dataset: Dataset) -> Upload | None:
    """The newest file while it is not published: of a draft, or of the next release."""
    upload = dataset.uploads.first()
    return upload if upload is not None and upload.state != UploadState.PUBLISHED else None


def upload_read(dataset: Dataset) -> Upload:
    """The file of a draft when it has been read and can go on. Raises NotPossible."""
    upload = newest_upload(dataset)
    if upload.state != UploadState.READ:
        raise NotPossible(_("The file has not been read yet."))
    return upload


def url_of_draft(dataset: Dataset) -> str:
    """Where a steward goes on with a draft, whatever step it is at."""
    return reverse("datasets:draft", args=[dataset.slug])


def frame(dataset: Dataset | None, step: int) -> dict[str, Any]:
    """The context every page of the way has: steps and the way back."""
    crumbs: list[tuple[str | Promise, str]] = [(_("My data"), reverse("datasets:mine"))]
    crumbs.append((dataset.title if dataset else _("Bring in a file"), ""))
    return {"steps_of_intake": STEPS, "step": step, "crumbs": crumbs, "dataset": dataset}

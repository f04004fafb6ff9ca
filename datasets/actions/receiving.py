"""A file comes in: looked at once, kept whole in private storage, or refused with a sentence."""

import re
import shutil
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import InvalidInput
from datakit import problem_kinds as kinds
from datakit.problems import Problem
from datakit.reading.recognise import recognise
from datakit.reading.refusal import Refused
from datasets import files
from datasets.files import SentFile
from datasets.models import Dataset, Upload
from datasets.wording import sentence
from partners.models import Organisation

NAME_LENGTH = 250
TITLE_LENGTH = 200


def check_file(file: SentFile) -> None:
    """Refuse at once what cannot be read: empty, too large, a program, an archive … by content.

    Raises InvalidInput with the sentence and what to do. What looks right here may still turn out
    unreadable when the worker reads all of it.
    """
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise refusal(kinds.TOO_LARGE.found(limit=settings.UPLOAD_LIMIT // 1_000_000))
    try:
        with _as_path(file) as path:
            recognise(path)
    except Refused as refused:
        raise refusal(refused.problem) from None


def refusal(problem: Problem) -> InvalidInput:
    """The error that says a problem in the reader's language."""
    return InvalidInput(sentence(problem), [sentence(problem), _(problem.advice)])


def new_draft(name: str, owner: Organisation, by: Actor) -> Dataset:
    """A dataset that is not published, called after its file until the steward names it.

    Its address says nothing: it stands in messages and logs, where the title may not.
    """
    return Dataset.objects.create(
        slug=uuid.uuid4().hex[:12], title=title_from(name), owner=owner, created_by_id=by.pk
    )


def new_upload(dataset: Dataset, file: SentFile, name: str, by: Actor) -> Upload:
    """Keep the file under its draft. The caller removes it should its transaction fail."""
    upload = Upload(
        dataset=dataset,
        key=uuid.uuid4(),
        name=plain_name(name),
        bytes=file.size,
        created_by_id=by.pk,
    )
    upload.file.save("original", file, save=False)
    upload.save()
    return upload


@contextmanager
def nothing_left_of(kept: list[Upload]) -> Iterator[None]:
    """Remove the files of these uploads when what follows fails, as the rows are rolled back."""
    try:
        yield
    except BaseException:
        for upload in kept:
            files.remove_folder(str(PurePosixPath(upload.file.name or "").parent))
        raise


def plain_name(name: str) -> str:
    """The file's own name, without folders or control characters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    return "".join(letter for letter in last if letter.isprintable())[-NAME_LENGTH:] or "?"


def title_from(name: str) -> str:
    """A title to start from: «visites_sites-2023.csv» becomes «Visites sites 2023»."""
    words = re.sub(r"[_\s.-]+", " ", Path(plain_name(name)).stem).strip()
    return (words[:1].upper() + words[1:])[:TITLE_LENGTH] or _("Untitled")


def public_slug(dataset: Dataset) -> str:
    """A readable address for data that everybody may find; it keeps the draft's own letters."""
    words = slugify(dataset.title)[:80].strip("-")
    return f"{words}-{dataset.slug[:6]}" if words else dataset.slug


@contextmanager
def _as_path(file: SentFile) -> Iterator[Path]:
    if hasattr(file, "temporary_file_path"):
        yield Path(file.temporary_file_path())
        return
    with files.working_folder() as folder:
        path = folder / "file"
        file.seek(0)
        with path.open("wb") as target:
            shutil.copyfileobj(file, target)
        file.seek(0)
        yield path

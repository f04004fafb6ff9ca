"""Moving data files in and out of private storage. Whoever comes here has asked the policy."""

import hashlib
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from django.conf import settings
from django.core.files import File
from django.db.models.fields.files import FieldFile

from datasets.storage import private_storage

if TYPE_CHECKING:
    SentFile: TypeAlias = File[bytes]
else:
    SentFile = File  # Django's own class takes no parameter

PIECE = 1024 * 1024
DAY = 24 * 3600


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder beside the incoming files that is gone afterwards, whatever happens.

    What a killed process left there is swept away after a day.
    """
    _sweep()
    with TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="reading-") as name:
        yield Path(name)


def _sweep() -> None:
    yesterday = time.time() - DAY
    for left in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        try:
            if left.stat().st_mtime > yesterday:
                continue
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
        except FileNotFoundError:
            continue  # another process was quicker


@contextmanager
def on_disk(stored: FieldFile) -> Iterator[Path]:
    """The stored file as a path; fetched first where the storage is not this machine's disk.

    Raises FileNotFoundError when it is gone.
    """
    if not stored.name or not stored.storage.exists(stored.name):
        raise FileNotFoundError(stored.name)
    try:
        path = Path(stored.path)
    except NotImplementedError:
        with working_folder() as folder:
            path = folder / "file"
            with stored.open("rb") as source, path.open("wb") as target:
                shutil.copyfileobj(source, target, PIECE)
            yield path
    else:
        yield path


def store(path: Path, name: str) -> str:
    """Put a file of ours under `name`; answers the name it really got."""
    with path.open("rb") as source:
        return private_storage().save(name, File(source))


def copy(source: str, target: str) -> tuple[str, str]:
    """Copy one stored file to another name; answers that name and the content's SHA-256."""
    storage = private_storage()
    with storage.open(source, "rb") as stored:
        digest = hashlib.file_digest(stored, "sha256").hexdigest()
        stored.seek(0)
        return storage.save(target, File(stored)), digest


def remove(names: list[str]) -> None:
    """Remove stored files; those already gone are no matter."""
    for name in names:
        private_storage().delete(name)


def remove_folders_but(folder: str, kept: Collection[str]) -> None:
    """Remove the folders in `folder` that are not among `kept`; its files stay."""
    storage = private_storage()
    for inner in storage.listdir(folder)[0] if storage.exists(folder) else ():
        if inner not in kept:
            remove_folder(f"{folder}/{inner}")


def remove_folder(folder: str) -> None:
    """Remove everything under `folder`, then the folder itself."""
    storage = private_storage()
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    for inner in folders:
        remove_folder(f"{folder}/{inner}")
    remove([f"{folder}/{name}" for name in files])
    storage.delete(folder)

"""Building a package: streamed, in flat memory, there whole or not at all."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from isal import isal_zlib
from stream_zip import ZIP_32, ZIP_64, Method, ZipOverflowError, stream_zip

from datakit.package import describe
from datakit.package.ahead import ahead
from datakit.package.describe import PackageTable, WrittenFile, csv_path
from datakit.package.names import checked_path, unique_slugs
from datakit.query import DEFAULT_ENGINE, Engine
from datakit.write import BATCH_ROWS, csv_chunks

LEVEL = 2  # of 3: twice as fast as the last, and one per cent larger
PIECE = 1 << 20
MODE = 0o100644
LONG_AGO = datetime(1980, 1, 1)  # the first moment that a ZIP knows; it has no time zone
DESCRIPTOR, CODEBOOK, MANIFEST = "datapackage.json", "codebook.csv", "manifest-sha256.txt"

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]
Member = tuple[str, datetime, int, Method, Iterable[bytes]]


class PackageCancelled(Exception):
    """Somebody asked to stop; nothing was left behind."""


@dataclass(frozen=True)
class PackageResult:
    """The package: its size in bytes, its SHA-256, and the files inside, in their order."""

    bytes: int
    sha256: str
    files: tuple[WrittenFile, ...]


def build_package(
    destination: Path,
    *,
    tables: Sequence[PackageTable],
    descriptor: Mapping[str, Any],
    extra_files: Mapping[str, bytes],
    progress: Progress = lambda share: None,
    cancelled: Cancelled = lambda: False,
    engine: Engine = DEFAULT_ENGINE,
) -> PackageResult:
    """Write the ZIP of ``tables`` to ``destination``; the same input makes the same bytes.

    ``descriptor`` holds Data Package keys (title, description, licenses, contributors, version,
    created, keywords, homepage …); ``extra_files`` are put beside it as they are. ``progress`` is
    called with shares from 0 to 1. Raises :class:`PackageCancelled` once ``cancelled()`` is true;
    whatever is raised, ``destination`` is as it was before.
    """
    for method in (ZIP_32, ZIP_64):  # every program opens the first, only it ends at 4 GB
        inside = _Inside(tables, descriptor, extra_files, progress, cancelled, engine)
        try:
            size, digest = _write(destination, inside.members(method))
        except ZipOverflowError:
            if method is ZIP_64:
                raise
            continue
        progress(1.0)
        return PackageResult(size, digest, tuple(inside.written.values()))
    raise AssertionError("unreachable")


class _Inside:
    """The files of one package, made one after the other while the ZIP takes them in."""

    def __init__(
        self,
        tables: Sequence[PackageTable],
        descriptor: Mapping[str, Any],
        extra_files: Mapping[str, bytes],
        progress: Progress,
        cancelled: Cancelled,
        engine: Engine,
    ) -> None:
        self.tables, self.descriptor, self.extra_files = tables, descriptor, extra_files
        self.progress, self.cancelled, self.engine = progress, cancelled, engine
        self.names = unique_slugs(table.name for table in tables)
        self.written: dict[str, WrittenFile] = {}
        self._check_names()

    def _check_names(self) -> None:
        ours = [csv_path(name) for name in self.names] + [DESCRIPTOR, CODEBOOK, MANIFEST]
        taken = {path.lower() for path in ours}
        for path in map(checked_path, self.extra_files):
            if path.lower() in taken:
                raise ValueError(f"twice in the package: {path}")
            taken.add(path.lower())

    def members(self, method: Method) -> Iterator[Member]:
        for path, chunks in self._files():
            yield path, LONG_AGO, MODE, method, self._noted(path, chunks)

    def _files(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        yield from ((path, [content]) for path, content in self.extra_files.items())
        yield from self._csv_files()
        yield CODEBOOK, [describe.codebook(self.tables, self.names)]
        yield (
            DESCRIPTOR,
            [describe.descriptor_json(self.descriptor, self.tables, self.names, self.written)],
        )
        yield MANIFEST, [describe.manifest(self.written.values())]

    def _csv_files(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        rows = [describe.row_count(table.parquet) + 1 for table in self.tables]
        before = 0
        for table, name, own in zip(self.tables, self.names, rows, strict=True):
            chunks = csv_chunks(table.parquet, table.schema, engine=self.engine)
            yield csv_path(name), self._watched(ahead(chunks), own, before, sum(rows))
            before += own

    def _watched(
        self, chunks: Iterator[bytes], own: int, before: int, total: int
    ) -> Iterator[bytes]:
        """Pass ``chunks`` on, telling how far we are: a chunk is a batch of rows."""
        lines = 0
        for chunk in chunks:
            yield chunk
            lines = min(lines + BATCH_ROWS, own)
            self.progress((before + lines) / total * 0.99)

    def _noted(self, path: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass ``chunks`` on and remember what the file was."""
        digest, size = hashlib.sha256(), 0
        for chunk in chunks:
            if self.cancelled():
                raise PackageCancelled
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        self.written[path] = WrittenFile(path, size, digest.hexdigest())


def _write(destination: Path, members: Iterator[Member]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with _whole_or_not(destination) as out:
        for piece in stream_zip(
            members, chunk_size=PIECE, get_compressobj=_compressor, extended_timestamps=False
        ):
            out.write(piece)
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()


def _compressor() -> Any:
    return isal_zlib.compressobj(level=LEVEL, wbits=-isal_zlib.MAX_WBITS)


@contextmanager
def _whole_or_not(destination: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``destination`` at the end, or disappears."""
    part = destination.with_name(f".{destination.name}-{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, destination)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(destination.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""The catalogues of the interface: which sentences there are, and what they are in French.

Source sentences are English. Extraction and compiling are pure Python (Babel, polib), so that a
fresh machine needs no gettext tools.
"""

import fcntl
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_javascript, extract_python
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SKIPPED = {".venv", ".data", "tests", "bench", "node_modules", "migrations", "vendor"}
Message = tuple[str, str | None, str | None]  # msgid, plural, context


def catalogue_path(language: str) -> Path:
    """Where a language's sentences are written."""
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"


@contextmanager
def locked() -> Iterator[None]:
    """One writer at a time."""
    with (settings.DATA_DIR / "catalogue.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sources() -> Iterator[Path]:
    for pattern in ("*.py", "*.html", "*.txt"):
        for path in sorted(settings.BASE_DIR.rglob(pattern)):
            relative = path.relative_to(settings.BASE_DIR)
            if SKIPPED.isdisjoint(relative.parts) and (
                path.suffix == ".py" or "templates" in relative.parts
            ):
                yield path


def _python_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return text if path.suffix == ".py" else templatize(text, origin=str(path))


def _messages_of(path: Path) -> Iterator[tuple[int, Message]]:
    # templatize turns a template's literal text into X's: only the calls in it are Python.
    if path.suffix == ".py":
        source = io.BytesIO(_python_of(path).encode())
        found = extract_python(source, KEYWORDS, [], {"encoding": "utf-8"})
    else:
        source = io.BytesIO(_python_of(path).encode())
        found = extract_javascript(source, KEYWORDS, [], {"encoding": "utf-8"})
    for line, function, arguments, _comments in found:
        message = _message(str(function), arguments)
        if message is not None:
            yield line, message


def _message(function: str, arguments: object) -> Message | None:
    """The sentence of one call, by the signature of the function that marks it."""
    values = [arguments] if isinstance(arguments, str) else list(arguments or [])  # type: ignore[call-overload]
    context = values.pop(0) if "pgettext" in function and values else None
    if not values or not values[0]:
        return None
    plural = values[1] if function.lstrip("u").startswith(("ngettext", "npgettext")) else None
    return values[0], plural, context


def extract() -> dict[Message, list[str]]:
    """Every sentence of the source, with the files it stands in."""
    found: dict[Message, list[str]] = {}
    for path in _sources():
        for _line, message in _messages_of(path):
            name = str(path.relative_to(settings.BASE_DIR))
            places = found.setdefault(message, [])
            if name not in places:
                places.append(name)
    return found


def load(language: str) -> polib.POFile:
    """The catalogue of a language, new if there is none."""
    path = catalogue_path(language)
    if path.is_file():
        return polib.pofile(str(path), wrapwidth=100)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);"
        if language == "fr"
        else "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def update(language: str) -> polib.POFile:
    """Bring the catalogue in line with the source: add what is new, drop what is gone."""
    catalogue = load(language)
    known: dict[Message, polib.POEntry] = {
        (e.msgid, e.msgid_plural or None, e.msgctxt): e for e in catalogue
    }
    entries = []
    for (msgid, plural, context), places in extract().items():
        entry = known.get((msgid, plural, context)) or polib.POEntry(
            msgid=msgid, msgid_plural=plural or "", msgctxt=context
        )
        if plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: "", 1: ""}
        if "%(" in msgid and "python-format" not in entry.flags:
            entry.flags.append("python-format")
        entry.occurrences = [(place, "") for place in sorted(places)]
        entries.append(entry)
    catalogue[:] = sorted(entries, key=lambda e: (e.occurrences[0][0], e.msgid, e.msgctxt or ""))
    return catalogue


def save(catalogue: polib.POFile, language: str) -> None:
    """Write a catalogue as text."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def compile_all() -> None:
    """Write what Django reads (.mo) beside each catalogue."""
    for language, _name in settings.LANGUAGES:
        path = catalogue_path(language)
        if path.is_file():
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))

"""Static files: compressed once, named by their content, so that a phone fetches each once."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedStaticFiles(CompressedManifestStaticFilesStorage):
    """Serves a file under its plain name where it was not collected (tests, first start)."""

    manifest_strict = False

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """The name with its hash, or the plain name of a file that was never collected."""
        if content is None and not self.exists(
            filename or name.partition("#")[0].partition("?")[0]
        ):
            return name
        return str(super().hashed_name(name, content, filename))

    def url(self, name: str | None, force: bool = False) -> str:
        """The address by content in the demo too, whose DEBUG would give the plain name."""
        return str(super().url(name, force=True))

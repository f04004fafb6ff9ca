"""Static files: compressed once, named by their content, so that a phone fetches each once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedStaticFiles(CompressedManifestStaticFilesStorage):
    """Serves a file under its plain name where the manifest does not know it (tests, first start)."""

    manifest_strict = False

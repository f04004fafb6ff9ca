"""What a package holds beside its tables: descriptor, README in two languages, licence."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from datasets.enums import Licence
from datasets.models import Edition

LANGUAGES = ("fr", "en")
LICENCE_PAGES = {
    Licence.ODC_BY: "https://opendatacommons.org/licenses/by/1-0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


def descriptor(edition: Edition) -> dict[str, Any]:
    """The keys of `datapackage.json` that come from the dataset and its release."""
    release, dataset = edition.release, edition.release.dataset
    described = {
        "name": dataset.slug,
        "title": dataset.title,
        "description": dataset.description,
        "homepage": _homepage(edition),
        "version": f"{release.number}.0.0",
        "created": release.published.isoformat(timespec="seconds"),
        "licenses": [_licence(dataset.licence)],
        "contributors": [{"title": dataset.owner.name_fr, "roles": ["publisher"]}],
        "portal:edition": edition.name,
        "portal:sensitivity": dataset.sensitivity,
        "portal:project": dataset.project.title_fr if dataset.project else "",
    }
    return {key: value for key, value in described.items() if value}


def _licence(licence: str) -> dict[str, str]:
    page = LICENCE_PAGES.get(Licence(licence), "")
    told = {"name": licence, "title": str(Licence(licence).label), "path": page}
    return {key: value for key, value in told.items() if value}


def _homepage(edition: Edition) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return settings.BASE_URL + edition.release.dataset.get_absolute_url()


def extra_files(edition: Edition) -> dict[str, bytes]:
    """README.fr.md, README.en.md and LICENCE.txt."""
    files = {f"README.{language}.md": _readme(edition, language) for language in LANGUAGES}
    files["LICENCE.txt"] = _text("datasets/package/LICENCE.txt", edition, settings.LANGUAGE_CODE)
    return files


def _readme(edition: Edition, language: str) -> bytes:
    return _text(f"datasets/package/README.{language}.md", edition, language)


def _text(template: str, edition: Edition, language: str) -> bytes:
    release, dataset = edition.release, edition.release.dataset
    with translation.override(language):
        context = {
            "dataset": dataset,
            "release": release,
            "edition": edition,
            "tables": edition.tables.all(),
            "licence_page": LICENCE_PAGES.get(Licence(dataset.licence), ""),
            "confidential": dataset.licence == Licence.CONFIDENTIAL,
            "url": settings.BASE_URL + dataset.get_absolute_url(),
        }
        return render_to_string(template, context).encode()

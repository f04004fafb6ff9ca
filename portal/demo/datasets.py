"""Datasets of the demo, at every audience, shared by the same command an operator would use."""

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from datasets.enums import Licence
from datasets.models import Dataset
from portal.demo import data


@dataclass(frozen=True)
class DemoDataset:
    """One fictional dataset: who shares it, with whom, and what draws its rows as CSV."""

    title: str
    owner: str
    by: str
    audience: str
    sensitivity: str
    licence: Licence
    description: str
    drawn: Callable[[], str]


def _visits(rows: int, seed: int, delimiter: str = ",") -> Callable[[], str]:
    return lambda: data.as_csv(data.COLUMNS, data.visits(rows, seed=seed), delimiter=delimiter)


def _incidents(rows: int, seed: int, delimiter: str = ",") -> Callable[[], str]:
    drawn = data.incidents
    return lambda: data.as_csv(data.INCIDENT_COLUMNS, drawn(rows, seed=seed), delimiter=delimiter)


# One for each audience.
DATASETS = [
    DemoDataset(
        "Visites de sites miniers (démo)",
        "ipis",
        "steward.ipis",
        "public",
        "low",
        Licence.ODC_BY,
        "Visites fictives de sites artisanaux : minerais, effectifs, services, présence armée. "
        "Les noms de colonnes suivent les données ouvertes de l’IPIS ; toutes les valeurs sont "
        "tirées au hasard. Une cellule vide veut dire « non relevé », jamais zéro.",
        _visits(2400, seed=1),
    ),
    DemoDataset(
        "Sites visités en 2023 (démo)",
        "ipis",
        "steward.ipis",
        "registered",
        "low",
        Licence.CC_BY,
        "Un extrait fictif, pour les personnes inscrites.",
        _visits(300, seed=2, delimiter=";"),
    ),
    DemoDataset(
        "Incidents autour des sites (démo)",
        "demo-ressources",
        "steward.coapp",
        "consortium",
        "high",
        Licence.CONFIDENTIAL,
        "Incidents fictifs : barrières, taxation, menaces. Pour les organisations du "
        "consortium, le temps du projet.",
        _incidents(420, seed=3, delimiter=";"),
    ),
    DemoDataset(
        "Signalements confiés à la CSO Démo Kivu",
        "demo-ressources",
        "steward.coapp",
        "named:cso-demo-kivu",
        "high",
        Licence.CONFIDENTIAL,
        "Signalements fictifs à vérifier sur le terrain par l’organisation nommée.",
        _incidents(80, seed=4),
    ),
    DemoDataset(
        "Carnet de terrain non partagé (démo)",
        "demo-ressources",
        "steward.coapp",
        "owner",
        "severe",
        Licence.CONFIDENTIAL,
        "Un carnet fictif que son propriétaire garde pour lui.",
        _incidents(60, seed=5),
    ),
]


def make_datasets(project_slug: str) -> None:
    """Share each demo dataset once."""
    for demo in DATASETS:
        if Dataset.objects.filter(title=demo.title, owner__slug=demo.owner).exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "demo.csv"
            path.write_text(demo.drawn(), encoding="utf-8", newline="")
            call_command(
                "share_dataset",
                str(path),
                owner=demo.owner,
                title=demo.title,
                project=project_slug,
                audience=demo.audience,
                sensitivity=demo.sensitivity,
                licence=demo.licence,
                description=demo.description,
                by=f"{demo.by}@example.org",
                stdout=io.StringIO(),
            )


def write_sample_file() -> Path:
    """A file to try the upload with: semicolons, decimal comma, accents of a French Excel."""
    path = settings.DATA_DIR / "demo" / "visites-a-partager.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        rows = data.visits(500, seed=6)
        for row in rows:
            row["longitude"] = str(row["longitude"]).replace(".", ",")
            row["latitude"] = str(row["latitude"]).replace(".", ",")
        text = data.as_csv(data.COLUMNS, rows, delimiter=";").replace("’", "'")
        path.write_bytes(text.encode("cp1252"))
    return path

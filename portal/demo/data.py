"""Fictional mine-site visits with the shape and the dirt of a real export.

Column names and kinds of values follow the IPIS open data on artisanal mining; every site, group
and figure is drawn at random. The dirt is on purpose: provinces spelt two ways, empty cells that
are not zero, a visit typed twice, notes with line breaks, an impossible coordinate.
"""

import csv
import io
import random
from datetime import date, timedelta

PROVINCES = {
    "Ituri": (29.2, 1.6, ["Démo-Mambasa", "Démo-Djugu"]),
    "Nord-Kivu": (28.6, -0.9, ["Démo-Walikale", "Démo-Lubero"]),
    "Sud-Kivu": (28.3, -3.2, ["Démo-Mwenga", "Démo-Fizi", "Démo-Kalehe"]),
    "Maniema": (26.6, -3.1, ["Démo-Pangi", "Démo-Kabambare"]),
    "Tanganyika": (28.2, -6.4, ["Démo-Kalemie"]),
    "Haut-Uele": (29.3, 3.2, ["Démo-Watsa"]),
}
MISSPELT = {"Nord-Kivu": "Nord Kivu", "Sud-Kivu": "SUD-KIVU", "Haut-Uele": "Haut-Uélé"}
MINERALS = ["Or", "Or", "Or", "Cassitérite", "Coltan", "Wolframite", "Diamant"]
ACCESS = ["Moto", "Véhicule", "À pied", ""]
PRESENCE = ["Groupe armé démo A", "Groupe armé démo B", "Aucun", "Aucun", "Aucun", ""]
SERVICES = ["Service démo des mines", "Police démo", "Service démo de l’environnement", ""]
FREQUENCY = ["Permanente", "Régulière", "Occasionnelle", ""]
NOTES = ["", "", "", "Accès difficile en saison des pluies", "Revisite;\nprévue", "Puits inondé"]

COLUMNS = [
    "vid", "source", "project", "pcode", "name", "visit_date", "visit_onsite", "longitude",
    "latitude", "location_origin", "province", "territoire", "village", "workers_numb",
    "access_dry", "access_wet", "is_3t_mine", "is_gold_mine", "mineral1", "mineral2", "mercury",
    "presence", "interference", "armed_group1", "frequency_armed_group1",
    "taxation_armed_group1", "state_service1", "state_service2", "mechanisation", "traceability",
    "qualification", "childunder15", "women", "comments",
]  # fmt: skip


def visits(rows: int, seed: int) -> list[dict[str, object]]:
    """`rows` fictional visits, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    sites = [_site(number, chance) for number in range(1, max(2, rows // 2))]
    drawn = [_visit(number, chance.choice(sites), chance) for number in range(1, rows + 1)]
    drawn[-1] = {**drawn[0]}  # a visit typed twice
    return drawn


def _site(number: int, chance: random.Random) -> dict[str, object]:
    province = chance.choice(list(PROVINCES))
    longitude, latitude, territories = PROVINCES[province]
    mineral = chance.choice(MINERALS)
    return {
        "pcode": f"demomine{number:05d}",
        "name": f"Site Démo {number:04d}",
        "longitude": round(longitude + chance.gauss(0, 0.5), 6),
        "latitude": round(latitude + chance.gauss(0, 0.5), 6),
        "province": province,
        "territoire": chance.choice(territories),
        "village": f"Village Démo {chance.randint(1, 400)}",
        "mineral1": mineral,
        "is_gold_mine": int(mineral == "Or"),
        "is_3t_mine": int(mineral in {"Cassitérite", "Coltan", "Wolframite"}),
    }


def _visit(number: int, site: dict[str, object], chance: random.Random) -> dict[str, object]:
    armed = chance.choice(PRESENCE)
    seen = armed not in {"", "Aucun"}
    day = date(2015, 1, 5) + timedelta(days=chance.randint(0, 3200))
    province = str(site["province"])
    return {
        **site,
        "vid": number,
        "source": "Démo",
        "project": "Démo 2015-2023",
        "visit_date": day.isoformat(),
        "visit_onsite": chance.choice([1, 1, 1, 0]),
        "location_origin": chance.choice(["GPS", "GPS", "GPS (Approximation)"]),
        "province": MISSPELT.get(province, province) if chance.random() < 0.03 else province,
        "workers_numb": chance.choice(["", 0, *[chance.randint(5, 900) for _ in range(6)]]),
        "access_dry": chance.choice(ACCESS),
        "access_wet": chance.choice(ACCESS),
        "mineral2": chance.choice(["", "", *MINERALS]),
        "mercury": chance.choice(["", 0, 1]) if site["mineral1"] == "Or" else "",
        "presence": chance.choice([0, 1]) if armed else "",
        "interference": int(seen) if armed else "",
        "armed_group1": armed,
        "frequency_armed_group1": chance.choice(FREQUENCY) if seen else "",
        "taxation_armed_group1": chance.choice([0, 1, ""]) if seen else "",
        "state_service1": chance.choice(SERVICES),
        "state_service2": chance.choice(SERVICES),
        "mechanisation": chance.choice(["", 0, 1]),
        "traceability": chance.choice(["Aucune initiative", "Initiative démo", ""]),
        "qualification": chance.choice(["Vert", "Jaune", "Rouge", "", ""]),
        "childunder15": chance.choice(["", 0, 0, 1]),
        "women": chance.choice(["", 0, 1, 1]),
        "comments": chance.choice(NOTES),
    }


INCIDENT_COLUMNS = ["id", "date", "province", "territoire", "type", "acteur", "personnes", "source"]


def incidents(rows: int, seed: int) -> list[dict[str, object]]:
    """`rows` fictional incidents around sites."""
    chance = random.Random(seed)  # noqa: S311
    kinds = ["Barrière illégale", "Taxation illégale", "Menaces", "Restriction d’accès", "Accident"]
    drawn = []
    for number in range(1, rows + 1):
        province = chance.choice(list(PROVINCES))
        day = date(2021, 1, 4) + timedelta(days=chance.randint(0, 1500))
        drawn.append(
            {
                "id": f"INC-{number:04d}",
                "date": f"{day:%d/%m/%Y}",
                "province": province,
                "territoire": chance.choice(PROVINCES[province][2]),
                "type": chance.choice(kinds),
                "acteur": chance.choice(["Acteur démo A", "Acteur démo B", "Non identifié"]),
                "personnes": chance.choice(["", 0, *range(1, 30)]),
                "source": chance.choice(["Entretien", "Observation", "Radio démo"]),
            }
        )
    return drawn


def as_csv(columns: list[str], rows: list[dict[str, object]], delimiter: str = ",") -> str:
    """The rows as a CSV file's text."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()

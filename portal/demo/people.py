"""Organisations and people of the demo. All but IPIS and ICoCA are plainly fictional."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings

from partners.enums import ConsortiumRole, OrganisationKind, Role
from partners.models import Consortium, Membership, Organisation, Participation, User
from projects.models import Project

PROJECT_SLUG = "research-for-impact"
PROJECT_FR = "Recherche pour l’impact"
PROJECT_EN = "Research for Impact"

# slug, name in French, name in English, kind, country, website
ORGANISATIONS = [
    ("ipis", "IPIS", "IPIS", OrganisationKind.LEAD_INSTITUTE, "BE", "https://ipisresearch.be"),
    ("icoca", "ICoCA", "ICoCA", OrganisationKind.CO_APPLICANT, "CH", "https://icoca.ch"),
    (
        "demo-ressources",
        "Centre Démo Ressources",
        "Demo Resources Centre",
        OrganisationKind.CO_APPLICANT,
        "CD",
        "",
    ),
    (
        "demo-droits",
        "Réseau Démo Droits",
        "Demo Rights Network",
        OrganisationKind.CO_APPLICANT,
        "CD",
        "",
    ),
    (
        "demo-gouvernance",
        "Institut Démo Gouvernance",
        "Demo Governance Institute",
        OrganisationKind.CO_APPLICANT,
        "CD",
        "",
    ),
    ("cso-demo-kivu", "CSO Démo Kivu", "CSO Demo Kivu", OrganisationKind.PARTNER_CSO, "CD", ""),
    (
        "cso-demo-lualaba",
        "CSO Démo Lualaba",
        "CSO Demo Lualaba",
        OrganisationKind.PARTNER_CSO,
        "CD",
        "",
    ),
]

CONSORTIUM = [
    ("ipis", ConsortiumRole.LEAD),
    ("icoca", ConsortiumRole.CO_APPLICANT),
    ("demo-ressources", ConsortiumRole.CO_APPLICANT),
    ("demo-droits", ConsortiumRole.CO_APPLICANT),
    ("demo-gouvernance", ConsortiumRole.CO_APPLICANT),
]


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who can sign in to the demo."""

    login: str
    name: str
    language: str
    organisation: str = ""
    role: Role = Role.MEMBER
    administrator: bool = False
    editor: bool = False

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return f"{self.login}@example.org"


PEOPLE = [
    DemoPerson("admin", "Admin Démo", "fr", administrator=True),
    DemoPerson("editor", "Édith Démo", "fr", "ipis", editor=True),
    DemoPerson("steward.ipis", "Irène Démo", "en", "ipis", Role.STEWARD),
    DemoPerson("analyst.icoca", "Alex Demo", "en", "icoca"),
    DemoPerson("steward.coapp", "Solange Démo", "fr", "demo-ressources", Role.STEWARD),
    DemoPerson("coordinator.cso", "Cosmas Démo", "fr", "cso-demo-kivu", Role.COORDINATOR),
    DemoPerson("learner.cso", "Léa Démo", "fr", "cso-demo-kivu"),
    DemoPerson("outsider", "Olive Demo", "en"),
]


def make_organisations() -> dict[str, Organisation]:
    """The organisations, by slug."""
    made = {}
    for slug, name_fr, name_en, kind, country, website in ORGANISATIONS:
        made[slug], _ = Organisation.objects.get_or_create(
            slug=slug,
            defaults={
                "name_fr": name_fr,
                "name_en": name_en,
                "kind": kind,
                "country": country,
                "website": website,
            },
        )
    return made


def make_project(organisations: dict[str, Organisation]) -> Project:
    """The project with its consortium."""
    consortium, _ = Consortium.objects.get_or_create(name=PROJECT_EN)
    for slug, role in CONSORTIUM:
        Participation.objects.get_or_create(
            consortium=consortium, organisation=organisations[slug], defaults={"role": role}
        )
    project, _ = Project.objects.get_or_create(
        slug=PROJECT_SLUG,
        defaults={
            "title_fr": PROJECT_FR,
            "title_en": PROJECT_EN,
            "consortium": consortium,
            "months": 36,
        },
    )
    return project


def make_people(organisations: dict[str, Organisation]) -> dict[str, User]:
    """The demo people with the demo password and confirmed addresses, by login."""
    return {person.login: _make_person(person, organisations) for person in PEOPLE}


def _make_person(person: DemoPerson, organisations: dict[str, Organisation]) -> User:
    make = User.objects.create_superuser if person.administrator else User.objects.create_user
    user = User.objects.filter(email=person.email).first() or make(person.email)
    user.name, user.language = person.name, person.language
    if not user.check_password(settings.DEMO_PASSWORD):
        user.set_password(settings.DEMO_PASSWORD)
    user.save()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    if person.organisation:
        Membership.objects.get_or_create(
            user=user, organisation=organisations[person.organisation], role=person.role
        )
    return user


def described() -> list[dict[str, Any]]:
    """The logins, for people and for scripts."""
    names = {row[0]: row[1] for row in ORGANISATIONS}
    return [
        {
            "email": person.email,
            "name": person.name,
            "password": settings.DEMO_PASSWORD,
            "language": person.language,
            "administrator": person.administrator,
            "editor": person.editor,
            "organisations": [
                {
                    "slug": person.organisation,
                    "name": names[person.organisation],
                    "role": str(person.role),
                }
            ]
            if person.organisation
            else [],
        }
        for person in PEOPLE
    ]

"""A small world: four organisations, two consortia, eight people, a dataset at every audience.

`institut` owns every dataset and leads the consortium of `project`, in which `reseau` is too;
`kivu` is in no consortium but named by one dataset; `ailleurs` leads the other project.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from datasets.models import Dataset
from partners.enums import Audience, OrganisationKind
from partners.models import Organisation, User
from projects.models import Project
from tests.factories import (
    ConsortiumFactory,
    DatasetFactory,
    MembershipFactory,
    OrganisationFactory,
    ProjectFactory,
    UserFactory,
)

DRAFT = "draft"
ANONYMOUS = "anonymous"

# Which datasets exist for whom: the sharing model in one table. (A consortium's dataset shows to
# every member of its organisations; what is the owner's alone shows to the owner's stewards.)
OPEN = {"public"}
SIGNED_IN = {"public", "registered"}
SEES = {
    ANONYMOUS: OPEN,
    "steward": {"public", "registered", "consortium", "named", "owner", DRAFT},
    "member": {"public", "registered", "consortium"},
    "colleague": {"public", "registered", "consortium"},
    "partner": {"public", "registered", "named"},
    "rival": SIGNED_IN,
    "registered": SIGNED_IN,
    "former": SIGNED_IN,
    "admin": SIGNED_IN,
}


@dataclass(frozen=True)
class World:
    """Everything by its name."""

    organisations: dict[str, Organisation]
    project: Project
    other_project: Project
    people: dict[str, User]
    datasets: dict[str, Dataset]

    def person(self, name: str) -> User | AnonymousUser:
        """One of the eight, or nobody: «anonymous»."""
        return AnonymousUser() if name == ANONYMOUS else self.people[name]


def make_world() -> World:
    """Make the world in the test's database."""
    organisations = _organisations()
    project, other = _projects(organisations)
    return World(
        organisations=organisations,
        project=project,
        other_project=other,
        people=_people(organisations),
        datasets=_datasets(organisations, project),
    )


def _organisations() -> dict[str, Organisation]:
    def made(slug: str, name_fr: str, name_en: str, kind: str) -> Organisation:
        return OrganisationFactory(slug=slug, name_fr=name_fr, name_en=name_en, kind=kind)

    return {
        "institut": made(
            "institut", "Institut Démo", "Demo Institute", OrganisationKind.LEAD_INSTITUTE
        ),
        "reseau": made("reseau", "Réseau Démo", "Demo Network", OrganisationKind.CO_APPLICANT),
        "kivu": made("kivu", "CSO Démo Kivu", "CSO Demo Kivu", OrganisationKind.PARTNER_CSO),
        "ailleurs": made(
            "ailleurs", "Centre Démo Ailleurs", "Demo Centre Elsewhere", OrganisationKind.OBSERVER
        ),
    }


def _projects(organisations: dict[str, Organisation]) -> tuple[Project, Project]:
    ours = ConsortiumFactory(
        name="Consortium Démo", members=[organisations["institut"], organisations["reseau"]]
    )
    theirs = ConsortiumFactory(name="Autre consortium Démo", members=[organisations["ailleurs"]])
    return (
        ProjectFactory(
            slug="projet-demo",
            title_fr="Projet Démo",
            title_en="Demo Project",
            consortium=ours,
        ),
        ProjectFactory(
            slug="autre-projet",
            title_fr="Autre projet Démo",
            title_en="Other Demo Project",
            consortium=theirs,
        ),
    )


def _people(organisations: dict[str, Organisation]) -> dict[str, User]:
    def person(name: str, organisation: str = "", language: str = "fr", **role: bool) -> User:
        administrator = role.pop("administrator", False)
        user = UserFactory(
            email=f"{name}@example.org",
            name=f"{name.capitalize()} Démo",
            language=language,
            administrator=administrator,
        )
        if organisation:
            MembershipFactory(user=user, organisation=organisations[organisation], **role)
        return user

    return {
        "steward": person("steward", "institut", steward=True),
        "member": person("member", "institut"),
        "colleague": person("colleague", "reseau", language="en"),
        "partner": person("partner", "kivu"),
        "rival": person("rival", "ailleurs", steward=True),
        "registered": person("registered", language="en"),
        "former": person("former", "reseau", ended=True),
        "admin": person("admin", administrator=True),
    }


def _datasets(organisations: dict[str, Organisation], project: Project) -> dict[str, Dataset]:
    shared = {"owner": organisations["institut"], "project": project}
    made = {
        str(audience): DatasetFactory(
            slug=f"visites-{audience}",
            title=f"Visites Démo {audience}",
            audience=audience,
            audience__named=(organisations["kivu"],) if audience == Audience.NAMED else (),
            **shared,
        )
        for audience in Audience
    }
    made[DRAFT] = DatasetFactory(
        slug="visites-draft", title="Visites Démo draft", draft=True, **shared
    )
    return made

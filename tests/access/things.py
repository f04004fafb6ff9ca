"""The demo's eight people (and the public), and one thing of each sort at each audience.

Who should see what is written here as plain sets of logins, not computed from the policies: the
matrix holds the portal against this table.
"""

import io
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Locale, Page, Site

from datasets.models import Dataset
from home.models import HomePage, PortalDocument, PortalImage, StandardPage
from home.setup import make_editors
from notifications.models import Follow
from partners.enums import Audience
from partners.models import Organisation, User
from portal.demo.people import PEOPLE, make_organisations, make_people, make_project
from projects.models import (
    Project,
    PublicationIndexPage,
    PublicationPage,
    UpdateIndexPage,
    UpdatePage,
)
from tests.factories import DatasetFactory, make_agreement
from training.models import Course, CourseIndexPage, CoursePage, LessonPage, QuizPage

PUBLIC = "public"
LOGINS = [person.login for person in PEOPLE]
EVERYBODY = {PUBLIC, *LOGINS}
REGISTERED = set(LOGINS)
CONSORTIUM = {"editor", "steward.ipis", "analyst.icoca", "steward.coapp"}
KIVU = {"coordinator.cso", "learner.cso"}
OWNER = {"steward.coapp"}
DRAFT = "draft"
# Its stewards let everybody know that it exists; and one whose agreement nobody accepted yet.
KNOWN, UNDER_TERMS = "known", "under-terms"

READS = {
    Audience.PUBLIC: EVERYBODY,
    Audience.REGISTERED: REGISTERED,
    Audience.CONSORTIUM: CONSORTIUM,
    Audience.NAMED: KIVU,
}
# A dataset's owner keeps it; what is new or the owner's alone is its stewards'.
READS_DATA = {
    **{audience: people | OWNER for audience, people in READS.items()},
    Audience.OWNER: OWNER,
    DRAFT: OWNER,
    KNOWN: EVERYBODY,
    UNDER_TERMS: CONSORTIUM | OWNER,
}
# Who gets rows where that is not everybody for whom the dataset exists.
READS_ROWS = {KNOWN: OWNER, UNDER_TERMS: OWNER}
# Whom a dataset concerns, of those who may read it; the steward who shares is not told.
TOLD_OF_DATA = {
    Audience.PUBLIC: EVERYBODY - {PUBLIC} - OWNER,  # all eight follow the project
    Audience.REGISTERED: REGISTERED - OWNER,
    Audience.CONSORTIUM: CONSORTIUM - OWNER,
    Audience.NAMED: KIVU,
    Audience.OWNER: set(),
    DRAFT: set(),
    KNOWN: set(),
    UNDER_TERMS: CONSORTIUM - OWNER,
}


@dataclass(frozen=True)
class Thing:
    """One thing, the word that betrays it anywhere, and who should see it."""

    sort: str
    audience: str
    thing: Any
    word: str
    readers: frozenset[str]
    told: frozenset[str] = frozenset()
    stewards: frozenset[str] = frozenset()
    rows: frozenset[str] | None = None
    picture: PortalImage | None = None
    document: PortalDocument | None = None
    lesson: LessonPage | None = None
    quiz: QuizPage | None = None

    def __str__(self) -> str:
        return f"{self.sort} · {self.audience}"


@dataclass
class Matrix:
    """People on one side, things on the other."""

    people: dict[str, User]
    project: Project
    things: list[Thing] = field(default_factory=list)

    def of(self, sort: str) -> list[Thing]:
        """The things of one sort."""
        return [thing for thing in self.things if thing.sort == sort]


def make_matrix() -> Matrix:
    """Everything, in the test's database."""
    organisations = make_organisations()
    project = make_project(organisations)
    people = make_people(organisations)
    people["editor"].groups.add(make_editors())
    matrix = Matrix(people, project)
    for user in people.values():
        Follow.objects.create(user=user, topic=f"project:{project.slug}")
    home = _front()
    matrix.things += _datasets(organisations, project)
    matrix.things += _articles(home, project, organisations["cso-demo-kivu"])
    matrix.things += _courses(home, project, organisations["cso-demo-kivu"])
    return matrix


def _front() -> HomePage:
    locale, _ = Locale.objects.get_or_create(language_code="fr")
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="Accueil", slug="accueil-matrice", locale=locale)
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return home


def _word(sort: str, audience: str) -> str:
    return f"Mot{sort}{audience}".lower()


def _datasets(organisations: dict[str, Organisation], project: Project) -> list[Thing]:
    kivu = organisations["cso-demo-kivu"]
    made = []
    for audience, readers in READS_DATA.items():
        word = _word("jeu", str(audience))
        options = _options(audience, kivu, organisations["demo-ressources"])
        dataset: Dataset = DatasetFactory(
            slug=f"jeu-{audience}",
            title=f"Visites {word}",
            owner=organisations["demo-ressources"],
            project=project,
            **options,
        )
        made.append(
            Thing(
                "dataset",
                str(audience),
                dataset,
                word,
                frozenset(readers),
                told=frozenset(TOLD_OF_DATA[audience]),
                stewards=frozenset(OWNER),
                rows=frozenset(READS_ROWS.get(str(audience), readers)),
            )
        )
    return made


def _options(audience: str, kivu: Organisation, owner: Organisation) -> dict[str, Any]:
    """How the factory makes a dataset of this sort."""
    match audience:
        case str() if audience == DRAFT:
            return {"draft": True}
        case str() if audience == KNOWN:
            return {"audience": Audience.OWNER, "discoverable": True}
        case str() if audience == UNDER_TERMS:
            return {"audience": Audience.CONSORTIUM, "agreement": make_agreement(owner)}
        case Audience.NAMED:
            return {"audience": audience, "audience__named": (kivu,)}
    return {"audience": audience}


def _picture(word: str) -> PortalImage:
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(drawn, "PNG")
    picture = PortalImage(title=f"Image {word}", width=64, height=48)
    picture.file = ImageFile(io.BytesIO(drawn.getvalue()), name=f"{word}.png")
    picture.save()
    picture.file.close()
    return picture


def _document(word: str) -> PortalDocument:
    document = PortalDocument(title=f"Fichier {word}")
    document.file.save(f"{word}.txt", ContentFile(word.encode()))
    document.file.close()
    return document


def _articles(home: HomePage, project: Project, kivu: Organisation) -> list[Thing]:
    news = home.add_child(instance=UpdateIndexPage(title="Actualités", slug="actualites"))
    shelf = home.add_child(instance=PublicationIndexPage(title="Publications", slug="publications"))
    parents = [("update", news, UpdatePage), ("publication", shelf, PublicationPage)]
    parents.append(("standard", home, StandardPage))
    return [
        _article(sort, parent, model, audience, project, kivu)
        for sort, parent, model in parents
        for audience in READS
    ]


def _article(
    sort: str,
    parent: Page,
    model: type[Page],
    audience: Audience,
    project: Project,
    kivu: Organisation,
) -> Thing:
    word = _word(sort, audience)
    picture, document = _picture(word), _document(word)
    body = [
        {"type": "picture", "value": {"image": picture.pk, "alt": "Dessin", "caption": ""}},
        {"type": "text", "value": f'<p><a linktype="document" id="{document.pk}">Fichier</a></p>'},
    ]
    page = model(
        title=f"Page {word}",
        slug=word,
        intro=f"Intro {word}",
        audience=audience,
        project=project,
        body=body,
    )
    parent.add_child(instance=page)
    if audience == Audience.NAMED:
        page.named_organisations.add(kivu)
    page.save_revision().publish()
    readers = frozenset(READS[audience])
    told = readers - {PUBLIC} if sort != "standard" else frozenset()
    return Thing(
        sort,
        audience,
        page,
        word,
        readers,
        frozenset(told),
        picture=picture,
        document=document,
    )


def _courses(home: HomePage, project: Project, kivu: Organisation) -> list[Thing]:
    index = home.add_child(instance=CourseIndexPage(title="Formations", slug="formations"))
    return [_course(index, audience, project, kivu) for audience in READS]


def _course(index: Page, audience: Audience, project: Project, kivu: Organisation) -> Thing:
    word = _word("cours", audience)
    course = Course.objects.create(slug=word, title=word, project=project)
    page = CoursePage(
        title=f"Cours {word}", slug=word, summary=f"Résumé {word}", course=course, audience=audience
    )
    index.add_child(instance=page)
    if audience == Audience.NAMED:
        page.named_organisations.add(kivu)
        page.save()
    text = [{"type": "text", "value": f"<p>Contenu {word}</p>"}]
    lesson = page.add_child(instance=LessonPage(title=f"Leçon {word}", slug="lecon", body=text))
    quiz = page.add_child(instance=QuizPage(title=f"Quiz {word}", slug="quiz", body=[]))
    readers = frozenset(READS[audience])
    return Thing("course", audience, page, word, readers, lesson=lesson, quiz=quiz)

"""The demo's pages in both languages: facts about IPIS and ICoCA, the rest plainly fictional."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Locale, Page

from home import setup
from home.models import HomePage, PortalDocument, StandardPage
from notifications.models import Follow
from partners.enums import Audience
from partners.models import Organisation, User
from portal.demo import paper, texts
from portal.demo.drawings import make_pictures
from projects.models import (
    Programme,
    ProgrammeIndexPage,
    ProgrammePage,
    Project,
    ProjectIndexPage,
    ProjectPage,
    PublicationIndexPage,
    PublicationPage,
    UpdateIndexPage,
    UpdatePage,
)

Pair = dict[str, Any]

PROGRAMMES = [
    ("natural-resources", "Ressources naturelles", "Natural Resources"),
    ("arms-security", "Commerce des armes et sécurité", "Arms Trade & Security"),
    ("conflict-mapping", "Cartographie des conflits", "Conflict Mapping"),
    ("business-rights", "Entreprises et droits humains", "Business & Human Rights"),
]
FOLLOWERS = ("learner.cso", "coordinator.cso", "analyst.icoca", "steward.coapp", "steward.ipis")
GUIDE = {
    "fr": "Guide fictif : préparer des données au partage",
    "en": "Fictional guide: preparing data for sharing",
}


class Maker:
    """Makes a page in both languages from its text, where it is not there yet."""

    def __init__(self, editor: User) -> None:
        self.editor = editor
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.pictures = make_pictures()

    def pair(self, model: type[Page], name: str, parents: Pair, **shared: Any) -> Pair:
        """The French page and its English version."""
        made: Pair = {}
        for code in setup.LANGUAGES:
            fields, body = texts.read(name, code, self.pictures)
            found = model.objects.child_of(parents[code]).filter(slug=fields["slug"]).first()
            made[code] = found or self._make(model, parents[code], fields, body, made, shared, code)
        return made

    def _make(
        self,
        model: type[Page],
        parent: Page,
        fields: dict[str, Any],
        body: list[texts.Block],
        made: Pair,
        shared: dict[str, Any],
        code: str,
    ) -> Page:
        many = {key: value for key, value in shared.items() if isinstance(value, list)}
        single = {key: value for key, value in shared.items() if not isinstance(value, list)}
        if "date" in fields:
            fields["date"] = date.fromisoformat(fields["date"])
        if body:
            fields["body"] = body
        page = model(locale=self.locales[code], live=False, owner=self.editor, **fields, **single)
        if made:
            page.translation_key = made["fr"].translation_key
        parent.add_child(instance=page)
        for name, values in many.items():
            getattr(page, name).set(values)
        page.save_revision(user=self.editor).publish()
        return model.objects.get(pk=page.pk)


def make_pages(
    people: dict[str, User], organisations: dict[str, Organisation], project: Project
) -> dict[str, HomePage]:
    """Everything an editor would have written; returns the front pages by language."""
    setup.make_editors().user_set.add(people["editor"])
    for login in FOLLOWERS:
        Follow.objects.get_or_create(user=people[login], topic=project.topic)
    words = {code: texts.read("home", code, {})[0] for code in setup.LANGUAGES}
    fronts = setup.make_front(words)
    maker = Maker(people["editor"])
    programmes = _make_programmes(maker, fronts)
    _make_project(maker, fronts, project, programmes)
    _make_news(maker, fronts, project, programmes)
    _make_publication(maker, fronts, project, programmes)
    for name in ("about", "accessibility", "data-protection"):
        maker.pair(StandardPage, name, fronts, in_footer=True)
    return fronts


def _make_programmes(maker: Maker, fronts: Pair) -> dict[str, Programme]:
    index = maker.pair(ProgrammeIndexPage, "programmes", fronts)
    made = {}
    for position, (slug, fr, en) in enumerate(PROGRAMMES):
        made[slug], _ = Programme.objects.get_or_create(
            slug=slug, defaults={"title_fr": fr, "title_en": en, "position": position}
        )
        maker.pair(ProgrammePage, slug, index, programme=made[slug])
    return made


def _make_project(
    maker: Maker, fronts: Pair, project: Project, programmes: dict[str, Programme]
) -> None:
    index = maker.pair(ProjectIndexPage, "projects", fronts)
    themes = [programmes["natural-resources"], programmes["business-rights"]]
    maker.pair(ProjectPage, "project", index, project=project, programmes=themes)


def _make_news(
    maker: Maker, fronts: Pair, project: Project, programmes: dict[str, Programme]
) -> None:
    index = maker.pair(UpdateIndexPage, "updates", fronts)
    mapping = [programmes["conflict-mapping"], programmes["natural-resources"]]
    maker.pair(UpdatePage, "update-portal", index, project=project)
    maker.pair(UpdatePage, "update-method", index, project=project, programmes=mapping)
    maker.pair(
        UpdatePage, "update-consortium", index, project=project, audience=Audience.CONSORTIUM
    )


def _make_publication(
    maker: Maker, fronts: Pair, project: Project, programmes: dict[str, Programme]
) -> None:
    index = maker.pair(PublicationIndexPage, "publications", fronts)
    files = [{"language": code, "file": _document(code)} for code in setup.LANGUAGES]
    maker.pair(
        PublicationPage,
        "publication",
        index,
        project=project,
        programmes=[programmes["natural-resources"]],
        files=tuple(("file", file) for file in files),
        authors="Démo, Édith\nCSO Démo Kivu",
        publisher="Portail de démonstration",
    )


def _document(code: str) -> PortalDocument:
    found = PortalDocument.objects.filter(title=GUIDE[code]).first()
    if found:
        return found
    fields, body = texts.read("publication", code, {})
    lines = [fields["intro"], *(str(value["text"]) for kind, value in body if kind == "heading")]
    steps = [step for kind, value in body if kind == "steps" for step in value["steps"]]
    lines += [f"{step['title']}. {step['text'][3:-4]}" for step in steps]
    file = ContentFile(paper.pdf(GUIDE[code], lines), name=f"guide-demo-{code}.pdf")
    return PortalDocument.objects.create(title=GUIDE[code], file=file)

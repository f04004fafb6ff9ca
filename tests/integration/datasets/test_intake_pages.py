"""The four steps through HTTP, as a steward walks them, in French and English."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from datasets.models import Dataset, Edition, Upload, UploadState
from jobs.models import Job
from partners.enums import Role
from tests import files
from tests.bringing_in import as_file, read, ready, received, work_off
from tests.factories import MembershipFactory
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def steward(world) -> Client:
    client = Client()
    client.force_login(world.people["steward"])
    return client


@pytest.fixture
def owner(world):
    return world.organisations["institut"]


def at(name: str, upload: Upload | None = None, language: str = "fr") -> str:
    """The address of a step."""
    with translation.override(language):
        return reverse(f"datasets:{name}", args=[upload.dataset.slug] if upload else [])


def text(response) -> str:
    return response.content.decode()


def test_the_addresses_are_in_the_reader_s_language():
    assert at("upload") == "/fr/mes-donnees/nouveau/"
    assert at("upload", language="en") == "/en/my-data/new/"


def test_the_upload_page_says_formats_limit_and_owner(steward):
    page = text(steward.get(at("upload")))
    assert "OpenDocument (ODS)" in page
    assert "200\u00a0Mo" in page
    assert "Institut Démo" in page
    assert 'name="owner"' not in page


def test_who_stewards_several_chooses_the_owner(world, steward):
    kivu = world.organisations["kivu"]
    MembershipFactory(user=world.people["steward"], organisation=kivu, role=Role.STEWARD)
    assert 'name="owner"' in text(steward.get(at("upload")))
    steward.post(at("upload"), {"owner": kivu.pk, "file": as_file(files.VISITS, "v.csv")})
    assert Upload.objects.get().dataset.owner == kivu


def test_a_file_becomes_a_draft_that_waits_to_be_read(steward, owner):
    response = steward.post(at("upload"), {"file": as_file(files.VISITS, "visites_2023.csv")})
    upload = Upload.objects.get()
    assert response.url == at("draft", upload)
    assert (upload.dataset.title, upload.dataset.owner) == ("Visites 2023", owner)
    assert upload.dataset.published is None
    assert Job.objects.latest_for(upload).kind == "datasets.import"
    page = text(steward.get(response.url))
    assert 'http-equiv="refresh"' in page
    assert f'hx-get="{at("draft-progress", upload)}"' in page


def test_a_script_gets_the_address_or_the_sentence(steward):
    sent = {"headers": {"X-Requested-With": "XMLHttpRequest"}}
    refused = steward.post(at("upload"), {"file": as_file(b"", "vide.csv")}, **sent)
    assert refused.status_code == 400
    assert "vide" in refused.json()["error"]
    taken = steward.post(at("upload"), {"file": as_file(files.VISITS, "v.csv")}, **sent)
    assert taken.json() == {"url": at("draft", Upload.objects.get())}


def test_no_file_is_said_at_the_field(steward):
    response = steward.post(at("upload"), {})
    assert response.status_code == 400
    assert "Choisissez d’abord un fichier" in text(response)


def test_the_progress_sends_the_page_on_when_it_has_ended(steward, owner):
    upload = received(owner)
    assert "hx-get" in text(steward.get(at("draft-progress", upload)))
    work_off()
    done = steward.get(at("draft-progress", upload))
    assert done.headers["HX-Redirect"] == at("draft", upload)
    assert steward.get(at("draft", upload)).url == at("review", upload)


def test_a_reading_that_failed_can_be_asked_for_again(steward, owner):
    upload = received(owner)
    Job.objects.update(
        state="failed", error="Something went wrong on our side. Please try again later."
    )
    page = text(steward.get(at("draft", upload)))
    assert "Quelque chose s’est mal passé" in page or "Something went wrong" not in page
    steward.post(at("review", upload), {"again": "1"})
    work_off()
    upload.refresh_from_db()
    assert upload.state == UploadState.READ


def test_the_review_shows_tables_columns_and_types(steward, owner):
    upload = ready(owner)
    page = text(steward.get(at("review", upload)))
    for shown in ("visites.csv", "Effectif", "nombre entier", "50\u202f%", "2 lignes"):
        assert shown in page, shown
    english = text(steward.get(at("review", upload, "en")))
    assert "whole number" in english


def test_a_wide_table_folds_its_further_columns(steward, owner):
    header = [f"c{number}" for number in range(85)]
    upload = read(owner, files.csv_bytes([header, range(85), range(85)]), "large.csv")
    page = text(steward.get(at("review", upload)))
    assert "65 autres colonnes" in page
    assert "c84" in page


def test_problems_come_with_place_and_advice(steward, owner):
    upload = read(owner, "site,site,n\nA,B,1\nC,D\nE,F,3\n", "doublons.csv")
    page = text(steward.get(at("review", upload)))
    assert "site_2" in page
    assert "Donnez à chaque colonne son propre nom" in page
    english = text(steward.get(at("review", upload, "en")))
    assert "fewer cells than the header" in english


def test_corrections_have_the_file_read_again(steward, owner):
    upload = read(owner, "site,code\nA,1\nB,2\n", "sites.csv")
    correction = {"encoding": "", "delimiter": "", "decimal": "", "dates": "", "header_0": "0"}
    response = steward.post(at("review", upload), {**correction, "type_0_1": "string"})
    assert response.url == at("draft", upload)
    work_off()
    upload.refresh_from_db()
    column = upload.inspection["tables"][0]["columns"][1]["column"]
    assert (upload.reading, column["type"]) == (2, "string")
    page = text(steward.get(at("review", upload)))
    assert "Oublier les corrections" in page


def test_a_wrong_correction_is_said_and_can_be_forgotten(steward, owner):
    upload = read(owner, "nom,n\nÉté,1\n".encode("cp1252"), "accents.csv")
    steward.post(at("review", upload), {"encoding": "utf-8", "header_0": "0"})
    work_off()
    upload.refresh_from_db()
    assert upload.state == UploadState.REJECTED
    assert "n’a pas pu être lu" in text(steward.get(at("review", upload)))
    steward.post(at("review", upload), {"again": "1"})
    work_off()
    upload.refresh_from_db()
    assert upload.state == UploadState.READ


def test_sheets_can_be_left_out(steward, owner):
    content = files.workbook(Visites=files.visits(3), Notes=[["a", "b"], [1, 2], [3, 4]])
    upload = read(owner, content, "classeur.xlsx")
    given = {"decimal": "", "dates": "", "header_0": "0", "header_1": "0", "sheets": ["Visites"]}
    steward.post(at("review", upload), given)
    work_off()
    upload.refresh_from_db()
    assert [table["sheet"] for table in upload.inspection["tables"]] == ["Visites"]


def described(world, **changes):
    return {
        "title": "Visites décrites",
        "description": "Récoltées à pied.",
        "licence": "LicenseRef-partners-only",
        "project": world.project.pk,
        "sensitivity": "high",
        "audience": "named",
        "organisations": ["kivu"],
        **changes,
    }


def test_describing_keeps_everything_on_the_draft(steward, owner, world):
    upload = ready(owner)
    page = text(steward.get(at("describe", upload)))
    assert "2 organisations, 3 personnes" in page
    response = steward.post(at("describe", upload), described(world, stop="1"))
    assert response.url == at("mine")
    upload = Upload.objects.get()
    assert (upload.dataset.title, upload.dataset.sensitivity) == ("Visites décrites", "high")
    assert upload.sharing["organisations"] == ["kivu"]
    # Leaving in the middle loses nothing: the draft goes on where it stood.
    assert at("draft", upload) in text(steward.get(at("mine")))
    assert steward.get(at("draft", upload)).url == at("publish", upload)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"audience": "public"}, "aussi largement"),
        ({"sensitivity": "severe", "audience": "consortium"}, "aussi largement"),
        ({"audience": "consortium", "project": ""}, "Choisissez le projet"),
        ({"organisations": []}, "Cochez au moins une organisation"),
        ({"sensitivity": "low", "audience": "public"}, "besoin d’une licence"),
        ({"title": ""}, "id_title"),
        ({"organisations": ["absente"]}, "organisations"),
    ],
)
def test_choices_that_do_not_fit_are_said_and_nothing_is_kept(steward, owner, world, changes, said):
    upload = ready(owner)
    response = steward.post(at("describe", upload), described(world, **changes))
    assert response.status_code == 400
    assert said in text(response)
    upload.refresh_from_db()
    assert upload.sharing == {}
    assert Dataset.objects.get(pk=upload.dataset_id).sensitivity == "moderate"


def test_a_project_of_others_cannot_be_chosen(steward, owner, world):
    upload = ready(owner)
    given = described(world, project=world.other_project.pk)
    assert steward.post(at("describe", upload), given).status_code == 400


def test_publishing_says_first_what_with_whom(steward, owner, world):
    upload = ready(owner)
    given = described(world, audience="consortium", organisations=[])
    response = steward.post(at("describe", upload), given)
    page = text(steward.get(response.url))
    for shown in ("2 lignes", "2 organisations, 3 personnes", "Réseau Démo", "Contact"):
        assert shown in page, shown


def test_columns_that_name_people_must_have_been_looked_at(steward, owner, world):
    upload = ready(owner)
    steward.post(at("describe", upload), described(world))
    refused = steward.post(at("publish", upload), {"reading": 1})
    assert refused.status_code == 400
    assert not Edition.objects.filter(release__dataset=upload.dataset_id).exists()
    taken = steward.post(at("publish", upload), {"reading": 1, "checked": "on"})
    assert taken.url == at("published", upload)
    edition = Edition.objects.get(release__dataset=upload.dataset_id)
    assert edition.audience == "named"
    assert "CSO Démo Kivu" in text(steward.get(taken.url))


def test_publishing_twice_makes_one_release(steward, owner, world):
    upload = ready(owner)
    steward.post(at("describe", upload), described(world))
    for _ in range(2):
        last = steward.post(at("publish", upload), {"reading": 1, "checked": "on"})
    assert last.url == at("published", upload)
    assert Edition.objects.filter(release__dataset=upload.dataset_id).count() == 1


def test_what_was_read_again_meanwhile_is_not_published(steward, owner, world):
    upload = ready(owner)
    steward.post(at("describe", upload), described(world))
    Upload.objects.update(reading=2)
    response = steward.post(at("publish", upload), {"reading": 1, "checked": "on"})
    assert response.status_code == 400
    assert "relu entre-temps" in text(response)


def test_a_draft_is_deleted_on_request(steward, owner):
    upload = ready(owner)
    assert "Supprimer ce brouillon" in text(steward.get(at("discard", upload)))
    assert Upload.objects.exists()
    steward.post(at("discard", upload))
    assert not Upload.objects.exists()


def test_another_file_can_be_chosen(steward, owner):
    upload = ready(owner)
    steward.post(at("replace-file", upload), {"file": as_file(files.VISITS, "b.csv")})
    assert upload.dataset.uploads.first().name == "b.csv"


def test_the_audience_is_changed_on_its_page(steward, owner, world):
    upload = ready(owner)
    steward.post(at("describe", upload), described(world))
    steward.post(at("publish", upload), {"reading": 1, "checked": "on"})
    assert "CSO Démo Kivu" in text(steward.get(at("audience", upload)))
    preview = steward.post(at("audience", upload), {"audience": "consortium"})
    assert "Perdent l’accès" in text(preview)
    sent = {"audience": "consortium", "confirm": preview.context["was"]}
    response = steward.post(at("audience", upload), sent)
    assert response.url == at("dataset", upload)
    edition = Edition.objects.get(release__dataset=upload.dataset_id)
    assert (edition.audience, edition.organisation_grants.count()) == ("consortium", 0)


def test_a_newer_reading_is_looked_at_before_it_is_published(steward, owner, world):
    upload = ready(owner)
    steward.post(at("describe", upload), described(world))
    assert steward.get(at("draft", upload)).url == at("publish", upload)
    steward.post(at("replace-file", upload), {"file": as_file(files.VISITS, "b.csv")})
    work_off()
    assert steward.get(at("draft", upload)).url == at("review", upload)
    assert upload.dataset.uploads.first().sharing["organisations"] == ["kivu"]


def test_the_audience_page_offers_no_public_for_high_data(steward, owner, world):
    upload = ready(owner)
    steward.post(at("describe", upload), described(world))
    steward.post(at("publish", upload), {"reading": 1, "checked": "on"})
    assert 'value="public"' not in text(steward.get(at("audience", upload)))
    assert steward.post(at("audience", upload), {"audience": "public"}).status_code == 400

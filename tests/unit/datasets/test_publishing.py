"""From a read file to a release, and who may have it: every rule, and nothing half done."""

import hashlib

import pytest
from django.core.files.storage import storages

from audit.models import Event
from core.actor import SYSTEM
from core.errors import InvalidInput, NotAllowed, NotPossible, NotVisible
from datasets.actions import publishing
from datasets.actions.intake import change_audience, describe, publish
from datasets.enums import Licence, Sensitivity, audiences_for
from datasets.models import Dataset, Edition, Release, Table, Upload, UploadState
from notifications.models import Announcement
from partners.enums import Audience
from tests import files
from tests.bringing_in import read, ready, received, work_off
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def upload(world) -> Upload:
    made = ready(world.organisations["institut"])
    Dataset.objects.filter(pk=made.dataset_id).update(project=world.project)
    made.refresh_from_db()
    return made


def share(upload, audience=Audience.OWNER, organisations=(), by=SYSTEM) -> Release:
    return publish(
        dataset=Dataset.objects.get(pk=upload.dataset_id),
        upload=upload,
        audience=audience,
        organisations=organisations,
        by=by,
    )


def set_sensitivity(upload, sensitivity) -> None:
    Dataset.objects.filter(pk=upload.dataset_id).update(sensitivity=sensitivity)


def readers(world, dataset) -> set[str]:
    editions = Edition.objects.filter(release__dataset=dataset)
    return {who for who, user in world.people.items() if editions.visible_to(user).exists()}


def test_a_release_has_one_full_edition_with_the_tables(upload):
    release = share(upload)
    edition = release.editions.get()
    table = edition.tables.get()
    assert (release.number, edition.name, edition.rank) == (1, "full", 0)
    assert (table.rows, table.schema.names[0], table.schema.columns[0].type) == (
        2,
        "pcode",
        "string",
    )
    assert table.file.name == f"datasets/{upload.dataset_id}/releases/1/full/visites.parquet"
    assert table.profile[2]["empty"] == 1
    upload.refresh_from_db()
    assert upload.state == UploadState.PUBLISHED


def test_the_hash_is_that_of_the_stored_file(upload):
    table = share(upload).editions.get().tables.get()
    with table.file.open("rb") as stored:
        assert hashlib.sha256(stored.read()).hexdigest() == table.sha256


def test_each_sheet_is_a_table_and_names_do_not_collide(world):
    content = files.workbook(**{"Site A": files.visits(3), "site-a": files.visits(5)})
    release = share(read(world.organisations["institut"], content, "deux.xlsx"))
    tables = list(release.editions.get().tables.all())
    assert [table.name for table in tables] == ["site-a", "site-a-2"]
    assert [table.title for table in tables] == ["Site A", "site-a"]
    assert [table.rows for table in tables] == [3, 5]


@pytest.mark.parametrize(
    ("audience", "named", "gain"),
    [
        (Audience.OWNER, (), {"steward"}),
        (Audience.NAMED, ("kivu",), {"steward", "partner"}),
        (Audience.CONSORTIUM, (), {"steward", "member", "colleague"}),
    ],
)
def test_exactly_the_audience_reads(world, upload, audience, named, gain):
    share(upload, audience, [world.organisations[slug] for slug in named])
    assert readers(world, upload.dataset) == gain


@pytest.mark.parametrize("sensitivity", list(Sensitivity))
@pytest.mark.parametrize("audience", list(Audience))
def test_sensitivity_bounds_the_audience(world, upload, sensitivity, audience):
    set_sensitivity(upload, sensitivity)
    named = [world.organisations["kivu"]] if audience == Audience.NAMED else []
    if audience in audiences_for(sensitivity):
        assert share(upload, audience, named).editions.get().audience == audience
    else:
        with pytest.raises(InvalidInput):
            share(upload, audience, named)
        assert not Release.objects.filter(dataset=upload.dataset_id).exists()


def test_severe_and_high_data_are_never_public():
    assert Audience.PUBLIC not in audiences_for(Sensitivity.HIGH)
    assert audiences_for(Sensitivity.SEVERE) == [Audience.OWNER]


def test_the_consortium_needs_a_project(upload):
    Dataset.objects.filter(pk=upload.dataset_id).update(project=None)
    with pytest.raises(InvalidInput, match="proje"):
        share(upload, Audience.CONSORTIUM)


def test_the_consortium_must_be_one_the_owner_is_in(world, upload):
    Dataset.objects.filter(pk=upload.dataset_id).update(project=world.other_project)
    with pytest.raises(InvalidInput, match="consortium"):
        share(upload, Audience.CONSORTIUM)


@pytest.mark.parametrize(
    ("audience", "named"),
    [
        (Audience.NAMED, ()),
        (Audience.CONSORTIUM, ("kivu",)),
        ("everybody", ()),
    ],
)
def test_organisations_are_named_where_they_are_asked_for(world, upload, audience, named):
    with pytest.raises(InvalidInput):
        share(upload, audience, [world.organisations[slug] for slug in named])


def test_the_owner_names_itself_for_its_other_members(world, upload):
    share(upload, Audience.NAMED, [world.organisations["institut"]])
    dataset = Dataset.objects.get(pk=upload.dataset_id)
    seeing = {name for name in world.people if _sees(world, name, dataset)}
    assert seeing == {"steward", "member"}


def _sees(world, name, dataset):
    return Dataset.objects.visible_to(world.person(name)).filter(pk=dataset.pk).exists()


def test_an_inactive_organisation_cannot_be_named(world, upload):
    kivu = world.organisations["kivu"]
    kivu.active = False
    kivu.save()
    with pytest.raises(InvalidInput):
        share(upload, Audience.NAMED, [kivu])


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("member", NotVisible), ("rival", NotVisible), ("admin", NotVisible), ("former", NotVisible)],
)
def test_only_stewards_of_the_owner_publish(world, upload, who, refusal):
    with pytest.raises(refusal):
        share(upload, by=world.people[who])
    assert share(upload, by=world.people["steward"]).published_by == world.people["steward"]


def test_whoever_sees_it_learns_why_they_may_not_change_it(world, upload):
    edition = share(upload, Audience.CONSORTIUM).editions.get()
    with pytest.raises(NotAllowed):
        change_audience(edition=edition, audience=Audience.PUBLIC, by=world.people["colleague"])


def test_a_file_is_published_once(upload):
    share(upload)
    with pytest.raises(NotPossible):
        share(upload)
    assert Release.objects.filter(dataset=upload.dataset_id).count() == 1


def test_an_unread_file_is_not_published(world):
    with pytest.raises(NotPossible):
        share(received(world.organisations["institut"]))


def test_what_fails_half_way_leaves_no_row_and_no_file(upload, monkeypatch):
    before = files.stored()

    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(publishing, "announce", fails)
    with pytest.raises(RuntimeError):
        share(upload)
    monkeypatch.undo()
    assert files.stored() == before
    assert not Release.objects.filter(dataset=upload.dataset_id).exists()
    assert not Table.objects.filter(edition__release__dataset=upload.dataset_id).exists()
    upload.refresh_from_db()
    assert upload.state == UploadState.READ
    assert share(upload).number == 1


def test_the_reading_is_removed_once_it_is_a_release(upload, django_capture_on_commit_callbacks):
    reading = upload.inspection["tables"][0]["parquet"]
    with django_capture_on_commit_callbacks(execute=True):
        release = share(upload)
    assert not storages["private"].exists(reading)
    assert storages["private"].exists(release.editions.get().tables.get().file.name)


def test_publishing_is_in_the_log_without_values(upload):
    edition = share(upload).editions.get()
    event = Event.objects.get(verb="datasets.release-published", subject=f"edition:{edition.pk}")
    assert event.organisation_id == upload.dataset.owner_id
    assert event.details == {"release": 1, "to": {"audience": "owner", "organisations": []}}


def test_the_address_names_the_data_only_when_all_may_know(world, upload):
    secret = upload.dataset.slug
    share(upload, Audience.CONSORTIUM)
    assert Dataset.objects.get(pk=upload.dataset_id).slug == secret
    other = ready(world.organisations["institut"])
    share(other, Audience.PUBLIC)
    assert Dataset.objects.get(pk=other.dataset_id).slug.startswith("visites-")


def test_widening_and_narrowing_count_at_once_and_are_logged(world, upload):
    edition = share(upload, Audience.NAMED, [world.organisations["kivu"]]).editions.get()
    change_audience(edition=edition, audience=Audience.CONSORTIUM, by=world.people["steward"])
    assert readers(world, upload.dataset) == {"steward", "member", "colleague"}
    change_audience(edition=edition, audience=Audience.OWNER, by=world.people["steward"])
    assert readers(world, upload.dataset) == {"steward"}
    last = Event.objects.filter(verb="datasets.audience-changed").first()
    assert last.details["before"] == {"audience": "consortium", "organisations": []}
    assert last.details["after"] == {"audience": "owner", "organisations": []}
    assert not edition.organisation_grants.exists()


def test_no_change_is_no_event(world, upload):
    edition = share(upload, Audience.NAMED, [world.organisations["kivu"]]).editions.get()
    told = Announcement.objects.count()
    change_audience(
        edition=edition,
        audience=Audience.NAMED,
        organisations=[world.organisations["kivu"]],
        by=SYSTEM,
    )
    assert Announcement.objects.count() == told
    assert not Event.objects.filter(verb="datasets.audience-changed").exists()


def test_sensitivity_cannot_rise_beyond_what_is_shared(world, upload):
    share(upload, Audience.PUBLIC)
    dataset = Dataset.objects.get(pk=upload.dataset_id)
    about = {
        "title": "T",
        "description": "",
        "licence": Licence.CC_BY,
        "project": world.project,
        "by": world.people["steward"],
    }
    with pytest.raises(NotPossible):
        describe(dataset=dataset, sensitivity=Sensitivity.HIGH, **about)
    dataset.refresh_from_db()
    assert dataset.sensitivity == Sensitivity.MODERATE
    describe(dataset=dataset, sensitivity=Sensitivity.LOW, **about)


def test_the_project_cannot_move_under_a_shared_consortium(upload):
    share(upload, Audience.CONSORTIUM)
    dataset = Dataset.objects.get(pk=upload.dataset_id)
    with pytest.raises(NotPossible):
        describe(
            dataset=dataset,
            title="T",
            description="",
            licence=Licence.CC_BY,
            project=None,
            sensitivity=Sensitivity.LOW,
            by=SYSTEM,
        )


def heard(user) -> list[str]:
    return [message.event for message in user.notifications.all()]


def test_whom_it_concerns_hears_of_it_once(world, upload):
    share(upload, Audience.CONSORTIUM, by=world.people["steward"])
    work_off()
    told = {who for who, user in world.people.items() if heard(user)}
    assert told == {"member", "colleague"}


def test_only_those_who_gain_hear_of_a_change(world, upload):
    kivu = world.organisations["kivu"]
    edition = share(upload, Audience.NAMED, [kivu], by=world.people["steward"]).editions.get()
    work_off()
    assert len(heard(world.people["partner"])) == 1
    change_audience(
        edition=edition,
        audience=Audience.NAMED,
        organisations=[kivu, world.organisations["reseau"]],
        by=world.people["steward"],
    )
    work_off()
    assert len(heard(world.people["partner"])) == 1
    assert len(heard(world.people["colleague"])) == 1


def test_nobody_hears_of_what_was_narrowed_before_the_worker_came(world, upload):
    edition = share(upload, Audience.CONSORTIUM, by=world.people["steward"]).editions.get()
    change_audience(edition=edition, audience=Audience.OWNER, by=world.people["steward"])
    work_off()
    assert not any(heard(user) for user in world.people.values())

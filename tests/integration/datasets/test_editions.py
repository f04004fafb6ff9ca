"""Editions through HTTP: a steward chooses what an audience gets, looks at it, and opens it."""

import pytest
from django.test import Client

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, NotPossible
from datakit.disclosure import Plan
from datakit.disclosure.treatments import Keep, Period, Pseudonymise
from datasets.actions.editions import change_plan, discard_edition, make_edition
from datasets.actions.publishing import change_audience
from datasets.disclosing import judged
from datasets.files import on_disk
from datasets.models import Dataset, Edition
from datasets.reading import open_dataset, open_tables
from jobs.models import Job
from partners.enums import Audience
from tests.bringing_in import work_off
from tests.factories import make_table

pytestmark = pytest.mark.django_db

COARSE = {"visits": Plan({"mineral": Keep(), "visited": Period(to="year")})}


@pytest.fixture
def dataset(world) -> Dataset:
    return world.datasets["owner"]


def choices(**changed: str) -> dict[str, str]:
    """What the browser sends of the page: one choice a column."""
    chosen = {"site": "drop", "mineral": "keep", "workers": "drop", "visited": "year"}
    chosen |= {"armed": "drop", **changed}
    sent = {f"t0-c-{name}": word for name, word in chosen.items()}
    return {"name": "partner", "t0-k": "0", "t0-only_values": "", "t0-before_date": "", **sent}


def prepared(dataset: Dataset, steward, plans=COARSE, name="partner") -> Edition:
    release = dataset.releases.get()
    edition = make_edition(release=release, name=name, plans=plans, by=steward)
    work_off()
    edition.refresh_from_db()
    return edition


def columns_seen(user, dataset: Dataset) -> list[str]:
    opened = open_dataset(user, dataset.slug)
    return list(open_tables(opened)[0].schema.names)


def test_a_steward_makes_an_edition_and_opens_it(world, as_person, address, dataset):
    steward, colleague = as_person("steward"), as_person("colleague")
    page = address("dataset", dataset.slug)
    assert colleague.get(page).status_code == 404
    made = steward.post(address("edition-new", dataset.slug) + "?as=partner", choices())
    assert made.url == address("edition", dataset.slug, "partner")
    assert "Preparing the edition" in steward.get(made.url).content.decode()
    work_off()
    shown = steward.get(made.url).content.decode()
    assert "Only the year is shown" in shown
    assert colleague.get(page).status_code == 404
    where = address("edition-audience", dataset.slug, "partner")
    preview = steward.post(where, {"audience": "consortium"})
    assert "They gain access" in preview.content.decode()
    assert colleague.get(page).status_code == 404
    sent = {"audience": "consortium", "confirm": preview.context["was"]}
    opened = steward.post(where, sent)
    assert opened.url == address("editions", dataset.slug)
    read = colleague.get(page).content.decode()
    assert "Or" in read
    assert "Démo A" not in read
    assert "Effectif" not in read
    assert "Some columns are left out." in read
    assert "Démo A" in steward.get(page).content.decode()


def test_everybody_gets_the_most_detailed_edition_they_may_have(world, dataset):
    steward = world.people["steward"]
    edition = prepared(dataset, steward)
    change_audience(edition=edition, audience=Audience.CONSORTIUM, by=steward)
    coarser = prepared(dataset, steward, {"visits": Plan({"mineral": Keep()})}, "public")
    change_audience(edition=coarser, audience=Audience.REGISTERED, by=steward)
    assert len(columns_seen(steward, dataset)) == 5
    assert columns_seen(world.people["colleague"], dataset) == ["mineral", "visited"]
    assert columns_seen(world.people["registered"], dataset) == ["mineral"]
    assert not Dataset.objects.visible_to(world.person("anonymous")).filter(pk=dataset.pk).exists()


def test_an_edition_has_no_row_of_a_table_its_plan_does_not_name(world, dataset):
    make_table(dataset.releases.get().editions.get(), name="witnesses", position=1)
    edition = prepared(dataset, world.people["steward"])
    assert [table.name for table in edition.tables.all()] == ["visits"]


def test_an_edition_that_is_not_prepared_cannot_be_opened(world, dataset):
    steward = world.people["steward"]
    edition = make_edition(release=dataset.releases.get(), name="partner", plans=COARSE, by=steward)
    with pytest.raises(NotPossible):
        change_audience(edition=edition, audience=Audience.CONSORTIUM, by=steward)


def test_what_was_shared_never_changes(world, dataset):
    steward = world.people["steward"]
    edition = prepared(dataset, steward)
    change_audience(edition=edition, audience=Audience.CONSORTIUM, by=steward)
    change_audience(edition=edition, audience=Audience.OWNER, by=steward)
    for refused in (
        lambda: change_plan(edition=edition, plans=COARSE, by=steward),
        lambda: discard_edition(edition=edition, by=steward),
    ):
        with pytest.raises(NotPossible):
            refused()


def test_a_changed_plan_is_prepared_anew_and_the_former_file_goes(
    world, dataset, django_capture_on_commit_callbacks
):
    steward = world.people["steward"]
    edition = prepared(dataset, steward)
    former = edition.tables.get().file
    change_plan(edition=edition, plans={"visits": Plan({"mineral": Keep()})}, by=steward)
    with django_capture_on_commit_callbacks(execute=True):
        work_off()
    table = edition.tables.get()
    assert table.schema.names == ("mineral",)
    assert not former.storage.exists(former.name)
    with on_disk(table.file) as path:
        assert path.stat().st_size == table.file.size


def test_pseudonyms_are_the_same_in_each_edition_and_tell_nothing(world, dataset):
    steward = world.people["steward"]
    plan = {"visits": Plan({"site": Pseudonymise()})}
    one = prepared(dataset, steward, plan, "one")
    two = prepared(dataset, steward, plan, "two")
    assert one.tables.get().sha256 == two.tables.get().sha256
    Dataset.objects.filter(pk=dataset.pk).update(pseudonym_key="ab" * 32)
    three = prepared(dataset, steward, plan, "three")
    assert three.tables.get().sha256 != one.tables.get().sha256


@pytest.mark.parametrize("who", ["member", "colleague", "rival", "admin", "registered"])
def test_only_stewards_of_the_owner_make_editions(world, as_person, address, who):
    dataset = world.datasets["public"]
    with pytest.raises(NotAllowed):
        make_edition(
            release=dataset.releases.get(), name="partner", plans=COARSE, by=world.people[who]
        )
    client: Client = as_person(who)
    for name in ("editions", "edition-new"):
        assert client.get(address(name, dataset.slug)).status_code == 404


@pytest.mark.parametrize(
    "plans", [{}, {"nothing": COARSE["visits"]}, {"visits": Plan({"no-column": Keep()})}]
)
def test_a_plan_that_does_not_fit_is_refused_and_nothing_is_kept(world, dataset, plans):
    with pytest.raises(InvalidInput):
        make_edition(
            release=dataset.releases.get(), name="partner", plans=plans, by=world.people["steward"]
        )
    assert Edition.objects.filter(release__dataset=dataset).count() == 1
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Give the edition a name."),
        ({"name": "full"}, "This release has an edition of that name already."),
        ({"name": "new"}, "Choose another name."),
        ({"t0-k": "5"}, "Tick at least one column, or choose no smallest group."),
        ({"t0-only_values": "Or"}, "Give both: the column and what it must be."),
        ({f"t0-c-{name}": "drop" for name in ("mineral", "visited")}, "leaves out every column"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_made(world, as_person, address, dataset, changed, said):
    steward = as_person("steward")
    answer = steward.post(address("edition-new", dataset.slug), {**choices(), **changed})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert Edition.objects.filter(release__dataset=dataset).count() == 1


def test_a_steward_deletes_what_nobody_had(
    world, as_person, address, dataset, django_capture_on_commit_callbacks
):
    edition = prepared(dataset, world.people["steward"])
    stored = edition.tables.get().file
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_person("steward").post(address("edition-discard", dataset.slug, "partner"))
    assert answer.url == address("editions", dataset.slug)
    assert not Edition.objects.filter(pk=edition.pk).exists()
    assert not stored.storage.exists(stored.name)
    log = as_person("steward").get(address("log", dataset.slug)).content.decode()
    assert "An edition was deleted" in log


def test_what_discloses_much_asks_for_a_reason_and_too_much_is_refused(
    world, as_person, address, dataset
):
    Dataset.objects.filter(pk=dataset.pk).update(sensitivity="moderate")
    steward = world.people["steward"]
    plan = Plan({"site": Keep(), "mineral": Keep(), "visited": Keep()})
    edition = prepared(dataset, steward, {"visits": plan})
    assert edition.reports["visits"]["groups"]["unique"] > 0
    with pytest.raises(InvalidInput, match="too much"):
        change_audience(edition=edition, audience=Audience.PUBLIC, by=steward)
    with pytest.raises(InvalidInput, match="Say why"):
        change_audience(edition=edition, audience=Audience.CONSORTIUM, by=steward)
    where = address("edition-audience", dataset.slug, "partner")
    page = as_person("steward").get(where).content.decode()
    assert "Not for the audience “Public”" in page
    assert 'value="public"' not in page
    refused = as_person("steward").post(where, {"audience": "consortium"})
    assert refused.status_code == 400
    given = {"audience": "consortium", "reason": "Le consortium connaît les sites."}
    given["confirm"] = as_person("steward").post(where, given).context["was"]
    assert as_person("steward").post(where, given).status_code == 302
    edition.refresh_from_db()
    assert edition.audience == Audience.CONSORTIUM
    event = Event.objects.about(edition).filter(verb="datasets.audience-changed").get()
    assert event.details["reason"] == "Le consortium connaît les sites."


def test_the_verdict_follows_the_sensitivity_of_today(world, dataset):
    steward = world.people["steward"]
    edition = prepared(dataset, steward, {"visits": Plan({"site": Keep(), "visited": Keep()})})
    Dataset.objects.filter(pk=dataset.pk).update(sensitivity="high")
    edition.refresh_from_db()
    with pytest.raises(InvalidInput, match="Say why"):
        change_audience(edition=edition, audience=Audience.CONSORTIUM, by=steward)


def test_an_edition_says_what_another_one_adds_to_it(world, dataset):
    steward = world.people["steward"]
    finer = prepared(dataset, steward, {"visits": Plan({"mineral": Keep(), "site": Keep()})}, "one")
    plan = Plan({"mineral": Keep(), "workers": Keep()})
    coarser = prepared(dataset, steward, {"visits": plan}, "two")
    joined = {each["other"]: each for each in coarser.reports["visits"]["joined"]}
    assert set(joined) == {"v1 full", "v1 one"}
    assert joined["v1 one"]["gains"] == ["site"]
    assert not any("v1 one" in said for said in judged(coarser, "consortium").sentences)
    Dataset.objects.filter(pk=dataset.pk).update(sensitivity="moderate")
    change_audience(edition=finer, audience=Audience.CONSORTIUM, reason="Connu.", by=steward)
    coarser.refresh_from_db()
    assert any("v1 one" in said for said in judged(coarser, "consortium").sentences)


def test_the_report_is_its_stewards_alone(world, as_person, address, dataset):
    steward = world.people["steward"]
    edition = prepared(dataset, steward)
    change_audience(edition=edition, audience=Audience.PUBLIC, reason="Connu.", by=steward)
    shown = as_person("steward").get(address("edition", dataset.slug, "partner"))
    assert "Démo A" in shown.content.decode()
    for who in ("anonymous", "colleague", "registered", "member"):
        answer = as_person(who).get(address("edition", dataset.slug, "partner"))
        assert "Démo A" not in answer.content.decode()
        assert "Démo A" not in as_person(who).get(address("dataset", dataset.slug)).content.decode()

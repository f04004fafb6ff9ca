"""A release is withdrawn or an edition recalled: it closes; who had it is told and confirms."""

import csv
import datetime as dt
import io
import zipfile

import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from audit.actions import record
from audit.models import Event
from core.actor import SYSTEM
from core.errors import InvalidInput, NotAllowed, NotPossible, NotVisible
from datasets import disclosing, policies
from datasets.access import Access
from datasets.actions.editions import carry_over
from datasets.actions.granting import follow_grants, following, give_to_person
from datasets.actions.packages import ask_for_package
from datasets.actions.publishing import change_audience
from datasets.actions.recalling import (
    confirm_deletion,
    recall_edition,
    recall_release,
    remind,
)
from datasets.enums import Had, ReleaseState
from datasets.holders import VERBS, who_had
from datasets.models import Dataset, Edition, Recall, RecallNotice, Release
from jobs.enums import State
from jobs.models import Job
from notifications import delivery
from notifications.models import Notification
from partners.enums import Audience
from partners.models import User
from tests.bringing_in import work_off
from tests.factories import UserFactory, grant_to_person, make_release, make_table
from tests.world import SEES

pytestmark = pytest.mark.django_db
WHY = {"reason": "Des noms y étaient lisibles.", "instructions": "Effacez toutes les copies."}
HAVING = ("colleague", "steward")


@pytest.fixture
def dataset(world) -> Dataset:
    """A dataset of the consortium whose package is built."""
    dataset = world.datasets["consortium"]
    ask_for_package(edition=edition_of(dataset), by=world.people["steward"])
    work_off()
    return dataset


def edition_of(dataset) -> Edition:
    return Edition.objects.get(release__dataset=dataset, release__number=1, rank=0)


def download(client, address, dataset, **headers):
    """The status, and what came of the file."""
    answer = client.get(address("download", dataset.slug, 1), headers=headers)
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else b""


def had(world, dataset, who="colleague", verb="datasets.package-downloaded", **details) -> None:
    """Write down that somebody had it, as the portal does."""
    by = world.people[who] if who in world.people else world.person(who)
    edition = edition_of(dataset)
    details = {"sha256": "a" * 64, "bytes": 900} if "downloaded" in verb else {}
    record(verb, edition, by=by, release=1, edition=edition.name, **details)


def withdraw(world, dataset, **given) -> list[Recall]:
    release = dataset.releases.get(number=1)
    return recall_release(release=release, by=world.people["steward"], **{**WHY, **given})


def correct(world, dataset, **given) -> Recall:
    edition = edition_of(dataset)
    return recall_edition(edition=edition, by=world.people["steward"], **{**WHY, **given})


RECALLS = {"release": withdraw, "edition": correct}


def second_edition(dataset, name="partner", rank=1000, **fields) -> Edition:
    """Another edition of the first release, with the rows of the full one."""
    edition = Edition.objects.create(
        release=dataset.releases.get(number=1), name=name, rank=rank, **fields
    )
    make_table(edition)
    return edition


def heard(user: User) -> list[Notification]:
    work_off()
    return list(Notification.objects.filter(recipient=user, kind="datasets.recalled"))


# --- it closes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["release", "edition"])
def test_it_stops_in_the_next_request_also_what_is_half_downloaded(
    world, as_person, address, dataset, how
):
    client = as_person("colleague")
    status, whole = download(client, address, dataset)
    assert status == 200
    assert zipfile.ZipFile(io.BytesIO(whole)).testzip() is None
    assert download(client, address, dataset, Range="bytes=0-9") == (206, whole[:10])
    etag = client.head(address("download", dataset.slug, 1)).headers["ETag"]
    RECALLS[how](world, dataset)
    rest = {"Range": "bytes=10-", "If-Range": etag}
    for headers in ({}, {"Range": "bytes=0-9"}, rest, {"If-None-Match": etag}):
        assert download(client, address, dataset, **headers) == (404, b"")
    assert client.head(address("download", dataset.slug, 1)).status_code == 404
    for name, numbers in (("dataset", []), ("package", [1])):
        assert client.get(address(name, dataset.slug, *numbers)).status_code == 404
    assert client.post(address("package", dataset.slug, 1)).status_code == 404


@pytest.mark.parametrize("how", ["release", "edition"])
@pytest.mark.parametrize("who", sorted(SEES))
@pytest.mark.parametrize("audience", [str(each) for each in Audience])
def test_list_check_and_fan_out_agree_that_only_stewards_still_have_it(world, how, who, audience):
    dataset, user = world.datasets[audience], world.person(who)
    RECALLS[how](world, dataset)
    edition = edition_of(dataset)
    reads = Edition.objects.visible_to(user).filter(pk=edition.pk).exists()
    assert reads == (who == "steward")
    assert Edition.objects.entitled(user).filter(pk=edition.pk).exists() == reads
    assert Dataset.objects.visible_to(user).filter(pk=dataset.pk).exists() == reads
    if user.pk:
        assert User.objects.filter(policies.audience(edition), pk=user.pk).exists() == reads


def test_what_recalls_one_edition_leaves_the_others_open(world, as_person, address, dataset):
    second_edition(dataset, audience=Audience.CONSORTIUM)
    correct(world, dataset)
    seen = as_person("colleague").get(address("dataset", dataset.slug)).content.decode()
    assert "Démo A" in seen
    assert "partner" in seen
    release = dataset.releases.get()
    assert release.state == ReleaseState.PUBLISHED
    assert Recall.objects.get().whole is False


def test_a_release_closes_each_of_its_editions_and_no_other_release(world, dataset):
    second_edition(dataset, audience=Audience.CONSORTIUM)
    make_release(dataset, number=2, audience=Audience.CONSORTIUM)
    recalls = withdraw(world, dataset)
    assert [recall.edition.rank for recall in recalls] == [0, 1000]
    assert all(recall.whole for recall in recalls)
    open_now = Edition.objects.visible_to(world.people["colleague"]).filter(
        release__dataset=dataset
    )
    assert [edition.release.number for edition in open_now] == [2]


def test_an_edition_recalled_before_is_recalled_once(world, dataset):
    second_edition(dataset, audience=Audience.CONSORTIUM)
    correct(world, dataset)
    assert [recall.edition.name for recall in withdraw(world, dataset)] == ["partner"]
    assert Recall.objects.count() == 2


def test_nothing_opens_it_again(world, dataset):
    correct(world, dataset)
    edition, steward = edition_of(dataset), world.people["steward"]
    with pytest.raises(NotPossible, match="never opened again"):
        change_audience(edition=edition, audience=Audience.REGISTERED, by=steward)
    with pytest.raises(NotPossible, match="never opened again"):
        give_to_person(edition=edition, user=world.people["rival"], until=None, by=steward)
    with pytest.raises(NotPossible):
        ask_for_package(edition=edition, by=steward)
    grant_to_person(edition, world.people["rival"])
    assert not Edition.objects.visible_to(world.people["rival"]).filter(pk=edition.pk).exists()


def test_a_package_that_is_being_built_is_not_finished(world):
    dataset = world.datasets["consortium"]
    package = ask_for_package(edition=edition_of(dataset), by=world.people["steward"])
    correct(world, dataset)
    work_off()
    package.refresh_from_db()
    assert Job.objects.latest_for(package).state == State.FAILED
    assert not package.is_there


@pytest.mark.parametrize(("how", "carried"), [("release", ["partner"]), ("edition", [])])
def test_a_mistaken_edition_does_not_come_back_with_the_next_release(world, dataset, how, carried):
    proposed = disclosing.proposal(
        edition_of(dataset).tables.get(), dataset.sensitivity, Audience.NAMED
    )
    plan = {"visits": proposed.as_dict()}
    partner = second_edition(dataset, audience=Audience.NAMED, plan=plan)
    steward = world.people["steward"]
    if how == "release":
        withdraw(world, dataset)
    else:
        recall_edition(edition=partner, by=steward, **WHY)
    release = make_release(dataset, number=2).release
    made = carry_over(release=release, by=steward)
    assert [edition.name for edition in made] == carried


@pytest.mark.parametrize("how", ["release", "edition"])
def test_grants_follow_a_corrected_file_but_never_a_mistaken_edition(world, dataset, how):
    grant_to_person(edition_of(dataset), world.people["rival"], follows=True)
    RECALLS[how](world, dataset)
    edition = make_release(dataset, number=2)
    follow_grants(edition=edition, by=world.people["steward"])
    follows = Edition.objects.visible_to(world.people["rival"]).filter(pk=edition.pk).exists()
    assert follows == (how == "release")
    assert bool(following(edition)[1]) == follows


# --- who is told ---------------------------------------------------------------------------------


def test_who_downloaded_or_looked_gets_a_notice_and_nobody_else(world, dataset):
    had(world, dataset, "colleague")
    had(world, dataset, "member", verb="datasets.rows-viewed")
    had(world, dataset, "former")
    correct(world, dataset)
    notices = {each.user: each for each in RecallNotice.objects.all()}
    assert set(notices) == {world.people[who] for who in ("colleague", "member", "former")}
    assert notices[world.people["colleague"]].had == Had.DOWNLOADED
    assert notices[world.people["colleague"]].copies[0]["sha256"] == "a" * 64
    assert notices[world.people["member"]].had == Had.VIEWED
    assert notices[world.people["member"]].copies == []
    for who, expected in (("colleague", 1), ("former", 1), ("rival", 0), ("steward", 0)):
        assert len(heard(world.people[who])) == expected, who


def test_a_real_download_is_found_with_its_checksum(world, as_person, address, dataset):
    download(as_person("colleague"), address, dataset)
    (recall,) = withdraw(world, dataset)
    notice = recall.notices.get()
    assert notice.copies[0]["sha256"] == dataset.releases.get().editions.get().package.sha256
    assert notice.copies[0]["bytes"] > 0


def test_somebody_who_opened_the_page_is_found(world, as_person, address, dataset):
    assert as_person("colleague").get(address("dataset", dataset.slug)).status_code == 200
    recall = correct(world, dataset)
    notice = recall.notices.get()
    assert (notice.user, notice.had) == (world.people["colleague"], Had.VIEWED)


def test_who_can_see_it_says_that_nobody_does_any_more(world, as_person, address, dataset):
    client, where = as_person("steward"), address("who", dataset.slug)
    assert "It was recalled" not in client.get(where).content.decode()
    correct(world, dataset)
    assert "It was recalled: only the data stewards" in client.get(where).content.decode()
    (why,) = Access(dataset).editions()
    assert why.people == {world.people["steward"].pk}


def test_looking_after_downloading_is_still_having_a_copy(world, dataset):
    had(world, dataset)
    had(world, dataset, verb="datasets.rows-viewed")
    had(world, dataset)
    holder = who_had(edition_of(dataset)).people[world.people["colleague"].pk]
    assert holder.had == Had.DOWNLOADED
    assert len(holder.newest_first()) == 1
    assert holder.at == Event.objects.filter(verb__in=VERBS).latest("at", "pk").at


def test_who_cannot_be_told_is_counted(world, dataset):
    gone = UserFactory(email="parti@example.org")
    record("datasets.package-downloaded", edition_of(dataset), by=gone, sha256="b" * 64)
    gone.delete()
    had(world, dataset, "anonymous")
    found = who_had(edition_of(dataset))
    assert (len(found), found.gone, found.unknown) == (0, ("parti@example.org",), 1)


def test_an_event_of_another_edition_tells_nobody(world, dataset):
    other = second_edition(dataset, audience=Audience.CONSORTIUM)
    record("datasets.package-downloaded", other, by=world.people["colleague"], sha256="c" * 64)
    record("datasets.access-granted", edition_of(dataset), by=world.people["colleague"])
    assert not correct(world, dataset).notices.exists()


def test_the_mail_names_the_owner_and_never_the_data(world, dataset):
    had(world, dataset)
    correct(world, dataset)
    work_off()
    delivery.deliver_due()
    (message,) = [each for each in mail.outbox if "colleague@example.org" in each.to]
    whole = message.message().as_string()
    assert "Demo Institute recalls data" in f"{message.subject} {message.body}"
    assert dataset.title not in whole + message.subject + message.body
    assert dataset.slug not in whole + message.body


def test_a_title_given_later_is_not_told_to_those_who_lost_access(
    world, as_person, address, dataset
):
    had(world, dataset)
    recall = correct(world, dataset)
    former = dataset.title
    Dataset.objects.filter(pk=dataset.pk).update(title="Titre donné plus tard")
    work_off()
    client = as_person("colleague")
    with translation.override("en"):
        inbox = client.get(reverse("notifications:inbox")).content.decode()
    page = client.get(address("recall-notice", recall.pk)).content.decode()
    for seen in (inbox, page):
        assert former in seen
        assert "Titre donné plus tard" not in seen


# --- the person ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_person_reads_what_to_do_and_confirms(world, as_person, address, dataset, language):
    had(world, dataset)
    recall = withdraw(world, dataset)[0]
    client, where = as_person("colleague"), address("recall-notice", recall.pk, language=language)
    assert client.get(address("dataset", dataset.slug)).status_code == 404
    seen = client.get(where).content.decode()
    for words in (dataset.title, *WHY.values(), "a" * 64, "visites-demo-consortium-v1-full.zip"):
        assert words in seen
    button = {"fr": "J’ai effacé mes copies", "en": "I have deleted my copies"}[language]
    assert button in seen
    assert client.post(where).status_code == 302
    assert client.post(where).status_code == 302
    notice = RecallNotice.objects.get()
    assert notice.confirmed
    event = Event.objects.get(verb="datasets.deletion-confirmed")
    assert (event.actor_id, event.organisation_id) == (notice.user_id, dataset.owner_id)
    assert button not in client.get(where).content.decode()


def test_who_looked_confirms_that_nothing_was_kept(world, as_person, address, dataset):
    had(world, dataset, verb="datasets.rows-viewed")
    recall = correct(world, dataset)
    seen = as_person("colleague").get(address("recall-notice", recall.pk)).content.decode()
    assert "I keep no copy" in seen
    assert "SHA-256" not in seen


@pytest.mark.parametrize("who", sorted(set(SEES) - {"colleague"}))
def test_a_notice_is_its_person_s_alone(world, as_person, address, dataset, who):
    had(world, dataset)
    recall = correct(world, dataset)
    client = as_person(who)
    for method in ("get", "post"):
        there = getattr(client, method)(address("recall-notice", recall.pk))
        nowhere = getattr(client, method)(address("recall-notice", recall.pk + 99))
        assert there.status_code == nowhere.status_code
        assert there.status_code == (302 if who == "anonymous" else 404)
        assert dataset.title not in there.content.decode()
    assert not RecallNotice.objects.get().confirmed
    if who in world.people:
        with pytest.raises(NotVisible):
            confirm_deletion(notice=RecallNotice.objects.get(), by=world.people[who])


def test_an_account_switched_off_has_no_notices(world, dataset):
    had(world, dataset)
    correct(world, dataset)
    person = world.people["colleague"]
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    assert not RecallNotice.objects.visible_to(person).exists()
    assert heard(person) == []


# --- the steward ---------------------------------------------------------------------------------


def test_the_steward_sees_who_is_told_before_anything_happens(world, as_person, address, dataset):
    had(world, dataset, "colleague")
    had(world, dataset, "member", verb="datasets.rows-viewed")
    had(world, dataset, "anonymous")
    client, where = as_person("steward"), address("recall", dataset.slug)
    assert "See who will be told" in client.get(where).content.decode()
    assert where in client.get(address("dataset", dataset.slug)).content.decode()
    seen = client.post(where, {"do": "preview", "what": "v1", **WHY}).content.decode()
    for words in (
        "1 person downloaded it:",
        "Colleague Démo",
        "1 person looked at it:",
        "Member Démo",
        "1 download was made without signing in",
        "Recall now",
    ):
        assert words in seen
    assert not Recall.objects.exists()
    back = client.post(where, {"do": "edit", "what": "v1", **WHY}).content.decode()
    assert "See who will be told" in back
    assert WHY["reason"] in back


def test_the_steward_recalls_follows_reminds_and_exports(world, as_person, address, dataset):
    had(world, dataset, "colleague")
    had(world, dataset, "member")
    client, where = as_person("steward"), address("recall", dataset.slug)
    made = client.post(where, {"do": "recall", "what": "v1", **WHY})
    recall = Recall.objects.get()
    assert made.url == address("recall-followed", dataset.slug, recall.pk)
    assert "0 of 2 confirmed" in client.get(made.url).content.decode()
    as_person("colleague").post(address("recall-notice", recall.pk))
    assert "1 of 2 confirmed" in client.get(made.url).content.decode()
    assert "1 of 2 confirmed" in client.get(where).content.decode()
    work_off()
    asked = client.post(address("recall-remind", dataset.slug, recall.pk), follow=True)
    assert "1 person is reminded." in asked.content.decode()
    assert len(heard(world.people["member"])) == 2
    assert len(heard(world.people["colleague"])) == 1
    answer = client.get(address("recall-csv", dataset.slug, recall.pk))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = {row["e-mail"]: row for row in rows}
    assert told["colleague@example.org"]["confirmed"]
    assert not told["member@example.org"]["confirmed"]
    assert told["member@example.org"]["sha256"] == "a" * 64
    log = client.get(address("log", dataset.slug)).content.decode()
    for words in ("A release was recalled", "copies are deleted", "were reminded of a recall"):
        assert words in log


def test_a_spreadsheet_is_safe_to_open(world, as_person, address, dataset):
    User.objects.filter(pk=world.people["colleague"].pk).update(name="=cmd()")
    had(world, dataset)
    recall = correct(world, dataset)
    text = as_person("steward").get(address("recall-csv", dataset.slug, recall.pk)).content.decode()
    assert "\n'=cmd()" in text


def test_what_cannot_be_is_said_on_the_form(world, as_person, address, dataset):
    client, where = as_person("steward"), address("recall", dataset.slug)
    for wrong in ({"what": "v9"}, {"reason": " "}, {"instructions": ""}, {"what": "v1:absent"}):
        answer = client.post(where, {"do": "recall", "what": "v1", **WHY, **wrong})
        assert answer.status_code == 400
    assert not Recall.objects.exists()
    withdraw(world, dataset)
    assert "every release is withdrawn" in client.get(where).content.decode()


@pytest.mark.parametrize("who", sorted(set(SEES) - {"steward"}))
def test_nobody_but_the_stewards_recalls_or_sees_recalls(world, as_person, address, dataset, who):
    had(world, dataset)
    recall = correct(world, dataset)
    other = second_edition(dataset)
    client = as_person(who)
    for name in ("recall", "recall-followed", "recall-remind", "recall-csv"):
        numbers = [] if name == "recall" else [recall.pk]
        for method in ("get", "post"):
            sent = {"do": "recall", "what": "v1", **WHY} if name == "recall" else {}
            answer = getattr(client, method)(address(name, dataset.slug, *numbers), sent)
            assert answer.status_code in ((302,) if who == "anonymous" else (404, 405)), name
    for action, thing in ((recall_release, "release"), (recall_edition, "edition")):
        given = {"release": other.release} if thing == "release" else {"edition": other}
        with pytest.raises((NotVisible, NotAllowed)):
            action(**given, **WHY, by=world.person(who))
    with pytest.raises((NotVisible, NotAllowed)):
        remind(recall=recall, by=world.person(who))
    assert Recall.objects.count() == 1


def test_a_reader_of_the_dataset_is_refused_with_the_reason(world, dataset):
    with pytest.raises(NotAllowed):
        recall_edition(edition=edition_of(dataset), **WHY, by=world.people["colleague"])
    assert not Recall.objects.exists()


def test_a_recall_of_another_dataset_is_not_here(world, as_person, address, dataset):
    recall = correct(world, dataset)
    elsewhere = address("recall-followed", world.datasets["public"].slug, recall.pk)
    assert as_person("steward").get(elsewhere).status_code == 404


@pytest.mark.parametrize("missing", ["reason", "instructions"])
def test_texts_are_needed(world, dataset, missing):
    for recall in RECALLS.values():
        with pytest.raises(InvalidInput):
            recall(world, dataset, **{missing: "  "})
    assert Release.objects.get(dataset=dataset).state == ReleaseState.PUBLISHED


def test_twice_and_what_nobody_had_yet_is_refused(world, dataset):
    Edition.objects.create(release=dataset.releases.get(), name="public", rank=2000, prepared=None)
    with pytest.raises(NotPossible, match="delete it instead"):
        recall_edition(
            edition=Edition.objects.get(name="public"), by=world.people["steward"], **WHY
        )
    correct(world, dataset)
    with pytest.raises(NotPossible, match="recalled already"):
        correct(world, dataset)
    withdraw(world, dataset)
    with pytest.raises(NotPossible, match="withdrawn already"):
        withdraw(world, dataset)


def test_a_reminder_waits_and_finds_who_was_written_down_meanwhile(
    world, as_person, address, dataset
):
    recall, steward = correct(world, dataset), world.people["steward"]
    with pytest.raises(NotPossible, match="Everybody has confirmed"):
        remind(recall=recall, by=steward)
    assert heard(world.people["colleague"]) == []
    had(world, dataset)
    followed = address("recall-followed", dataset.slug, recall.pk)
    assert "1 person more was written down" in as_person("steward").get(followed).content.decode()
    assert remind(recall=recall, by=steward) == 1
    assert len(heard(world.people["colleague"])) == 1
    with pytest.raises(NotPossible, match="today already"):
        remind(recall=recall, by=steward)


def test_what_stewards_fetch_after_a_recall_is_their_work(world, dataset):
    recall = correct(world, dataset)
    Recall.objects.update(at=recall.at - dt.timedelta(hours=1))
    had(world, dataset, "steward")
    had(world, dataset, "colleague")
    recall.refresh_from_db()
    with pytest.raises(NotPossible, match="Everybody has confirmed"):
        remind(recall=recall, by=SYSTEM)
    assert not recall.notices.exists()


def test_a_failure_leaves_everything_as_it_was(world, dataset):
    had(world, dataset)
    second_edition(dataset, rank=500, audience=Audience.CONSORTIUM, name="wide")
    Recall.objects.create(edition=Edition.objects.get(name="wide"), title="x", **WHY)
    with pytest.raises(IntegrityError):
        withdraw(world, dataset)
    assert dataset.releases.get().state == ReleaseState.PUBLISHED
    assert edition_of(dataset).closed is None
    assert not RecallNotice.objects.exists()


def test_the_operator_recalls_from_a_shell(world, dataset):
    had(world, dataset, "steward")
    edition = edition_of(dataset)
    recall = recall_edition(edition=edition, by=SYSTEM, **WHY)
    assert recall.by is None
    assert len(heard(world.people["steward"])) == 1

"""A steward sees a dataset as others do: the same page, marked, read-only and written down."""

import pytest

from audit.models import Event
from datasets.models import Edition
from partners.enums import Audience
from tests.factories import grant_to_organisation, make_table
from tests.world import SEES

pytestmark = pytest.mark.django_db

NOTHING = "For them this dataset does not exist"
BANNER = "You see this dataset as"
# Whose eyes, and who of the small world stands in that very place.
EYES = {
    "public": ("as-public", (), "anonymous"),
    "registered": ("as-registered", (), "registered"),
    "kivu": ("as-organisation", ("kivu",), "partner"),
    "reseau": ("as-organisation", ("reseau",), "colleague"),
    "institut": ("as-organisation", ("institut",), "member"),
    "ailleurs": ("as-organisation", ("ailleurs",), "registered"),
}


@pytest.fixture
def look(as_person, address):
    """The page of a dataset through somebody's eyes, and the address it stands at."""
    client = as_person("steward")

    def looked(eyes: str, slug: str, question: str = "", **headers: str) -> str:
        name, further, _place = EYES[eyes]
        answer = client.get(address(name, slug, *further) + question, headers=headers)
        assert answer.status_code == 200
        assert answer["Cache-Control"].startswith(("private, no-store", "max-age=0"))
        return answer.content.decode()

    return looked


def rows_of(page: str) -> str:
    """The part of a page that holds rows; its addresses begin with a question mark."""
    return page[page.index('<div id="rows"') : page.index('<section class="section around">')]


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("name", [*Audience, "draft"])
def test_it_is_what_they_see(world, look, as_person, address, eyes, name):
    there = EYES[eyes][2]
    page = look(eyes, f"visites-{name}")
    assert BANNER in page
    if name not in SEES[there]:
        assert NOTHING in page
        assert "Démo A" not in page
        return
    theirs = as_person(there).get(address("dataset", f"visites-{name}")).content.decode()
    assert "Démo A" in page
    assert rows_of(page) == rows_of(theirs)


def test_they_see_their_own_edition(world, look):
    full = Edition.objects.get(release__dataset=world.datasets["owner"])
    coarse = Edition.objects.create(
        release=full.release, name="partner", rank=1000, audience=Audience.REGISTERED
    )
    make_table(coarse, rows=[("Ailleurs", "Or", 1, None, None)])
    grant_to_organisation(full, world.organisations["kivu"])
    assert "Démo A" in look("kivu", "visites-owner")
    page = look("reseau", "visites-owner")
    assert "Démo A" not in page
    assert "Ailleurs" in page
    assert NOTHING in look("public", "visites-owner")


def test_filters_sorting_and_fragments_work_inside(look):
    page = look("public", "visites-public", "?f=equals:mineral:Or&sort=workers")
    assert "3 rows" in page
    assert 'href="?sort=workers&amp;order=desc&amp;f=equals:mineral:Or"' in page
    part = look("public", "visites-public", "?sort=workers&order=desc", **{"HX-Request": "true"})
    assert part.lstrip().startswith('<div id="rows"')
    assert "<html" not in part


def test_adding_a_filter_stays_inside(as_person, address):
    where = address("as-public", "visites-public")
    answer = as_person("steward").get(where + "?column=mineral&op=equals&value=Or")
    assert answer.status_code == 302
    assert answer["Location"].startswith(where + "?")


def test_a_release_or_table_they_do_not_have_is_nothing(look):
    assert NOTHING in look("public", "visites-public", "?v=7")
    assert NOTHING in look("public", "visites-public", "?table=absent")


def test_it_is_read_only(look):
    page = look("public", "visites-public")
    assert "Prepare a package" not in page
    assert 'method="post"' not in page.split("<main")[1].split("</main>")[0]
    assert "Read the log" not in page


def test_a_discoverable_dataset_shows_its_metadata(world, look):
    dataset = world.datasets["owner"]
    dataset.discoverable = True
    dataset.save()
    page = look("public", dataset.slug)
    assert "They see that it exists, and no rows" in page
    assert "Démo A" not in page
    assert BANNER in page


def test_it_is_in_the_log_once_a_day_with_whom(world, look, as_person, address):
    for eyes in ("kivu", "kivu", "public"):
        look(eyes, "visites-public")
    look("kivu", "visites-public", "?sort=workers")
    events = Event.objects.filter(verb="datasets.viewed-as")
    assert sorted(event.details["whom"] for event in events) == ["organisation:kivu", "public"]
    assert {event.actor_name for event in events} == {"steward@example.org"}
    assert not Event.objects.filter(verb="datasets.rows-viewed").exists()
    log = as_person("steward").get(address("log", "visites-public")).content.decode()
    assert "CSO Demo Kivu" in log


def test_the_eyes_to_choose_from(as_person, address):
    page = as_person("steward").get(address("as", "visites-public")).content.decode()
    assert address("as-organisation", "visites-public", "kivu") in page
    assert address("as-public", "visites-public") in page


@pytest.mark.parametrize("who", sorted(set(SEES) - {"steward"}))
@pytest.mark.parametrize("eyes", ["as", *sorted({place[0] for place in EYES.values()})])
def test_it_is_the_stewards_alone(world, as_person, address, who, eyes):
    further = ("institut",) if eyes == "as-organisation" else ()
    for name in ("public", "owner"):
        answer = as_person(who).get(address(eyes, f"visites-{name}", *further))
        assert answer.status_code == (302 if who == "anonymous" else 404)
    assert not Event.objects.filter(verb="datasets.viewed-as").exists()


def test_an_organisation_that_is_not_there_is_not_found(world, as_person, address):
    client = as_person("steward")
    world.organisations["kivu"].active = False
    world.organisations["kivu"].save()
    for slug in ("nobody", "kivu"):
        where = address("as-organisation", "visites-public", slug)
        assert client.get(where).status_code == 404

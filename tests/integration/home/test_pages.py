"""Every page of the frame answers in both languages, in few queries, and leads on."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.enums import Audience
from tests.pages import add_publication, add_standard, add_update, make_picture, publish, text

MOST_QUERIES = 15
# The page of a project gathers from every app.
MOST_OF_A_PROJECT = 17


@pytest.fixture
def filled(place, world):
    """A few pages of each kind, in both languages."""
    body = [text("Mots."), ("picture", {"image": make_picture(), "alt": "x", "caption": ""})]
    for n in range(4):
        add_update(place, f"Nouvelle {n}", project=world.project, body=body)
        add_publication(place, f"Rapport {n}", project=world.project, body=body)
    add_update(place, "News in English", language="en", project=world.project)
    about = add_standard(place, "À propos", in_footer=True)
    english = add_standard(place, "About", language="en", in_footer=True)
    type(english).objects.filter(pk=english.pk).update(translation_key=about.translation_key)
    return place


@pytest.mark.parametrize(
    "path",
    [
        "/fr/",
        "/en/",
        "/fr/projets/",
        "/fr/projets/projet-demo/",
        "/en/projects/demo-project/",
        "/fr/actualites/",
        "/fr/actualites/nouvelle-1/",
        "/fr/publications/",
        "/fr/publications/rapport-1/",
        "/fr/a-propos/",
        "/fr/recherche/",
        "/fr/recherche/?q=nouvelle",
    ],
)
def test_a_public_page_answers_in_few_queries(filled, client, path):
    client.get(path)  # what is asked once a process
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(path)
    assert response.status_code == 200
    most = MOST_OF_A_PROJECT if "demo" in path else MOST_QUERIES
    assert len(queries) <= most, [query["sql"][:160] for query in queries]


def test_the_queries_of_a_list_do_not_grow_with_it(filled, client, world):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/fr/actualites/")
        return len(queries)

    client.get("/fr/actualites/")
    before = cost()
    for n in range(6):
        add_update(filled, f"Encore {n}", project=world.project)
    assert cost() == before


def test_the_menu_knows_where_one_is(filled, client):
    page = client.get("/fr/actualites/nouvelle-1/").content.decode()
    assert '<a href="/fr/actualites/" aria-current="page">' in page
    assert '<a href="/fr/projets/" aria-current="page">' not in page


def languages(page: str) -> dict[str, str]:
    links = re.findall(r'<a href="([^"]+)" hreflang="(\w+)" lang=', page)
    return {code: url for url, code in links}


def test_the_language_switch_stays_on_the_page(filled, client):
    page = client.get("/fr/a-propos/").content.decode()
    assert languages(page) == {"fr": "/fr/a-propos/", "en": "/en/about/"}
    page = client.get("/fr/recherche/?q=x").content.decode()
    assert languages(page)["en"].startswith("/en/search/")


def test_without_a_translation_the_switch_leads_to_the_front_page(filled, client):
    page = client.get("/fr/actualites/nouvelle-1/").content.decode()
    assert languages(page)["en"] == "/en/"


def test_the_switch_does_not_tell_of_a_translation_one_may_not_read(filled, client):
    english = type(add_standard(filled, "Secret", language="en")).objects.get(slug="secret")
    french = add_standard(filled, "Ouvert")
    english.audience = Audience.REGISTERED
    english.translation_key = french.translation_key
    english.save()
    page = client.get("/fr/ouvert/").content.decode()
    assert languages(page)["en"] == "/en/"
    assert "secret" not in page


def test_the_footer_links_only_what_the_reader_may_read(filled, client, visit):
    add_standard(filled, "Réservée", in_footer=True, audience=Audience.REGISTERED)
    assert "Réservée" not in client.get("/fr/").content.decode()
    assert "Réservée" in visit("registered").get("/fr/").content.decode()


def test_the_project_page_lists_its_consortium_lead_first(filled, client):
    page = client.get("/fr/projets/projet-demo/").content.decode()
    assert page.index("Institut Démo") < page.index("Réseau Démo")
    assert "Centre Démo Ailleurs" not in page


def test_the_project_page_shows_the_data_the_reader_may_see(filled, client, visit):
    assert "Visites Démo consortium" not in client.get("/fr/projets/projet-demo/").content.decode()
    page = visit("member").get("/fr/projets/projet-demo/").content.decode()
    assert "Visites Démo consortium" in page
    assert "Visites Démo owner" not in page


def test_lists_begin_with_the_newest(filled, client, world):
    add_update(filled, "La toute dernière", date="2030-01-01")
    add_update(filled, "La plus vieille", date="2001-01-01")
    page = client.get("/fr/actualites/").content.decode()
    assert (
        page.index("La toute dernière") < page.index("Nouvelle 1") < page.index("La plus vieille")
    )


def test_an_empty_list_says_what_it_is_for(place, client):
    assert 'class="empty"' in client.get("/fr/actualites/").content.decode()
    assert 'class="empty"' in client.get("/fr/publications/").content.decode()


def test_a_publication_has_its_citation(filled, client):
    page = client.get("/fr/publications/rapport-1/").content.decode()
    assert "@techreport{" in page


def test_what_machines_read_names_public_pages_only(filled, client, world):
    add_update(filled, "Consortium", project=world.project, audience=Audience.CONSORTIUM)
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/fr/actualites/nouvelle-1/" in sitemap
    assert "/fr/actualites/consortium/" not in sitemap
    feed = client.get("/fr/atom.xml").content.decode()
    assert "Nouvelle 1" in feed
    assert "/fr/actualites/consortium/" not in feed
    assert "News in English" in client.get("/en/atom.xml").content.decode()
    assert "Disallow: /cms/" in client.get("/robots.txt").content.decode()


def test_health(client, db):
    assert client.get("/healthz").content == b"ok\n"


def test_a_page_taken_offline_is_gone_everywhere(filled, client, world):
    page = add_update(filled, "Retirée", project=world.project)
    publish(page)
    page.refresh_from_db()
    page.unpublish()
    assert client.get(page.get_url()).status_code == 404
    for path in ("/fr/", "/fr/actualites/", "/fr/projets/projet-demo/", "/sitemap.xml"):
        assert "retiree" not in client.get(path).content.decode()

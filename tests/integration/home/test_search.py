"""Search finds what the reader may see, and neither counts nor quotes anything else."""

import pytest

from partners.enums import Audience
from tests.pages import add_publication, add_standard, add_update, text

READERS = {
    Audience.PUBLIC: {"anonymous", "member", "colleague", "partner", "rival", "registered"},
    Audience.REGISTERED: {"member", "colleague", "partner", "rival", "registered"},
    Audience.CONSORTIUM: {"member", "colleague"},
    Audience.NAMED: {"partner"},
}


def search(client, words, language="fr"):
    path = {"fr": "/fr/recherche/", "en": "/en/search/"}[language]
    response = client.get(path, {"q": words})
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("audience", READERS)
def test_each_reader_finds_what_exists_for_them(place, world, visit, audience):
    named = [world.organisations["kivu"]] if audience == Audience.NAMED else []
    fields = {"audience": audience, "project": world.project, "named": named}
    add_update(place, "Cassitérite à Démo", body=[text("Le mot tourmaline.")], **fields)
    add_publication(place, "Rapport tourmaline", **fields)
    add_standard(place, "Page tourmaline", **fields)
    for person in READERS[Audience.PUBLIC]:
        response = search(visit(person), "tourmaline")
        assert response.context["total"] == (3 if person in READERS[audience] else 0), person
        assert ("Cassitérite" in response.content.decode()) == (person in READERS[audience])


def test_words_are_found_without_their_accents_and_by_their_beginning(place, client):
    add_update(place, "Cassitérite en vue")
    for words in ("cassiterite", "Cassitérite", "cassit", "vue cassitérite"):
        assert search(client, words).context["total"] == 1, words


def test_pages_are_found_in_the_language_one_reads(place, client):
    add_update(place, "Wolframite", language="en")
    assert search(client, "wolframite").context["total"] == 0
    assert search(client, "wolframite", "en").context["total"] == 1


def test_data_are_found_by_their_readers_and_drafts_by_nobody(place, visit):
    def found(person):
        response = search(visit(person), "Visites Démo")
        kinds = {kind["found"].name: kind["found"].count for kind in response.context["kinds"]}
        return kinds.get("data", 0)

    assert found("anonymous") == 1
    assert found("registered") == 2
    assert found("member") == 3
    assert found("partner") == 3
    assert found("steward") == 5


def test_nothing_found_says_what_to_try(place, client, visit):
    page = search(client, "introuvable").content.decode()
    assert 'class="empty"' in page
    assert "/account/login/" in page
    assert "Connectez-vous" not in search(visit("member"), "introuvable").content.decode()


@pytest.mark.parametrize("words", ["", "   ", '"', "(", "a OR", "*", "<script>", "é" * 500])
def test_strange_words_do_no_harm(place, client, words):
    page = search(client, words).content.decode()
    assert "<script>" not in page.split("<main", 1)[1]


def test_one_kind_in_full_is_paged(place, client):
    for n in range(23):
        add_update(place, f"Tantale {n}")
    response = client.get("/fr/recherche/", {"q": "tantale"})
    assert response.context["total"] == 23
    assert len(response.context["kinds"][0]["hits"]) == 5
    response = client.get("/fr/recherche/", {"q": "tantale", "in": "pages", "page": 2})
    assert len(response.context["kinds"][0]["hits"]) == 3

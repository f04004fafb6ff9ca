"""Pictures and documents are fetched by who may read a page that shows them, and by nobody else."""

import pytest

from partners.enums import Audience
from tests.pages import add_update, make_document, make_editor, make_picture, text

READERS = {
    Audience.PUBLIC: {"anonymous", "member", "colleague", "partner", "rival", "registered"},
    Audience.REGISTERED: {"member", "colleague", "partner", "rival", "registered"},
    Audience.CONSORTIUM: {"member", "colleague"},
    Audience.NAMED: {"partner"},
}
EVERYBODY = sorted(READERS[Audience.PUBLIC])


def body_of(image, document):
    link = f'<a linktype="document" id="{document.pk}">Note</a>'
    return [("picture", {"image": image, "alt": "x", "caption": ""}), text(link)]


def fetch(client, address, **headers):
    """The answer, read to its end so that the file is closed."""
    answer = client.get(address, headers=headers)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def addresses(image, document):
    size = image.renditions.first()
    return [size.url, image.file.url, document.url, document.file.url]


@pytest.mark.parametrize("audience", READERS)
def test_files_have_the_audience_of_their_page(place, world, visit, audience):
    image, document = make_picture(), make_document()
    named = [world.organisations["kivu"]] if audience == Audience.NAMED else []
    add_update(
        *(place, "Avec fichiers"),
        audience=audience,
        project=world.project,
        named=named,
        body=body_of(image, document),
    )
    for person in EVERYBODY:
        expected = 200 if person in READERS[audience] else 404
        for address in addresses(image, document):
            assert fetch(visit(person), address).status_code == expected, (person, address)


def test_what_no_published_page_shows_exists_for_the_desk_alone(place, client, visit):
    image, document = make_picture(), make_document()
    add_update(place, "Brouillon", live=False, body=body_of(image, document))
    for address in addresses(image, document):
        assert fetch(client, address).status_code == 404
        assert fetch(visit("admin"), address).status_code == 200
    client.force_login(make_editor())
    for address in addresses(image, document):
        assert fetch(client, address).status_code == 200


def test_a_refused_file_answers_like_a_missing_one(place, client):
    refused = fetch(client, make_picture().file.url)
    missing = fetch(client, "/media/original_images/never-was.png")
    assert refused.status_code == missing.status_code == 404
    assert refused.headers["Content-Type"] == missing.headers["Content-Type"]
    assert refused.content == missing.content


@pytest.mark.parametrize(
    "path", ["/media/../portal.sqlite3", "/media/%2e%2e/portal.sqlite3", "/media/", "/media/x"]
)
def test_nothing_else_is_served(place, client, path):
    assert client.get(path, follow=True).status_code == 404


def test_only_what_everybody_may_read_is_kept_by_shared_caches(place, world, client, visit):
    image, document = make_picture(), make_document()
    page = add_update(place, "Ouvert", body=body_of(image, document))
    for address in addresses(image, document):
        assert fetch(client, address)["Cache-Control"] == "public, max-age=86400"
    page.audience, page.project = Audience.CONSORTIUM, world.project
    page.save()
    for address in addresses(image, document):
        answer = fetch(visit("member"), address)
        assert answer["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer["Vary"]


def test_a_phone_that_has_it_gets_a_short_answer(place, client):
    image, document = make_picture(), make_document()
    add_update(place, "Ouvert", body=body_of(image, document))
    for address in addresses(image, document):
        etag = fetch(client, address)["ETag"]
        again = fetch(client, address, **{"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")


def test_a_picture_shown_by_two_pages_is_seen_by_the_readers_of_either(place, world, client):
    image, document = make_picture(), make_document()
    for title, audience in (("Un", Audience.CONSORTIUM), ("Deux", Audience.PUBLIC)):
        add_update(
            place, title, audience=audience, project=world.project, body=body_of(image, document)
        )
    assert fetch(client, addresses(image, document)[0]).status_code == 200


def test_documents_are_saved_and_recordings_play(place, client):
    note, sound = make_document(), make_document("Voix", "voix.ogg")
    value = {"file": sound, "title": "Voix", "transcript": "<p>…</p>"}
    add_update(place, "Ouvert", body=[("file", {"file": note, "label": ""}), ("audio", value)])
    assert fetch(client, note.url)["Content-Disposition"].startswith("attachment")
    assert not fetch(client, sound.url).get("Content-Disposition", "").startswith("attachment")
    assert client.post(note.url).status_code == 405

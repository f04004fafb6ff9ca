"""Signing in, registering, forgetting a password: every page and message, in both languages."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.template import engines
from django.test import Client, RequestFactory
from django.utils.translation import override

from partners.models import User

LANGUAGES = ["fr", "en"]
PASSWORD = "un-mot-de-passe-de-demo"
ENTRANCES = ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/"]
INSIDE = ["logout/", "email/", "password/change/", "reauthenticate/"]


@pytest.fixture
def person(db: None) -> User:
    made = User.objects.create_user("aline@example.org", PASSWORD, name="Aline Démo")
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def heading(html: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[1])


@pytest.mark.django_db
@pytest.mark.parametrize("path", ENTRANCES)
def test_each_entrance_speaks_the_readers_language(client: Client, path: str) -> None:
    pages = {code: client.get(f"/{code}/account/{path}") for code in LANGUAGES}
    assert {page.status_code for page in pages.values()} == {200}
    french, english = (heading(pages[code].content.decode()) for code in LANGUAGES)
    assert french != english


def test_one_confirmed_address_offers_nothing_that_changes_nothing(
    client: Client, person: User
) -> None:
    client.post("/fr/account/login/", {"login": person.email, "password": PASSWORD})
    assert "action_primary" not in client.get("/fr/account/email/").content.decode()
    EmailAddress.objects.create(user=person, email="deux@example.org", verified=False)
    page = client.get("/fr/account/email/").content.decode()
    assert all(f"action_{what}" in page for what in ("primary", "send", "remove"))


@pytest.mark.parametrize("path", INSIDE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_of_the_account_is_ours(
    client: Client, person: User, path: str, language: str
) -> None:
    client.post("/fr/account/login/", {"login": person.email, "password": PASSWORD})
    page = client.get(f"/{language}/account/{path}").content.decode()
    assert 'class="entry"' in page
    assert "style=" not in page
    assert f'lang="{language}"' in page


@pytest.mark.django_db
def test_a_wrong_password_is_said_beside_the_form_and_not_which_part(
    client: Client, person: User
) -> None:
    answers = [
        client.post("/fr/account/login/", {"login": address, "password": "faux"}).content.decode()
        for address in (person.email, "nobody@example.org")
    ]
    said = [re.search(r'role="alert".*?<ul>(.*?)</ul>', a, re.DOTALL)[1] for a in answers]
    assert said[0] == said[1]
    assert "<li>" in said[0]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "hello"), [("fr", "Bonjour,"), ("en", "Hello,")])
def test_a_reset_message_is_short_and_leads_to_the_form(
    client: Client, person: User, language: str, hello: str
) -> None:
    client.post(f"/{language}/account/password/reset/", {"email": person.email})
    (message,) = mail.outbox
    assert message.body.startswith(hello)
    link = re.search(r"https?://[^/]+(/\S+)", message.body)[1]
    form = client.get(link, follow=True)
    assert 'name="password1"' in form.content.decode()


@pytest.mark.django_db
def test_a_link_that_was_used_says_so(client: Client) -> None:
    page = client.get("/fr/account/password/reset/key/abc-def/")
    assert "trop ancien" in page.content.decode()


@pytest.mark.django_db
def test_whoever_registers_gets_a_message_to_confirm(client: Client, settings: Any) -> None:
    settings.OPEN_REGISTRATION = True
    form = {"email": "new@example.org", "name": "N. Démo"}
    page = client.post(
        "/fr/account/signup/", {**form, "password1": PASSWORD, "password2": PASSWORD}, follow=True
    )
    assert "Regardez vos messages" in page.content.decode()
    (message,) = mail.outbox
    assert message.subject == "Confirmez votre adresse e-mail"
    link = re.search(r"https?://[^/]+(/\S+)", message.body)[1]
    assert "new@example.org" in client.get(link).content.decode()


@pytest.mark.django_db
def test_closed_registration_says_who_to_ask(client: Client, settings: Any) -> None:
    settings.OPEN_REGISTRATION = False
    page = client.get("/fr/account/signup/").content.decode()
    assert "sur invitation" in page
    assert "<form class" not in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 500])
@pytest.mark.parametrize("language", LANGUAGES)
def test_error_pages_need_neither_a_request_nor_the_database(code: int, language: str) -> None:
    with override(language):
        page = engines["django"].get_template(f"{code}.html").render({})
    assert f'lang="{language}"' in page
    assert str(code) in page
    assert "<h1>" in page


def test_a_refusal_gives_its_reason() -> None:
    reason = {"error": {"message": "La version est publiée <b>"}}
    page = engines["django"].get_template("403.html").render(reason, RequestFactory().get("/fr/"))
    assert "La version est publiée &lt;b&gt;" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_of_messages_is_light_and_loads_nothing(language: str) -> None:
    with override(language):
        html = engines["django"].get_template("email/base.html").render({})
        text = engines["django"].get_template("email/base.txt").render({})
    assert len(html.encode()) < 10_000
    assert "src=" not in html
    assert "url(" not in html
    assert "IPIS" in text

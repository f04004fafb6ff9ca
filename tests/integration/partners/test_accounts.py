"""Coming in, going out, and what the pages about oneself do."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from audit.models import Event
from partners.models import User
from tests.factories import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def address(name: str, language: str = "fr", **kwargs: object) -> str:
    with translation.override(language):
        return reverse(name, kwargs=kwargs or None)


def sign_up(client, language="fr", **changed):
    return client.post(
        address("account_signup", language),
        {
            "email": "nouvelle@example.org",
            "name": "Nouvelle Démo",
            "password1": "un-long-mot-de-passe",
            "password2": "un-long-mot-de-passe",
            **changed,
        },
    )


def verified(**fields):
    user = UserFactory(**fields)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


@pytest.mark.parametrize(("language", "word"), [("fr", "Confirm"), ("en", "Confirm")])
def test_registering_asks_to_confirm_the_address(client, settings, mailbox, language, word):
    settings.OPEN_REGISTRATION = True
    assert sign_up(client, language).status_code == 302
    user = User.objects.get(email="nouvelle@example.org")
    assert (user.name, user.language) == ("Nouvelle Démo", language)
    [message] = mailbox.to("nouvelle@example.org")
    text = mailbox.text(message)
    link = re.search(r"http\S+/account/confirm-email/\S+", text)
    assert link, text
    assert f"/{language}/" in link.group()
    assert word in str(message["Subject"])
    # Nobody is signed in before the address is confirmed.
    assert "_auth_user_id" not in client.session
    path = "/" + link.group().split("/", 3)[3]
    assert client.get(path).status_code == 200
    client.post(path)
    assert user.emailaddress_set.get().verified


def test_registration_can_be_closed(client, settings):
    settings.OPEN_REGISTRATION = False
    sign_up(client)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"email": "not an address"},
        {"password2": "another-long-word"},
        {"password1": "short", "password2": "short"},
        {"name": ""},
    ],
)
def test_bad_registration_is_explained(client, settings, changed):
    settings.OPEN_REGISTRATION = True
    answer = sign_up(client, **changed)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not User.objects.exists()


def test_registering_a_known_address_tells_nothing(client, settings, mailbox):
    settings.OPEN_REGISTRATION = True
    verified(email="nouvelle@example.org")
    known = sign_up(client)
    unknown = sign_up(client, email="autre@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def sign_in(client, email, password=PASSWORD):
    return client.post(address("account_login"), {"login": email, "password": password})


def test_sign_in_and_out(client):
    user = verified()
    assert sign_in(client, user.email.upper()).status_code == 302
    assert int(client.session["_auth_user_id"]) == user.pk
    client.post(address("account_logout"))
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_a_post(client):
    user = verified()
    sign_in(client, user.email)
    client.get(address("account_logout"))
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("case", ["wrong password", "unknown", "switched off"])
def test_no_way_in(client, case):
    user = verified(is_active=case != "switched off")
    email = "personne@example.org" if case == "unknown" else user.email
    sign_in(client, email, "wrong-password-0" if case == "wrong password" else PASSWORD)
    assert "_auth_user_id" not in client.session


def test_forgotten_password(client, mailbox):
    user = verified()
    client.post(address("account_reset_password"), {"email": user.email})
    [message] = mailbox.to(user.email)
    link = re.search(r"http\S+/account/password/reset/key/\S+", mailbox.text(message))
    assert link
    page = client.get("/" + link.group().split("/", 3)[3], follow=True)
    new = {"password1": "un-autre-mot-long", "password2": "un-autre-mot-long"}
    client.post(page.request["PATH_INFO"], new)
    assert User.objects.get(pk=user.pk).check_password("un-autre-mot-long")


def test_forgotten_password_of_a_stranger_looks_the_same(client, mailbox):
    user = verified()
    known = client.post(address("account_reset_password"), {"email": user.email})
    unknown = client.post(address("account_reset_password"), {"email": "qui@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_profile_needs_signing_in(client):
    answer = client.get(address("partners:profile"))
    assert answer.status_code == 302
    assert address("account_login") in answer.url


def test_profile_is_saved_in_the_new_language_and_audited(client):
    user = verified(language="fr")
    client.force_login(user)
    answer = client.post(
        address("partners:profile"), {"name": "Autre Nom", "language": "en", "low_data": "on"}
    )
    assert answer.url == address("partners:profile", "en")
    user.refresh_from_db()
    assert (user.name, user.language, user.low_data) == ("Autre Nom", "en", True)
    event = Event.objects.get(verb="partners.user-changed")
    assert (event.actor_id, event.details["facts"]["email"]) == (user.pk, user.email)


def test_profile_names_organisations_or_says_there_are_none(client):
    user = verified()
    client.force_login(user)
    page = client.get(address("partners:profile")).content.decode()
    assert "Vous n’êtes" in page
    membership = MembershipFactory(user=user)
    page = client.get(address("partners:profile")).content.decode()
    assert membership.organisation.name_fr in page

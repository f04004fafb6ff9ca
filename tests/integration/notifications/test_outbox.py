"""The outbox of a demo: every mail, for its administrator, nobody else."""

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

from notifications import outbox
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    """An installation without a mail server."""
    settings.EMAIL_BACKEND = outbox.FOLDER_BACKEND
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


@pytest.fixture
def page():
    return reverse("notifications:outbox")


def send(subject):
    EmailMessage(subject, "Bonjour,\n\nhttps://portal.example.org/fr/", to=["a@example.org"]).send()


def test_the_administrator_reads_what_was_sent(client, folder, page):
    client.force_login(UserFactory(administrator=True))
    assert "Pas encore d’e-mail" in client.get(page).text

    send("Données partagées")
    send("Deuxième <message>")

    text = client.get(page).text
    assert "Données partagées" in text
    assert "Deuxième &lt;message&gt;" in text
    assert 'href="https://portal.example.org/fr/"' in text
    assert "a@example.org" in text


def test_several_mails_of_one_connection_are_told_apart(folder):
    mails = [EmailMessage(f"Mail {n}", "text", to=["a@example.org"]) for n in range(3)]
    mails[0].get_connection().send_messages(mails)
    assert [letter.subject for letter in outbox.letters()] == ["Mail 2", "Mail 1", "Mail 0"]


def test_for_others_the_page_does_not_exist(client, folder, page):
    send("Secret")
    assert client.get(page).status_code == 404
    client.force_login(UserFactory())
    assert client.get(page).status_code == 404


def test_with_a_mail_server_there_is_no_outbox(client, page):
    client.force_login(UserFactory(administrator=True))
    assert client.get(page).status_code == 404

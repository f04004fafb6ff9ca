"""A mail leaves at most once, in the reader's language, and only while they may see its subject."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from notifications import delivery, fanout
from notifications.models import Announcement, MailState, Notification
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(shared):
    """Messages whose mail waits, one for each person."""

    def make(*people):
        shared.tell(*people)
        fanout.tell_everybody(Announcement.objects.get(), after_each=lambda: None)
        return list(Notification.objects.order_by("pk"))

    return make


@pytest.fixture
def server(settings, monkeypatch):
    """A mail server that fails as it is told to: `server.trouble = …`."""

    class Server:
        trouble: Exception | None = None
        closed = False

    told = Server()

    class Backend(EmailBackend):
        def open(self):
            if told.closed:
                raise ConnectionRefusedError

        def send_messages(self, messages):
            if told.trouble:
                raise told.trouble
            return super().send_messages(messages)

    monkeypatch.setattr(delivery, "get_connection", Backend)
    return told


def state(message):
    message.refresh_from_db()
    return message.mail_state


def let_time_pass(hours=3):
    past = timezone.now() - timedelta(hours=hours)
    Notification.objects.update(mail_not_before=past)


def test_a_mail_is_in_the_readers_language_and_names_no_title(waiting, settings):
    settings.BASE_URL = "https://portal.example.org"
    french, english = UserFactory(language="fr"), UserFactory(language="en", name="Ada Démo")
    one, two = waiting(french, english)

    assert delivery.deliver_due() == 2

    assert [message.to for message in mail.outbox] == [[french.email], [english.email]]
    assert mail.outbox[0].subject == "Messages: Organisation Démo"
    assert mail.outbox[1].subject == "Inbox: Organisation Démo"
    assert "Bonjour" in mail.outbox[0].body
    assert "Hello Ada Démo" in mail.outbox[1].body
    for message, notification, language in zip(mail.outbox, (one, two), ("fr", "en"), strict=True):
        html, kind = message.alternatives[0]
        link = f"https://portal.example.org/{language}/inbox/{notification.pk}/"
        assert kind == "text/html"
        assert link in message.body
        assert link in html
        assert "secret" not in str(message.message())
        unsubscribe = f"<https://portal.example.org/{language}/inbox/preferences/>"
        assert message.extra_headers["List-Unsubscribe"] == unsubscribe
        assert state(notification) == MailState.SENT
        assert notification.mailed is not None


def test_a_sent_mail_is_not_sent_again(waiting):
    waiting(UserFactory())
    delivery.deliver_due()
    let_time_pass()
    assert delivery.deliver_due() == 0
    assert len(mail.outbox) == 1


def test_who_may_no_longer_see_it_gets_no_mail(waiting, shared):
    person, other = UserFactory(), UserFactory()
    one, two = waiting(person, other)
    shared.readers.remove(person.pk)

    assert delivery.deliver_due() == 1
    assert state(one) == MailState.DROPPED
    assert state(two) == MailState.SENT


def test_who_was_deactivated_gets_no_mail(waiting):
    person = UserFactory()
    (message,) = waiting(person)
    person.is_active = False
    person.save()

    assert delivery.deliver_due() == 0
    assert state(message) == MailState.DROPPED


def test_a_lot_reserved_by_one_worker_is_nobody_elses(waiting):
    waiting(UserFactory())
    now = timezone.now()
    assert len(delivery._reserve(now)) == 1
    assert delivery._reserve(now) == []
    assert delivery.deliver_due() == 0

    let_time_pass()  # that worker died before it began to send
    assert delivery.deliver_due() == 1


def test_a_mail_whose_sending_was_cut_is_in_doubt_and_never_sent_again(waiting):
    (message,) = waiting(UserFactory())
    Notification.objects.update(mail_state=MailState.SENDING, mail_token="dead")
    assert delivery.deliver_due() == 0
    let_time_pass()

    assert delivery.deliver_due() == 0
    assert state(message) == MailState.IN_DOUBT
    assert mail.outbox == []


def test_a_worker_whose_reservation_ended_sends_nothing(waiting):
    (message,) = waiting(UserFactory())
    (late,) = delivery._reserve(timezone.now())
    let_time_pass()
    assert delivery.deliver_due() == 1

    delivery._deliver(late, mail.get_connection())
    assert len(mail.outbox) == 1
    assert state(message) == MailState.SENT


def test_a_server_that_is_down_costs_no_attempt(waiting, server):
    (message,) = waiting(UserFactory())
    server.closed = True
    assert delivery.deliver_due() == 0
    assert state(message) == MailState.WAITING
    assert message.mail_attempts == 0
    assert message.mail_not_before > timezone.now()

    server.closed = False
    let_time_pass()
    assert delivery.deliver_due() == 1


def test_a_server_that_asks_for_patience_is_asked_again_later(waiting, server):
    (message,) = waiting(UserFactory())
    server.trouble = smtplib.SMTPDataError(451, b"try later")
    assert delivery.deliver_due() == 0
    assert state(message) == MailState.WAITING
    assert message.mail_attempts == 1
    assert message.mail_not_before > timezone.now()

    Notification.objects.update(mail_attempts=delivery.ATTEMPTS - 1)
    let_time_pass()
    delivery.deliver_due()
    assert state(message) == MailState.FAILED


@pytest.mark.parametrize(
    ("trouble", "end"),
    [
        (smtplib.SMTPRecipientsRefused({"x@example.org": (550, b"nobody")}), MailState.FAILED),
        (smtplib.SMTPRecipientsRefused({"x@example.org": (450, b"busy")}), MailState.WAITING),
        (smtplib.SMTPSenderRefused(553, b"not you", "y@example.org"), MailState.FAILED),
        (smtplib.SMTPServerDisconnected("cut"), MailState.IN_DOUBT),
        (TimeoutError(), MailState.IN_DOUBT),
    ],
)
def test_what_the_server_answers_decides(waiting, server, trouble, end):
    (message,) = waiting(UserFactory())
    server.trouble = trouble
    assert delivery.deliver_due() == 0
    assert state(message) == end


def test_a_broken_connection_harms_one_mail_only(waiting, server, monkeypatch):
    one, two = waiting(UserFactory(), UserFactory())
    server.trouble = smtplib.SMTPServerDisconnected("cut")
    delivery._deliver_lot(delivery._reserve(timezone.now()))
    server.trouble = None

    assert delivery.deliver_due() == 1
    assert state(one) == MailState.IN_DOUBT
    assert state(two) == MailState.SENT


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others(waiting, shared, monkeypatch):
    broken, fine = UserFactory(), UserFactory()
    one, two = waiting(broken, fine)
    compose = delivery.mail.compose

    def fail_for_one(message, server):
        if message.recipient_id == broken.pk:
            raise KeyError("subject")
        return compose(message, server)

    monkeypatch.setattr(delivery.mail, "compose", fail_for_one)
    assert delivery.deliver_due() == 1
    assert state(one) == MailState.WAITING
    assert one.mail_attempts == 1
    assert state(two) == MailState.SENT


def test_a_line_break_cannot_add_a_header(waiting, shared, monkeypatch):
    waiting(UserFactory())
    monkeypatch.setattr(
        delivery.mail.registry,
        "kind",
        lambda name: type(
            "Kind", (), {"label": "x", "mail_line": staticmethod(lambda m: "a\r\nBcc: b@x.org")}
        ),
    )
    delivery.deliver_due()
    assert mail.outbox[0].subject == "a Bcc: b@x.org"
    assert mail.outbox[0].recipients() == mail.outbox[0].to

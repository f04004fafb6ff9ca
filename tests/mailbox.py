"""A real mail server that keeps what it is given."""

import email
import email.policy
import socket
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """Messages as they came over the wire, oldest first."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep one message."""
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        self.messages.append(parsed)
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        """Messages for one person."""
        return [message for message in self.messages if address in str(message["To"])]

    def text(self, message: EmailMessage) -> str:
        """The plain text of a message."""
        body = message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


def start(mailbox: Mailbox) -> Controller:
    """Listen on a free port of this machine (`controller.port`); the caller stops it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    return controller

"""A real mail server of the tests' own, for whatever sends letters."""

import asyncio
import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Server:
    """A mail server of the test's own. `answer` is what it says to a letter, `refuses` to an address, `on_data` runs
    while it holds the letter, `hangs_up` closes the line "before" or "after" its answer to a letter."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.answer, self.refuses, self.hangs_up = "250 taken", "", ""
        self.on_data: Callable[[], None] = lambda: None

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.to_thread(self.on_data)
        assert server.transport is not None
        if self.hangs_up == "before":
            server.transport.abort()
            return self.answer
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.taken.append(envelope.content)
            self.envelopes.append((str(envelope.mail_from), [str(to) for to in envelope.rcpt_tos]))
        if self.hangs_up == "after":
            asyncio.get_running_loop().call_later(0.02, server.transport.abort)
        return self.answer

    def letters(self) -> list[EmailMessage]:
        return [email.message_from_bytes(data, policy=default) for data in self.taken]  # type: ignore[misc]


@contextmanager
def opened(settings: Any) -> Iterator[Server]:
    """A server that runs, and an installation set to send through it."""
    server = Server()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    control = Controller(server, hostname="127.0.0.1", port=port)
    control.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_DOMAIN = "Phối Hợp <phoihop@tayphong.vn>", "tayphong.vn"
    yield server
    control.stop()

"""A mail server on this machine, with a certificate of its own, that does as a test wants."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "correct horse"
HOST = "localhost"
# What a handler says to have the connection cut without an answer.
DROP = "drop"


@dataclass(frozen=True)
class Received:
    """A mail as the server took it: to whom on the envelope, and its bytes."""

    recipients: tuple[str, ...]
    data: bytes

    @property
    def message(self) -> EmailMessage:
        found = message_from_bytes(self.data, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def files(self) -> dict[str, bytes]:
        """What is attached, by name."""
        return {
            str(part.get_filename()): part.get_payload(decode=True)  # type: ignore[misc]
            for part in self.message.iter_attachments()
        }

    @property
    def text(self) -> str:
        body = self.message.get_body()
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")


@dataclass
class MailServer:
    """What a server received. `at_sender`, `at_recipient` and `at_data` give an answer, "" for yes.

    `at_data` is asked before a mail counts as received, `after_data` when it is. Either may say DROP.
    """

    at_sender: Callable[[str], str] = lambda _address: ""
    at_recipient: Callable[[str], str] = lambda _address: ""
    at_data: Callable[[Received], str] = lambda _mail: ""
    after_data: Callable[[Received], str] = lambda _mail: ""
    received: list[Received] = field(default_factory=list)
    port: int = 0
    authority: Path = Path()
    logins: list[str] = field(default_factory=list)

    @property
    def context(self) -> ssl.SSLContext:
        """What trusts the server's certificate."""
        return ssl.create_default_context(cafile=str(self.authority))

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.at_sender(address):
            return self._said(server, answer)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if answer := self.at_recipient(address):
            return self._said(server, answer)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = Received(tuple(envelope.rcpt_tos), envelope.content)
        if answer := self.at_data(mail):
            return self._said(server, answer)
        self.received.append(mail)
        return self._said(server, self.after_data(mail) or "250 OK queued")

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append(given.login.decode())
        return AuthResult(success=given.password.decode() == PASSWORD, handled=False)

    def _said(self, server: SMTP, answer: str) -> str:
        if answer != DROP:
            return answer
        assert server.transport is not None
        server.transport.abort()
        return "421 gone"


@contextmanager
def running(
    folder: Path, *, security: str = "STARTTLS", login: bool = False, name: str = HOST, **behaviour: Any
) -> Iterator[MailServer]:
    """A server; the certificate is for `name`. With `security` "" it knows no TLS."""
    found = MailServer(**behaviour)
    authority = trustme.CA()
    found.authority = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(found.authority))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name, "127.0.0.1" if name == HOST else name).configure_cert(context)
    found.port = _free_port()
    options: dict[str, Any] = {"data_size_limit": 60_000_000}
    if login:
        options |= {
            "authenticator": found.authenticate,
            "auth_required": True,
            "auth_require_tls": security == "STARTTLS",
        }
    if security == "STARTTLS":
        options |= {"tls_context": context, "require_starttls": True}
    controller = Controller(
        found,
        hostname="127.0.0.1",
        port=found.port,
        ssl_context=context if security == "SSL/TLS" else None,
        **options,
    )
    controller.start()
    try:
        yield found
    finally:
        controller.stop(no_assert=True)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port

"""One connection to a mail server (RFC 5321), and what became of a mail handed to it.

The standard library's own `sendmail` does not tell a mail that was surely not taken from one that may have
been; here the byte sequence that ends a mail, by which the server takes it, is a step of its own.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from noticemerge.mail.addresses import in_header
from noticemerge.mail.settings import MailServer, Security
from noticemerge.problems import CannotUse, Place, gettext, problem

_TIMEOUT = 60.0
# RFC 5321 §4.5.3.2.6: a server may take ten minutes to take a mail.
_TIMEOUT_AT_END = 600.0
# RFC 3463: x.7.x is about policy, whatever address it is said of.
_POLICY = re.compile(r"^5\.7\.\d+\b")
_LONGEST_ANSWER = 200


class Result(StrEnum):
    """What became of a mail.

    `REFUSED` is about its addresses, `REJECTED` about the mail, `SENDER` about who sends, `LATER` for now;
    `LOST` says that the connection went before the mail was whole, so that the server cannot have taken it,
    `UNSURE` that it went after that.
    """

    SENT = "sent"
    REFUSED = "refused"
    REJECTED = "rejected"
    SENDER = "sender"
    LATER = "later"
    LOST = "lost"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a mail, what the server said, and the addresses it did not take.

    `begun` says that the end of the mail was on its way.
    """

    result: Result
    answer: str = ""
    refused: tuple[str, ...] = ()
    begun: bool = False
    code: int = 0


class Connection:
    """An open connection to a mail server, protected as asked for, with the user logged in."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        assert smtp.sock
        self._smtp, self._socket = smtp, smtp.sock

    @classmethod
    def open(cls, server: MailServer, password: str, context: ssl.SSLContext | None = None) -> Connection:
        """Connect; the server's certificate is verified against those that the system trusts.

        Raises `CannotUse`: not reached, not the right one, no protection, or no login.
        """
        told = {"server": f"{server.host}:{server.port}"}
        context = context or ssl.create_default_context()
        try:
            smtp = _connected(server, context)
            try:
                if server.security is Security.STARTTLS:
                    if not smtp.has_extn("starttls"):
                        raise CannotUse(problem("NM-M62", Place(), **told))
                    smtp.starttls(context=context)
                    smtp.ehlo_or_helo_if_needed()
                if server.user:
                    _log_in(smtp, server.user, password)
            except BaseException:
                smtp.close()
                raise
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or error.reason or str(error)
            raise CannotUse(problem("NM-M61", Place(), reason=reason, **told)) from None
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            reason = getattr(error, "strerror", "") or _said(error)
            raise CannotUse(problem("NM-M60", Place(), reason=reason, **told)) from None
        return cls(smtp)

    @property
    def most(self) -> int:
        """The size in bytes of the largest mail that the server takes (RFC 1870), 0 when it does not say."""
        said = self._smtp.esmtp_features.get("size", "").split()
        return int(said[0]) if said and said[0].isdecimal() else 0

    def deliver(
        self,
        sender: str,
        recipients: Sequence[str],
        copies: Sequence[str],
        data: bytes,
        begin: Callable[[], None],
    ) -> Delivery:
        """Hand a mail over. `begin` is called right before the server can take it; what it raises goes on.

        A mail of which an address is refused for good goes to the others, one of which an address is refused
        for now to nobody. One of which all `recipients` are refused is not sent, whoever takes the `copies`.
        """
        early, refused = self._offered(sender, recipients, copies, data)
        if early is not None:
            return early
        try:
            begin()
        except BaseException:
            # Without its end the server takes no part of the mail.
            self._smtp.close()
            raise
        return self._ended(refused)

    def close(self) -> None:
        """Take leave of the server."""
        with suppress(OSError, smtplib.SMTPException):
            self._socket.settimeout(5)
            self._smtp.quit()
        self._smtp.close()

    def _offered(
        self, sender: str, recipients: Sequence[str], copies: Sequence[str], data: bytes
    ) -> tuple[Delivery | None, tuple[tuple[str, str], ...]]:
        """All but the end of a mail: what became of it already, else the addresses that were refused."""
        try:
            self._socket.settimeout(_TIMEOUT)
            refused: list[tuple[str, str]] = []
            failed = self._started(sender, len(data))
            failed = failed or self._addressed(recipients, refused)
            if not failed and len(refused) == len(recipients):
                failed = _all_refused(refused)
            failed = failed or self._addressed(copies, refused)
            if failed:
                self._reset()
                return failed, ()
            code, said = self._command("DATA")
            if code != 354:
                self._reset()
                return _of_code(code, said), ()
            # RFC 5321 §4.5.2; no mail of ours has such a line, for all of it is base64.
            self._smtp.send(data.replace(b"\r\n.", b"\r\n.."))
        except (smtplib.SMTPException, OSError) as error:
            return Delivery(Result.LOST, _said(error)), ()
        return None, tuple(refused)

    def _started(self, sender: str, size: int) -> Delivery | None:
        options = f" SIZE={size}" if self._smtp.has_extn("size") else ""
        code, said = self._command(f"MAIL FROM:<{in_header(sender)}>{options}")
        if 200 <= code < 300:
            return None
        if code >= 500 and code != 552:
            return Delivery(Result.SENDER, said, code=code)
        return _of_code(code, said)

    def _addressed(self, addresses: Sequence[str], refused: list[tuple[str, str]]) -> Delivery | None:
        """Name the addresses to the server; those it refuses for good are added to `refused`."""
        for address in addresses:
            code, said = self._command(f"RCPT TO:<{in_header(address)}>")
            if 400 <= code < 500:
                return Delivery(Result.LATER, said, (address,), code=code)
            if not 200 <= code < 300:
                refused.append((address, said))
        return None

    def _ended(self, refused: tuple[tuple[str, str], ...]) -> Delivery:
        try:
            self._socket.settimeout(_TIMEOUT_AT_END)
            self._smtp.send(b".\r\n")
            code, message = self._smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            return Delivery(Result.UNSURE, _said(error), begun=True)
        said = _answer(code, message)
        if 200 <= code < 300:
            answers = "; ".join(dict.fromkeys(answer for _, answer in refused))
            return Delivery(Result.SENT, answers or said, tuple(a for a, _ in refused), begun=True)
        found = _of_code(code, said)
        return Delivery(found.result, said, begun=True, code=code)

    def _command(self, line: str) -> tuple[int, str]:
        code, message = self._smtp.docmd(line)
        return code, _answer(code, message)

    def _reset(self) -> None:
        """Forget the mail that was begun; a connection that is gone is noticed with the next one."""
        with suppress(smtplib.SMTPException, OSError):
            self._smtp.docmd("RSET")


def _connected(server: MailServer, context: ssl.SSLContext) -> smtplib.SMTP:
    host = server.host.strip("[]")
    # Its own way of finding this computer's name may take long, and a Japanese name cannot be said.
    if server.security is Security.TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(local_hostname="localhost", timeout=_TIMEOUT, context=context)
    else:
        smtp = smtplib.SMTP(local_hostname="localhost", timeout=_TIMEOUT)
    # starttls and SMTP_SSL compare the certificate with this name.
    smtp._host = host  # type: ignore[attr-defined]
    code, message = smtp.connect(host, server.port)
    if code != 220:
        smtp.close()
        raise smtplib.SMTPConnectError(code, message)
    # The end of a mail, a few bytes, must not wait for the answer to what went before (Nagle's algorithm).
    assert smtp.sock
    smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    own = smtp.sock.getsockname()[0]
    smtp.local_hostname = f"[IPv6:{own}]" if ":" in own else f"[{own}]"
    smtp.ehlo_or_helo_if_needed()
    return smtp


def _log_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    if not (user + password).isascii():
        # Mostly typed with the input method on; servers take ASCII.
        answer = gettext("user name and password are typed in half-width characters")
        raise CannotUse(problem("NM-M63", Place(), user=user, answer=answer))
    try:
        smtp.login(user, password)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        raise CannotUse(problem("NM-M63", Place(), user=user, answer=_said(error))) from None


def _all_refused(refused: list[tuple[str, str]]) -> Delivery:
    """No address was taken: because of the addresses, unless the server says that it lets nobody send."""
    answers = [said for _, said in refused]
    is_policy = all(_POLICY.match(said.partition(" ")[2]) for said in answers)
    result = Result.REJECTED if is_policy else Result.REFUSED
    return Delivery(result, "; ".join(dict.fromkeys(answers)), tuple(address for address, _ in refused))


def _of_code(code: int, said: str) -> Delivery:
    return Delivery(Result.REJECTED if code >= 500 else Result.LATER, said, code=code)


def _answer(code: int, message: bytes) -> str:
    text = " ".join(message.decode("utf-8", "replace").split())
    return f"{code} {text}"[:_LONGEST_ANSWER].strip()


def _said(error: Exception) -> str:
    code = getattr(error, "smtp_code", 0)
    if code:
        message = getattr(error, "smtp_error", b"")
        return _answer(code, message if isinstance(message, bytes) else str(message).encode())
    return str(error)[:_LONGEST_ANSWER] or type(error).__name__

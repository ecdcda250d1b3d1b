"""Who sends and through which server, as the sheet 通知 says. The password never stands there."""

from __future__ import annotations

import ipaddress
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from noticemerge.japan import fold
from noticemerge.mail.addresses import read_addresses
from noticemerge.mail.message import Envelope, Mailbox, one_line
from noticemerge.notice import Notice
from noticemerge.problems import CellPlace, Place, Problem, problem


class Security(StrEnum):
    """How the connection is protected: from the first byte, after STARTTLS (RFC 3207), or not."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


_WORDS = {
    Security.STARTTLS: ("STARTTLS", "明示的TLS", "TLS（STARTTLS）"),
    Security.TLS: ("SSL/TLS", "SSL", "TLS", "SMTPS", "TLS/SSL", "暗黙的TLS"),
    Security.NONE: ("なし", "無し", "無", "none", "平文", "暗号化なし"),
}
_SECURITY = {fold(word): security for security, words in _WORDS.items() for word in words}
_NO_LOGIN = frozenset(map(fold, ("なし", "無し", "無", "none", "-", "不要")))
_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
_TLS_PORT = 465
# The line of the shipped sheet that gives the office's own address.
_OWN_ADDRESS = frozenset(map(fold, ("E-mail", "メール", "メールアドレス", "Eメール", "email", "mail")))


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server to hand mails to; `user` is "" where it asks for no login."""

    host: str
    port: int
    security: Security
    user: str = ""

    @property
    def is_loopback(self) -> bool:
        """Whether it is this computer itself."""
        if self.host.lower() == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False


def read_envelope(notice: Notice) -> tuple[Envelope, list[Problem]]:
    """The sender, the subject and who gets copies; the problems have errors where something is missing."""
    problems: list[Problem] = []
    sender = _sender(notice, problems)
    subject = one_line(notice.value("subject"))
    if not subject:
        problems.append(problem("NM-M13", _place(notice, "subject")))
    name = one_line(notice.value("mail_name") or notice.value("sender"))
    copies = {key: _listed(notice, key, problems) for key in ("mail_reply_to", "mail_cc", "mail_bcc")}
    envelope = Envelope(
        Mailbox(sender, name), subject, copies["mail_reply_to"], copies["mail_cc"], copies["mail_bcc"]
    )
    return envelope, problems


def read_server(notice: Notice, sender: str) -> tuple[MailServer | None, list[Problem]]:
    """The mail server; None where the sheet does not say which, or says what cannot be used."""
    host = "".join(unicodedata.normalize("NFKC", notice.value("smtp_server")).split())
    if not host:
        return None, [problem("NM-M14", _place(notice, "smtp_server"))]
    port, security, problems = _port_and_security(notice)
    said = one_line(notice.value("smtp_user")).strip()
    user = "" if fold(said) in _NO_LOGIN else said or sender
    if security is Security.NONE and not notice.value("smtp_user").strip():
        user = ""
    server = MailServer(host, port, security, user)
    if security is Security.NONE and not server.is_loopback:
        problems.append(problem("NM-M17", _place(notice, "smtp_security"), server=host))
    return (None if problems else server), problems


def _port_and_security(notice: Notice) -> tuple[int, Security, list[Problem]]:
    problems = []
    typed_port = unicodedata.normalize("NFKC", notice.value("smtp_port")).strip()
    typed = notice.value("smtp_security").strip()
    port = int(typed_port) if typed_port.isdecimal() and len(typed_port) < 6 else 0
    if typed_port and not 0 < port < 65_536:
        problems.append(problem("NM-M15", _place(notice, "smtp_port"), text=typed_port))
    usual = Security.TLS if port == _TLS_PORT else Security.STARTTLS
    security = _SECURITY.get(fold(typed), usual)
    if typed and fold(typed) not in _SECURITY:
        problems.append(problem("NM-M16", _place(notice, "smtp_security"), text=typed))
    return port or _PORTS[security], security, problems


def _sender(notice: Notice, problems: list[Problem]) -> str:
    """The address that sends; else that of the office, which the sheet gives for the letters."""
    if notice.value("mail_from").strip():
        found = _listed(notice, "mail_from", problems)
        return found[0] if found else ""
    for name, text in notice.values.items():
        if fold(name) in _OWN_ADDRESS and len(own := read_addresses(text).found) == 1:
            problems.append(problem("NM-M12", notice.places.get(name, Place()), name=name, address=own[0]))
            return own[0]
    problems.append(problem("NM-M10", CellPlace(sheet="通知")))
    return ""


def _listed(notice: Notice, key: str, problems: list[Problem]) -> tuple[str, ...]:
    """The addresses of a line; what is none of them is an error."""
    read = read_addresses(notice.value(key))
    name = notice.name_of(key)
    problems += [problem("NM-M11", _place(notice, key), text=text, name=name) for text in read.unreadable]
    return read.found


def _place(notice: Notice, key: str) -> Place:
    return notice.places.get(notice.name_of(key)) or CellPlace(sheet="通知")

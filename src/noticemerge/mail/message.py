"""A mail as bytes (RFC 5322, MIME): the same input gives the same bytes, in ASCII throughout.

Nothing that comes from a cell can begin a header of its own: line breaks and controls become a space before
anything is encoded. Attachments that many mails share are encoded once (`EncodedFile`).
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.charset import BASE64, Charset
from email.header import Header
from email.utils import format_datetime
from urllib.parse import quote

from noticemerge.mail.addresses import in_header

_LINE = 76
_SPACES = re.compile(" {2,}")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".pdf": "application/pdf",
}
# What RFC 2231 leaves as it is; a single quotation mark, % and * have a meaning of their own.
_SAFE_IN_NAME = "!#$&+-.^_`|~"
_UTF8 = Charset("utf-8")
_UTF8.header_encoding = BASE64


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name that stands before it ("" for none)."""

    address: str
    name: str = ""

    def in_header(self, header: str) -> str:
        """As a header of this name holds it."""
        address = in_header(self.address)
        if not (name := one_line(self.name)):
            return address
        if _ATOM.fullmatch(name) and "=?" not in name:
            return f"{name} <{address}>"
        if name.isascii() and "=?" not in name:
            escaped = name.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}" <{address}>'
        return f"{_encoded(name, header)}\r\n <{address}>"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is the same in all mails of a run: who sends, who gets copies, the subject, the date."""

    sender: Mailbox
    subject: str
    reply_to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """A file as a part of a mail: its headers and its content in base64 (RFC 2045 §6.8)."""

    name: str
    part: bytes

    @classmethod
    def of(cls, name: str, data: bytes) -> EncodedFile:
        """Encode a file under this name."""
        suffix = name[name.rfind(".") :].lower() if "." in name else ""
        kind = _TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"
        head = [
            f'Content-Type: {kind};\r\n name="{_named(name)}"',
            "Content-Transfer-Encoding: base64",
            f"Content-Disposition: attachment;{_file_name(name)}",
        ]
        return cls(name, "\r\n".join([*head, "", ""]).encode("ascii") + _base64(data))


def message(
    envelope: Envelope,
    to: Sequence[Mailbox],
    text: str,
    files: Iterable[EncodedFile],
    message_id: str,
    *,
    date: datetime.datetime | None = None,
    draft: bool = False,
) -> bytes:
    """The mail that `message_pieces` gives, as one."""
    return b"".join(message_pieces(envelope, to, text, files, message_id, date=date, draft=draft))


def message_pieces(
    envelope: Envelope,
    to: Sequence[Mailbox],
    text: str,
    files: Iterable[EncodedFile],
    message_id: str,
    *,
    date: datetime.datetime | None = None,
    draft: bool = False,
) -> list[bytes]:
    """A mail with its attachments, in ASCII, lines ended by CRLF and far below the 998 characters allowed.

    A draft has the mark by which Outlook opens it as not yet sent, and names the copies that nobody sees
    (Bcc), which a sent mail never does. `date` may be left out of a draft. The pieces of files are those of
    `EncodedFile`, not copies.
    """
    boundary = f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:40]}"
    head = [f"From: {envelope.sender.in_header('From')}"]
    if envelope.reply_to:
        head.append(_addresses("Reply-To", map(Mailbox, envelope.reply_to)))
    head.append(_addresses("To", to))
    if envelope.cc:
        head.append(_addresses("Cc", map(Mailbox, envelope.cc)))
    if draft and envelope.bcc:
        head.append(_addresses("Bcc", map(Mailbox, envelope.bcc)))
    head.append(f"Subject: {encoded_text(envelope.subject, 'Subject')}")
    if date is not None:
        head.append(f"Date: {format_datetime(date)}")
    head.append(f"Message-ID: {message_id}")
    head += ["X-Unsent: 1"] if draft else []
    head += ["MIME-Version: 1.0", f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"', "", ""]
    body = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "", ""]
    mark = f"--{boundary}\r\n".encode("ascii")
    pieces = ["\r\n".join(head).encode("ascii"), mark, "\r\n".join(body).encode("ascii")]
    pieces.append(_base64(text.replace("\n", "\r\n").encode("utf-8", "replace")))
    for file in files:
        pieces += [mark, file.part]
    pieces.append(f"--{boundary}--\r\n".encode("ascii"))
    return pieces


def message_id_of(sender: str, *told: str) -> str:
    """A Message-ID (RFC 5322 §3.6.4) that is the same for the same facts, at the domain of the sender."""
    digest = hashlib.sha256("\x1f".join(told).encode("utf-8", "surrogatepass")).hexdigest()
    return f"<{digest[:32]}@{sender.rpartition('@')[2]}>"


def encoded_size(size: int) -> int:
    """How many bytes a file of this size takes in a mail."""
    characters = -(-size // 3) * 4
    return characters + 2 * -(-characters // _LINE)


def one_line(text: str) -> str:
    """A text as a header can hold it: line breaks, controls and what else does not print become a space."""
    if text.isprintable():
        return text.strip(" ")
    return _SPACES.sub(" ", "".join(c if _stands_in_line(c) else " " for c in text)).strip(" ")


def encoded_text(text: str, header: str) -> str:
    """A text as the value of a header, encoded where it is not plain ASCII (RFC 2047)."""
    line = one_line(text)
    is_plain = line.isascii() and "=?" not in line and len(header) + 2 + len(line) <= _LINE
    return line if is_plain else _encoded(line, header)


def _stands_in_line(character: str) -> bool:
    # Marks of direction (Cf) could show a false name or extension.
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _encoded(text: str, header: str) -> str:
    return Header(text, _UTF8, header_name=header, maxlinelen=_LINE).encode(linesep="\r\n")


def _addresses(header: str, boxes: Iterable[Mailbox]) -> str:
    """One address a line: no line gets long, however many there are."""
    return f"{header}: " + ",\r\n ".join(box.in_header(header) for box in boxes)


def _named(name: str) -> str:
    """The name for readers that know RFC 2231 not: encoded words, which Outlook has always understood."""
    line = one_line(name).replace('"', "'").replace("\\", "＼")
    is_plain = line.isascii() and "=?" not in line and len(line) < _LINE - 10
    return line if is_plain else _encoded(line, "Content-Type; name")


def _file_name(name: str) -> str:
    """The parameter filename, in pieces where it is long or not ASCII (RFC 2231 §3, §4)."""
    line = one_line(name)
    if line.isascii() and len(line) < _LINE - 20 and not set('"\\') & set(line):
        return f'\r\n filename="{line}"'
    escaped = quote(line.encode("utf-8", "replace"), safe=_SAFE_IN_NAME)
    pieces, room = [""], _LINE - len(" filename*99*=utf-8'';")
    for token in re.findall(r"%[0-9A-F]{2}|.", escaped):
        if len(pieces[-1]) + len(token) > room:
            pieces.append("")
        pieces[-1] += token
    lines = [
        f" filename*{number}*={'utf-8' + chr(39) * 2 if number == 0 else ''}{piece}"
        for number, piece in enumerate(pieces)
    ]
    return "\r\n" + ";\r\n".join(lines)


def _base64(data: bytes) -> bytes:
    """Base64 in lines of 76 characters, ended by CRLF. 3.5 MB take 15 ms."""
    return base64.encodebytes(data).replace(b"\n", b"\r\n")

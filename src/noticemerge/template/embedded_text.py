"""The text in parts that are no XML of the letter's own: inserted files, embedded documents, binaries."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from noticemerge.excel import is_bomb

_MARKUP = re.compile(r"<[^<>]*>")
_RTF = re.compile(r"\\u(-?\d+) ?\??|\\'([0-9a-fA-F]{2})|\\([{}\\])|\\[a-zA-Z]+-?\d* ?|[{}\r\n]")
# A whole tag among bytes that are no text: every second picture holds two braces by chance, none a whole tag.
_WHOLE = re.compile(
    rb"\{\{[^\x00-\x1f{}]{1,200}\}\}|\{%[^\x00-\x1f{}]{1,200}%\}"
    rb"|\xef\xbd\x9b\xef\xbd\x9b[^\x00-\x1f{}]{1,400}?\xef\xbd\x9d\xef\xbd\x9d"
    # ｛｛ … ｝｝ as Japanese Windows writes it.
    rb"|\x81\x6f\x81\x6f[^\x00-\x1f]{1,400}?\x81\x70\x81\x70"
)
_WHOLE_WIDE = re.compile(
    rb"(?:\{\0\{\0|\x5b\xff\x5b\xff)(?:[\x20-\xff]\0|[\s\S][\x01-\xff]){1,100}?(?:\}\0\}\0|\x5d\xff\x5d\xff)"
)
# Pictures, fonts and sounds that hold no text anybody sees (EMF and WMF do, and old Office documents).
_NO_TEXT = (
    ".png", ".jpg", ".jpeg", ".jfif", ".gif", ".tif", ".tiff", ".ico", ".wdp", ".jxr", ".odttf", ".ttf",
    ".otf", ".fntdata", ".mp3", ".mp4", ".m4a", ".wav", ".avi", ".wmv", ".mov",
)  # fmt: skip
_TEXT_ENDINGS = (".txt", ".rtf", ".csv", ".xml", ".rels", ".vml", ".svg")
# A document in a document in a document is looked into no further.
_DEEPEST = 3


def text_of_bytes(name: str, data: bytes, depth: int = 0) -> str:
    """What can be read in a part called `name`; of pictures and other binaries only whole tags.

    Zip packages are opened (within the bounds of all archives), RTF, HTML and mail are read as text.
    """
    if data.startswith(b"PK\3\4"):
        return "\n".join(_members(data, depth)) if depth < _DEEPEST else ""
    lower = name.lower()
    if lower.endswith(_NO_TEXT):
        return ""
    if data.startswith(b"{\\rtf"):
        return _of_rtf(data)
    if lower.endswith((".mht", ".mhtml")):
        return "\n".join(_of_mail(data))
    if lower.endswith((".html", ".htm", ".xhtml")):
        return _of_html(decoded(data))
    if lower.endswith(_TEXT_ENDINGS):
        return _of_html(decoded(data)) if data.lstrip()[:1] == b"<" else decoded(data)
    return "\n".join(_whole_tags(data))


def decoded(data: bytes) -> str:
    """Text of an unknown encoding: UTF-16 by its mark, UTF-8, else as Japanese Windows writes it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp932", "replace")


def _members(data: bytes, depth: int) -> Iterator[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            if is_bomb(infos):
                return
            for info in infos:
                yield text_of_bytes(info.filename, archive.read(info), depth + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        return  # no package that any program could show


def _of_html(text: str) -> str:
    """The text between the marks, and the marks' own attributes behind it."""
    import html  # as `email` below: loaded only where a file is inserted into the letter

    return f"{html.unescape(_MARKUP.sub('', text))}\n{html.unescape(' '.join(_MARKUP.findall(text)))}"


def _of_rtf(data: bytes) -> str:
    """The words of an RTF file: its braces are groups, those that are text stand behind a backslash."""
    pieces: list[bytes] = []
    at, text = 0, data.decode("latin-1")
    for match in _RTF.finditer(text):
        pieces.append(text[at : match.start()].encode("latin-1"))
        at = match.end()
        if match[1]:
            pieces.append(chr(int(match[1]) % 0x10000).encode("cp932", "replace"))
        elif match[2]:
            pieces.append(bytes.fromhex(match[2]))
        elif match[3]:
            pieces.append(match[3].encode())
    pieces.append(text[at:].encode("latin-1"))
    return b"".join(pieces).decode("cp932", "replace")


def _of_mail(data: bytes) -> Iterator[str]:
    import email.policy

    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and part.get_content_maintype() == "text":
            yield _of_html(decoded(body))


def _whole_tags(data: bytes) -> Iterator[str]:
    for match in _WHOLE.finditer(data):
        text = match[0].decode("utf-8", "replace")
        if "\ufffd" not in text or "\ufffd" not in (text := match[0].decode("cp932", "replace")):
            yield text
    for match in _WHOLE_WIDE.finditer(data):
        yield match[0].decode("utf-16-le", "replace")

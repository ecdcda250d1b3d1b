"""Elements that come by the hundred thousand and are written alike: patterns take them, the parser the rest.

A list's rows and strings are nearly always written in a few ways, and a pattern that knows these is several
times as fast as a parser that tells each element. Nothing is taken that the parser would refuse or read
otherwise, and what is not taken goes to the parser as it stands.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import NamedTuple

# No beginning of a part, and no element, is longer where the usual programs write it.
_LONGEST = 2**20
_HEAD = re.compile(
    rb"""(?:\xef\xbb\xbf)?
    (?:<\?xml\ version=["']1\.0["'](?:\ encoding=["'](?i:utf-8)["'])?(?:\ standalone=["']\w+["'])?\s*\?>)?
    \s*<\w+[\s>][^!?]*""",
    re.VERBOSE | re.ASCII,
)
_CONTROLS = r"\x00-\x08\x0b-\x1f\ufffe\uffff"
# Text between tags. What a reference in it stands for is looked up where the text is new.
TEXT = rf"[^<>{_CONTROLS}]*+"
# The same where nobody looks.
UNREAD = rf"[^<>&{_CONTROLS}]*+(?:&(?:amp|lt|gt|quot|apos);[^<>&{_CONTROLS}]*+)*+"
_LETTER = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[a-z]{2,4});")


class UnusualError(Exception):
    """Something that is not as programs usually write it."""


class Usual(NamedTuple):
    """Which elements of a part are usual: what they stand behind, begin and end with, and what takes one.

    `take` gets an element as it stands. It raises `UnusualError` for one that it has not taken.
    """

    behind: re.Pattern[bytes]
    begin: bytes
    end: bytes
    take: Callable[[str], None]


def without(usual: Usual, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The part without the elements that were taken, which come between the pieces of it."""
    rest = iter(chunks)
    held = b""
    opened = None
    while opened is None and len(held) < _LONGEST and (chunk := next(rest, b"")):
        held += chunk
        opened = usual.behind.search(held)
    if opened and _HEAD.fullmatch(held, 0, opened.end()):
        yield held[: opened.end()]
        held = yield from _without(usual, held[opened.end() :], rest)
    yield held
    yield from rest


def _without(usual: Usual, held: bytes, rest: Iterator[bytes]) -> Generator[bytes, None, bytes]:
    """The same from the first element on; returns what is to go to the parser before what then remains."""
    while True:
        *whole, held = held.split(usual.end)
        for number, element in enumerate(whole):
            element += usual.end
            if _taken(usual, element):
                continue
            if not _is_one(usual, element):
                return usual.end.join([*whole[number:], held])
            yield element
        yield b""
        is_another = usual.begin.startswith(held[: len(usual.begin)])
        chunk = next(rest, b"") if is_another and len(held) < _LONGEST else b""
        if not chunk:
            return held
        held += chunk


def _taken(usual: Usual, element: bytes) -> bool:
    try:
        usual.take(element.decode("utf-8"))
    except (UnusualError, UnicodeDecodeError):
        return False
    return True


def _is_one(usual: Usual, element: bytes) -> bool:
    """Whether what looks like an element is one, so that the parser stands behind it as it did before."""
    is_plain = b"<!" not in element and b"<?" not in element
    return is_plain and element.startswith(usual.begin) and element.count(usual.begin) == 1


class References(dict[str, str]):
    """What references such as &amp; and &#20250; stand for."""

    def __init__(self) -> None:
        super().__init__(amp="&", lt="<", gt=">", quot='"', apos="'")

    def __missing__(self, name: str) -> str:
        """A letter by its number. Raises `UnusualError` for one that XML cannot hold, and for other names."""
        if not name.startswith("#"):
            raise UnusualError(name)
        code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
        letter = chr(code) if code <= sys.maxunicode else "\0"
        if not _LETTER.fullmatch(letter):
            raise UnusualError(name)
        return self.setdefault(name, letter)

    def resolved(self, text: str) -> str:
        """The text with what its references stand for. Raises `UnusualError`."""
        if "&" not in text:
            return text
        parts = _REFERENCE.split(text)
        if any("&" in plain for plain in parts[::2]):
            raise UnusualError(text)
        parts[1::2] = map(self.__getitem__, parts[1::2])
        return "".join(parts)

"""Elements that come by the hundred thousand, most of them written alike: found in a stream by patterns.

The XML parser still checks every byte, but nothing is called for such elements and what is in them: reading a
list of 10,000 members and 20 columns takes three quarters of the time. The rest goes the long way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from noticemerge.excel.xml_events import OnlyChecked
from noticemerge.japan import lazy_pattern

# Comments, CDATA, instructions, another encoding than UTF-8: what looks like an element may be none.
_ODD = lazy_pattern(
    rb"""<!|\0|<\?(?!xml\s[^>]*>)|<\?xml\s[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE
)
_REFERENCE = lazy_pattern(r"&(#[0-9]+|#x[0-9A-Fa-f]+|[a-z]+);")
# Characters that are no ASCII, as programs that write ASCII alone write them: none of them is markup.
_HIGH = lazy_pattern(r"&#([1-9][0-9]{2,6});")
# Bytes in which the end of an element is waited for.
_LONGEST = 2**20


class PlainElements:
    """Cuts a stream into pieces for the parser, of which some hold nothing but plain elements.

    `name` is that of the elements. `take` gets bytes and where an element begins in them, uses as many
    elements as are plain, and returns where the first one begins that is not. `are_next` says whether the
    parser that reads the pieces is where such an element may begin.
    """

    def __init__(self, name: str, take: Callable[[bytes, int], int], are_next: Callable[[], bool]) -> None:
        self._end = f"</{name}>".encode()
        self._edge = re.compile(rf"(?=<{name}[ >])|(?<=</{name}>)".encode())
        self._take = take
        self._are_next = are_next
        self._last = b""
        self._may_be_plain = True

    def pieces(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes; those of elements that were taken are `OnlyChecked`."""
        rest = b""
        for chunk in chunks:
            rest += chunk
            while rest and not self._are_next():
                edge = self._edge.search(rest, 1)
                end = edge.start() if edge else len(rest)
                yield self._long_way(rest[:end])
                rest = rest[end:]
            end = rest.rfind(self._end) + len(self._end)
            if end >= len(self._end):
                yield from self._elements(rest[:end])
                rest = rest[end:]
            if len(rest) > _LONGEST:
                yield self._long_way(rest)
                rest = b""
        yield rest

    def _elements(self, data: bytes) -> Iterator[bytes]:
        """Elements, the last one up to its end."""
        begin = 0
        while begin < len(data):
            end = self._take(data, begin) if self._may_be_plain else begin
            yield OnlyChecked(data[begin:end])
            if end < len(data):
                begin, end = end, data.index(self._end, end) + len(self._end)
                yield self._long_way(data[begin:end])
            begin = end

    def _long_way(self, piece: bytes) -> bytes:
        if _ODD.search(self._last + piece):
            self._may_be_plain = False
        self._last = piece[-1:]
        return piece


def resolved(text: str) -> str:
    """The text with what its references such as &amp; and &#20250; stand for (XML 1.0 §4.1).

    Raises LookupError, ValueError, OverflowError for those that stand for nothing.
    """
    return _with_characters(_REFERENCE.split(text)) if "&" in text else text


def readable(text: str) -> str:
    """XML with references resolved that stand for no ASCII character, as `resolved` does."""
    return _with_characters(_HIGH.split(text)) if "&#" in text else text


def _with_characters(parts: list[str]) -> str:
    parts[1::2] = map(_CHARACTERS.__getitem__, parts[1::2])
    return "".join(parts)


class _Characters(dict[str, str]):
    """Characters by what stands between & and ;."""

    def __missing__(self, name: str) -> str:
        number = name.removeprefix("#")
        code = int(number[1:], 16) if number.startswith("x") else int(number)
        return self.setdefault(name, chr(code))


_CHARACTERS = _Characters(amp="&", lt="<", gt=">", quot='"', apos="'")

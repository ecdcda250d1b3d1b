"""Where the elements of a part lie in its bytes, so that a part can be cut without being rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from xml.parsers import expat


@dataclass(frozen=True, slots=True)
class Span:
    """Where an element lies in its part: its tags and, between `inner` and `inner_end`, its content."""

    start: int
    inner: int
    inner_end: int
    end: int


def spans_of(data: bytes) -> list[Span]:
    """The span of each element, in document order. Raises ExpatError for what is not well-formed."""
    parser = expat.ParserCreate()
    spans: list[list[int]] = []
    opened: list[int] = []

    def start(_name: str, _attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        opened.append(len(spans))
        spans.append([at, _tag_end(data, at), 0, 0])

    def end(_name: str) -> None:
        span = spans[opened.pop()]
        at = parser.CurrentByteIndex
        if data[span[1] - 2 : span[1]] == b"/>":
            span[2], span[3] = span[1], span[1]
        else:
            span[2], span[3] = at, _tag_end(data, at)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)
    return [Span(*span) for span in spans]


def check_well_formed(data: bytes) -> None:
    """Parse strictly. Raises `xml.parsers.expat.ExpatError` when the part is torn."""
    expat.ParserCreate().Parse(data, True)


def _tag_end(data: bytes, start: int) -> int:
    """Behind the > of the tag that starts here; attribute values may hold > themselves."""
    at, quote = start, 0
    while True:
        byte = data[at]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return at + 1
        at += 1

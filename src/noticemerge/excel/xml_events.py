"""The XML of a workbook's parts, read as a stream, with no document type declaration let in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NoReturn
from xml.parsers import expat

from defusedxml.common import DTDForbidden

# The namespaces of SpreadsheetML: usual, and ISO/IEC 29500 Strict (part 1, annex A), which says the same.
MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
# The namespaces of what packages are made of (ECMA-376 part 2, annex E); Strict has no others.
RELATIONS = ("http://schemas.openxmlformats.org/package/2006/relationships",)
TYPES = ("http://schemas.openxmlformats.org/package/2006/content-types",)

# What a program that knows some extension may read instead of what all read (ECMA-376 part 3, 7.6).
_CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006 "
_ALTERNATE, _CHOICE, _FALLBACK = (f"{_CHOICES}{name}" for name in ("AlternateContent", "Choice", "Fallback"))

# Each open element takes memory, and none of these parts has more than a dozen inside each other.
DEEPEST = 200
# Elements that are kept of one part, such as ranges of merged cells; no list comes near it.
MOST_KEPT = 500_000

Attributes = dict[str, str]
Handlers = tuple[Callable[[str, Attributes], None], Callable[[str], None]]


class _OtherError(Exception):
    """A part is of another namespace than SpreadsheetML's."""


class OnlyChecked(bytes):
    """A piece of XML that `parse` only checks for being well-formed: nothing is called for what it holds."""


class TooLargeError(Exception):
    """A part of the workbook holds more than a list can."""


def new_parser(namespaces: bool = True) -> expat.XMLParserType:
    """A parser that gives names as "namespace name", or as they are written.

    It raises `DTDForbidden` at a document type declaration.
    """
    parser = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(name: str, system: str | None, public: str | None, _: bool) -> NoReturn:
    raise DTDForbidden(name, system, public)


def parse(chunks: Iterable[bytes], make: Callable[[list[str], str], Handlers]) -> Iterator[None]:
    """Read a part of SpreadsheetML; come back after each chunk. One in another namespace is not read.

    `make` gets the list to which text will be added and what all names begin with ("" or such as "x:"),
    and gives what to do where an element begins and ends, but for those of chunks that are `OnlyChecked`.
    Namespaces are not resolved but taken from the first element, which saves a quarter of the time. Raises
    `ExpatError`, `DTDForbidden`.
    """
    parser = new_parser(namespaces=False)

    def begin(name: str, attributes: Attributes) -> None:
        prefix, colon, _ = name.rpartition(":")
        if attributes.get(f"xmlns:{prefix}" if colon else "xmlns") not in MAIN:
            raise _OtherError
        pieces: list[str] = []
        parser.CharacterDataHandler = pieces.append
        parser.StartElementHandler, parser.EndElementHandler = make(pieces, prefix + colon)

    parser.StartElementHandler = begin
    try:
        for chunk in chunks:
            if isinstance(chunk, OnlyChecked):
                _check(parser, chunk)
            else:
                parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except _OtherError:
        return


def _check(parser: expat.XMLParserType, piece: bytes) -> None:
    handlers = parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler
    parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
    parser.Parse(piece, False)
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = handlers


def collect(
    chunks: Iterable[bytes], wanted: Iterable[tuple[str, str]], namespaces: Iterable[str]
) -> list[tuple[str, Attributes]]:
    """Name and attributes of each element that is named, with its parent, in `wanted`, in their order.

    A parent "" is that of the first element. Of mc:AlternateContent the fallback is read, and a choice where
    there is none. Raises `ExpatError`, `DTDForbidden`, `TooLargeError`, and ValueError where elements are
    nested too deep.
    """
    names = {
        (f"{space} {parent}" if parent else "", f"{space} {name}"): name
        for space in namespaces
        for parent, name in wanted
    }
    found: list[tuple[str, Attributes]] = []
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = _collector(names, found)
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return found


def _collector(names: dict[tuple[str, str], str], found: list[tuple[str, Attributes]]) -> Handlers:
    opened = [""]
    # Where what was found begins that a fallback replaces, for each open mc:AlternateContent.
    replaceable: list[int] = []

    def start(name: str, attributes: Attributes) -> None:
        if (known := names.get((opened[-1], name))) is not None:
            found.append((known, attributes))
            if len(found) > MOST_KEPT:
                raise TooLargeError(known)
        if name == _ALTERNATE:
            replaceable.append(len(found))
        elif name in (_CHOICE, _FALLBACK) and replaceable:
            del found[replaceable[-1] :]
        # What stands in one of these stands where they stand.
        opened.append(opened[-1] if name.startswith(_CHOICES) else name)
        if len(opened) > DEEPEST:
            raise ValueError("elements nested too deep")

    def end(name: str) -> None:
        opened.pop()
        if name == _ALTERNATE:
            replaceable.pop()

    return start, end


def is_true(value: str | None) -> bool:
    """Whether an attribute of type xsd:boolean says so; False where it is missing."""
    return value in ("1", "true", "t", "on")

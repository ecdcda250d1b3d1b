"""The Word fields of a part, found on its tree whatever runs and paragraphs they are cut over.

A field is a `w:fldSimple`, or lies between three `w:fldChar` (ECMA-376 part 1 §17.16.18, .19): begin, its
code, separate, its stored result, end. A field in a code is a part of what that code says; one in a result
is stored text only. Each text of its own (body, cell, text box, header, footnote) has fields of its own.
Nothing here judges a field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from lxml import etree

from noticemerge.template.package import W

# Elements that hold a text of their own; a field never reaches beyond one.
_STORIES = frozenset(
    f"{{{W}}}{name}" for name in ("body", "tc", "txbxContent", "hdr", "ftr", "footnote", "endnote", "comment")
)
_P, _R, _TBL, _FLD_CHAR, _SIMPLE, _RPR = (
    f"{{{W}}}{name}" for name in ("p", "r", "tbl", "fldChar", "fldSimple", "rPr")
)
_KIND = f"{{{W}}}fldCharType"
_BOOKMARKS = frozenset(f"{{{W}}}bookmark{end}" for end in ("Start", "End"))
# Paragraphs' and wrappers' own properties hold no text.
_PROPERTIES = frozenset(
    f"{{{W}}}{name}"
    for name in ("pPr", "sectPr", "tblPr", "tblGrid", "trPr", "sdtPr", "sdtEndPr", "smartTagPr")
)


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """One step of a text: a child of a run, a paragraph that begins, a table, a bookmark, a simple field.

    `run` is the run of a child, else None; `paragraph` the one it stands in (for one that begins, itself).
    """

    kind: str
    element: etree._Element
    run: etree._Element | None
    paragraph: etree._Element | None


@dataclass(slots=True, eq=False)
class Field:
    """A field: where it begins and ends, what its code is made of, and its stored result.

    `code` and `result` hold events and inner fields in order. `end` is None for a field that has no end.
    """

    begin: Event
    separate: Event | None = None
    end: Event | None = None
    code: list[Event | Field] = field(default_factory=list)
    result: list[Event | Field] = field(default_factory=list)
    has_result: bool = False

    @property
    def is_simple(self) -> bool:
        """Whether it is a `w:fldSimple`, whose code is an attribute."""
        return self.begin.kind == "simple"

    @property
    def instruction(self) -> str:
        """The code as one text, inner fields left out: enough to know the field by."""
        if self.is_simple:
            return self.begin.element.get(f"{{{W}}}instr", "")
        return "".join(text_of(piece) for piece in self.code if isinstance(piece, Event))

    @property
    def word(self) -> str:
        """The field type in capitals, "" for an empty code; "=" for a formula."""
        said = (self.instruction if self.is_simple else _before_fields(self.code)).strip()
        if said.startswith("="):
            return "="
        stop = next((i for i, c in enumerate(said) if c.isspace() or c in '"“”＂\\'), len(said))
        return said[:stop].upper()

    def inner(self) -> Iterator[Field]:
        """The fields that its code is made of."""
        return (piece for piece in self.code if isinstance(piece, Field))

    def stored(self) -> Iterator[Field]:
        """The fields in its stored result."""
        return (piece for piece in self.result if isinstance(piece, Field))

    def paragraphs(self) -> list[etree._Element]:
        """The paragraphs it lies in, the first and the last."""
        last = (self.end or self.begin).paragraph
        return [p for p in (self.begin.paragraph, last) if p is not None]


@dataclass(slots=True)
class Story:
    """One text of a part: what it says in order, its fields that lie in no other, and what is torn.

    `unended` are fields without an end, `stray` ends and separators without a beginning.
    """

    element: etree._Element
    pieces: list[Event | Field] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    unended: list[Field] = field(default_factory=list)
    stray: list[Event] = field(default_factory=list)

    def bookmarks(self) -> Iterator[tuple[str, list[Event | Field]]]:
        """What stands at each bookmark outside fields, by its name folded."""
        opened: dict[str, tuple[str, list[Event | Field]]] = {}
        for piece in self.pieces:
            if not isinstance(piece, Event) or piece.kind != "bookmark":
                for _, pieces in opened.values():
                    pieces.append(piece)
                continue
            number = piece.element.get(f"{{{W}}}id", "")
            if etree.QName(piece.element).localname == "bookmarkStart":
                opened[number] = (piece.element.get(f"{{{W}}}name", "").casefold(), [])
            elif number in opened:
                yield opened.pop(number)


def stories(root: etree._Element) -> list[Story]:
    """Every text of a part that holds a field, in document order."""
    found: list[Story] = []
    if next(root.iter(_FLD_CHAR, _SIMPLE), None) is None:
        return found
    for element in [root, *root.iter(*_STORIES)] if root.tag not in _STORIES else root.iter(*_STORIES):
        story = story_of(element)
        if story.fields or story.unended or story.stray:
            found.append(story)
    return found


def _before_fields(code: Iterable[Event | Field]) -> str:
    """What a code says before its first inner field: IF{ MERGEFIELD 会員番号 }="1" … is an IF."""
    own = takewhile(lambda piece: isinstance(piece, Event), code)
    return "".join(text_of(event) for event in own if isinstance(event, Event))


def text_of(event: Event) -> str:
    """What an event says in a field's code: its text, a blank for a break, nothing for a picture."""
    name = etree.QName(event.element).localname if event.kind == "child" else ""
    if name in ("instrText", "t"):
        return event.element.text or ""
    if name in ("tab", "ptab"):
        return "\t"
    if name in ("br", "cr"):
        return "\n"
    if name == "noBreakHyphen":
        return "-"
    return "\r" if event.kind == "paragraph" else ""


def events(element: etree._Element) -> Iterator[Event]:
    """The text below an element step by step; what lies in a cell or text box in it is not of this text."""
    return _below(element, None)


def _below(element: etree._Element, paragraph: etree._Element | None) -> Iterator[Event]:
    for child in element.iterchildren(etree.Element):
        if child.tag == _P:
            yield Event("paragraph", child, None, child)
            yield from _below(child, child)
        elif child.tag == _TBL:
            yield Event("table", child, None, None)
        elif child.tag == _R:
            yield from (
                Event("child", part, child, paragraph)
                for part in child.iterchildren(etree.Element)
                if part.tag != _RPR
            )
        elif child.tag == _SIMPLE:
            yield Event("simple", child, None, paragraph)
        elif child.tag in _BOOKMARKS:
            yield Event("bookmark", child, None, paragraph)
        elif child.tag not in _PROPERTIES and child.tag not in _STORIES:
            yield from _below(child, paragraph)


def story_of(element: etree._Element) -> Story:
    """The text of one element: a cell, a box, a body."""
    story = Story(element)
    opened: list[Field] = []
    for event in events(element):
        kind = event.element.get(_KIND) if event.element.tag == _FLD_CHAR else None
        if kind == "begin":
            opened.append(Field(event))
        elif kind is not None and not opened:
            story.stray.append(event)
        elif kind == "separate":
            opened[-1].has_result = True
            opened[-1].separate = event
        elif kind == "end":
            made = opened.pop()
            made.end = event
            _place(made, opened, story)
        elif event.kind == "simple":
            _place(_simple(event), opened, story)
        else:
            _place(event, opened, story)
    # The innermost is the one that is torn; what is around it has lost its end to it.
    story.unended += opened[-1:]
    return story


def _place(piece: Event | Field, opened: list[Field], story: Story) -> None:
    if opened:
        (opened[-1].result if opened[-1].has_result else opened[-1].code).append(piece)
        return
    story.pieces.append(piece)
    if isinstance(piece, Field):
        story.fields.append(piece)


def _simple(event: Event) -> Field:
    made = Field(event, event, has_result=True)
    inside = story_of(event.element)
    made.result = inside.pieces
    return made

"""Fields that would print what Word last printed, another member's words: each kind told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from noticemerge.problems import Problem, problem
from noticemerge.template.field_names import Names
from noticemerge.template.fields.reader import Event, Field, stories, text_of
from noticemerge.template.package import W
from noticemerge.template.tags import TAG_BEGINS, Scanned

# Fields whose text is another one for each member, or is made while the letters are.
_OF_MERGE = frozenset(
    [
        "MERGEFIELD",
        "ADDRESSBLOCK",
        "GREETINGLINE",
        "IF",
        "COMPARE",
        "SET",
        "QUOTE",
        "=",
        "SKIPIF",
        "MERGEREC",
        "MERGESEQ",
    ]
)
_OF_SHEETS = frozenset({"NEXT", "NEXTIF"})
_ASKING = frozenset({"ASK", "FILLIN"})
_FROM_OUTSIDE = frozenset(
    ["DATABASE", "DDE", "DDEAUTO", "INCLUDETEXT", "LINK", "MERGEBARCODE", "MACROBUTTON"]
)
_CODES = {"of merge": "NM-T42", "of sheets": "NM-T83", "asking": "NM-T85", "from outside": "NM-T84"}
_TYPED = re.compile(r"«([^«»\n]{1,60})»")
# Word's own mark where a sheet goes on to the next member.
_MARKS = frozenset({"Next Record", "Skip Record If", "AddressBlock", "GreetingLine"})
_SHOWN = 60


@dataclass(slots=True)
class _Found:
    field: Field
    scanned: Scanned
    count: int = 1


def stale(file: str, scans: Iterable[Scanned]) -> Iterator[Problem]:
    """The fields that no letter may be made with; `file` is the letter's name."""
    found: dict[str, _Found] = {}
    scans = [scanned for scanned in scans if scanned.part.is_word]
    tagged = {name for scanned in scans for name in _bookmarks_with_tags(scanned.root)}
    for scanned in scans:
        for story in stories(scanned.root):
            for torn in story.unended:
                yield _torn(scanned, torn.begin, torn.instruction, file)
            for event in story.stray:
                yield _torn(scanned, event, "", file)
            for field in _every(story.fields):
                if name := _repeated(field, tagged):
                    place = scanned.place_of(_element_of(field.begin))
                    yield problem("NM-T81", place, field=shown(field), name=name)
                elif kind := _kind_of(field):
                    known = found.setdefault(f"{kind} {field.word}", _Found(field, scanned, 0))
                    known.count += 1
    for kind, first in found.items():
        place = first.scanned.place_of(_element_of(first.field.begin))
        code = _CODES[kind.rpartition(" ")[0]]
        yield problem(code, place, field=shown(first.field), word=first.field.word, count=first.count)


def typed_marks(file: str, scans: Iterable[Scanned], names: Names) -> Iterator[Problem]:
    """`«会社名»` as plain text, where Word would show a field so: known by the name between the marks."""
    for scanned in scans:
        if not scanned.part.is_word:
            continue
        for paragraph, text in _texts(scanned.root):
            for match in _TYPED.finditer(text):
                name = match[1].strip()
                if names.knows(name) or name in _MARKS:
                    place = scanned.place_of(paragraph)
                    yield problem("NM-T82", place, typed=match[0], cured=f"{{{{ {name} }}}}")


def shown(field: Field) -> str:
    """A field as people know it: `{ IF «種別» = "正会員" … }`, its inner fields by their names."""
    said = field.instruction if field.is_simple else "".join(map(_said, field.code))
    line = " ".join(said.split())
    return f"{{ {line if len(line) <= _SHOWN else line[:_SHOWN] + '…'} }}"


def _said(piece: Event | Field) -> str:
    if isinstance(piece, Event):
        return text_of(piece)
    words = piece.instruction.split()
    return f"«{words[1].strip(chr(34)) if len(words) > 1 else piece.word}»"


def _torn(scanned: Scanned, event: Event, instruction: str, file: str) -> Problem:
    said = " ".join(instruction.split())[:_SHOWN]
    return problem("NM-T80", scanned.place_of(_element_of(event)), field=f"{{ {said}")


def _every(fields: Iterable[Field]) -> Iterator[Field]:
    """Fields in the text, and those in stored results that stay; what is in a code belongs to its field."""
    for field in fields:
        yield field
        if not _kind_of(field):
            yield from _every([*field.inner(), *field.stored()])


def _kind_of(field: Field) -> str:
    word = field.word
    if word in _OF_MERGE:
        return "of merge"
    if word in _OF_SHEETS:
        return "of sheets"
    if word in _ASKING:
        return "asking"
    is_unsaved = word == "INCLUDEPICTURE" and (any(field.inner()) or "\\d" in field.instruction)
    return "from outside" if word in _FROM_OUTSIDE or is_unsaved else ""


def _repeated(field: Field, tagged: set[str]) -> str:
    """The bookmark that a field repeats, where a tag or a merge field stands at it; "" for none."""
    words = field.instruction.split()
    name = words[1] if len(words) > 1 and words[0].upper() == "REF" else words[0] if words else ""
    return name if name.casefold() in tagged else ""


def _bookmarks_with_tags(root: etree._Element) -> Iterator[str]:
    """The names, folded, of bookmarks with a tag or merge field between their ends."""
    opened: dict[str, tuple[str, list[str]]] = {}
    for el in root.iter(etree.Element):
        name = etree.QName(el).localname
        number = el.get(f"{{{W}}}id", "")
        if name == "bookmarkStart":
            opened[number] = (el.get(f"{{{W}}}name", "").casefold(), [])
        elif name == "bookmarkEnd" and number in opened:
            bookmark, texts = opened.pop(number)
            said = "".join(texts)
            if TAG_BEGINS.search(said) or "MERGEFIELD" in said.upper():
                yield bookmark
        elif name in ("t", "instrText"):
            for _, texts in opened.values():
                texts.append(el.text or "")
        elif name == "fldSimple":
            for _, texts in opened.values():
                texts.append(el.get(f"{{{W}}}instr", ""))


def _element_of(event: Event) -> etree._Element:
    return event.paragraph if event.paragraph is not None else event.element


def _texts(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The paragraphs of a part with their own text, that of stored results left out."""
    stored = {el for story in stories(root) for field in story.fields for el in _elements_of(field)}
    for paragraph in root.iter(f"{{{W}}}p"):
        if next(paragraph.iter(f"{{{W}}}txbxContent"), None) is None:
            yield paragraph, "".join(t.text or "" for t in paragraph.iter(f"{{{W}}}t") if t not in stored)


def _elements_of(field: Field) -> Iterator[etree._Element]:
    for piece in (*field.code, *field.result):
        if isinstance(piece, Field):
            yield from _elements_of(piece)
        else:
            yield piece.element

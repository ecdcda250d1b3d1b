"""Letters of one template as one Word document, each with its own headers, page numbers, lists and notes.

What is compared is bytes, never names: letters share a header only where it is the same. Texts are not parsed
but edited at marks, and packed as they come, so that 1,000 letters of two pages take 0.5 s and a few
megabytes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from noticemerge.paper.common_parts import Basis, cut
from noticemerge.paper.field_codes import OF_THE_FILE, PAGES_OF_SECTION, Codes, page_of
from noticemerge.paper.letter_ends import THIN, with_end_mark, with_section, with_start_mark
from noticemerge.paper.letter_file import LetterFile, R, Relation, usual
from noticemerge.paper.note_stories import NotesPart
from noticemerge.paper.numbering import Numbering
from noticemerge.paper.packed_parts import PackedText
from noticemerge.paper.related_parts import PlacedParts, Relations
from noticemerge.paper.sections import (
    Notes,
    Slot,
    Start,
    first_of_letter,
    sections_of,
    slots_of,
    without_endnotes,
)  # fmt: skip
from noticemerge.paper.stories import Ids, LetterEdit, bookmarks_in
from noticemerge.template import W

_IDS = re.compile(r'( (?:r:\w+|o:relid)=")([^"]*)"')
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_STORIES = ("header", "footer")
# Word changes these by themselves, and never shares one.
_OWN = frozenset({"chart", "chartEx", "diagramDrawing", "diagramData"})
_DRAWN = re.compile(rb"(<dsp:dataModelExt\b[^>]*? relId=\")([^\"]*)(\")")
# LibreOffice counts these over the whole document.
_OVER_ALL = OF_THE_FILE | {"LISTNUM", "SECTION", "SECTIONPAGES", "SEQ", "STYLEREF"}


class CannotCombine(Exception):  # noqa: N818 - it reads as a sentence where it is raised
    """The letter is of another template than those in the document, and cannot stand in it."""


class For(StrEnum):
    """What will lay the pages out: it decides how pages are counted, and what is marked."""

    WORD = "Word"
    LIBREOFFICE = "LibreOffice"


def mark_of(index: int) -> str:
    """The bookmark at the beginning of the letter with this index, in a document for LibreOffice."""
    return f"nmletter{index:05d}"


@dataclass(slots=True)
class Combined:
    """The document, begun with its first letter, which is added as the others are.

    `fields` are the kinds of Word's fields in the letters.
    """

    first: LetterFile
    reader: For = For.WORD
    start: Start = Start.PAGE
    count: int = 0
    fields: set[str] = field(default_factory=set)
    counts_pages_over_sections: bool = False
    _basis: Basis = field(init=False)
    _ids: Ids = field(default_factory=Ids)
    _body: PackedText = field(default_factory=PackedText)
    _relations: Relations = field(init=False)
    _parts: PlacedParts = field(init=False)
    _notes: dict[str, NotesPart] = field(init=False)
    _numbering: Numbering = field(init=False)
    # The letter that waits for what comes behind it: its text and its last section.
    _waiting: tuple[str, str] | None = None
    _slots: set[Slot] = field(default_factory=set)
    _blank_ids: dict[str, str] = field(default_factory=dict)
    _known_bookmarks: dict[bytes, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._basis = Basis(self.first)
        self._relations = Relations(self.first.main, self._basis.implicit)
        self._parts = PlacedParts(set(self._basis.names))
        notes = self._basis.notes_of(self.first)
        self._notes = {kind: NotesPart(part, self.first.text(part)) for kind, part in notes.items()}
        numbering, styles = self._basis.part("numbering"), self._basis.part("styles")
        self._numbering = Numbering(numbering, styles, self.first.name)
        self._body.add(self._basis.head)

    @property
    def size(self) -> int:
        """The bytes of the text so far."""
        return self._body.size

    @property
    def is_faithful_in_libreoffice(self) -> bool:
        """Whether LibreOffice prints each letter as it prints the letter by itself.

        It numbers notes and sequences over the whole document.
        """
        has_notes = any(part.is_used for part in self._notes.values())
        return not (has_notes or self.fields & _OVER_ALL or self.counts_pages_over_sections)

    def add(self, letter: LetterFile) -> int:
        """Put a letter behind the others; returns how many sections it is.

        Raises `CannotCombine` when it is of another template.
        """
        head, body, tail = cut(letter.text(letter.main))
        if not self._basis.is_alike(letter, head, tail):
            raise CannotCombine(letter.name)
        body, section = _without_last_section(body)
        is_one = "<w:sectPr" not in body
        end = f"nmend{self.count:05d}"
        by_section = is_one and self.reader is For.WORD
        edit = self._edit(letter, body, PAGES_OF_SECTION if by_section else page_of(end))
        ids = self._related(letter, body + section, edit)
        body = edit.story(body)
        if ids:
            body, section = (_IDS.sub(lambda m: f'{m[1]}{ids.get(m[2], m[2])}"', t) for t in (body, section))
        notes = self._take_notes(letter, edit)
        body, section = self._with_sections(body, section, notes)
        if not by_section:
            body = with_end_mark(body, self._mark(end))
        if not is_one and "NUMPAGES" in self.fields:
            self.counts_pages_over_sections = True
        if self.reader is For.LIBREOFFICE:
            body = with_start_mark(body, self._mark(mark_of(self.count)))
        self._flush()
        self._waiting = body, section
        self.count += 1
        return body.count("<w:sectPr") + 1

    def finish(self) -> bytes:
        """The document as a file."""
        body, section = self._waiting or ("", "")
        self._body.add(f"{body}{section}{self._basis.tail}")
        return self._basis.packed(
            self._body, self._relations, self._parts, self._notes, self._numbering.part()
        )

    def _edit(self, letter: LetterFile, body: str, pages: str) -> LetterEdit:
        """The changes of a letter; its bookmarks are those of all its stories."""
        names = dict.fromkeys(bookmarks_in(body))
        for kind, part in self._basis.notes_of(letter).items():
            if f"<w:{kind}Reference" in body:
                names |= dict.fromkeys(bookmarks_in(letter.text(part)))
        for relation in letter.relations(letter.main):
            if relation.kind in _STORIES and letter.has(relation.target):
                names |= dict.fromkeys(self._bookmarks_in_part(letter, relation.target))
        renamed = {name.casefold(): self._ids.name(name, self.count + 1) for name in names}
        codes = Codes(renamed, pages, self.fields)
        numbering = self._numbering if self.count and self._numbering.is_there else None
        return LetterEdit(self._ids, codes, numbering, lambda kind, id: self._notes[kind].id_of(id))

    def _bookmarks_in_part(self, letter: LetterFile, part: str) -> list[str]:
        raw = letter.entries[part.lower()].raw
        if raw not in self._known_bookmarks:
            self._known_bookmarks[raw] = bookmarks_in(letter.text(part))
        return self._known_bookmarks[raw]

    def _related(self, letter: LetterFile, text: str, edit: LetterEdit) -> dict[str, str]:
        """The ids in the document of what a letter's text is related to, where they are not the letter's."""
        asked = {match[2] for match in _IDS.finditer(text)}
        found = {}
        for relation in letter.relations(letter.main):
            if relation.id in asked:
                id = self._relations.id_of(relation, self._target(letter, relation, edit))
                if id != relation.id:
                    found[relation.id] = id
        return found

    def _target(self, letter: LetterFile, relation: Relation, edit: LetterEdit) -> str:
        if relation.external or not letter.has(relation.target):
            return relation.target
        if relation.kind == "diagramData":
            return self._parts.place_own(
                letter, relation.target, lambda data: self._diagram(letter, data, edit)
            )
        if relation.kind in _OWN:
            return self._parts.place_own(letter, relation.target)
        if relation.kind not in _STORIES:
            return self._parts.place(letter, relation.target)

        def edited(data: bytes) -> tuple[bytes, bool]:
            text, is_own = edit.shared_story(usual(data, letter.name))
            return text.encode(), is_own

        return self._parts.place(letter, relation.target, edited, edit.codes.pages.split()[0])

    def _diagram(self, letter: LetterFile, data: bytes, edit: LetterEdit) -> bytes:
        """The data of a SmartArt diagram: they name the drawing of it by the document's own relationship."""

        def named(match: re.Match[bytes]) -> bytes:
            id = match[2].decode()
            drawn = next((r for r in letter.relations(letter.main) if r.id == id), None)
            if drawn is None or drawn.external or not letter.has(drawn.target):
                return match[0]
            new = self._relations.id_of(drawn, self._target(letter, drawn, edit))
            return b"%b%b%b" % (match[1], new.encode(), match[3])

        return _DRAWN.sub(named, data)

    def _take_notes(self, letter: LetterFile, edit: LetterEdit) -> Notes:
        used = set()
        for kind, part in self._basis.notes_of(letter).items():
            notes = self._notes[kind]
            if not notes.is_asked:
                continue
            used.add(kind)
            ids = {
                relation.id: notes.relations.id_of(relation, self._target(letter, relation, edit))
                for relation in letter.relations(part)
            }

            def edited(text: str, ids: dict[str, str] = ids) -> str:
                return _IDS.sub(lambda m: f'{m[1]}{ids.get(m[2], m[2])}"', edit.story(text))

            notes.take(letter, part, edited)
        return Notes("footnote" in used, "endnote" in used)

    def _with_sections(self, body: str, last: str, notes: Notes) -> tuple[str, str]:
        """The body and its last section: the first one begins the letter, and takes nothing from before."""
        inner = sections_of(body)
        first = inner[0] if inner else last
        missing = sorted(self._slots - slots_of(first))
        blanks = tuple((slot, self._blank(slot)) for slot in missing)
        begun = first_of_letter(first, self.start, notes, blanks)
        self._slots |= {slot for section in (*inner, last) for slot in slots_of(section)}
        if not inner:
            return body, begun
        if notes.end:
            begun = without_endnotes(begun)
        begin, *rest = body.split(first, 1)
        behind = "".join(rest)
        if notes.end:
            for section in dict.fromkeys(inner[1:]):
                behind = behind.replace(section, without_endnotes(section))
        return f"{begin}{begun}{behind}", last

    def _blank(self, slot: Slot) -> str:
        """The relationship id of an empty header or footer."""
        kind, _ = slot
        if kind not in self._blank_ids:
            element = {"header": "hdr", "footer": "ftr"}[kind]
            data = f'<w:{element} xmlns:w="{W}"><w:p><w:pPr>{THIN}</w:pPr></w:p></w:{element}>'
            part = self._parts.add(self._beside(f"{kind}_empty.xml"), data.encode(), f"{_TYPE}{kind}+xml")
            self._blank_ids[kind] = self._relations.id_of(Relation("", f"{R}/{kind}", part, False), part)
        return self._blank_ids[kind]

    def _beside(self, name: str) -> str:
        return posixpath.join(posixpath.dirname(self.first.main), name)

    def _flush(self) -> None:
        if self._waiting:
            self._body.add(with_section(*self._waiting))

    def _mark(self, name: str) -> str:
        id = self._ids.mark()
        return f'<w:bookmarkStart w:id="{id}" w:name="{name}"/><w:bookmarkEnd w:id="{id}"/>'


def one_document(documents: Sequence[bytes], name: str) -> bytes:
    """Documents made of one model document as one, each on pages of its own; `name` is for messages."""
    first, *others = (LetterFile(data, name) for data in documents)
    combined = Combined(first)
    for document in (first, *others):
        combined.add(document)
    return combined.finish()


def _without_last_section(body: str) -> tuple[str, str]:
    """The body without its last section, and that; an empty one where the letter has none."""
    at = body.rfind("<w:sectPr")
    if at >= 0 and sections_of(body[at:])[-1:] == [body[at:].rstrip()]:
        return body[:at], body[at:].rstrip()
    return body, "<w:sectPr/>"

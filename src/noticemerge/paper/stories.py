"""What in a letter's text must be its own beside other letters: ids, bookmarks, fields, lists, notes.

A story is a body, header, footer or the notes (§17.1): a text as `letter_file.usual` gives it. One pattern
finds all that is to be changed; of a letter of 30 KB that takes 0.1 ms, where parsing it takes 0.9.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from noticemerge.paper.field_codes import Codes
from noticemerge.paper.numbering import ListsOfLetter, Numbering

_MOST_LETTERS = 40  # of a bookmark's name (§17.13.6.2 and Word)
_NAME = re.compile(r' w:name="([^"]*)"')
_ID = re.compile(r' w:id="([^"]*)"')
_DRAWING_ID = re.compile(r' id="[^"]*"')
_ANCHOR = re.compile(r' w:anchor="([^"]*)"')
_CODE = re.compile(r' w:instr="([^"]*)"')
_TYPED = re.compile(r"(<w:instrText\b[^>]*>)([^<]*)(</w:instrText>)")
_BOOKMARK = re.compile(r'<w:bookmarkStart\b[^>]*? w:name="([^"]*)"')
_PARAGRAPH_IDS = re.compile(r' w14:(?:paraId|textId)="[^"]*"')
# A shape of VML as Word calls it, and what refers to it: an object, a text box that goes on in another.
_SHAPE = re.compile(r"_x0000_([si])(\d+)")
# Text boxes that one text runs through.
_LINKED_BOX = re.compile(r'(<wps:(?:linkedTxbx|txbx)\b[^>]*? id=")(\d+)"')
_NOTE = r"<w:(?:foot|end)noteReference\b[^>]*>"
_MARKS = (
    r"<w:bookmark(?:Start|End)\b[^>]*>",
    r"<w:perm(?:Start|End)\b[^>]*>",
    r"<wp:docPr\b[^>]*>",
    r'<w:id w:val="[^"]*"/>',
    r"<w(?:15)?:dataBinding\b[^>]*?(?:/>|></w(?:15)?:dataBinding>)",
    r"<w:hyperlink\b[^>]*>",
    r"<w:fldSimple\b[^>]*>",
    # What was typed into a field: Word cuts it into runs at will.
    r'<w:fldChar\b[^>]*?w:fldCharType="begin".*?(?=<w:fldChar\b|</w:p>)',
    _NOTE,
)
_WITHOUT_LISTS = re.compile("|".join(_MARKS), re.DOTALL)
_WITH_LISTS = re.compile("|".join((r"<w:pPr>.*?</w:pPr>", *_MARKS)), re.DOTALL)


@dataclass(slots=True)
class Ids:
    """What is used up in the document that letters are added to."""

    marks: int = 0
    drawings: int = 0
    controls: int = 0
    shapes: int = 1024  # below are those of Word's own
    boxes: int = 0
    names: set[str] = field(default_factory=set)

    def mark(self) -> str:
        """A new id of a bookmark."""
        self.marks += 1
        return str(self.marks)

    def name(self, wanted: str, letter: int) -> str:
        """A new name of a bookmark, like the one that is wanted."""
        ending, number = f"_L{letter}", 1
        while True:
            name = wanted[: _MOST_LETTERS - len(ending)] + ending
            if name.casefold() not in self.names:
                self.names.add(name.casefold())
                return name
            number += 1
            ending = f"_L{letter}_{number}"


def bookmarks_in(story: str) -> list[str]:
    """The names of the bookmarks in a story."""
    return _BOOKMARK.findall(story) if "<w:bookmarkStart" in story else []


@dataclass(slots=True)
class LetterEdit:
    """The changes in one letter: the same for all of its stories.

    `codes` knows the new names of its bookmarks. `numbering` is None where lists stay as they are: in the
    first letter. `note` gives a note's id in the document for its kind and the id that it has in the letter.
    """

    ids: Ids
    codes: Codes
    numbering: Numbering | None
    note: Callable[[str, str], str]
    _marks: dict[str, str] = field(default_factory=dict)
    _shapes: dict[str, str] = field(default_factory=dict)
    _boxes: dict[str, str] = field(default_factory=dict)
    _own: int = 0

    def shared_story(self, text: str) -> tuple[str, bool]:
        """A header or footer for the document, and whether it is this letter's alone."""
        before = self.codes.own + self._own
        return self._edited(text), self.codes.own + self._own > before

    def story(self, text: str) -> str:
        """A story with what is the letter's own."""
        edited = self._edited(text)
        return _SHAPE.sub(self._shape, edited) if "_x0000_" in edited else edited

    def _edited(self, text: str) -> str:
        lists, numbering = ListsOfLetter(), self.numbering

        def changed(match: re.Match[str]) -> str:
            found = match[0]
            if numbering and found.startswith("<w:pPr>"):
                return numbering.properties(found, lists)
            return self._changed(found)

        edited = (_WITH_LISTS if numbering else _WITHOUT_LISTS).sub(changed, text)
        if "<wps:" in edited:
            edited = _LINKED_BOX.sub(self._box, edited)
        return _PARAGRAPH_IDS.sub("", edited) if " w14:paraId=" in edited else edited

    def _shape(self, match: re.Match[str]) -> str:
        if match[0] not in self._shapes:
            self.ids.shapes += 1
            self._shapes[match[0]] = f"_x0000_{match[1]}{self.ids.shapes}"
        return self._shapes[match[0]]

    def _box(self, match: re.Match[str]) -> str:
        self._own += 1
        if match[2] not in self._boxes:
            self.ids.boxes += 1
            self._boxes[match[2]] = str(self.ids.boxes)
        return f'{match[1]}{self._boxes[match[2]]}"'

    def _changed(self, found: str) -> str:
        name = found[1:12]
        if name.startswith(("w:bookmark", "w:perm")):
            return self._mark(found)
        if name.startswith("wp:docPr"):
            self.ids.drawings += 1
            return _DRAWING_ID.sub(f' id="{self.ids.drawings}"', found, count=1)
        if name.startswith("w:id"):
            self.ids.controls += 1
            return f'<w:id w:val="{self.ids.controls}"/>'
        if name.startswith("w:hyperlink"):
            return found if " r:id=" in found else _ANCHOR.sub(self._anchor, found)
        if name.startswith("w:fldSimple"):
            return _CODE.sub(lambda code: f' w:instr="{self.codes.edited(code[1])}"', found)
        if name.startswith("w:fldChar"):
            return self._field(found)
        if name.startswith(("w:footnoteR", "w:endnoteRe")):
            kind = "footnote" if name.startswith("w:foot") else "endnote"
            return _ID.sub(lambda id: f' w:id="{self.note(kind, id[1])}"', found)
        # What a control is bound to is one for the whole document: Word would put it into every letter.
        return ""

    def _mark(self, found: str) -> str:
        kind = "permission" if found.startswith("<w:perm") else "bookmark"
        id = _ID.search(found)
        if id is None:
            return found
        key = kind + id[1]
        if key not in self._marks:
            self._marks[key] = self.ids.mark()
        found = found.replace(id[0], f' w:id="{self._marks[key]}"', 1)
        if kind == "permission":
            return found
        self._own += 1
        return _NAME.sub(lambda name: f' w:name="{self.codes.names.get(name[1].casefold(), name[1])}"', found)

    def _anchor(self, match: re.Match[str]) -> str:
        self._own += 1
        return f' w:anchor="{self.codes.names.get(match[1].casefold(), match[1])}"'

    def _field(self, found: str) -> str:
        typed = "".join(match[2] for match in _TYPED.finditer(found))
        edited = self.codes.edited(typed)
        if self.codes.is_fixed(typed):
            found = found.replace("<w:fldChar ", '<w:fldChar w:fldLock="true" ', 1)
        if edited == typed:
            return found
        # All of it goes into the first run.
        rest = iter([edited])
        return _TYPED.sub(lambda m: f"{m[1]}{next(rest, '')}{m[3]}", found)

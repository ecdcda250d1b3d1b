"""Footnotes and endnotes of letters in one part of the document, under ids of their own (§17.11)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from noticemerge.paper.letter_file import LetterFile
from noticemerge.paper.packed_parts import PackedText
from noticemerge.paper.related_parts import Relations
from noticemerge.template import Entry, deflated, rels_name

NOTE_KINDS = ("footnote", "endnote")
_NOTE = re.compile(r"<w:(footnote|endnote)(?: [^>]*)?>.*?</w:\1>", re.DOTALL)
_ID = re.compile(r' w:id="([^"]*)"')


@dataclass(slots=True)
class NotesPart:
    """The footnotes, or the endnotes, of all letters; `part` is its name in the first letter."""

    part: str
    text: str
    relations: Relations = field(init=False)
    is_used: bool = False
    _packed: PackedText = field(init=False)
    _next: int = 0
    _tail: str = ""
    _asked: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.relations = Relations(self.part)
        self._packed = PackedText()
        notes = list(_NOTE.finditer(self.text))
        if not notes:  # an empty element
            head, _, _ = self.text.partition("/>")
            self._packed.add(f"{head}>")
            self._tail = f"</{self.text[1:].split()[0].rstrip('/>')}>"
            self._next = 1
            return
        self._packed.add(self.text[: notes[0].start()])
        self._tail = self.text[notes[-1].end() :]
        # The separators are those of the document, under the ids that the settings name.
        kept = [note[0] for note in notes if " w:type=" in note[0].partition(">")[0]]
        self._packed.add("".join(kept))
        ids = [int(found[1]) for note in notes if (found := _ID.search(note[0]))]
        self._next = max([0, *ids]) + 1

    @property
    def is_asked(self) -> bool:
        """Whether the letter at hand refers to notes."""
        return bool(self._asked)

    def id_of(self, id: str) -> str:
        """The id in the document of the note that the letter at hand refers to."""
        if id not in self._asked:
            self._asked[id] = str(self._next)
            self._next += 1
        return self._asked[id]

    def take(self, letter: LetterFile, part: str, edited: Callable[[str], str]) -> None:
        """Add the notes that the letter at hand refers to, each edited; the next letter may then refer."""
        for note in _NOTE.finditer(letter.text(part)) if self._asked else ():
            id = _ID.search(note[0])
            if id and id[1] in self._asked:
                self._packed.add(edited(note[0].replace(id[0], f' w:id="{self._asked[id[1]]}"', 1)))
                self.is_used = True
        self._asked.clear()

    def entries(self) -> list[Entry]:
        """The part and its relationships as members of an archive."""
        self._packed.add(self._tail)
        rels = rels_name(self.part)
        related = [deflated(rels, self.relations.data())] if self.relations.known else []
        return [self._packed.entry(self.part), *related]

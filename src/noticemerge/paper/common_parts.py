"""What all letters of one template have in common: of the first letter, and kept in the document as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from noticemerge.paper.letter_file import (
    CONTENT_TYPES,
    PACKAGE_RELATIONSHIPS,
    LetterFile,
    relations,
    unpacked,
)
from noticemerge.paper.note_stories import NotesPart
from noticemerge.paper.packed_parts import PackedText, content_types, core_properties, endnotes_at_section_end
from noticemerge.paper.related_parts import PlacedParts, Relations
from noticemerge.template import Archive, Entry, deflated, rels_name

# What a document has once, without naming it in its text.
_IMPLICIT = frozenset(
    [
        "styles",
        "stylesWithEffects",
        "numbering",
        "settings",
        "webSettings",
        "fontTable",
        "theme",
        "customXml",
        "glossaryDocument",
        "people",
        "footnotes",
        "endnotes",
    ]
)
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


def cut(text: str) -> tuple[str, str, str]:
    """A document's text before, within and behind its body. Raises ValueError when it has none."""
    begin = text.index(">", text.index("<w:body")) + 1
    end = text.rindex("</w:body>")
    return text[:begin], text[begin:end], text[end:]


@dataclass(slots=True)
class Basis:
    """The first letter, as that which others must be like to stand in one document with it."""

    first: LetterFile
    head: str = ""
    tail: str = ""
    core: str = ""
    _has_one_core: bool = True
    _notes: dict[str, str] = field(default_factory=dict)
    _static: dict[str, Entry] = field(default_factory=dict)
    _known: dict[tuple[bytes, ...], frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.head, _, self.tail = cut(self.first.text(self.first.main))
        self._notes = self.notes_of(self.first)
        package = relations(self.first.data(PACKAGE_RELATIONSHIPS), "")
        self.core = next((r.target for r in package if r.kind == "core-properties"), "")
        static = self._static_names(self.first)
        self._static = {name: entry for name, entry in self.first.entries.items() if name in static}

    @property
    def implicit(self) -> dict[tuple[str, str, bool], str]:
        """The relationships to what is in common: their ids by type, target and whether it is outside."""
        listed = self.first.relations(self.first.main)
        return {(r.type, r.target, r.external): r.id for r in listed if r.kind in _IMPLICIT}

    @property
    def names(self) -> set[str]:
        """The names that are taken, in lower case."""
        main = self.first.main
        own = {CONTENT_TYPES, main, rels_name(main), self.core, *self.notes_of(self.first).values()}
        return {*self._static, *(name.lower() for name in own)}

    def notes_of(self, letter: LetterFile) -> dict[str, str]:
        """The names of a letter's parts of footnotes and endnotes, by the word for one of them."""
        listed = letter.relations(letter.main)
        return {_NOTES[r.kind]: r.target for r in listed if r.kind in _NOTES and letter.has(r.target)}

    def part(self, kind: str) -> bytes | None:
        """A part that all have in common, by the last word of its relationship's type."""
        listed = self.first.relations(self.first.main)
        target = next((r.target for r in listed if r.kind == kind and self.first.has(r.target)), "")
        return self.first.data(target) if target else None

    def is_alike(self, letter: LetterFile, head: str, tail: str) -> bool:
        """Whether a letter, whose text has this head and tail, is of the same template."""
        if (head, tail) != (self.head, self.tail) or letter.main != self.first.main:
            return False
        if self._static_names(letter) != self._static.keys() or self.notes_of(letter) != self._notes:
            return False
        if not all(_same(letter.entries[name], entry) for name, entry in self._static.items()):
            return False
        if self.core and not _same(letter.entries[self.core.lower()], self.first.entries[self.core.lower()]):
            self._has_one_core = False
        return True

    def packed(
        self,
        body: PackedText,
        related: Relations,
        parts: PlacedParts,
        notes: Mapping[str, NotesPart],
        numbering: bytes | None,
    ) -> bytes:
        """The document of these parts and what is in common."""
        main, used_endnotes = self.first.main, "endnote" in notes and notes["endnote"].is_used
        changed = {
            "numbering": (lambda _: numbering) if numbering else None,
            "settings": endnotes_at_section_end if used_endnotes else None,
        }
        entries = dict(self._static)
        for relation in self.first.relations(main):
            change, name = changed.get(relation.kind), relation.target.lower()
            if change and name in entries:
                entries[name] = deflated(relation.target, change(unpacked(entries[name])) or b"")
        if self.core:
            core = self.first.entries[self.core.lower()]
            entries[self.core.lower()] = (
                core if self._has_one_core else deflated(core.name, core_properties())
            )
        for part in notes.values():
            entries |= {entry.name.lower(): entry for entry in part.entries()}
        entries |= {entry.name.lower(): entry for entry in parts.entries.values()}
        entries[main.lower()] = body.entry(main)
        entries[rels_name(main).lower()] = deflated(rels_name(main), related.data())
        types = content_types(self.first.data(CONTENT_TYPES), parts.types, set(entries))
        return Archive([deflated(CONTENT_TYPES, types), *entries.values()]).with_members({})

    def _static_names(self, letter: LetterFile) -> frozenset[str]:
        """The members of a letter that are nobody's in particular."""
        rels = letter.entries.get(rels_name(letter.main).lower())
        key = (rels.raw if rels else b"", *(name.encode() for name in letter.entries))
        if key not in self._known:
            own = {CONTENT_TYPES, letter.main, rels_name(letter.main), self.core}
            own |= {name for part in self.notes_of(letter).values() for name in (part, rels_name(part))}
            below = [
                r.target for r in letter.relations(letter.main) if r.kind not in _IMPLICIT and not r.external
            ]
            below += [
                r.target
                for part in self.notes_of(letter).values()
                for r in letter.relations(part)
                if not r.external
            ]
            while below:
                part = below.pop()
                if part not in own and letter.has(part):
                    own |= {part, rels_name(part)}
                    below += [r.target for r in letter.relations(part) if not r.external]
            self._known[key] = frozenset(letter.entries) - {name.lower() for name in own}
        return self._known[key]


def _same(one: Entry, other: Entry) -> bool:
    """Whether two members hold the same: packed alike, or unpacked where another machine packed them."""
    if one.raw == other.raw and one.method == other.method:
        return True
    return (one.crc, one.size) == (other.crc, other.size) and unpacked(one) == unpacked(other)

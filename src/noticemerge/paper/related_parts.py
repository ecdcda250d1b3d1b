"""The parts that letters bring along: headers, footers, pictures, charts, each once however many letters have
it.

A part is the same as another when its bytes are, and those of all that it is related to: then, and only then,
two letters share it. So no letter gets the header of another member.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256

from noticemerge.excel import quoteattr
from noticemerge.paper.letter_file import CONTENT_TYPES, LetterFile, Relation, content_type, unpacked
from noticemerge.template import Entry, deflated, rels_name

# A part's data for the document, and whether they are one letter's alone.
Edit = Callable[[bytes], tuple[bytes, bool]]
_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(slots=True)
class Relations:
    """The relationships of a part that letters are added to."""

    part: str
    known: dict[tuple[str, str, bool], str] = field(default_factory=dict)

    def id_of(self, relation: Relation, target: str) -> str:
        """The id under which the part is related to `target`: the letter's own where it is free."""
        key = relation.type, target, relation.external
        if key not in self.known:
            is_free = relation.id and relation.id not in self.known.values()
            self.known[key] = relation.id if is_free else f"rIdL{len(self.known)}"
        return self.known[key]

    def data(self) -> bytes:
        """The part that holds them."""
        listed = (Relation(id, *told) for told, id in self.known.items())
        return relations_part(self.part, listed)


@dataclass(slots=True)
class PlacedParts:
    """The parts placed so far, and their content `types`."""

    taken: set[str]
    types: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    _by_content: dict[bytes, str] = field(default_factory=dict)
    _known: dict[tuple[bytes, str, str, tuple[Relation, ...]], str] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    def place(self, letter: LetterFile, name: str, edit: Edit | None = None, way: str = "") -> str:
        """The name that a letter's part has in the document, with all that it is related to.

        `edit` gives the data for the document from the letter's, and whether they are this letter's alone;
        the same data edited in the same `way` are not edited again.
        """
        entry = letter.entries[name.lower()]
        targets = self._targets(letter, name, self.place)
        # As it is compressed: what all letters have is unpacked once.
        key = entry.raw, name, way, targets
        if key in self._known:
            return self._known[key]
        data, is_own = edit(unpacked(entry)) if edit else (unpacked(entry), False)
        new = self._placed(letter, name, data, targets)
        if not is_own:
            self._known[key] = new
        return new

    def place_own(self, letter: LetterFile, name: str, edit: Callable[[bytes], bytes] | None = None) -> str:
        """As `place`, but the part and all below it are this letter's alone, though others have the same."""
        entry = letter.entries[name.lower()]
        targets = self._targets(letter, name, self.place_own)
        new = self._free(name)
        self.types[new] = content_type(letter.data(CONTENT_TYPES), name)
        self.entries[new] = deflated(new, edit(unpacked(entry))) if edit else replace(entry, name=new)
        if targets:
            self.entries[rels_name(new)] = deflated(rels_name(new), relations_part(new, targets))
        return new

    def _targets(
        self, letter: LetterFile, name: str, placed: Callable[[LetterFile, str], str]
    ) -> tuple[Relation, ...]:
        """What a part is related to, as it is in the document."""
        self._open.add(name.lower())  # parts that are related in a circle would have no end
        targets = tuple(
            relation if relation.external else relation._replace(target=placed(letter, relation.target))
            for relation in letter.relations(name)
            if relation.external
            or (letter.has(relation.target) and relation.target.lower() not in self._open)
        )
        self._open.discard(name.lower())
        return targets

    def add(self, name: str, data: bytes, type_: str) -> str:
        """Place a part of our own; returns its name."""
        new = self._free(name)
        self.entries[new] = deflated(new, data)
        self.types[new] = type_
        return new

    def _placed(self, letter: LetterFile, name: str, data: bytes, related: tuple[Relation, ...]) -> str:
        type_ = content_type(letter.data(CONTENT_TYPES), name)
        told = sha256(repr((type_, related)).encode("utf-8", "surrogatepass"))
        told.update(data)
        key = told.digest()
        if key not in self._by_content:
            new = self._by_content[key] = self.add(name, data, type_)
            if related:
                name = rels_name(new)
                self.entries[name] = deflated(name, relations_part(new, related))
        return self._by_content[key]

    def _free(self, name: str) -> str:
        stem, dot, ending = name.rpartition(".")
        new, number = name, 1
        while new.lower() in self.taken:
            number += 1
            new = f"{stem}_{number}{dot}{ending}"
        self.taken.add(new.lower())
        return new


def relations_part(part: str, relations: Iterable[Relation]) -> bytes:
    """The part that holds the relationships of `part`."""
    lines = [_DECLARATION, f'<Relationships xmlns="{_NAMESPACE}">']
    for id, type_, target, external in relations:
        place = target if external else _relative(target, part)
        mode = ' TargetMode="External"' if external else ""
        lines.append(f'<Relationship Id="{id}" Type={quoteattr(type_)} Target={quoteattr(place)}{mode}/>')
    return "".join([*lines, "</Relationships>"]).encode()


def _relative(target: str, part: str) -> str:
    """A target as Word writes it: seen from the folder of its source."""
    folder = posixpath.dirname(part)
    return target.removeprefix(f"{folder}/") if target.startswith(f"{folder}/") else f"/{target}"

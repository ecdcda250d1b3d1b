"""A Word document that holds several members one after the other, as sheets of labels do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from noticemerge.problems import Problem
from noticemerge.template.field_names import Name, Names
from noticemerge.template.fields.records import RECORDS, Records
from noticemerge.template.scope import Use
from noticemerge.template.template import BoundTemplate, LetterTemplate


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filled document: the bytes of a Word file, and how many members it took, from 1.

    `passed` are the places, among these, of members of whom nothing is printed.
    """

    data: bytes
    taken: int
    passed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetTemplate:
    """A document whose fields NEXT and NEXTIF go on to the next member.

    In: a .docx with Word's merge fields (or our tags) and NEXT between the members, such as a label sheet
    made by Word: its first cell without NEXT, every other cell beginning with it. Out: `bind` matches the
    fields with the names of a list, `BoundSheet.sheets` fills document after document until every member has
    had a turn. ECMA-376 part 1 §17.16.5.38 (NEXT) and .39 (NEXTIF).
    """

    letter: LetterTemplate

    @classmethod
    def read(cls, path: Path) -> SheetTemplate:
        """Read a .docx. Raises `CannotUse`, one code for each reason it cannot be used."""
        return cls(LetterTemplate.read(path))

    @property
    def capacity(self) -> int:
        """How many members one document takes at most; 1 where the document has no NEXT."""
        return 1 + (len(self.letter.fields.advances) if self.letter.fields else 0)

    @property
    def goes_on_by_condition(self) -> bool:
        """Whether it has NEXTIF, so that it is not known before which member stands where."""
        advances = self.letter.fields.advances if self.letter.fields else []
        return any("NEXTIF" in str(advance.facts["field"]).upper() for advance in advances)

    def bind(self, names: Names) -> BoundSheet:
        """Match every field and tag with the names of a list; it fills sheets if it has no errors."""
        return BoundSheet(self.letter.bind(names, is_sheet=True), self.capacity)


@dataclass(frozen=True, slots=True)
class BoundSheet:
    """A sheet matched with a list."""

    bound: BoundTemplate
    capacity: int

    @property
    def problems(self) -> list[Problem]:
        """Every problem of the document; with an error among them there are no sheets."""
        return self.bound.problems

    @property
    def used(self) -> dict[Name, Use]:
        """The names that the sheet prints: the values of these are needed."""
        return self.bound.used

    def unfit(self, values: Mapping[str, Any]) -> list[tuple[Name | None, Problem]]:
        """The values of one member that a field cannot print, each with the name it stands under."""
        return self.bound.unfit(values)

    def fill(self, members: Sequence[Mapping[str, Any] | None]) -> Sheet:
        """One document with the first of these members, each given by `Name.key`; at least one is needed.

        What is the same for all, such as a line of the notice, is taken from the first. A cell that no member
        is left for is empty, and one for None. Raises `CannotUse` when a value does not fit, or the document
        fails its proof.
        """
        records = Records(members)
        common = next(member for member in members if member is not None)
        data = self.bound.render({**common, RECORDS: records})
        return Sheet(data, max(records.taken, 1), records.passed)

    def sheets(self, members: Sequence[Mapping[str, Any] | None]) -> Iterator[Sheet]:
        """Documents for all members, in their order. Raises `CannotUse` as `fill` does."""
        at = 0
        while at < len(members):
            made = self.fill(members[at : at + self.capacity])
            yield made
            at += made.taken

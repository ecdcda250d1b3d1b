"""The attachments and copies of each member, from columns of the list named like an attachment."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from noticemerge.japan import fold, vocabulary
from noticemerge.notice import Attachment, Notice
from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster import Column, Member, Roster


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment that goes to a member, in so many copies (1 unless the list says otherwise)."""

    attachment: Attachment
    copies: int = 1

    @property
    def label(self) -> str:
        """The number as it is named in a letter: a bare 6 is 資料6."""
        return _label(self.attachment.number)


@cache
def _label(number: str) -> str:
    return f"資料{number}" if unicodedata.normalize("NFKC", number).isdigit() else number


class Enclosures:
    """The attachments of a notice against the columns of a list.

    An attachment without a column goes to everyone. `problems` says how empty cells are read;
    cells that cannot be read are told by `of`.
    """

    def __init__(self, roster: Roster, notice: Notice) -> None:
        self._roster = roster
        self._attachments = [(a, _column(roster, a)) for a in notice.attachments]
        self._columns = [column for _, column in self._attachments if column]
        self._known: dict[tuple[int, ...], tuple[Enclosure, ...]] = {}
        self.problems: list[Problem] = []
        self._when_empty = {c.index: self._meaning_of_empty(c) for c in self._columns}

    @property
    def columns(self) -> set[int]:
        """The indexes of the list's columns that say who gets an attachment."""
        return {column.index for column in self._columns}

    def of(self, member: Member) -> tuple[tuple[Enclosure, ...], list[Problem]]:
        """What one member gets, and the cells that say neither yes, no nor a number.

        Those who get the same get the same tuple.
        """
        meant, problems = [], []
        for column in self._columns:
            text = self._roster.text(member, column)
            copies = copies_meant(text) if text.strip() else self._when_empty[column.index]
            if copies is None:
                problems.append(self._doubt(member, column))
            meant.append(copies or 0)
        key = tuple(meant)
        if key not in self._known:
            self._known[key] = self._enclosed(iter(meant))
        return self._known[key], problems

    def _enclosed(self, meant: Iterator[int]) -> tuple[Enclosure, ...]:
        copies = [(attachment, next(meant) if column else 1) for attachment, column in self._attachments]
        return tuple(Enclosure(attachment, number) for attachment, number in copies if number)

    def _doubt(self, member: Member, column: Column) -> Problem:
        place, text = self._roster.place(member, column), self._roster.text(member, column)
        if text.strip():
            return problem("NM-S10", place, heading=column.header, text=text.strip())
        return problem("NM-S12", place, heading=column.header)

    def _meaning_of_empty(self, column: Column) -> int | None:
        """A column that only marks who gets it means no by an empty cell, one of × only means yes."""
        texts = [self._roster.text(m, column) for m in self._roster.members]
        meant = [copies_meant(text) for text in texts if text.strip()]
        if len(meant) == len(texts):
            return None
        if meant and all(meant):
            return self._tell(column, 0, "×", "○")
        if not meant or not any(m != 0 for m in meant):
            return self._tell(column, 1, "○", "×")
        return None

    def _tell(self, column: Column, copies: int, meaning: str, others: str) -> int:
        place = CellPlace(file=self._roster.file.name, sheet=self._roster.sheet, cell=column.letter)
        self.problems.append(problem("NM-S11", place, heading=column.header, meaning=meaning, others=others))
        return copies


def copies_meant(text: str) -> int | None:
    """The copies a cell asks for: ○ is 1, × is 0, 50 and ５０部 are 50; None when it says none of these."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if match := re.fullmatch(r"(\d{1,6})\s*(部|枚|冊)?", plain):
        return int(match[1])
    words, key = vocabulary().words["enclosure"], fold(text)
    return 1 if key in words["yes"] else 0 if key in words["no"] else None


def _column(roster: Roster, attachment: Attachment) -> Column | None:
    named = {fold(attachment.number), fold(f"資料{attachment.number}")} - _mere_digits(attachment)
    return next((c for c in roster.columns if fold(c.header) in named), None)


def _mere_digits(attachment: Attachment) -> set[str]:
    """A column headed 6 is no attachment column, even where the sheet numbers them so."""
    key = fold(attachment.number)
    return {key} if key.isdigit() else set()

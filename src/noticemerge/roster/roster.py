"""A member list that has been read, and what can be asked of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from noticemerge.excel import Book, OutOfOrderError, read_book
from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster.columns import Meanings, settle
from noticemerge.roster.header import Column, Header
from noticemerge.roster.heading_mapping import apply, headings_meant
from noticemerge.roster.member import Member, Members
from noticemerge.roster.row_kinds import PassedOver, RowReader, some
from noticemerge.roster.sheet_choice import choose_sheet

_PASSED_OVER = {
    "total": "NM-R34",
    "remark": "NM-R34",
    "heading": "NM-R34",
    "empty": "NM-R34",
    "note": "NM-R35",
}


@dataclass(slots=True)
class Roster:
    """A member list that has been read: its columns, its members and every doubt about them.

    `sheet` is the title and `header_row` the row of the headings (the lowest of several) as Excel
    counts. `passed_over` are the rows below it that are no members. `mapped` are the columns of the
    fields, by their keys, that the user said them to be.
    """

    file: Path
    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    members: Members = field(default_factory=Members)
    passed_over: tuple[PassedOver, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    mapped: Mapping[str, Column] = field(default_factory=dict)
    _meanings: Meanings = field(default_factory=lambda: Meanings({}, {}, ()))

    @classmethod
    def read(
        cls,
        path: Path,
        *,
        sheet: str | None = None,
        header_row: int | None = None,
        hidden: str | None = None,
        encoding: str | None = None,
        mapping: Mapping[str, str] | None = None,
    ) -> Roster:
        """The member list of a workbook.

        `sheet` is a title and `header_row` a row as Excel counts; without them they are found.
        `hidden` is "include" or "skip" and says what to do with hidden rows; where there are any and it
        is None, that is an error among `problems`. `encoding` is that of a text file (CSV), where it is
        none of Excel's. `mapping` says which column a field is, as {"会社名": "商号"}, whatever else
        the headings seem to mean. Raises `CannotUse` when the file cannot be read, or the
        list in it cannot be found.
        """
        book = read_book(path, encoding)
        return cls.from_book(book, sheet=sheet, header_row=header_row, hidden=hidden, mapping=mapping)

    @classmethod
    def from_book(
        cls,
        book: Book,
        *,
        sheet: str | None = None,
        header_row: int | None = None,
        hidden: str | None = None,
        mapping: Mapping[str, str] | None = None,
    ) -> Roster:
        """As `read`, of a workbook that is open."""
        while True:
            try:
                return cls._from_book(book, sheet, header_row, hidden, mapping or {})
            except OutOfOrderError:
                # The sheet has its rows in order from now on.
                continue

    @classmethod
    def _from_book(
        cls,
        book: Book,
        sheet: str | None,
        header_row: int | None,
        hidden: str | None,
        said: Mapping[str, str],
    ) -> Roster:
        """Raises `OutOfOrderError` where the rows of a sheet are in no order; it is then to be done again."""
        from noticemerge.roster.reading import Gathering

        chosen, found = choose_sheet(book, sheet, header_row, headings_meant(said))
        place = CellPlace(file=book.path.name, sheet=chosen.title)
        mapped = apply(found, said, place)
        header = mapped.header
        meanings = settle(header, place, mapped.said)
        roster = cls(book.path, chosen.title, header.row, header.columns, _meanings=meanings)
        roster.mapped = mapped.said
        reader, gathering = RowReader(chosen, header, meanings.columns), Gathering(roster, hidden)
        for row in reader.members():
            gathering.add(row)
        others = [*reader.others, *gathering.skipped]
        roster.passed_over = tuple(sorted(others, key=lambda other: other.row))
        roster.problems = [
            *([problem("NM-R28", place)] if book.is_text else []),
            *_guessed(header, place),
            *mapped.problems,
            *meanings.problems,
            *gathering.of_columns(place),
            *_hidden_columns(header, place),
            *gathering.of_rows(place),
            *_passed_over(reader.others, place),
            *gathering.of_members(place),
        ]
        chosen.forget()
        return roster

    def column_of(self, key: str) -> Column | None:
        """The column of a standard field, by its key such as "company"; None when the list has none."""
        return self._meanings.columns.get(key)

    def text(self, member: Member, column: Column) -> str:
        """What a member's cell shows."""
        return member.texts[column.index]

    def value(self, member: Member, key: str) -> str:
        """What a member's cell of a standard field shows.

        "" when the list has no such column, or the cell holds only spaces.
        """
        meanings = self._meanings
        column = self._column_for(member, key) if key in meanings.instead else meanings.columns.get(key)
        if column is None:
            return ""
        text = member.texts[column.index]
        return "" if text.isspace() else text

    def values(self, member: Member) -> dict[str, str]:
        """`value` for each standard field that the list has, those with nothing in them left out."""
        meanings, texts = self._meanings, member.texts
        found = {}
        for key, column in meanings.columns.items():
            own = self._column_for(member, key) if key in meanings.instead else column
            text = texts[own.index]
            if text and not text.isspace():
                found[key] = text
        return found

    def number(self, member: Member) -> str:
        """The member number as displayed, without spaces at its ends; "" when there is none."""
        return self.value(member, "member_no").strip()

    def place(self, member: Member, column: Column | None = None) -> CellPlace:
        """Where a member's cell is, or the whole row."""
        cell = f"{column.letter}{member.row}" if column else str(member.row)
        return CellPlace(file=self.file.name, sheet=self.sheet, cell=cell, member=self.number(member))

    def left_out(self, member: Member, today: datetime.date | None = None) -> tuple[str, list[Problem]]:
        """Why the list itself says that a member gets no letter ("" when it does not), and doubts.

        Told by 送付不要 or 送付可否, whose words have opposite senses, by 発送方法 where it says 不要, and by
        a 退会日 before `today`; one still to come is a note. A word that is not known is an error.
        """
        from noticemerge.roster.opt_out import left_out

        return left_out(self, member, today or datetime.date.today())

    def _column_for(self, member: Member, key: str) -> Column:
        """The column for sending, or the plain one for a member whose columns for sending are all empty."""
        columns, instead = self._meanings.columns, self._meanings.instead
        is_sent = any(member.texts[columns[other].index].strip() for other in instead)
        return columns[key] if is_sent else instead[key]


def _guessed(header: Header, place: CellPlace) -> list[Problem]:
    """Nothing wrong can come of a wrong guess: the tags of the letter must be among these headings."""
    if not header.is_guessed:
        return []
    said = "、".join(column.header for column in header.columns)
    return [problem("NM-R72", place, row=header.row, headings=said[:80])]


def _hidden_columns(header: Header, place: CellPlace) -> Iterable[Problem]:
    letters = [column.letter for column in header.columns if column.hidden]
    if letters:
        yield problem("NM-R29", place, letters=some(letters))


def _passed_over(others: list[PassedOver], place: CellPlace) -> Iterable[Problem]:
    for code in sorted(set(_PASSED_OVER.values())):
        meant = [other for other in others if _PASSED_OVER[other.reason] == code]
        if meant:
            rows = some([str(other.row) for other in meant])
            yield problem(code, place, rows=rows, text=meant[0].text)

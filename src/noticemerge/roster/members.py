"""The members of a list, row by row, and what can be asked of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster.columns import Meanings, settle
from noticemerge.roster.header import Column, Header
from noticemerge.roster.mapping import apply, headings_meant
from noticemerge.roster.rows import PassedOver, RowReader, beginning
from noticemerge.roster.sheets import choose_sheet
from noticemerge.roster.source import Book, Row, Shown, column_letter, read_book
from noticemerge.roster.unseen import trimmed, without_controls

_EMPTY = Shown("", None, "text")
# Kinds of field whose digits must all be there, whatever Excel makes of a long number.
_IN_FULL = frozenset({"code", "tel", "postcode"})
# A column of remarks may begin with a space on purpose, and so may one that nobody knows.
_PROSE = frozenset({"note"})
_EXPONENT = re.compile(r"\d[Ee][+-]\d")
_MOST_ROWS_SAID = 10
_PASSED_OVER = {
    "total": "NM-R34",
    "remark": "NM-R34",
    "heading": "NM-R34",
    "empty": "NM-R34",
    "note": "NM-R35",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A member: the row as Excel counts, and for each column of the list the displayed text and the cell.

    A text is what the cell shows, character for character; only controls that no letter can hold are
    gone, and what stands unseen at its ends of a field that is not prose. Of the cells only those of
    columns for dates are kept once the list has been read: a list of a hundred thousand must fit.
    """

    row: int
    texts: tuple[str, ...]
    cells: tuple[Shown, ...]


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
    members: tuple[Member, ...] = ()
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
        from noticemerge.roster.doubts import doubts_of

        said = mapping or {}
        chosen, found = choose_sheet(book, sheet, header_row, headings_meant(said))
        place = CellPlace(file=book.path.name, sheet=chosen.title)
        mapped = apply(found, said, place)
        header = mapped.header
        meanings = settle(header, place, mapped.said)
        rows, others = RowReader(chosen, header, meanings.columns).read()
        skipped = [row for row in rows if row.hidden and hidden == "skip"]
        left = [PassedOver(row.number, beginning(row), "hidden") for row in skipped]
        roster = cls(book.path, chosen.title, header.row, header.columns, _meanings=meanings)
        roster.mapped = mapped.said
        kept = (row for row in rows if not (row.hidden and hidden == "skip"))
        roster.members = tuple(_member(row, header.columns) for row in kept)
        roster.passed_over = tuple(sorted([*others, *left], key=lambda other: other.row))
        roster.problems = [
            *([problem("NM-R28", place)] if book.is_text else []),
            *_guessed(header, place),
            *mapped.problems,
            *meanings.problems,
            *_nameless(header, rows, place),
            *_hidden_columns(header, place),
            *_hidden_rows(rows, hidden, place),
            *_passed_over(others, place),
            *([] if rows else [problem("NM-R33", place, row=header.row)]),
            *doubts_of(roster),
        ]
        roster.members = _slim(roster.members, header.columns)
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
        column = self._column_for(member, key)
        text = member.texts[column.index] if column else ""
        return text if text.strip() else ""

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
        from noticemerge.roster.leaving import left_out

        return left_out(self, member, today or datetime.date.today())

    def _column_for(self, member: Member, key: str) -> Column | None:
        """The column of a field; the plain one for a member whose columns for sending are all empty."""
        instead = self._meanings.instead
        if key in instead:
            sending = [self._meanings.columns[other] for other in instead]
            if not any(member.texts[column.index].strip() for column in sending):
                return instead[key]
        return self._meanings.columns.get(key)


def _member(row: Row, columns: tuple[Column, ...]) -> Member:
    cells = tuple(row.cells.get(column.position, _EMPTY) for column in columns)
    return Member(row.number, tuple(map(_text, cells, columns)), cells)


def _slim(members: tuple[Member, ...], columns: tuple[Column, ...]) -> tuple[Member, ...]:
    """The members with one of each equal text, and without the cells that nobody asks for again."""
    known: dict[str, str] = {}
    none = (_EMPTY,) * len(columns)
    dated = [column.field is not None and column.field.kind == "date" for column in columns]
    return tuple(
        Member(
            member.row,
            tuple(known.setdefault(text, text) for text in member.texts),
            tuple(c if is_date else _EMPTY for c, is_date in zip(member.cells, dated, strict=True))
            if any(dated)
            else none,
        )
        for member in members
    )


def _text(cell: Shown, column: Column) -> str:
    """The displayed text; the digits in full where Excel would show a code as 1.23457E+12."""
    in_full = column.field is not None and column.field.kind in _IN_FULL
    if in_full and isinstance(cell.value, int) and cell.kind == "number" and _EXPONENT.search(cell.text):
        return str(cell.value)
    text = without_controls(cell.text)
    is_prose = cell.kind == "text" and (column.field is None or column.field.key in _PROSE)
    return text if is_prose else trimmed(text)


def _guessed(header: Header, place: CellPlace) -> list[Problem]:
    """Nothing wrong can come of a wrong guess: the tags of the letter must be among these headings."""
    if not header.is_guessed:
        return []
    said = "、".join(column.header for column in header.columns)
    return [problem("NM-R72", place, row=header.row, headings=said[:80])]


def _nameless(header: Header, rows: list[Row], place: CellPlace) -> Iterable[Problem]:
    """Columns with something in them but no heading: no tag can name them."""
    named = {column.position for column in header.columns}
    seen: set[int] = set()
    for row in rows:
        for position, cell in row.cells.items():
            if position not in named and position not in seen and cell.text.strip():
                seen.add(position)
                letter = column_letter(position)
                where = CellPlace(file=place.file, sheet=place.sheet, cell=f"{letter}{header.row}")
                yield problem("NM-R32", where, letter=letter, row=row.number)


def _hidden_columns(header: Header, place: CellPlace) -> Iterable[Problem]:
    letters = [column.letter for column in header.columns if column.hidden]
    if letters:
        yield problem("NM-R29", place, letters=_some(letters))


def _hidden_rows(rows: list[Row], hidden: str | None, place: CellPlace) -> Iterable[Problem]:
    numbers = [str(row.number) for row in rows if row.hidden]
    if numbers:
        code = {"skip": "NM-R36", "include": "NM-R37"}.get(hidden or "", "NM-R25")
        yield problem(code, place, count=len(numbers), rows=_some(numbers))


def _passed_over(others: list[PassedOver], place: CellPlace) -> Iterable[Problem]:
    for code in sorted(set(_PASSED_OVER.values())):
        meant = [other for other in others if _PASSED_OVER[other.reason] == code]
        if meant:
            rows = _some([str(other.row) for other in meant])
            yield problem(code, place, rows=rows, text=meant[0].text)


def _some(names: list[str]) -> str:
    """The names in a line, the first ten of them."""
    return "、".join(names[:_MOST_ROWS_SAID]) + ("…" if len(names) > _MOST_ROWS_SAID else "")

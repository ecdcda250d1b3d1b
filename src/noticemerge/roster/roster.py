"""A member list that has been read, with every doubt about it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from noticemerge.excel import Book, OutOfOrderError, read_book
from noticemerge.japan import current_day
from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster.column_groups import with_groups
from noticemerge.roster.columns import FieldColumns, settle
from noticemerge.roster.header import Column, Header
from noticemerge.roster.heading_mapping import apply, headings_meant
from noticemerge.roster.list_settings import ListSettings, read_settings
from noticemerge.roster.member import Member
from noticemerge.roster.member_list import MemberList
from noticemerge.roster.opt_out import leaving_columns, left_out, telling_columns
from noticemerge.roster.place_choice import choosing_column
from noticemerge.roster.reading import read_members
from noticemerge.roster.row_kinds import RowReader, SkippedRow, some
from noticemerge.roster.sheet_choice import PROBLEM_SHEET, choose_sheet, other_lists

# The note that tells of rows which are no members, by the reason.
_SKIPPED_NOTES = {
    "total": "NM-R34",
    "remark": "NM-R34",
    "heading": "NM-R34",
    "empty": "NM-R34",
    "note": "NM-R35",
    "group": "NM-R34",
    "sample": "NM-R34",
    "struck": "NM-R105",
}


@dataclass(frozen=True, slots=True)
class Roster(MemberList):
    """A member list that has been read: its columns, its members and every doubt about them.

    `passed_over` are the rows below the headings that are no members. `mapped` are the columns of the
    fields, by their keys, that the user said them to be.
    """

    passed_over: tuple[SkippedRow, ...]
    problems: list[Problem]
    mapped: Mapping[str, Column]

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
        ignored: Collection[str] = (),
    ) -> Roster:
        """The member list of a workbook.

        `sheet` is a title and `header_row` a row as Excel counts; without them they are found.
        `hidden` is "include" or "skip" and says what to do with hidden rows; where there are any and it
        is None, that is an error among `problems`. `encoding` is that of a text file (CSV), where it is
        none of Excel's. `mapping` says which column a field is, as {"会社名": "商号"}, whatever else
        the headings seem to mean, and `ignored` are headings of columns about which nothing is to be asked;
        the sheet 設定 of the workbook may say both. Raises `CannotUse` when the file cannot be read, or the
        list in it cannot be found.
        """
        book = read_book(path, encoding)
        return cls.from_book(
            book, sheet=sheet, header_row=header_row, hidden=hidden, mapping=mapping, ignored=ignored
        )

    @classmethod
    def from_book(
        cls,
        book: Book,
        *,
        sheet: str | None = None,
        header_row: int | None = None,
        hidden: str | None = None,
        mapping: Mapping[str, str] | None = None,
        ignored: Collection[str] = (),
    ) -> Roster:
        """As `read`, of a workbook that is open."""
        settings = read_settings(book).with_options(mapping or {}, ignored)
        while True:
            try:
                return cls._from_book(book, sheet, header_row, hidden, settings)
            except OutOfOrderError:
                # The sheet holds its rows in order from now on.
                continue

    @classmethod
    def _from_book(
        cls,
        book: Book,
        sheet: str | None,
        header_row: int | None,
        hidden: str | None,
        settings: ListSettings,
    ) -> Roster:
        """Raises `OutOfOrderError` where the rows of a sheet are in no order; it is then to be done again."""
        chosen, found = choose_sheet(book, sheet, header_row, headings_meant(settings.mapping))
        place = CellPlace(file=book.path.name, sheet=chosen.title)
        mapped = apply(found, settings.mapping, place, settings.ignored)
        header = replace(mapped.header, columns=with_groups(mapped.header.columns, mapped.said))
        fields = _fields(header, place, mapped.said)
        rows = RowReader(chosen, header, fields.columns, place)
        read = read_members(rows, header, fields, place, book.path, hidden)
        chosen.forget()
        said = dict(mapped.said)
        if choosing := choosing_column(header.columns, read.members):
            # What it is only its cells tell: of the headings, another is the address then.
            said = {key: column for key, column in said.items() if column.index != choosing.index}
            header = _with_choice(replace(header, columns=mapped.header.columns), choosing, said)
            fields = _fields(header, place, said)
        return cls(
            book.path,
            chosen.title,
            header.row,
            header.columns,
            fields,
            read.members,
            passed_over=tuple(sorted((*rows.others, *read.hidden_rows), key=lambda other: other.row)),
            problems=[
                *book.doubts,
                *_marked_copy(book, place),
                *(other_lists(book, chosen) if sheet is None else ()),
                *([problem("NM-R28", place)] if book.is_text else []),
                *_guessed(header, place),
                *_shared(header, place),
                *settings.problems,
                *mapped.problems,
                *fields.problems,
                *read.nameless_columns,
                *_hidden_columns(header, place),
                *read.hidden_rows_told,
                *_skipped(rows.others, place),
                *rows.doubts,
                *read.doubts,
            ],
            mapped={key: header.columns[column.index] for key, column in said.items()},
        )

    def left_out(self, member: Member, today: datetime.date | None = None) -> tuple[str, list[Problem]]:
        """Why the list itself says that a member gets no letter ("" when it does not), and doubts.

        Told by 送付不要 or 送付可否, whose words have opposite senses, by 発送方法 where it says 不要, and by
        a 退会日 before `today`; one still to come is a note. A word that is not known is an error.
        """
        return left_out(self, member, today or current_day())


def _fields(header: Header, place: CellPlace, said: Collection[str]) -> FieldColumns:
    columns = header.columns
    telling, leaving = telling_columns(columns), leaving_columns(columns)
    return replace(settle(header, place, said), telling=telling, leaving=leaving)


def _with_choice(header: Header, choosing: Column, said: Collection[str]) -> Header:
    columns = [
        replace(column, field=None, is_choice=True) if column.index == choosing.index else column
        for column in header.columns
    ]
    return replace(header, columns=with_groups(columns, said))


def _guessed(header: Header, place: CellPlace) -> list[Problem]:
    """Nothing wrong can come of a wrong guess: the tags of the letter must be among these headings."""
    if not header.is_guessed:
        return []
    said = "、".join(column.header for column in header.columns)
    return [problem("NM-R72", place, row=header.row, headings=said[:80])]


def _shared(header: Header, place: CellPlace) -> Iterable[Problem]:
    """Headings merged over several columns: what these are taken for, or that nothing says what they are."""
    for shared in header.shared:
        where = replace(place, cell=f"{shared.letters[0]}{header.row}")
        facts = {"heading": shared.heading, "letters": "、".join(shared.letters)}
        if shared.names:
            names = "、".join(name or shared.heading for name in shared.names)
            yield problem("NM-R123", where, **facts, names=names)
        else:
            yield problem("NM-R124", where, **facts)


def _marked_copy(book: Book, place: CellPlace) -> Iterable[Problem]:
    """A copy that `check --mark` made is not the list that it shows."""
    if book.find(PROBLEM_SHEET):
        yield problem("NM-R118", place)


def _hidden_columns(header: Header, place: CellPlace) -> Iterable[Problem]:
    letters = [column.letter for column in header.columns if column.hidden]
    if letters:
        yield problem("NM-R29", place, letters=some(letters))


def _skipped(others: list[SkippedRow], place: CellPlace) -> Iterable[Problem]:
    for code in sorted(set(_SKIPPED_NOTES.values())):
        meant = [other for other in others if _SKIPPED_NOTES.get(other.reason) == code]
        if meant:
            rows = some([str(other.row) for other in meant])
            yield problem(code, place, rows=rows, text=meant[0].text)

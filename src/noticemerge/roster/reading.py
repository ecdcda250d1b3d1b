"""From the rows of a sheet to the members of a list and the doubts about them: one pass, no row is kept."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from noticemerge.excel import Row, SheetCell, column_letter
from noticemerge.japan import lazy_pattern, trimmed, without_controls
from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster.cell_checks import EMPTY, ODD_WORDS, means_nothing
from noticemerge.roster.columns import FieldColumns
from noticemerge.roster.header import Column, Header
from noticemerge.roster.list_checks import ListChecks
from noticemerge.roster.member import Members, Stored
from noticemerge.roster.member_list import MemberList
from noticemerge.roster.opt_out import stored_day
from noticemerge.roster.row_kinds import (
    MOST_ROWS_SAID,
    RowReader,
    SkippedRow,
    beginning,
    is_struck,
    some,
)

# Kinds of field whose digits must all be there, whatever Excel makes of a long number.
_IN_FULL = frozenset({"code", "tel", "postcode"})
# A column of remarks may begin with a space on purpose, and so may one that nobody knows.
_PROSE = frozenset({"note"})
_TYPED = frozenset({"text", "number"})
# Kinds of cells that store something else than they show.
_STORING = frozenset({"number", "date"})
_EXPONENT = lazy_pattern(r"\d[Ee][+-]\d")


@dataclass(frozen=True, slots=True)
class MembersRead:
    """The members of a sheet, and what there is to say of its rows, in the groups in which it is said.

    `hidden_rows` are the rows that were left out because they are hidden.
    """

    members: Members
    hidden_rows: tuple[SkippedRow, ...]
    nameless_columns: tuple[Problem, ...]
    hidden_rows_told: tuple[Problem, ...]
    doubts: tuple[Problem, ...]


def read_members(
    rows: RowReader, header: Header, fields: FieldColumns, place: CellPlace, file: Path, hidden: str | None
) -> MembersRead:
    """Read the rows of members, each once. `place` is the sheet; `hidden` as for `Roster.read`.

    Raises `OutOfOrderError` where the rows of the sheet are in no order.
    """
    members = Members()
    listed = MemberList(file, place.sheet, header.row, header.columns, fields, members)
    reader = _MembersReader(listed, members, hidden)
    for row in rows.members():
        reader.add(row)
    return reader.read(place, rows.merged_rows)


class _MembersReader:
    """Takes the rows of members one by one, and gives the problems once all are there."""

    def __init__(self, listed: MemberList, members: Members, hidden: str | None) -> None:
        self._listed = listed
        self._members = members
        self._hidden = hidden
        self._skipped: list[SkippedRow] = []
        self._checks = ListChecks(listed)
        self._left = listed.column_of("left")
        self._positions = [column.position for column in listed.columns]
        self._known = set(self._positions)
        self._nameless: dict[int, int] = {}
        self._hidden_rows: list[str] = []
        self._hidden_count = 0
        self._is_empty = True

    def add(self, row: Row) -> None:
        """The next row of a member."""
        self._is_empty = False
        if not self._known.issuperset(row.cells):
            self._look_for_nameless(row)
        if row.hidden:
            self._hidden_count += 1
            if len(self._hidden_rows) <= MOST_ROWS_SAID:
                self._hidden_rows.append(str(row.number))
            if self._hidden == "skip":
                self._skipped.append(SkippedRow(row.number, beginning(row), "hidden"))
                return
        cells = list(map(row.cells.get, self._positions, repeat(EMPTY)))
        odd = [
            (index, cell)
            for index, cell in enumerate(cells)
            if cell.kind != "text" or cell.unknown or cell.value != cell.text or cell.marks
        ]
        texts = [cell.text for cell in cells]
        is_ordinary = self._checks.are_ordinary(texts, odd)
        if not is_ordinary:
            texts = list(map(_text, cells, self._listed.columns))
        stored = {
            index: value
            for index, cell in odd
            if cell.kind in _STORING and (value := self._behind(index, cell)) is not None
        }
        member = self._members.add(row.number, tuple(texts), stored)
        if not is_ordinary:
            self._checks.check(member, cells)
        self._checks.compare(member)

    def _behind(self, index: int, cell: SheetCell) -> Stored | None:
        """The number or day that a cell stores; of a day of leaving also one that is a mere time."""
        if self._left and index == self._left.index:
            return stored_day(cell.value)
        return _behind(cell)

    def _look_for_nameless(self, row: Row) -> None:
        for position, cell in row.cells.items():
            if position not in self._known and cell.text.strip():
                self._known.add(position)
                self._nameless[position] = row.number

    def read(self, place: CellPlace, merged: Collection[int]) -> MembersRead:
        """What was read; `place` is the sheet, `merged` the rows that share cells with the row above."""
        return MembersRead(
            self._members,
            tuple(self._skipped),
            tuple(self._nameless_columns(place)),
            tuple(self._hidden_rows_told(place)),
            tuple(self._doubts(place, merged)),
        )

    def _nameless_columns(self, place: CellPlace) -> Iterator[Problem]:
        """Columns with something in them but no heading: no tag can name them."""
        for position, row in self._nameless.items():
            letter = column_letter(position)
            where = CellPlace(file=place.file, sheet=place.sheet, cell=f"{letter}{self._listed.header_row}")
            yield problem("NM-R32", where, letter=letter, row=row)

    def _hidden_rows_told(self, place: CellPlace) -> Iterator[Problem]:
        if self._hidden_rows:
            code = {"skip": "NM-R36", "include": "NM-R37"}.get(self._hidden or "", "NM-R25")
            yield problem(code, place, count=self._hidden_count, rows=some(self._hidden_rows))

    def _doubts(self, place: CellPlace, merged: Collection[int]) -> Iterator[Problem]:
        """Every doubt about every member, or that there is none."""
        if self._is_empty:
            yield problem("NM-R33", place, row=self._listed.header_row)
        yield from self._checks.all(merged)


def _is_company(column: Column) -> bool:
    return column.field is not None and column.field.key == "company"


def _behind(cell: SheetCell) -> Stored | None:
    """The number or day that a cell stores behind its text."""
    value = cell.value
    if cell.kind == "number" and isinstance(value, int | float):
        return value
    if cell.kind == "date" and isinstance(value, datetime.date):
        return value.date() if isinstance(value, datetime.datetime) else value
    return None


def _text(cell: SheetCell, column: Column) -> str:
    """The displayed text; the digits in full where Excel would show a code as 1.23457E+12.

    "" for a word such as なし that stands for nothing, and for what is struck through. The name of a company
    stays: its row is asked about.
    """
    if cell.text in ODD_WORDS and cell.kind in _TYPED and means_nothing(cell.text, column):
        return ""
    if cell.marks and is_struck(cell) and not _is_company(column):
        return ""
    if cell.kind == "text" and cell.text.isprintable() and cell.text.strip(" ") == cell.text:
        # Nothing unseen is in it: the rest below took a tenth of the time of reading.
        return cell.text
    field = column.value_field
    in_full = field is not None and field.kind in _IN_FULL
    if in_full and isinstance(cell.value, int) and cell.kind == "number" and _EXPONENT.search(cell.text):
        return str(cell.value)
    text = without_controls(cell.text)
    is_prose = cell.kind == "text" and (field is None or field.key in _PROSE)
    return text if is_prose else trimmed(text)

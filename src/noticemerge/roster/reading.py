"""From the rows of a list to its members and what there is to say of them: one pass, no row is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from noticemerge.excel import Row, Shown, column_letter
from noticemerge.japan import trimmed, without_controls
from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster.cell_checks import EMPTY, Doubts
from noticemerge.roster.header import Column
from noticemerge.roster.opt_out import stored_day
from noticemerge.roster.row_kinds import MOST_ROWS_SAID, PassedOver, beginning, some

if TYPE_CHECKING:
    from noticemerge.roster.roster import Roster

# Kinds of field whose digits must all be there, whatever Excel makes of a long number.
_IN_FULL = frozenset({"code", "tel", "postcode"})
# A column of remarks may begin with a space on purpose, and so may one that nobody knows.
_PROSE = frozenset({"note"})
_EXPONENT = re.compile(r"\d[Ee][+-]\d")


class Gathering:
    """Takes the rows of members into a roster one by one, and gives the problems once all are there.

    `hidden` is what to do with hidden rows, as for `Roster.read`; `skipped` are those that it leaves out.
    """

    def __init__(self, roster: Roster, hidden: str | None) -> None:
        self.skipped: list[PassedOver] = []
        self._roster = roster
        self._hidden = hidden
        self._doubts = Doubts(roster)
        self._left = roster.column_of("left")
        self._positions = [column.position for column in roster.columns]
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
                self.skipped.append(PassedOver(row.number, beginning(row), "hidden"))
                return
        cells = [row.cells.get(position, EMPTY) for position in self._positions]
        left = stored_day(cells[self._left.index].value) if self._left else None
        is_usual = self._doubts.are_usual(cells)
        texts = [cell.text for cell in cells] if is_usual else map(_text, cells, self._roster.columns)
        member = self._roster.members.add(row.number, tuple(texts), left)
        if not is_usual:
            self._doubts.ask(member, cells)
        self._doubts.compare(member)

    def _look_for_nameless(self, row: Row) -> None:
        for position, cell in row.cells.items():
            if position not in self._known and cell.text.strip():
                self._known.add(position)
                self._nameless[position] = row.number

    def of_columns(self, place: CellPlace) -> Iterator[Problem]:
        """Columns with something in them but no heading: no tag can name them. `place` is the sheet."""
        for position, row in self._nameless.items():
            letter = column_letter(position)
            where = CellPlace(file=place.file, sheet=place.sheet, cell=f"{letter}{self._roster.header_row}")
            yield problem("NM-R32", where, letter=letter, row=row)

    def of_rows(self, place: CellPlace) -> Iterator[Problem]:
        """What to do with hidden rows, which are there."""
        if self._hidden_rows:
            code = {"skip": "NM-R36", "include": "NM-R37"}.get(self._hidden or "", "NM-R25")
            yield problem(code, place, count=self._hidden_count, rows=some(self._hidden_rows))

    def of_members(self, place: CellPlace) -> Iterator[Problem]:
        """Every doubt about every member, or that there is none."""
        if self._is_empty:
            yield problem("NM-R33", place, row=self._roster.header_row)
        yield from self._doubts.all()


def _text(cell: Shown, column: Column) -> str:
    """The displayed text; the digits in full where Excel would show a code as 1.23457E+12."""
    in_full = column.field is not None and column.field.kind in _IN_FULL
    if in_full and isinstance(cell.value, int) and cell.kind == "number" and _EXPONENT.search(cell.text):
        return str(cell.value)
    text = without_controls(cell.text)
    is_prose = cell.kind == "text" and (column.field is None or column.field.key in _PROSE)
    return text if is_prose else trimmed(text)

"""References to the register's cells, pointed to where these cells stand in the next register.

Lines move with their members, columns with their headings. What would mean something else there is None, for
the caller to keep a result and to say so. Formulas are read as ECMA-376 part 1 §18.17 writes them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from noticemerge.excel import column_letter
from noticemerge.output.register_columns import HEADER_ROW, TITLE

# First row, first column, last row, last column: rows from 1, columns from 0.
Area = tuple[int, int, int, int]

_Rows = tuple[int | str, int | str]
_BOTTOM = 1_048_576
# Functions that reach for a cell which their words do not name.
_FAR_REACHING = ("OFFSET(", "INDIRECT(")
_REFERENCE = re.compile(
    rf"((?:{TITLE}|'{TITLE}')!)?(\$?)([A-Z]{{1,3}})(?:(\$?)([0-9]+))?"
    r"(?::(\$?)([A-Z]{1,3})(?:(\$?)([0-9]+))?)?"
)


@dataclass(frozen=True, slots=True)
class Moves:
    """Where rows and columns of a register stand in the next one.

    `columns` are counted from 0. `rows` are those of the headings and of each member who is in both; all
    lines stood down to the row `last`, and stand down to `new_last`.
    """

    columns: Mapping[int, int]
    rows: Mapping[int, int]
    header: int
    last: int
    new_last: int

    def areas(self, area: Area) -> list[Area]:
        """Where the cells of an area stand, from the top left."""
        top, left, bottom, right = area
        if self.has_all_lines(top, bottom):
            rows = [self.all_lines(top, bottom)]
        else:
            rows = list(_runs(new for old, new in self.rows.items() if top <= old <= bottom))
        columns = {new for old, new in self.columns.items() if left <= old <= right}
        # A column that came between is among them.
        between = range(min(columns, default=0), max(columns, default=0))
        columns |= set(between).difference(self.columns.values())
        return [(first, start, last, end) for first, last in rows for start, end in _runs(columns)]

    def has_all_lines(self, top: int, bottom: int) -> bool:
        """Whether these rows hold all members, so that they are to hold those who come too."""
        return top <= self.header + 1 and bottom >= self.last

    def all_lines(self, top: int, bottom: int) -> tuple[int, int]:
        """Rows with all members: what stood above and below them comes along."""
        end = bottom if bottom == _BOTTOM else min(bottom - self.last + self.new_last, _BOTTOM)
        return max(top - self.header + HEADER_ROW, 1), end


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a formula stands and will stand.

    Its words are those of `row` and `column`; it holds for all `columns`. `is_in_every_line` tells that it
    speaks of lines by where they stand from its own, whoever is in them.
    """

    row: int
    column: int
    columns: Collection[int]
    new_row: int
    new_column: int
    is_in_every_line: bool = False


def moved(formula: str, stand: Stand, moves: Moves) -> str | None:
    """The formula, which begins with =, in its new place; None where it would not mean the same there."""
    pieces = ["="]
    try:
        tokens = Tokenizer(formula).items
    except TokenizerError:
        return None
    for token in tokens:
        piece: str | None = token.value
        if token.type == Token.FUNC and token.value.upper().endswith(_FAR_REACHING):
            return None
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            found = _REFERENCE.fullmatch(token.value.upper())
            piece = _moved(found, stand, moves) if found else None
        if piece is None:
            return None
        pieces.append(piece)
    return "".join(pieces)


def _moved(found: re.Match[str], stand: Stand, moves: Moves) -> str | None:
    sheet, fixed_left, left, fixed_top, top, fixed_right, right, fixed_bottom, bottom = found.groups("")
    ends_across = (fixed_left, left), (fixed_right, right) if right else (fixed_left, left)
    columns = _columns(*ends_across, stand, moves)
    if columns is None or (right and bool(top) != bool(bottom)) or not (top or right):
        return None
    rows: _Rows | None = ("", "")
    if top:
        ends = (fixed_top, int(top)), (fixed_bottom, int(bottom or top))
        rows = _span(*ends, stand, moves) if right else _twice(_row(*ends[0], stand, moves))
    if rows is None:
        return None
    first = f"{sheet}{fixed_left}{column_letter(columns[0])}{fixed_top}{rows[0]}"
    return f"{first}:{fixed_right}{column_letter(columns[1])}{fixed_bottom}{rows[1]}" if right else first


def _twice(row: int | None) -> _Rows | None:
    return None if row is None else (row, row)


def _span(top: tuple[str, int], bottom: tuple[str, int], stand: Stand, moves: Moves) -> _Rows | None:
    """The rows of a range."""
    is_fixed, is_of_one = top[0] and bottom[0], top[1] == bottom[1]
    if moves.has_all_lines(top[1], bottom[1]) and (is_fixed or not (stand.is_in_every_line or is_of_one)):
        return moves.all_lines(top[1], bottom[1])
    last = _row(*bottom, stand, moves)
    # From the first line on, down to the own one.
    is_from_first = top[0] and not bottom[0] and top[1] == moves.header + 1
    first = HEADER_ROW + 1 if is_from_first else _row(*top, stand, moves)
    is_sound = is_from_first or is_of_one or stand.is_in_every_line
    return (first, last) if first and last and is_sound and first <= last else None


def _row(fixed: str, row: int, stand: Stand, moves: Moves) -> int | None:
    if fixed:
        return moves.rows.get(row)
    if row == stand.row:
        return stand.new_row
    if stand.is_in_every_line:
        return max(stand.new_row + row - stand.row, 0) or None
    return moves.rows.get(row) if row == moves.header else None


def _columns(
    left: tuple[str, str], right: tuple[str, str], stand: Stand, moves: Moves
) -> tuple[int, int] | None:
    """The columns of a range, where all between them stay side by side."""
    first, last = _index(left[1]), _index(right[1])
    start, end = _column(left[0], first, stand, moves), _column(right[0], last, stand, moves)
    if start is None or end is None or not (left[0] == right[0] or len(stand.columns) == 1):
        return None
    shift = moves.columns.get(first, -1) - first
    stay = all(moves.columns.get(column, -1) == column + shift for column in range(first, last + 1))
    return (start, end) if stay else None


def _column(fixed: str, column: int, stand: Stand, moves: Moves) -> int | None:
    if fixed:
        return moves.columns.get(column)
    # What each column of a rule looks at has to stand equally far from it.
    away = {moves.columns.get(c + column - stand.column, -1) - moves.columns[c] for c in stand.columns}
    new = stand.new_column + away.pop()
    is_there = all(c + column - stand.column in moves.columns for c in stand.columns)
    return new if is_there and not away and new >= 0 else None


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _runs(numbers: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Numbers as the first and last of each row of them without a gap."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return [(first, last) for first, last in found]

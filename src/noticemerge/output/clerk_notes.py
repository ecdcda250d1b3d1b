"""What the clerk wrote into the register, taken over into the next one: by member number, cell by cell.

Rows may have been sorted and members may have come and gone. What was written beside a member who is not in
the list any more is kept on a sheet of its own, and comes back with the member.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from noticemerge.excel import ERA_DATE, StoredCell, TableColumn, bytes_of
from noticemerge.japan import fold
from noticemerge.output.register_columns import (
    COLUMNS,
    HEADER_ROW,
    REMARK,
    REPLY,
    SENT,
    TITLE,
    clerks_column,
    clerks_columns,
)
from noticemerge.output.register_reading import Noted, NotedSheet, StandingRegister

if TYPE_CHECKING:
    from noticemerge.excel import StoredSheet
    from noticemerge.output.moved_references import Moves

# Headings that were ours when the register had no column 発信日.
_OURS_BEFORE = frozenset(map(fold, (SENT, "備考")))
# What Excel calls that of which the cells show nothing, and what of it goes over on the register itself.
_BESIDE = {
    "comments": "コメント",
    "threadedComment": "コメント",
    "drawing": "図形",
    "table": "テーブル",
    "pivotTable": "ピボットテーブル",
    "conditionalFormatting": "条件付き書式",
    "dataValidations": "入力規則",
}
_CARRIED = ("comments", "threadedComment", "conditionalFormatting", "dataValidations")
_NO_FILL = ("<patternFill/>", 'patternType="none"')
# The formats of numbers that we give the clerk's cells, and that of text.
_USUAL_FORMATS = (0, 49, "General", ERA_DATE)
# Rules of a kind that Excel keeps apart, since older programs do not know it (ECMA-376 part 1 §18.2.10).
_NEWER_RULES = re.compile(rb"<x14:(dataValidations|conditionalFormatting)(?=s?\b)")

# Among the cells of a line the one of the addressee, when it was coloured: a whole line was marked.
MARK = -1

Cells = dict[int, StoredCell]
_Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Left:
    """What was noted of somebody without a line in the register: number and addressee as they stood there."""

    number: str
    addressee: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class ClerkNotes:
    """The clerk's `columns` in their order, and the cells of each line, by the position of their column.

    `lines` are by the index of the member in the list; `left` are those of nobody there, `newly_left` those
    of them that had a line before. `rules` is a workbook of what stands there besides cells. `lost` says in
    words of the user what is not taken over.
    """

    columns: tuple[TableColumn, ...]
    lines: Mapping[int, Cells] = field(default_factory=dict)
    left: tuple[Left, ...] = ()
    newly_left: tuple[Left, ...] = ()
    theme: bytes = b""
    rules: bytes = b""
    has_formulas: bool = False
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Taken:
    """A sheet with the clerk's columns: the key of each, and its cells as they are stored."""

    sheet: NotedSheet
    keys: dict[int, _Key]
    stored: StoredSheet
    cells: dict[tuple[int, int], StoredCell]


def notes_to_keep(
    path: Path, standing: StandingRegister, members: Sequence[tuple[str, str]], *, replies: bool
) -> ClerkNotes:
    """What goes over into the next register from the one that stands; with `replies` a column for them.

    `members` are the number and the addressee of each line to be written. Raises OSError, and as
    `read_stored`.
    """
    data, whose = bytes_of(path), _Members(members)
    positions = _positions(standing, replies=replies)
    taken = [_taken(data, sheet, _keys(sheet, standing)) for sheet in standing.noted]
    found = [
        (line, cells, one.sheet.title == TITLE)
        for one in taken
        for line in one.sheet.lines
        if (cells := _cells_of(line, one, positions))
    ]
    lines, left, newly_left = _hand_out(found, whose)
    notes = ClerkNotes(
        tuple(_column(key, heading, taken) for key, heading in _headings(standing, positions)),
        lines,
        left,
        newly_left,
        next((one.stored.theme for one in taken if one.stored.theme), b""),
        lost=(*(word for one in taken for word in _lost(one)), *standing.added, *_newer_rules(data)),
    )
    if taken and taken[0].sheet.title == TITLE and _has_more(taken[0]):
        return _with_rules(notes, data, taken[0], positions, whose)
    return notes


def _taken(data: bytes, sheet: NotedSheet, keys: dict[int, _Key]) -> _Taken:
    from noticemerge.excel import read_stored  # brings lxml along, which most runs do without

    texts = {line.row: line.texts for line in sheet.lines}

    def text_of(row: int, column: int) -> str | None:
        if row == sheet.header:
            return sheet.columns.get(column)
        is_taken = row in texts and (column in keys or column == sheet.addressee)
        return texts[row].get(column, "") if is_taken else None

    stored = read_stored(data, sheet.title, text_of)
    formulas = set(stored.formulas)
    cells = {at: cell for at, cell in stored.cells.items() if at in formulas or _is_marked(cell)}
    return _Taken(sheet, keys, stored, cells)


def _is_marked(cell: StoredCell) -> bool:
    return bool(cell.text) or _is_coloured(cell) or cell.look.format not in _USUAL_FORMATS


def _is_coloured(cell: StoredCell) -> bool:
    return not any(n in cell.look.fill for n in _NO_FILL)


def _cells_of(line: Noted, taken: _Taken, positions: Mapping[_Key, int]) -> Cells:
    """The cells of a line by their places in the next register."""
    places = {index: positions[key] for index, key in taken.keys.items()} | {taken.sheet.addressee: MARK}
    found = ((place, taken.cells.get((line.row, index))) for index, place in places.items())
    return {place: cell for place, cell in found if cell and (place != MARK or _is_coloured(cell))}


def _column(key: _Key, heading: str, taken: Iterable[_Taken]) -> TableColumn:
    """A column of the clerk's with the width and the colour of heading that it had."""
    for one in taken:
        for index in (index for index, known in one.keys.items() if known == key):
            head = one.stored.cells.get((one.sheet.header, index))
            fill = head.look.fill if head and _is_coloured(head) else ""
            return clerks_column(heading, round(one.stored.widths.get(index, 0)), fill)
    return clerks_column(heading)


def _headings(standing: StandingRegister, positions: dict[_Key, int]) -> list[tuple[_Key, str]]:
    """The heading of each column, in their order."""
    found = dict(_columns(standing))
    return [(key, found.get(key, REPLY)) for key in positions]


def _columns(standing: StandingRegister) -> Iterator[tuple[_Key, str]]:
    """The columns that are the clerk's, as they stand."""
    if standing.has_old_form:
        for column in clerks_columns(replies=False):
            yield (fold(column.heading), 0), column.heading
    for sheet in standing.noted:
        for index, key in _keys(sheet, standing).items():
            yield key, sheet.columns[index]


def _positions(standing: StandingRegister, *, replies: bool) -> dict[_Key, int]:
    """The position of each column of the clerk's: as they stand, and one for replies where it is new."""
    keys = list(dict.fromkeys(key for key, _ in _columns(standing)))
    reply, remark = (fold(REPLY), 0), (fold(REMARK), 0)
    if replies and reply not in keys:
        keys.insert(keys.index(remark) if remark in keys else len(keys), reply)
    return {key: position for position, key in enumerate(keys)}


def _keys(sheet: NotedSheet, standing: StandingRegister) -> dict[int, _Key]:
    """The columns by their headings; of two called alike, or not at all, each is its own."""
    counted, keys = Counter[str](), {}
    ours = set(_OURS_BEFORE if standing.has_old_form else ())
    for index, heading in sheet.columns.items():
        if (folded := fold(heading)) in ours:
            ours.remove(folded)
            continue
        keys[index] = folded, counted[folded]
        counted[folded] += 1
    return keys


def _lost(taken: _Taken) -> Iterator[str]:
    """What of a sheet does not go over; what may, on the register itself, is looked at more closely."""
    is_register = taken.sheet.title == TITLE
    if taken.stored.formulas and not is_register:
        yield "数式"
    yield from (_BESIDE[name] for name in taken.stored.beside if not (is_register and name in _CARRIED))
    if any(left <= index <= right for _, left, _, right in taken.sheet.merges for index in taken.keys):
        yield "セルの結合"


def _newer_rules(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                found = set(_NEWER_RULES.findall(package.read(name)))
                yield from (_BESIDE[element.decode()] for element in sorted(found))


def _has_more(taken: _Taken) -> bool:
    return bool(taken.stored.formulas or set(_CARRIED).intersection(taken.stored.beside))


def _with_rules(
    notes: ClerkNotes, data: bytes, taken: _Taken, positions: Mapping[_Key, int], whose: _Members
) -> ClerkNotes:
    """The notes with formulas, comments and rules."""
    # They bring openpyxl along.
    from noticemerge.output.clerk_formulas import formulas_of
    from noticemerge.output.clerk_rules import UNUSUAL, rules_of, sheet_with_rules

    moves = _moves(taken, positions, whose)
    try:
        sheet = sheet_with_rules(data, TITLE)
    except UNUSUAL:
        there = [_BESIDE[name] for name in _CARRIED if name in taken.stored.beside]
        return replace(notes, lost=(*notes.lost, *there, *(("数式",) if taken.stored.formulas else ())))
    rows = {line.row for line in taken.sheet.lines}
    cells = {at: taken.cells[at] for at in taken.stored.formulas if at[0] in rows and at[1] in taken.keys}
    formulas = formulas_of(sheet, cells, taken.sheet.rows_of_members, moves)
    rules = rules_of(sheet, moves)
    lines = {index: dict(line) for index, line in notes.lines.items()}
    for (index, column), cell in formulas.cells.items():
        lines.setdefault(index, {})[column - len(COLUMNS)] = cell
    lost = (*notes.lost, *(("数式",) if formulas.has_others else ()), *rules.lost)
    return replace(notes, lines=lines, rules=rules.workbook, has_formulas=bool(formulas.cells), lost=lost)


def _moves(taken: _Taken, positions: Mapping[_Key, int], whose: _Members) -> Moves:
    from noticemerge.output.moved_references import Moves

    sheet, order = taken.sheet, [fold(column.heading) for column in COLUMNS]
    columns = {index: order.index(key) for key, index in sheet.ours.items()}
    columns |= {index: len(COLUMNS) + positions[key] for index, key in taken.keys.items()}
    first = {index: line.row for line in reversed(sheet.lines) if (index := whose.index(line)) is not None}
    rows = {sheet.header: HEADER_ROW} | {row: HEADER_ROW + 1 + index for index, row in first.items()}
    last = max(sheet.rows_of_members, default=sheet.header)
    return Moves(columns, rows, sheet.header, last, HEADER_ROW + whose.count)


def _hand_out(
    found: Iterable[tuple[Noted, Cells, bool]], whose: _Members
) -> tuple[dict[int, Cells], tuple[Left, ...], tuple[Left, ...]]:
    """The lines of notes by the members whose they are; those of nobody, and those that are so newly."""
    lines: dict[int, Cells] = {}
    left, newly_left = list[Left](), list[Left]()
    for line, cells, had_line in found:
        index = whose.index(line)
        if index is not None and index not in lines:
            lines[index] = cells
            continue
        noted = {n: cell for n, cell in cells.items() if n != MARK and (cell.text or _is_coloured(cell))}
        if noted:
            left.append(Left(line.number, line.addressee, noted))
            newly_left += left[-1:] if had_line else ()
    return lines, tuple(left), tuple(newly_left)


class _Members:
    """Finds a member by number; where the list has no numbers, or one twice, by the addressee too."""

    def __init__(self, members: Sequence[tuple[str, str]]) -> None:
        self._numbered: defaultdict[str, list[int]] = defaultdict(list)
        self._bare: defaultdict[str, list[int]] = defaultdict(list)
        self._members, self.count = members, len(members)
        for index, (number, addressee) in enumerate(members):
            key = fold(number)
            self._numbered[key or _first_line(addressee)].append(index)
            if key:
                self._bare[key.lstrip("0")].append(index)

    def index(self, line: Noted) -> int | None:
        key = fold(line.number)
        found = self._numbered.get(key or _first_line(line.addressee), [])
        if key and not found:
            found = self._bare.get(key.lstrip("0"), [])
        if len(found) > 1:
            found = [i for i in found if fold(self._members[i][1]) == fold(line.addressee)]
        return found[0] if len(found) == 1 else None


def _first_line(addressee: str) -> str:
    return "\n" + fold(addressee.partition("\n")[0])

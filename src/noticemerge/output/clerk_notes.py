"""What the clerk wrote into the register, taken over into the next one: by member number, cell by cell.

Rows may have been sorted and members may have come and gone. What was written beside a member who is not in
the list any more is kept on a sheet of its own, and comes back with the member.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from noticemerge.excel import StoredCell, TableColumn, bytes_of
from noticemerge.japan import fold
from noticemerge.output.register_columns import REMARK, REPLY, SENT, clerks_column, clerks_columns
from noticemerge.output.register_reading import Noted, NotedSheet, StandingRegister

if TYPE_CHECKING:
    from noticemerge.excel import StoredSheet

# Headings that were ours when the register had no column 発信日.
_OURS_BEFORE = frozenset(map(fold, (SENT, "備考")))
# What Excel calls that of which the cells show nothing.
_BESIDE = {
    "comments": "コメント",
    "threadedComment": "コメント",
    "drawing": "図形",
    "table": "テーブル",
    "pivotTable": "ピボットテーブル",
    "conditionalFormatting": "条件付き書式",
    "dataValidations": "入力規則",
}
_NO_FILL = ("<patternFill/>", 'patternType="none"')

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


@dataclass(slots=True)
class ClerkNotes:
    """The clerk's `columns` in their order, and the cells of each line, by the position of their column.

    `lines` are by the index of the member in the list; `left` are those of nobody there, `newly_left` those
    of them that had a line before. `lost` says in words of the user what is not taken over.
    """

    columns: tuple[TableColumn, ...]
    lines: dict[int, Cells] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    newly_left: list[Left] = field(default_factory=list)
    theme: bytes = b""
    lost: list[str] = field(default_factory=list)


def notes_to_keep(
    path: Path, standing: StandingRegister, members: Sequence[tuple[str, str]], *, replies: bool
) -> ClerkNotes:
    """What goes over into the next register from the one that stands; with `replies` a column for them.

    `members` are the number and the addressee of each line to be written. Raises OSError, and as
    `read_stored`.
    """
    positions = _positions(standing, replies=replies)
    data, widths = bytes_of(path), dict[_Key, int]()
    notes = ClerkNotes(())
    found: list[tuple[Noted, Cells, bool]] = []
    for sheet in standing.noted:
        keys = _keys(sheet, standing)
        stored = _stored(data, sheet, keys)
        notes.theme = notes.theme or stored.theme
        notes.lost += _lost(stored)
        widths = {key: round(stored.widths[n]) for n, key in keys.items() if n in stored.widths} | widths
        places = {index: positions[key] for index, key in keys.items()} | {sheet.addressee: MARK}
        lines = ((line, _cells_of(line, places, stored)) for line in sheet.lines)
        found += [(line, cells, sheet is standing.noted[0]) for line, cells in lines if cells]
    notes.columns = tuple(
        clerks_column(heading, widths.get(key, 0)) for key, heading in _headings(standing, positions)
    )
    notes.lost += standing.added
    _hand_out(found, members, notes)
    return notes


def _cells_of(line: Noted, places: dict[int, int], stored: StoredSheet) -> Cells:
    """The cells of a line by their places in the next register."""
    found = ((place, stored.cells.get((line.row, index))) for index, place in places.items())
    return {place: cell for place, cell in found if cell}


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


def _stored(data: bytes, sheet: NotedSheet, keys: dict[int, _Key]) -> StoredSheet:
    from noticemerge.excel import read_stored  # brings lxml along, which most runs do without

    texts = {line.row: line.texts for line in sheet.lines}

    def text_of(row: int, column: int) -> str | None:
        is_taken = row in texts and (column in keys or column == sheet.addressee)
        return texts[row].get(column, "") if is_taken else None

    stored = read_stored(data, sheet.title, text_of)
    stored.cells = {
        at: cell
        for at, cell in stored.cells.items()
        if cell.text or not any(n in cell.look.fill for n in _NO_FILL)
    }
    return stored


def _lost(stored: StoredSheet) -> Iterator[str]:
    if stored.formulas:
        yield "数式"
    yield from (_BESIDE.get(name, name) for name in stored.beside)


def _hand_out(
    found: Iterable[tuple[Noted, Cells, bool]], members: Sequence[tuple[str, str]], notes: ClerkNotes
) -> None:
    """Give each line of notes to the member whose it is, and keep those of nobody apart."""
    whose = _Members(members)
    for line, cells, had_line in found:
        index = whose.index(line)
        if index is not None and index not in notes.lines:
            notes.lines[index] = cells
            continue
        if not (cells := {place: cell for place, cell in cells.items() if place != MARK}):
            continue
        left = Left(line.number, line.addressee, cells)
        notes.left.append(left)
        if had_line:
            notes.newly_left.append(left)


class _Members:
    """Finds a member by number; where the list has no numbers, or one twice, by the addressee too."""

    def __init__(self, members: Sequence[tuple[str, str]]) -> None:
        self._numbered: defaultdict[str, list[int]] = defaultdict(list)
        self._bare: defaultdict[str, list[int]] = defaultdict(list)
        self._members = members
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

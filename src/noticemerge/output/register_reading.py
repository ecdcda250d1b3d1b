"""The register as it stands in the folder, whoever saved it last: what is ours in it, what is the clerk's.

Ours is compared by what cells hold, so that widths, filters, sorting and another program's way of saving
count for nothing. What is in the clerk's columns counts neither.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from noticemerge.excel import Row, SheetCell, Value, held, read_book
from noticemerge.japan import fold
from noticemerge.output.record import State
from noticemerge.output.register_columns import (
    ADDRESSEE,
    ISSUED,
    NOT_LISTED,
    NOT_SENT,
    NUMBER,
    OURS,
    SENT,
    STATE,
    TITLE,
    ours_among,
)
from noticemerge.planning import RegisterNotes

_HEADINGS = tuple(map(fold, (NUMBER, ADDRESSEE, STATE)))
_NUMBER, _ADDRESSEE, _STATE = _HEADINGS


@dataclass(frozen=True, slots=True)
class Noted:
    """A line of the register: its row, whose it is, what became of the letter, and the clerk's cells.

    `texts` are what these cells show, by the index of the column; empty ones are not among them.
    """

    row: int
    number: str
    addressee: str
    state: str
    texts: dict[int, str]


@dataclass(frozen=True, slots=True)
class NotedSheet:
    """The clerk's part of a sheet: heading by index for each of his columns in their order, and all lines.

    `ours` are the other columns, by their folded headings; `header` is the row of all headings, 0 where
    there is none; `merges` are merged cells; in `uncalculated` columns a formula has no result yet.
    """

    title: str
    columns: dict[int, str]
    lines: tuple[Noted, ...]
    ours: dict[str, int]
    header: int
    uncalculated: frozenset[int]
    merges: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def addressee(self) -> int:
        """The index of the column of addressees, -1 where there is none."""
        return self.ours.get(_ADDRESSEE, -1)

    @property
    def rows_of_members(self) -> frozenset[int]:
        """The rows that are somebody's."""
        return frozenset(line.row for line in self.lines if line.number or line.addressee)


@dataclass(frozen=True, slots=True)
class StandingRegister:
    """A register that was read.

    `told` has a digest of what is ours for each sheet of ours. `noted` are the sheets with columns of the
    clerk's: the register itself, then that of members who are not in the list. `added` are the titles of
    sheets that somebody else made. In the form of before there was no column 発信日, and 発送日 was ours
    (`has_old_form`).
    """

    told: dict[str, str]
    noted: tuple[NotedSheet, ...]
    added: tuple[str, ...]
    has_old_form: bool


def read_register(path: Path) -> StandingRegister:
    """Read a register. Raises `CannotUse` when it cannot be read."""
    told, noted, added = {}, [], []
    has_old_form = False
    for sheet in read_book(path).sheets:
        if sheet.title == TITLE:
            rows = list(sheet.rows())
            header = _header(rows)
            headings = _headings(header)
            ours = ours_among(headings)
            has_old_form = fold(ISSUED) not in ours.values() and _is_sent_before_number(headings)
            told[TITLE] = _digest_of_lines(rows, header, ours)
            noted.append(replace(_noted(TITLE, rows, header, ours), merges=sheet.merges))
        elif sheet.title == NOT_LISTED:
            rows = list(sheet.rows())
            header = _header(rows)
            noted.append(_noted(NOT_LISTED, rows, header, _naming(_headings(header))))
        elif sheet.title in OURS:
            told[sheet.title] = _digest(_texts(row.cells.values()) for row in sheet.rows())
        else:
            added.append(sheet.title)
    return StandingRegister(told, tuple(noted), tuple(added), has_old_form)


def register_notes(path: Path) -> RegisterNotes:
    """What the clerk wrote beside the members whose letters were made, for a choice of members.

    A workbook that is no register has no columns. Raises `CannotUse` when it cannot be read.
    """
    standing = read_register(path)
    if not standing.noted:
        return RegisterNotes(str(path), {})
    sheet = standing.noted[0]
    columns: dict[str, dict[str, str]] = {}
    for index, heading in sheet.columns.items():
        texts = columns.setdefault(heading, {})
        for line in sheet.lines:
            if line.number and line.state not in NOT_SENT:
                text = line.texts.get(index, "").strip()
                for key in (fold(line.number), fold(line.number).lstrip("0") or "0"):
                    texts[key] = texts.get(key, "") or text
    uncalculated = frozenset(sheet.columns[index] for index in sheet.uncalculated)
    return RegisterNotes(str(path), columns, uncalculated)


def says_as_made(standing: StandingRegister, state: State) -> bool:
    """Whether all that is ours in the register says what it said when it was made."""
    return standing.told.keys() == state.told.keys() and all(
        digest in state.told[name] for name, digest in standing.told.items()
    )


def _header(rows: Sequence[Row]) -> Row:
    """The row of headings; an empty one where there is none."""
    for row in rows:
        texts = {fold(cell.text) for cell in row.cells.values()}
        if _NUMBER in texts and _ADDRESSEE in texts:
            return row
    return Row(0, {})


def _headings(header: Row) -> list[tuple[int, str]]:
    return [(index, cell.text) for index, cell in sorted(header.cells.items())]


def _is_sent_before_number(headings: Iterable[tuple[int, str]]) -> bool:
    """Whether 発送日 stands where it was ours; a clerk who does without 発信日 leaves it at the right."""
    order = [fold(heading) for _, heading in headings]
    sent, number = fold(SENT), fold(NUMBER)
    return sent in order and number in order and order.index(sent) < order.index(number)


def _naming(headings: Iterable[tuple[int, str]]) -> dict[int, str]:
    """The columns that say whose a line is."""
    return {index: key for index, key in ours_among(headings).items() if key in _HEADINGS}


class LinesDigest:
    """A digest of what our columns hold, in whatever order lines and columns stand.

    `headings` are those of the columns as lines are given; what stands `above` the table counts as it is.
    """

    def __init__(self, headings: Sequence[str]) -> None:
        self._order = sorted(range(len(headings)), key=lambda index: fold(headings[index]))
        self._headings = tuple(fold(headings[index]) for index in self._order)
        self._sum = 0

    def write(self, line: Iterable[Value]) -> None:
        """Count a line that is written."""
        self.add([held(value).strip() for value in line])

    def add(self, line: Sequence[str]) -> None:
        """Count what a line was read to hold; an empty one is none."""
        if any(line):
            told = repr([line[index] for index in self._order]).encode("utf-8", "surrogatepass")
            self._sum += int.from_bytes(hashlib.sha256(told).digest())

    def digest(self, above: Iterable[tuple[str, ...]]) -> str:
        """The digest of all that was counted."""
        return _digest([*above, self._headings, (f"{self._sum % 2**256:x}",)])


def digests_of_sheets(path: Path, titles: Iterable[str]) -> dict[str, str]:
    """What is on record of these sheets of a register, but for the first. Raises `CannotUse`."""
    sheets = (sheet for sheet in read_book(path).sheets if sheet.title in titles)
    return {sheet.title: _digest(_texts(row.cells.values()) for row in sheet.rows()) for sheet in sheets}


def _digest_of_lines(rows: Iterable[Row], header: Row, ours: dict[int, str]) -> str:
    lines, above = LinesDigest(list(ours.values())), []
    for row in rows:
        if row.number > header.number:
            lines.add([_held(row.cells.get(index)) for index in ours])
        elif row is not header:
            above.append(_texts(row.cells.values()))
    return lines.digest(above)


def _digest(lines: Iterable[tuple[str, ...]]) -> str:
    whole = hashlib.sha256()
    for line in lines:
        whole.update(repr(line).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()[:32]


def _texts(cells: Iterable[SheetCell]) -> tuple[str, ...]:
    return tuple(filter(None, map(_held, cells)))


def _held(cell: SheetCell | None) -> str:
    """What a cell holds, however it is shown: a day may be shown in another way when a program saves it."""
    if cell is None:
        return ""
    if isinstance(cell.value, datetime.date):
        return cell.value.isoformat()[:10]
    if isinstance(cell.value, int | float):
        return f"{cell.value:.15g}"
    return cell.text.strip()


def _noted(title: str, rows: Iterable[Row], header: Row, ours: dict[int, str]) -> NotedSheet:
    """The clerk's columns and lines; a column that has no heading counts where something stands in it."""
    index_of = {key: index for index, key in ours.items()}
    below = [row for row in rows if row.number > header.number] if header.number else []
    used = {index for row in below for index, cell in row.cells.items() if cell.text.strip()}
    headings = {index: cell.text.strip() for index, cell in header.cells.items()}
    columns = {i: headings.get(i, "") for i in sorted(used | headings.keys()) if i not in ours}

    def text(row: Row, key: str) -> str:
        cell = row.cells.get(index_of[key]) if key in index_of else None
        return cell.text.strip() if cell else ""

    lines = (
        Noted(
            row.number,
            text(row, _NUMBER),
            text(row, _ADDRESSEE),
            text(row, _STATE),
            {i: row.cells[i].text for i in columns if i in row.cells and row.cells[i].text.strip()},
        )
        for row in below
    )
    uncalculated = {i for row in below for i in columns if i in row.cells and row.cells[i].kind == "formula"}
    return NotedSheet(title, columns, tuple(lines), index_of, header.number, frozenset(uncalculated))

"""The rows of a worksheet, read as a stream: no more of it is held than the rows that are being made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from noticemerge.excel.book import CellMarks, Row, SheetCell, is_filled
from noticemerge.excel.cell_references import column_index, position
from noticemerge.excel.cell_values import Cells, partly_struck
from noticemerge.excel.plain_elements import PlainElements, resolved
from noticemerge.excel.plain_rows import PlainCell, head_of, plain_row
from noticemerge.excel.shared_strings import decoded
from noticemerge.excel.xml_events import DEEPEST, Attributes, Handlers, TooLargeError, is_true, parse
from noticemerge.japan import lazy_pattern

# A list of 100,000 members with 50 columns.
MOST_CELLS = 5_000_000
# Equal cells are made once; the cache is emptied when it holds this many.
_REMEMBERED = 10_000
_COLUMNS = 16384
# Where numbers of rows still can be told from each other, whatever a program wrote.
_MOST_ROWS = 2**53

# What a cell stores: its attributes, its value, the text it holds itself, what of it is struck through, and
# its formula.
Stored = tuple[Attributes, str | None, str, str, str | None]
# Functions whose result is another one at every time the workbook is calculated.
_VOLATILE = lazy_pattern(r"(?<![\w.])(?:TODAY|NOW|RAND|RANDBETWEEN)\s*\(", re.IGNORECASE)


def read_rows(chunks: Iterable[bytes], cells: Cells) -> Iterator[Row]:
    """The rows of a worksheet's part that hold a cell which is not empty, in the order of the file.

    Raises as `parse` and `Cells.shown` do, and `TooLargeError`.
    """
    building = _Building(cells)
    stored: list[Stored] = []
    plain = PlainElements("row", building.add_plain_rows, lambda: building.is_between_rows)
    for _ in parse(plain.pieces(chunks), partial(_handlers, building, stored)):
        yield from building.finished()


class _Building:
    """Makes rows of the cells that are read.

    `is_between_rows` says whether the parser is among the rows of a sheet, and in none of them.
    """

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._done: list[Row] = []
        self._columns: dict[str, int] = {}
        self._known: dict[tuple[str, str, str], SheetCell | None] = {}
        self._plain: dict[str, _Alike] = {}
        self._count = 0
        self._number = 0
        self.is_between_rows = False

    def finished(self) -> list[Row]:
        """The rows that are done since this was asked last."""
        done, self._done = self._done, []
        return done

    def add_row(self, attributes: Attributes, stored: list[Stored]) -> None:
        """A row and its cells; one without a number follows the last one (18.3.1.73)."""
        number = attributes.get("r")
        self._number = _whole(number) if number else self._number + 1
        strays: dict[int, dict[int, SheetCell]] = {}
        row = self._row(stored, strays)
        self._add(self._number, _ascending(row), is_true(attributes.get("hidden")))
        for other, cells in strays.items():
            self._add(other, _ascending(cells), False)

    def add_plain_rows(self, data: bytes, begin: int) -> int:
        """Rows that hold no more than values, from `begin` on; returns where the first other one begins.

        Another one is also one with a fault: that is told where it is read cell by cell.
        """
        try:
            while begin < len(data) and (found := plain_row(data, begin)):
                number, cells, end = found
                self._add_plain_row(number, cells)
                begin = end
        except (LookupError, ValueError, ArithmeticError):
            pass
        return begin

    def _add_plain_row(self, number: str, cells: list[PlainCell]) -> None:
        if len(cells) > _COLUMNS:
            raise TooLargeError("row")
        self._number = _whole(number)
        row: dict[int, SheetCell] = {}
        known = self._plain
        for letters, markup, text in cells:
            if markup not in known:
                known[markup] = _Alike(self._cells, markup)
            if (shown := known[markup][text]) is not None:
                row[column_index(letters)] = shown
        self._add(self._number, _ascending(row), False)

    def _add(self, number: int, row: dict[int, SheetCell], hidden: bool) -> None:
        self._count += len(row)
        if self._count > MOST_CELLS:
            raise TooLargeError("sheetData")
        if is_filled(row.values()):
            self._done.append(Row(number, row, hidden))

    def _row(self, stored: list[Stored], strays: dict[int, dict[int, SheetCell]]) -> dict[int, SheetCell]:
        """What the cells show, by column; `strays` gets those whose own names say another row."""
        own: dict[int, SheetCell] = {}
        columns, known, digits, column = self._columns, self._known, str(self._number), -1
        for attributes, value, inline, struck, formula in stored:
            row, column = own, column + 1
            if reference := attributes.get("r"):
                found = columns.get(reference.removesuffix(digits))
                if found is None:
                    number, found = self._place(reference, digits)
                    row = own if number == self._number else strays.setdefault(number, {})
                column = found
            kind = attributes.get("t", "n")
            if formula is not None and not value and (value is None or kind != "str"):
                row[column] = self._cells.uncalculated(formula)
                continue
            key = kind, attributes.get("s", "0"), inline if kind == "inlineStr" else value or ""
            shown = known[key] if key in known else self._make(key)
            if struck or formula:
                shown = _marked(shown, struck if kind == "inlineStr" else "", formula or "")
            if shown is not None:
                row[column] = shown
        return own

    def _place(self, reference: str, digits: str) -> tuple[int, int]:
        """The number of the row that a cell belongs to by its name, and its column."""
        number, column = position(reference)
        if number == self._number:
            self._columns[reference.removesuffix(digits)] = column
        return number, column

    def _make(self, key: tuple[str, str, str]) -> SheetCell | None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        shown = self._known[key] = self._cells.shown(*key)
        return shown


def _marked(cell: SheetCell | None, struck: str, formula: str) -> SheetCell | None:
    """The cell with what is struck through in its own text, and with its formula where that is volatile."""
    if struck:
        cell = partly_struck(replace(cell) if cell else None, decoded(struck))
    if cell and _VOLATILE.search(formula):
        cell = replace(cell, marks=CellMarks(cell.marks.struck if cell.marks else "", f"={formula}"))
    return cell


def _handlers(building: _Building, stored: list[Stored], pieces: list[str], prefix: str) -> Handlers:
    """What is done where an element begins and ends; text goes to `pieces`, cells of a row to `stored`.

    Elements are told apart by names alone: rows and cells stand nowhere else in a worksheet.
    """
    row_name, cell_name, value_name, formula_name, text_name, furigana_name, run_name, strike_name = (
        prefix + name for name in ("row", "c", "v", "f", "t", "rPh", "r", "strike")
    )
    texts = {value_name, formula_name, text_name}
    rows_name = prefix + "sheetData"
    row: Attributes | None = None
    cell: Attributes | None = None
    value: str | None = None
    formula: str | None = None
    inline = struck = ""
    is_struck = False
    depth = muted = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal row, cell, value, formula, inline, struck, is_struck, depth, muted
        if name == cell_name:
            if cell is not None or row is None:
                raise ValueError("a cell outside a row")
            cell, value, formula, inline, struck, is_struck = attributes, None, None, "", "", False
            return
        depth += 1
        if name in texts:
            pieces.clear()
        elif name == row_name:
            if row is not None:
                raise ValueError("a row in a row")
            row = attributes
            building.is_between_rows = False
        elif name == rows_name:
            building.is_between_rows = not prefix
        elif name == run_name:
            is_struck = False
        elif name == strike_name:
            is_struck = is_true(attributes.get("val", "1"))
        elif name == furigana_name:
            muted += 1
        if depth > DEEPEST:
            raise ValueError("elements nested too deep")

    def end(name: str) -> None:
        nonlocal row, cell, value, formula, inline, struck, depth, muted
        if name == cell_name:
            if cell is not None:
                stored.append((cell, value, inline, struck, formula))
                if len(stored) > _COLUMNS:
                    raise TooLargeError("row")
            cell = None
            return
        depth -= 1
        if name == value_name:
            value = "".join(pieces)
        elif name == text_name:
            if not muted and is_struck:
                struck += "".join(pieces)
            elif not muted:
                inline += "".join(pieces)
        elif name == row_name:
            if row is not None:
                building.add_row(row, stored)
            stored.clear()
            row = None
            building.is_between_rows = not prefix
        elif name == rows_name:
            building.is_between_rows = False
        elif name == formula_name:
            formula = "".join(pieces)
        elif name == furigana_name:
            muted -= 1

    return start, end


class _Alike(dict[str, SheetCell | None]):
    """The cells that are written with one markup, by what they store; each is made when it is asked for."""

    def __init__(self, cells: Cells, markup: str) -> None:
        self._cells = cells
        self._kind, self._style, self._is_shown = head_of(markup)
        self._is_text = self._is_shown and cells.are_texts(self._kind, self._style)

    def __missing__(self, stored: str) -> SheetCell | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        if self._is_text and stored and "&" not in stored and "_x" not in stored:
            shown: SheetCell | None = SheetCell(stored, stored, "text")
        else:
            shown = self._cells.shown(self._kind, self._style, resolved(stored) if self._is_shown else "")
        self[stored] = shown
        return shown


def _ascending(row: dict[int, SheetCell]) -> dict[int, SheetCell]:
    columns = list(row)
    return row if columns == sorted(columns) else dict(sorted(row.items()))


def _whole(number: str) -> int:
    """A row's number; some programs write 5.0. Raises ValueError."""
    value = float(number)
    if not (value.is_integer() and 0 <= value < _MOST_ROWS):
        raise ValueError(number)
    return int(value)

"""A spreadsheet as its readers give it: a book of sheets, whose rows hold cells of displayed text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from noticemerge.japan import fold
from noticemerge.problems import Problem

# First row, first column, last row, last column of merged cells: rows from 1, columns from 0.
Merge = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class CellMarks:
    """What few cells have: `struck` is the text that is struck through, `volatile` a formula like =TODAY().

    Characters struck through in a part of a cell are not in its text; a cell struck through as a whole
    keeps its text, and `struck` is the same. A volatile formula has another result on another day.
    """

    struck: str = ""
    volatile: str = ""


# Not frozen: that would make a cell take three times as long to be made, and there are millions.
@dataclass(slots=True, unsafe_hash=True)
class SheetCell:
    """A cell as the clerk sees it.

    `text` is what Excel displays; `value` is what is stored (str, int, float, bool, datetime …
    or None); `kind` is "text", "number", "date", "bool", "error" or "formula" (a formula whose
    result was never calculated; `value` is the formula). `unknown` is a number format that is not
    understood, else ""; `text` is then only the value. `marks` is None for nearly every cell.
    """

    text: str
    value: object
    kind: str
    unknown: str = ""
    marks: CellMarks | None = None


@dataclass(slots=True)
class Row:
    """A row that holds something: `number` as Excel counts; cells by column index from 0.

    `width` is how many fields the record of a text file has, 0 in a workbook.
    """

    number: int
    cells: dict[int, SheetCell]
    hidden: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """What holds for a whole sheet: merged cells, hidden columns by index from 0, totals rows of tables."""

    merges: tuple[Merge, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    totals: frozenset[int] = frozenset()


class OutOfOrderError(Exception):
    """The rows of a sheet do not stand in its file from the top."""


class Sheet:
    """One worksheet: `title`, whether it is `visible`, `merges`, `hidden_columns` and its rows.

    `merges` are ranges of merged cells, of which only the first has a value; `hidden_columns` are
    indexes from 0; `totals` are the rows that a table of Excel's says to be its totals. `read` gives the
    rows and `layout` the rest. Lazy: both are called on first use, so that every property here may raise
    `CannotUse`.
    """

    def __init__(
        self,
        title: str,
        visible: bool,
        read: Callable[[], Iterable[Row]],
        layout: Callable[[], SheetLayout] = SheetLayout,
    ) -> None:
        self.title = title
        self.visible = visible
        self._read = read
        self._read_layout = layout
        self._rows: tuple[Row, ...] | None = None

    def rows(self) -> Iterator[Row]:
        """The rows that hold at least one non-empty cell, from the top: all of them are held at once."""
        return iter(self._rows or _from_the_top(tuple(self._read())))

    def stream(self) -> Iterator[Row]:
        """The same rows in the order of the file, which is nearly always that; none of them is held."""
        return iter(self._rows or self._read())

    def from_the_top(self) -> Iterator[Row]:
        """The same rows one by one from the top.

        Raises `OutOfOrderError`, once, where the file has them in another order. What came before may then
        be wrong; from then on the rows are kept, and all ways to ask for them have them in order.
        """
        last: int | None = None
        for row in self.stream():
            if last is not None and row.number <= last:
                self._rows = tuple(self.rows())
                raise OutOfOrderError(self.title)
            last = row.number
            yield row

    def forget(self) -> None:
        """Let go of the rows, should they have been kept."""
        self._rows = None

    @property
    def merges(self) -> tuple[Merge, ...]:
        return self._layout.merges

    @property
    def totals(self) -> frozenset[int]:
        return self._layout.totals

    @property
    def hidden_columns(self) -> frozenset[int]:
        return self._layout.hidden_columns

    @cached_property
    def _layout(self) -> SheetLayout:
        return self._read_layout()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that has been opened, or a text file as the one sheet it is (`is_text`).

    `is_certain` is False for a text whose encoding may be another one. `doubts` are what there is to say of
    the file as a whole.
    """

    path: Path
    sheets: tuple[Sheet, ...]
    is_text: bool = False
    is_certain: bool = True
    doubts: tuple[Problem, ...] = ()

    def find(self, title: str) -> Sheet | None:
        """The sheet of this title, else the one whose title is written like it (`fold`), or None."""
        alike = [sheet for sheet in self.sheets if fold(sheet.title) == fold(title)]
        return next((sheet for sheet in alike if sheet.title == title), alike[0] if alike else None)


def is_filled(cells: Iterable[SheetCell]) -> bool:
    """Whether a row of these cells holds something: white space alone is nothing."""
    return any(cell.kind != "text" or cell.text.strip() for cell in cells)


def _from_the_top(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows in order, those of the same number made one."""
    if all(one.number < other.number for one, other in pairwise(rows)):
        return rows
    joined: dict[int, Row] = {}
    for row in sorted(rows, key=lambda row: row.number):
        before = joined.get(row.number)
        cells = {**before.cells, **row.cells} if before else row.cells
        joined[row.number] = Row(row.number, dict(sorted(cells.items())), row.hidden)
    return tuple(joined.values())


def column_letter(index: int) -> str:
    """The letters of a column, counted from 0: 2 is "C"."""
    letters, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters

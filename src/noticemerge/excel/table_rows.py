"""A table of many lines: each is measured once, then written once, and none is kept.

A row of the register of twelve cells takes 50 µs; XlsxWriter takes 95 (see `sheet_xml`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import getitem

from noticemerge.excel.book import column_letter
from noticemerge.excel.cell_looks import HEADING, CellLooks, Style
from noticemerge.excel.cell_text import TableColumn, Value, height_of, shown_width, wrapped_lines
from noticemerge.excel.sheet_xml import row_xml

# How many values of a column are remembered as they are written: most columns have few, again and again.
_REMEMBERED = 1000
_ROW = '<row r="'


class Table:
    """Lines of values below a heading. `looks` has a style for each column, for each kind of line.

    All lines are to be measured before the first is written: they make the columns as wide as they are.
    """

    def __init__(
        self, columns: Sequence[TableColumn], looks: Mapping[str, Sequence[Style]], styles: CellLooks
    ) -> None:
        self._columns, self._looks, self._styles = columns, looks, styles
        self._letters = [column_letter(index) for index in range(len(columns))]
        self._widest = [shown_width(column.heading) for column in columns]
        self._last: list[Value] = [None] * len(columns)
        self._open = self._not_full()
        self._cells: dict[str, list[_Cells]] = {}

    @property
    def widths(self) -> list[int]:
        """How wide each column is."""
        return [column.width(widest) for column, widest in zip(self._columns, self._widest, strict=True)]

    def measure(self, line: Sequence[Value]) -> None:
        """Make the columns as wide as this line needs, within their bounds."""
        for index in self._open:
            if (value := line[index]) != self._last[index]:
                self._last[index], widest = value, self._widest[index]
                if (width := shown_width(value, widest)) > widest:
                    self._widest[index] = width
                    self._open = self._not_full()

    def heading(self, number: int) -> str:
        """The row of headings."""
        widths = zip(self._columns, self.widths, strict=True)
        lines = max(wrapped_lines(column.heading, width) for column, width in widths)
        cells = (
            self._styles.cell(HEADING._replace(fill=column.fill or HEADING.fill), column.heading)
            for column in self._columns
        )
        return row_xml(number, self._letters, cells, lines)

    def row(self, number: int, kind: str, line: Sequence[Value]) -> str:
        """A line as a row of the sheet."""
        if kind not in self._cells:
            known = zip(self._looks[kind], self.widths, [*self._letters[1:], ""], strict=True)
            self._cells[kind] = [_Cells(self._styles, *column) for column in known]
        cells, lines = zip(*map(getitem, self._cells[kind], line), strict=True)
        # The row's number stands between all of its pieces.
        return str(number).join((_ROW, f'" ht="{height_of(max(lines)):g}" customHeight="1"><c r="A', *cells))

    def _not_full(self) -> list[int]:
        """The columns that a longer value would still make wider."""
        return [n for n, width in enumerate(self.widths) if width < self._columns[n].most]


class _Cells(dict[Value, tuple[str, int]]):
    """The cells of a column that look alike, by their values: what is written up to the number of the row in
    the next cell, and the lines it takes.
    """

    def __init__(self, styles: CellLooks, look: Style, width: int, next_letter: str) -> None:
        self._styles, self._look, self._width = styles, look, width
        self._end = f'<c r="{next_letter}' if next_letter else "</row>"

    def __missing__(self, value: Value) -> tuple[str, int]:
        made = f'"{self._styles.cell(self._look, value)}{self._end}', wrapped_lines(value, self._width)
        if len(self) < _REMEMBERED:
            self[value] = made
        return made

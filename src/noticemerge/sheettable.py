"""A table of many lines, written straight as the sheet's XML: openpyxl takes forty times as long.

The looks are openpyxl's, asked for once for each kind of cell (ECMA-376 part 1 §18.3.1.4, §18.3.1.73).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import IO, NamedTuple

from openpyxl.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.sheetwriter import (
    FIRST_DAY,
    FORMULA_SIGNS,
    Column,
    height_of,
    put,
    shown_width,
    storable,
    width_of,
    wrapped_lines,
)
from noticemerge.xmltext import escape, quoteattr

Value = str | int | datetime.date | None
# What Excel opens; the lines behind have their file's name without a link.
MOST_LINKS = 65_530
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DAY_ZERO = datetime.date(1899, 12, 30)
# What cannot be stored as it is: markup, line ends and forbidden characters, what reads as an escape.
_UNUSUAL = re.compile("[&<>_\x00-\x1f\ud800-\udfff\ufffe\uffff]")
# What stands behind the links in a sheet (CT_Worksheet, §18.3.1.99).
_BEHIND_LINKS = re.compile(rb"<(?:\w+:)?(?:printOptions|pageMargins|pageSetup|headerFooter|ignoredErrors)\b")


class Look(NamedTuple):
    """A cell's value, with the colour of its type and its fill where it has any, and where it leads."""

    value: Value
    color: str | None = None
    fill: PatternFill | None = None
    link: str = ""


class Table:
    """The lines of a table below the header row of a sheet.

    `lines` gives them anew each time: once to see how wide the columns are, once to be written. None is kept.
    """

    def __init__(
        self,
        sheet: Worksheet,
        columns: Sequence[Column],
        header_row: int,
        lines: Callable[[], Iterable[Sequence[Look]]],
    ) -> None:
        self._sheet, self._columns, self._header_row, self._lines = sheet, columns, header_row, lines
        self._letters = [get_column_letter(number) for number in range(1, len(columns) + 1)]
        self._styles: dict[object, int] = {}
        self._links: list[tuple[str, str]] = []
        widest = [_width(column.heading) for column in columns]
        row = header_row
        for row, line in enumerate(lines(), header_row + 1):
            for index, look in enumerate(line):
                if (width := _width(look.value)) > widest[index]:
                    widest[index] = width
                self._style(columns[index], look)
                if look.link and len(self._links) < MOST_LINKS:
                    self._links.append((f"{self._letters[index]}{row}", look.link))
        self.last_row = row
        self._widths = [width_of(c, wide) for c, wide in zip(columns, widest, strict=True)]
        for letter, width in zip(self._letters, self._widths, strict=True):
            sheet.column_dimensions[letter].width = width

    def write(self, sheet: bytes, file: IO[bytes]) -> None:
        """Write the sheet's part with the lines in it, and the links where the schema wants them."""
        head, tail = sheet.split(b"</sheetData>", 1)
        file.write(re.sub(rb'(<dimension ref="A1:[A-Z]+)\d+', rb"\g<1>%d" % self.last_row, head, count=1))
        for row, line in enumerate(self._lines(), self._header_row + 1):
            file.write(self._row(row, line).encode("utf-8"))
        file.write(b"</sheetData>")
        at = next(_BEHIND_LINKS.finditer(tail)).start()
        file.write(tail[:at] + self._hyperlinks() + tail[at:])

    def relationships(self) -> bytes:
        """The part that holds the addresses of the links."""
        lines = "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/hyperlink" Target={quoteattr(target)}'
            ' TargetMode="External"/>'
            for n, (_, target) in enumerate(self._links, 1)
        )
        return f'<Relationships xmlns="{_RELATIONSHIPS}">{lines}</Relationships>'.encode()

    def _hyperlinks(self) -> bytes:
        listed = enumerate(self._links, 1)
        links = "".join(f'<hyperlink ref="{ref}" r:id="rId{n}"/>' for n, (ref, _) in listed)
        return f'<hyperlinks xmlns:r="{_OFFICE}">{links}</hyperlinks>'.encode("ascii") if links else b""

    def _row(self, row: int, line: Sequence[Look]) -> str:
        lines = max(_lines_in(look.value, width) for look, width in zip(line, self._widths, strict=True))
        cells = [
            self._cell(f"{letter}{row}", column, look)
            for letter, column, look in zip(self._letters, self._columns, line, strict=True)
        ]
        return f'<row r="{row}" ht="{height_of(lines):g}" customHeight="1">{"".join(cells)}</row>'

    def _cell(self, reference: str, column: Column, look: Look) -> str:
        value = look.value
        style = self._style(column, look)
        if isinstance(value, datetime.date) and value >= FIRST_DAY:
            return f'<c r="{reference}" s="{style}"><v>{(value - _DAY_ZERO).days}</v></c>'
        if isinstance(value, int):
            return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'
        if value is None or value == "":
            return f'<c r="{reference}" s="{style}"/>'
        text = _stored(value)
        return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def _style(self, column: Column, look: Look) -> int:
        """The number of the look, as openpyxl gives it to a cell that is never placed."""
        value = look.value
        if isinstance(value, str):
            kind: Value = value.startswith(FORMULA_SIGNS)
        else:
            kind = value if isinstance(value, datetime.date) else False
        key = (column.heading, look.color, id(look.fill), kind)
        known = self._styles.get(key)
        if known is None:
            sample = Cell(self._sheet, 1, 1)
            put(sample, value, color=look.color, fill=look.fill, column=column)
            known = self._styles[key] = sample.style_id
        return known


@lru_cache(maxsize=4096)
def _stored(value: str | datetime.date) -> str:
    from noticemerge.wareki import wareki

    text = value if isinstance(value, str) else wareki(value)
    return escape(storable(text)) if _UNUSUAL.search(text) else text


@lru_cache(maxsize=4096)
def _width(value: Value) -> int:
    return shown_width(value)


@lru_cache(maxsize=4096)
def _lines_in(value: Value, width: float) -> int:
    return wrapped_lines(value, width)

"""A table of many lines, written straight as the sheet's XML: openpyxl takes forty times as long.

The looks are openpyxl's, asked for once for each kind of cell (ECMA-376 part 1 §18.3.1.4, §18.3.1.73).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

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


@dataclass(slots=True)
class Table:
    """The lines of a table below the header row of a sheet."""

    sheet: Worksheet
    columns: Sequence[Column]
    header_row: int
    _lines: list[tuple[str, int]] = field(default_factory=list)
    _styles: dict[object, int] = field(default_factory=dict)
    _widest: list[int] = field(default_factory=list)
    _texts: list[list[Value]] = field(default_factory=list)
    _links: list[tuple[str, str]] = field(default_factory=list)

    def add(self, lines: Iterable[Sequence[Look]]) -> None:
        """Add lines, and make the columns as wide as what they hold."""
        widest = [_width(column.heading) for column in self.columns]
        letters = [get_column_letter(number) for number in range(1, len(self.columns) + 1)]
        for row, line in enumerate(lines, self.header_row + 1):
            cells = []
            for index, (look, column) in enumerate(zip(line, self.columns, strict=True)):
                reference = f"{letters[index]}{row}"
                cells.append(self._cell(reference, column, look))
                if (width := _width(look.value)) > widest[index]:
                    widest[index] = width
                if look.link and len(self._links) < MOST_LINKS:
                    self._links.append((reference, look.link))
            self._lines.append(("".join(cells), row))
            self._texts.append([look.value for look in line])
        self._widest = [width_of(c, wide) for c, wide in zip(self.columns, widest, strict=True)]
        for letter, width in zip(letters, self._widest, strict=True):
            self.sheet.column_dimensions[letter].width = width

    @property
    def last_row(self) -> int:
        """The row of the last line, or of the header."""
        return self.header_row + len(self._lines)

    def added_to(self, sheet: bytes) -> bytes:
        """The sheet's part with the lines, and the links where the schema wants them."""
        rows = "".join(
            f'<row r="{row}" ht="{self._height(values):g}" customHeight="1">{cells}</row>'
            for (cells, row), values in zip(self._lines, self._texts, strict=True)
        )
        links = "".join(
            f'<hyperlink ref="{ref}" r:id="rId{n}"/>' for n, (ref, _) in enumerate(self._links, 1)
        )
        whole = sheet.replace(b"</sheetData>", rows.encode("utf-8") + b"</sheetData>", 1)
        whole = re.sub(rb'(<dimension ref="A1:[A-Z]+)\d+', rb"\g<1>%d" % self.last_row, whole, count=1)
        if not links:
            return whole
        at = next(_BEHIND_LINKS.finditer(whole)).start()
        listed = f'<hyperlinks xmlns:r="{_OFFICE}">{links}</hyperlinks>'.encode("ascii")
        return whole[:at] + listed + whole[at:]

    def relationships(self) -> bytes:
        """The part that holds the addresses of the links."""
        lines = "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/hyperlink" Target={quoteattr(target)}'
            ' TargetMode="External"/>'
            for n, (_, target) in enumerate(self._links, 1)
        )
        return f'<Relationships xmlns="{_RELATIONSHIPS}">{lines}</Relationships>'.encode()

    def _height(self, values: Sequence[Value]) -> float:
        lines = max(_lines_in(value, width) for value, width in zip(values, self._widest, strict=True))
        return height_of(lines)

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
            sample = Cell(self.sheet, 1, 1)
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

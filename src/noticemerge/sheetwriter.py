"""How the sheets of the register are written: cells that stay what they are, widths, paper."""

from __future__ import annotations

import datetime
import io
import math
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.wareki import era_of, wareki

if TYPE_CHECKING:
    from noticemerge.sheettable import Table

FONT = "游ゴシック"
MUTED = "FF7F7F7F"
LINK = "FF0563C1"
GOOD = PatternFill("solid", fgColor="FFE2EFDA")
GREY = PatternFill("solid", fgColor="FFEDEDED")
BAD = PatternFill("solid", fgColor="FFF8CBAD")
_HEAD = PatternFill("solid", fgColor="FFD9E2F3")
_LINE = Side("thin", color="FFA6A6A6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)

# What XML 1.0 §2.2 cannot hold, shown as the mark for a character that is missing.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# ECMA-376 part 1 §22.4.2.4: _x0041_ in a string is the character A, so that a typed one needs _x005F_.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# Typed again in Excel these begin a formula; in full width too, where the IME is on.
FORMULA_SIGNS = tuple("=+-@＝＋－＠")
# Excel counts days from 1900 and holds 29 February 1900 for one of them.
FIRST_DAY = datetime.date(1900, 3, 1)
_ERA_DATE = '[$-411]ggge"年"m"月"d"日";@'
# Without x-gannen Excel shows 1年; other programs do not know it, so that it stands only where needed.
_GANNEN_DATE = '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@'


_LINE_HEIGHT = 15.5  # points, for 10 point type

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# The order of CT_Font (ECMA-376 part 1 §18.8.22) that validators ask for; openpyxl has another.
_FONT_PARTS = "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme"
_FONT_ORDER = [_MAIN + name for name in _FONT_PARTS.split()]
_EARLIEST = (1980, 1, 1, 0, 0, 0)
# For each workbook being written: the styles its cells share, by what they look like.
_STYLES: WeakKeyDictionary[Workbook, dict[Any, Any]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, least and greatest width in half-width characters, how its cells stand.

    `as_text` gives the cells the format of text, so that 0007 typed over another number stays 0007.
    """

    heading: str
    least: int
    most: int
    align: str = "left"
    as_text: bool = False


# openpyxl says when it saved the file; the same content is to give the same bytes.
_CREATED = re.compile(rb"(?<=>)[^<>]+(?=</dcterms:created>)")
_MODIFIED = re.compile(rb"(?<=>)[^<>]+(?=</dcterms:modified>)")


def workbook_bytes(book: Workbook, *, text_cells: str, table: Table | None = None) -> bytes:
    """The workbook as an .xlsx file that is valid by the schema, `table` added to its first sheet.

    `text_cells` is the range of the first sheet where digits are meant as text, so that Excel does not
    mark each of them with a green corner.
    """
    draft, whole = io.BytesIO(), io.BytesIO()
    book.save(draft)
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/styles.xml":
                data = _with_fonts_in_order(data)
            elif name == "xl/worksheets/sheet1.xml":
                data = _with_ignored_errors(data, text_cells)
                if table is not None:
                    _write(new, "xl/worksheets/_rels/sheet1.xml.rels", table.relationships())
                    with new.open(_entry(name), "w") as file:
                        table.write(data, file)
                    continue
            elif name == "docProps/core.xml":
                data = _MODIFIED.sub(_CREATED.findall(data)[0], data)
            _write(new, name, data)
    return whole.getvalue()


def in_schema_order(data: bytes) -> bytes:
    """A workbook that openpyxl has written, its fonts made valid by the schema."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            _write(new, name, _with_fonts_in_order(part) if name == "xl/styles.xml" else part)
    return whole.getvalue()


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(_entry(name), data)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def put(
    cell: Cell,
    value: str | int | datetime.date | None,
    *,
    size: int = 10,
    bold: bool = False,
    color: str | None = None,
    fill: PatternFill | None = None,
    column: Column | None = None,
) -> None:
    """Write a value so that it stays what it is: text never becomes a formula, a number or an error.

    `column` makes it a cell of a table, with lines around it. An empty text leaves the cell empty.
    """
    # openpyxl looks every style up anew for every cell; a register of thousands has a dozen of them.
    styled: Any = cell
    known = _STYLES.setdefault(styled.parent.parent, {})
    look = (size, bold, color, id(fill), column)
    if look in known:
        styled._style = copy(known[look])
    else:
        _set_style(cell, Font(name=FONT, size=size, bold=bold, color=color), fill, column)
        known[look] = copy(styled._style)
    if isinstance(value, datetime.date):
        _put_date(cell, value)
    elif isinstance(value, str):
        _put_text(cell, value)
    else:
        cell.value = value


def _set_style(cell: Cell, font: Font, fill: PatternFill | None, column: Column | None) -> None:
    cell.font = font
    if fill:
        cell.fill = fill
    if column:
        cell.border = _BOX
        indent = 0 if column.align == "center" else 1
        cell.alignment = Alignment(horizontal=column.align, vertical="center", wrap_text=True, indent=indent)
        if column.as_text:
            cell.number_format = "@"


def put_header(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    """The headings of a table."""
    for number, column in enumerate(columns, 1):
        centred = Column(column.heading, column.least, column.most, align="center")
        put(cell_at(sheet, row, number), column.heading, bold=True, fill=_HEAD, column=centred)


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, both counted from 1. No cell of these sheets is merged."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def set_widths(sheet: Worksheet, columns: Sequence[Column], first_row: int) -> None:
    """Make columns as wide as what they hold from `first_row` on, within their bounds."""
    for number, column in enumerate(columns, 1):
        cells = (cell_at(sheet, row, number) for row in range(first_row, sheet.max_row + 1))
        widest = max((shown_width(cell.value) for cell in cells), default=0)
        letter = cell_at(sheet, first_row, number).column_letter
        sheet.column_dimensions[letter].width = width_of(column, widest)


def set_heights(sheet: Worksheet, columns: Sequence[Column], first_row: int) -> None:
    """Make rows as high as their wrapped text; not every program does it by itself on opening."""
    letters = [cell_at(sheet, first_row, number).column_letter for number in range(1, len(columns) + 1)]
    widths = [sheet.column_dimensions[letter].width for letter in letters]
    for row in range(first_row, sheet.max_row + 1):
        lines = [
            wrapped_lines(cell_at(sheet, row, number).value, width) for number, width in enumerate(widths, 1)
        ]
        sheet.row_dimensions[row].height = height_of(max(lines))


def height_of(lines: int) -> float:
    """The height of a row of so many lines, in points."""
    return min(lines * _LINE_HEIGHT + 4, 400)


def width_of(column: Column, widest: int) -> int:
    """The width of a column whose widest text has `widest` half-width characters."""
    return min(max(widest + 3, column.least), column.most)


def set_up_page(sheet: Worksheet, *, landscape: bool) -> None:
    """A4, as wide as the paper, page numbers at the bottom."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom = 0.6, 0.7
    footer = sheet.oddFooter
    if footer is not None and footer.center is not None:
        footer.center.text = "&P / &N"


def shown_width(value: object) -> int:
    """The width of the longest line in half-width characters; Japanese characters are two wide."""
    if isinstance(value, datetime.date):
        value = wareki(value)
    text = "" if value is None else str(value)
    if text.isascii() and "\n" not in text:
        return len(text)
    return max(sum(map(_width, line)) for line in text.split("\n"))


def wrapped_lines(value: object, width: float) -> int:
    """How many lines a value takes in a column of this width."""
    if isinstance(value, datetime.date):
        return 1
    room = max(width - 3, 1)
    lines = str("" if value is None else value).split("\n")
    return sum(max(math.ceil(shown_width(line) / room), 1) for line in lines)


@cache
def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def _put_text(cell: Cell, text: str) -> None:
    if not text:
        return
    cell.value = storable(text)
    cell.data_type = "s"
    if text.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True


def storable(text: str) -> str:
    """A text as a cell stores it: one kind of line break, no forbidden character, nothing that reads as an
    escape of Excel's.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ESCAPE.sub("_x005F_", _ILLEGAL.sub("\ufffd", plain))


def _put_date(cell: Cell, day: datetime.date) -> None:
    if day < FIRST_DAY:
        _put_text(cell, wareki(day))
        return
    cell.value = day
    era = era_of(day)
    cell.number_format = _GANNEN_DATE if era and era.year_of(day) == 1 else _ERA_DATE


def _with_fonts_in_order(styles: bytes) -> bytes:
    root = etree.fromstring(styles)
    for font in root.iter(f"{_MAIN}font"):
        font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(str(child.tag)))
    return _xml(root)


def _with_ignored_errors(sheet: bytes, cells: str) -> bytes:
    """openpyxl cannot write this element; it comes last but for drawings and tables (§18.3.1.99)."""
    root = etree.fromstring(sheet)
    ignored = etree.SubElement(etree.SubElement(root, f"{_MAIN}ignoredErrors"), f"{_MAIN}ignoredError")
    ignored.set("sqref", cells)
    ignored.set("numberStoredAsText", "1")
    return _xml(root)


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

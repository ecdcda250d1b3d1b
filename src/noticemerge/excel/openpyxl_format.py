"""Sheets in the same manner for workbooks that openpyxl holds: those that are copied, and the shipped one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from copy import copy
from typing import Any
from weakref import WeakKeyDictionary

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.excel.cell_looks import HEADING
from noticemerge.excel.cell_text import (
    FONT,
    FORMULA_SIGNS,
    LINES,
    height_of,
    shown_width,
    storable,
    wrapped_lines,
)
from noticemerge.excel.cell_text import LINK as LINK
from noticemerge.excel.cell_text import TableColumn as TableColumn
from noticemerge.japan import lazy_pattern

_HEAD = PatternFill("solid", fgColor=HEADING.fill)
_LINE = Side("thin", color=LINES)
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# The order of CT_Font (ECMA-376 part 1 §18.8.22) that validators ask for; openpyxl has another.
_FONT_PARTS = "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme"
_FONT_ORDER = [_MAIN + name for name in _FONT_PARTS.split()]
_EARLIEST = (1980, 1, 1, 0, 0, 0)
# For each workbook being written: the styles its cells share, by what they look like.
_STYLES: WeakKeyDictionary[Workbook, dict[Any, Any]] = WeakKeyDictionary()

# openpyxl says when it saved the file; the same content is to give the same bytes.
_CREATED = lazy_pattern(rb"(?<=>)[^<>]+(?=</dcterms:created>)")
_MODIFIED = lazy_pattern(rb"(?<=>)[^<>]+(?=</dcterms:modified>)")


def workbook_bytes(book: Workbook, *, text_cells: str) -> bytes:
    """The workbook as an .xlsx file that is valid by the schema.

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
    archive.writestr(zipfile.ZipInfo(name, _EARLIEST), data, zipfile.ZIP_DEFLATED)


def put(
    cell: Cell,
    text: str,
    *,
    size: int = 10,
    bold: bool = False,
    color: str | None = None,
    fill: PatternFill | None = None,
    column: TableColumn | None = None,
) -> None:
    """Write a text so that it stays what it is, never a formula, a number or an error.

    `column` makes it a cell of a table, with lines around it. An empty text leaves the cell empty.
    """
    # openpyxl looks every style up anew for every cell; a sheet of thousands has a dozen of them.
    styled: Any = cell
    known = _STYLES.setdefault(styled.parent.parent, {})
    look = (size, bold, color, id(fill), column)
    if look in known:
        styled._style = copy(known[look])
    else:
        _set_style(cell, Font(name=FONT, size=size, bold=bold, color=color), fill, column)
        known[look] = copy(styled._style)
    if not text:
        return
    cell.value = storable(text)
    cell.data_type = "s"
    if text.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True


def _set_style(cell: Cell, font: Font, fill: PatternFill | None, column: TableColumn | None) -> None:
    cell.font = font
    if fill:
        cell.fill = fill
    if column:
        cell.border = _BOX
        indent = 0 if column.align == "center" else 1
        cell.alignment = Alignment(horizontal=column.align, vertical="center", wrap_text=True, indent=indent)
        if column.as_text:
            cell.number_format = "@"


def put_header(sheet: Worksheet, row: int, columns: Sequence[TableColumn]) -> None:
    """The headings of a table."""
    for number, column in enumerate(columns, 1):
        centred = TableColumn(column.heading, column.least, column.most, align="center")
        put(cell_at(sheet, row, number), column.heading, bold=True, fill=_HEAD, column=centred)


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, both counted from 1. No cell of these sheets is merged."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def set_widths(sheet: Worksheet, columns: Sequence[TableColumn], first_row: int) -> None:
    """Make columns as wide as what they hold from `first_row` on, within their bounds."""
    for number, column in enumerate(columns, 1):
        cells = (cell_at(sheet, row, number) for row in range(first_row, sheet.max_row + 1))
        widest = max((shown_width(str(cell.value or "")) for cell in cells), default=0)
        letter = cell_at(sheet, first_row, number).column_letter
        sheet.column_dimensions[letter].width = column.width(widest)


def set_heights(sheet: Worksheet, columns: Sequence[TableColumn], first_row: int) -> None:
    """Make rows as high as their wrapped text; not every program does it by itself on opening."""
    letters = [cell_at(sheet, first_row, number).column_letter for number in range(1, len(columns) + 1)]
    widths = [sheet.column_dimensions[letter].width for letter in letters]
    for row in range(first_row, sheet.max_row + 1):
        lines = [
            wrapped_lines(str(cell_at(sheet, row, number).value or ""), width)
            for number, width in enumerate(widths, 1)
        ]
        sheet.row_dimensions[row].height = height_of(max(lines))


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

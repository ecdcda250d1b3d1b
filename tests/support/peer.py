"""What openpyxl makes of a workbook, to compare: it reads the same files in another way."""

from __future__ import annotations

import datetime
import io
import warnings
from typing import Any

import openpyxl
from openpyxl.utils.datetime import MAC_EPOCH, from_excel, to_excel

from noticemerge.excel import Book, SheetCell
from noticemerge.excel.cell_styles import JAPANESE, STANDARD
from noticemerge.excel.number_format.displayed_text import UnsupportedFormat, displayed_text, shows_date
from noticemerge.excel.shared_strings import decoded

# Cells by row and column, with whether their rows are hidden.
Cells = dict[tuple[int, int], tuple[bool, SheetCell]]


def read_by_peer(data: bytes) -> list[tuple[Any, ...]] | None:
    """Title, visible, merges, hidden columns and cells of each sheet; None where openpyxl cannot read it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data))
        except Exception:  # noqa: BLE001 - whatever it stumbles over
            return None
    return [_sheet(ws, formulas[ws.title]) for ws in values.worksheets]


def as_peer(book: Book) -> list[tuple[Any, ...]]:
    """The same of a book that noticemerge has read, without formulas that have no result."""
    return [
        (
            sheet.title,
            sheet.visible,
            set(sheet.merges),
            sheet.hidden_columns,
            {
                (row.number, index): (row.hidden, cell)
                for row in sheet.rows()
                for index, cell in row.cells.items()
                if cell.kind != "formula"
            },
        )
        for sheet in book.sheets
    ]


def _sheet(ws: Any, formulas: Any) -> tuple[Any, ...]:
    merges = {(m.min_row, m.min_col - 1, m.max_row, m.max_col - 1) for m in ws.merged_cells.ranges}
    hidden = {
        index
        for column in ws.column_dimensions.values()
        if column.hidden
        for index in range(column.min - 1, min(column.max, 16384))
    }
    cells: Cells = {
        (row, column - 1): (bool(row in ws.row_dimensions and ws.row_dimensions[row].hidden), _shown(cell))
        for (row, column), cell in ws._cells.items()
        if cell.value not in (None, "")
    }
    filled = {row for (row, _), (_, cell) in cells.items() if cell.kind != "text" or cell.text.strip()}
    filled |= {row for (row, _), cell in formulas._cells.items() if cell.data_type == "f" and cell.value}
    kept = {place: cell for place, cell in cells.items() if place[0] in filled}
    return ws.title, ws.sheet_state == "visible", merges, hidden, kept


def _shown(cell: Any) -> SheetCell:
    value, code = cell.value, (STANDARD | JAPANESE).get(cell._style.numFmtId) or cell.number_format
    epoch = cell.parent.parent.epoch
    if cell.data_type == "e":
        return SheetCell(value, value, "error")
    if isinstance(value, str | bool):
        value = decoded(value) if isinstance(value, str) else value
        return _displayed(value, code, value, "text" if isinstance(value, str) else "bool")
    is_date = isinstance(value, datetime.date | datetime.time | datetime.timedelta)
    number = to_excel(value, epoch) if is_date else value  # type: ignore[no-untyped-call]
    number = int(number) if float(number).is_integer() else number
    try:
        if not shows_date(number, code):
            return _displayed(number, code, number, "number")
    except UnsupportedFormat:
        return SheetCell(str(value), value, "date" if is_date else "number", code)
    day = value if is_date else from_excel(number, epoch)
    return _displayed(number, code, day, "date", epoch == MAC_EPOCH)


def _displayed(stored: Any, code: str, value: Any, kind: str, date1904: bool = False) -> SheetCell:
    try:
        return SheetCell(displayed_text(stored, code, date1904), value, kind)
    except UnsupportedFormat:
        return SheetCell(str(value), value, kind, code)

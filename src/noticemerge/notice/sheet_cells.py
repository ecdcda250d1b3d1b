"""Cells of the sheets 通知 and 添付資料: what they are called, and what is doubtful about any of them."""

from __future__ import annotations

from noticemerge.excel import Book, Row, Sheet, SheetCell, column_letter
from noticemerge.problems import CellPlace, Problem, problem

EMPTY = SheetCell("", None, "text")
# How a row begins that only explains the sheet.
REMARK = ("※", "＊", "*")


def cell_name(row: int, column: int) -> str:
    """The cell as Excel names it: row 7, column 2 from 0 is "C7"."""
    return f"{column_letter(column)}{row}"


def place_of(book: Book, sheet: Sheet, row: Row, column: int) -> CellPlace:
    """The place of a cell, its column counted from 0."""
    return CellPlace(file=book.path.name, sheet=sheet.title, cell=cell_name(row.number, column))


def trimmed(row: Row, column: int) -> str:
    """The displayed text without spaces at its ends; "" for an empty cell."""
    return row.cells.get(column, EMPTY).text.strip()


def unreadable(shown: SheetCell, place: CellPlace) -> list[Problem]:
    """The problem of a cell that shows an error, or whose text may not be what Excel shows; else nothing."""
    if shown.kind in {"error", "formula"}:
        return [problem("NM-N09", place, text=shown.text or str(shown.value or ""))]
    if shown.unknown:
        return [problem("NM-N18", place, text=shown.text, format=shown.unknown)]
    return []


def hidden_row(row: Row, place: CellPlace) -> list[Problem]:
    """The problem of a row that is used although nobody sees it; else nothing."""
    return [problem("NM-N17", place)] if row.hidden else []

"""The sheet 点検結果 of a marked copy: every problem on a line, with a link to its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.excel import (
    LINK,
    TableColumn,
    cell_at,
    height_of,
    put,
    put_header,
    set_heights,
    set_up_page,
    set_widths,
)
from noticemerge.problems import CellPlace, Problem, Severity
from noticemerge.roster.sheet_choice import PROBLEM_SHEET

TITLE = PROBLEM_SHEET
_HEADER_ROW = 4
# What Excel opens on one sheet; the lines behind have no link.
_MOST_LINKS = 65_530
# The headings that the screens have.
_WORDS = {
    Severity.ERROR: "修正が必要です",
    Severity.WARNING: "確かめてください",
    Severity.NOTE: "ご参考",
}
_COLUMNS = (
    TableColumn("種類", 8, 24, align="center"),
    TableColumn("場所", 16, 34),
    TableColumn("会員番号", 10, 18, as_text=True),
    TableColumn("内容", 30, 70),
    TableColumn("直し方", 30, 70),
    TableColumn("コード", 10, 12, align="center"),
)
_PLACE = 2
Where = Callable[[Problem], tuple[str, str] | None]


def add_findings(book: Workbook, problems: Sequence[Problem], where: Where) -> None:
    """Add the sheet behind the others and show it first; errors come before warnings and notes.

    `where` gives the sheet and cell of a problem in this workbook, or None.
    """
    sheet = book.create_sheet(TITLE)
    counts = Counter(doubt.severity for doubt in problems)
    said = "、".join(f"{word} {counts[severity]}件" for severity, word in _WORDS.items())
    put(cell_at(sheet, 1, 1), TITLE, size=16, bold=True)
    put(cell_at(sheet, 2, 1), said if problems else "問題は見つかりませんでした。")
    put_header(sheet, _HEADER_ROW, _COLUMNS)
    ordered = sorted(problems, key=lambda doubt: list(Severity).index(doubt.severity))
    for row, doubt in enumerate(ordered, _HEADER_ROW + 1):
        _line(sheet, row, doubt, where(doubt) if row <= _MOST_LINKS else None)
    set_widths(sheet, _COLUMNS, _HEADER_ROW)
    set_heights(sheet, _COLUMNS, _HEADER_ROW)
    for row, lines in ((1, 2), (2, 1)):
        sheet.row_dimensions[row].height = height_of(lines)
    set_up_page(sheet, landscape=True)
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    last = get_column_letter(len(_COLUMNS))
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{last}{_HEADER_ROW + len(ordered)}"
    _show(book, sheet)


def _line(sheet: Worksheet, row: int, doubt: Problem, target: tuple[str, str] | None) -> None:
    place = doubt.place
    inside = isinstance(place, CellPlace) and place.sheet
    named = (
        f"{place.sheet} {place.cell}".strip() if inside and isinstance(place, CellPlace) else place.words()
    )
    values = (_WORDS[doubt.severity], named, place.member, doubt.message, doubt.hint, doubt.code)
    for number, (column, value) in enumerate(zip(_COLUMNS, values, strict=True), 1):
        color = LINK if number == _PLACE and target else None
        put(cell_at(sheet, row, number), value, column=column, color=color)
    if target:
        cell = cell_at(sheet, row, _PLACE)
        location = f"{quote_sheetname(target[0])}!{target[1]}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, display=named)


def _show(book: Workbook, sheet: Worksheet) -> None:
    """Open the workbook at this sheet alone: with several sheets selected, typing changes them all."""
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = book.index(sheet)

"""A copy of the member list with each doubtful cell coloured and explained; the file stays as it is."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from noticemerge.excel import in_schema_order, is_text, read_file, refuse_what_is_no_workbook
from noticemerge.japan import lazy_pattern
from noticemerge.problems import N_, CannotUse, CellPlace, Problem, Severity, gettext, problem
from noticemerge.roster.marked_workbook_losses import lost_in
from noticemerge.roster.problem_sheet import add_findings
from noticemerge.roster.roster import Roster

AUTHOR = "noticemerge"
_COLOURS = {
    Severity.ERROR: PatternFill("solid", fgColor="FFFFC7CE"),
    Severity.WARNING: PatternFill("solid", fgColor="FFFFEB9C"),
}
_BETWEEN = "\n――――\n"
# What openpyxl can hold as objects without filling the memory: some 600,000 cells.
MOST = 32 * 2**20
_MACROS = "xl/vbaProject.bin"
_CELL = lazy_pattern(r"([A-Z]{0,3})(\d*)")
# What openpyxl is known to raise for a workbook that is not as it expects.
_UNUSUAL = (
    LookupError, ValueError, TypeError, AttributeError, AssertionError, ArithmeticError, RuntimeError,
    SyntaxError, OSError, EOFError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class _NoCopyError(Exception):
    """Why no copy is made, in words."""


@dataclass(frozen=True, slots=True)
class MarkedList:
    """The copy: its bytes, the ending of its name, how many cells are marked, what it does not keep."""

    data: bytes
    suffix: str
    count: int
    lost: tuple[str, ...]


def marked_copy(roster: Roster, problems: Iterable[Problem]) -> MarkedList | None:
    """The workbook of a list with its doubtful cells marked and a sheet 点検結果 of all `problems`.

    Errors and warnings are coloured and have a comment with message, cure and code; notes are only
    listed. None for a list saved as text, which has no colours. Raises `CannotUse` when the file can no
    longer be read, or openpyxl, which makes the copy, cannot read it.
    """
    data = read_file(roster.file)
    if is_text(data, roster.file.suffix):
        return None
    refuse_what_is_no_workbook(data, roster.file)
    listed = list(problems)
    try:
        has_macros = _look_inside(data)
        with warnings.catch_warnings():
            # openpyxl warns of what it does not keep; that is told from the parts.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), keep_vba=has_macros, rich_text=True)
            count = _mark(book, roster, listed)
            add_findings(book, listed, lambda doubt: place_in(roster, doubt))
            written = io.BytesIO()
            book.save(written)
    except (_NoCopyError, *_UNUSUAL) as error:
        unusual = gettext(N_("it is built in an unusual way"))
        reason = str(error) if isinstance(error, _NoCopyError) else unusual
        raise CannotUse(problem("NM-R70", CellPlace(file=roster.file.name), reason=reason)) from None
    copy = in_schema_order(written.getvalue())
    return MarkedList(copy, ".xlsm" if has_macros else ".xlsx", count, tuple(lost_in(copy, data)))


def _look_inside(data: bytes) -> bool:
    """Whether the workbook has macros. Raises `_NoCopyError` when it is too large to be copied."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(i.file_size for i in archive.infolist() if i.filename.lower().endswith(".xml"))
        if size > MOST:
            raise _NoCopyError(gettext(N_("it is too large")))
        return _MACROS in archive.namelist()


def _mark(book: Workbook, roster: Roster, problems: list[Problem]) -> int:
    """Colour and comment the cells; their number."""
    if not book.worksheets:
        raise ValueError(roster.file.name)
    found: dict[tuple[str, str], list[Problem]] = {}
    for doubt in problems:
        if (where := place_in(roster, doubt)) and doubt.severity in _COLOURS and where[0] in book:
            found.setdefault(where, []).append(doubt)
    for (title, name), doubts in found.items():
        cell = _first_of_merged(book[title], name)
        cell.fill = _COLOURS[min((d.severity for d in doubts), key=list(Severity).index)]
        cell.comment = _comment(cell.comment, doubts)
    return len(found)


def place_in(roster: Roster, doubt: Problem) -> tuple[str, str] | None:
    """Sheet and cell of a problem in the list's workbook; None for one that is elsewhere.

    A problem of a whole row is at its first cell, one of a column at the heading, and one of a whole
    sheet nowhere.
    """
    place = doubt.place
    if not isinstance(place, CellPlace) or place.file != roster.file.name or not place.sheet:
        return None
    match = _CELL.fullmatch(place.cell.split(":")[0])
    if match is None or not place.cell:
        return None
    first = roster.columns[0].letter if place.sheet == roster.sheet and roster.columns else "A"
    return place.sheet, (match[1] or first) + (match[2] or str(roster.header_row))


def _first_of_merged(sheet: Any, name: str) -> Any:
    """The cell itself, or that of its merged range which is shown."""
    cell = sheet[name]
    if not isinstance(cell, MergedCell):
        return cell
    area = next(area for area in sheet.merged_cells.ranges if name in area)
    return sheet.cell(area.min_row, area.min_col)


def _comment(before: Comment | None, doubts: list[Problem]) -> Comment:
    """What is said of a cell, below what the clerk has noted there."""
    said = [f"{doubt.message}\n→ {doubt.hint}\n({doubt.code})" for doubt in doubts]
    text = _BETWEEN.join([before.text, *said] if before else said)
    made = Comment(text, AUTHOR)
    made.width, made.height = 360, 30 + 18 * sum(1 + len(line) // 26 for line in text.split("\n"))
    return made

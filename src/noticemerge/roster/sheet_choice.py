"""The choice of the sheet that is the member list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from noticemerge.excel import Book, Row, Sheet
from noticemerge.japan import fold, lazy_pattern, nearest
from noticemerge.problems import CellPlace, NotFoundInFile, Problem, gettext, problem
from noticemerge.roster.header import FEWEST, Header, find_header, guess_header
from noticemerge.roster.typed_options import typed_option

ROSTER_SHEET = "会員名簿"
# The sheet of a marked copy that lists the problems.
PROBLEM_SHEET = "点検結果"
# Sheets that hold something else, by how their titles begin.
_OTHER_SHEETS = tuple(
    map(
        fold,
        (
            "通知",
            "添付資料",
            "記入例",
            "記載例",
            "集計",
            "凡例",
            "使い方",
            "設定",
            "項目一覧",
            PROBLEM_SHEET,
            "発送台帳",
        ),
    )
)
_MOST_SAID = 40
# Rows of another sheet that are counted.
_MOST_COUNTED = 1000
_OF_OLD = lazy_pattern("退会|脱退|旧|過去|控|バックアップ|backup|old|削除|昨年|前年", re.IGNORECASE)


def choose_sheet(
    book: Book, title: str | None, header_row: int | None, meant: Mapping[str, str] | None = None
) -> tuple[Sheet, Header]:
    """The sheet with the members and its header.

    The sheet of that `title`; else 会員名簿; else the only visible one that has a header; else, where no
    wrong encoding can be the reason, the first one whose first rows look like one (`guess_header`).
    `meant` are headings the user explained, as `find_header` takes them.
    Raises `NotFoundInFile` when that cannot be told, or no header is found, or another row than `header_row`
    clearly holds it, and as `find_header`.
    """
    sheet, header = _chosen(book, title, header_row, meant)
    if header_row is not None and not meant:
        _check_row(book, sheet, header, header_row)
    return sheet, header


def _chosen(
    book: Book, title: str | None, header_row: int | None, meant: Mapping[str, str] | None
) -> tuple[Sheet, Header]:
    place = CellPlace(file=book.path.name)
    if title is not None:
        named = book.find(title)
        if named is None:
            raise NotFoundInFile(_no_such_sheet(book, title))
        return named, _header(book, named, header_row, meant)
    usual = book.find(ROSTER_SHEET)
    if usual and (header := find_header(usual, header_row, meant)):
        return usual, header
    likely = [sheet for sheet in book.sheets if _may_be_list(sheet)]
    found = [(sheet, header) for sheet in likely if (header := find_header(sheet, header_row, meant))]
    if len(found) == 1:
        return found[0]
    if found:
        counted = {sheet: _rows_below(sheet, header) for sheet, header in found}
        lists = sorted(counted, key=lambda sheet: (bool(_OF_OLD.search(sheet.title)), -counted[sheet]))
        raise NotFoundInFile(_choice("NM-R22", book, lists, counted))
    if header_row is None and book.is_certain:
        guessed = ((sheet, header) for sheet in likely if (header := guess_header(sheet)))
        if (first := next(guessed, None)) is not None:
            return first
    only = usual or (likely[0] if len(likely) == 1 else None)
    if only:
        return only, _header(book, only, header_row, meant)
    raise NotFoundInFile(problem("NM-R21", place, sheets=_titles(book.sheets)))


def other_lists(book: Book, chosen: Sheet) -> Iterator[Problem]:
    """What there is to say of other sheets that look like member lists, where one was `chosen` unasked.

    One whose title tells of those who have left, or of an earlier time, is only noted.
    """
    for sheet in book.sheets:
        if sheet is chosen or not _may_be_list(sheet) or not (header := find_header(sheet)):
            continue
        if count := _rows_below(sheet, header):
            said = f"{count}" if count < _MOST_COUNTED - header.row else f"{count}…"
            place = CellPlace(file=book.path.name, sheet=sheet.title)
            facts = {"other": sheet.title, "count": said, "sheet": chosen.title}
            yield replace(problem("NM-R108", place, **facts), harmless=bool(_OF_OLD.search(sheet.title)))


def _rows_below(sheet: Sheet, header: Header) -> int:
    """How many rows below a header hold more than one cell, `_MOST_COUNTED` rows being looked at."""
    rows = (row for row in islice(sheet.stream(), _MOST_COUNTED) if row.number > header.row)
    return sum(1 for row in rows if len(row.cells) > 1)


def _no_such_sheet(book: Book, title: str) -> Problem:
    """The sheets that may be meant: those that look like lists, the one most like the title first."""
    counted = {
        sheet: _rows_below(sheet, header)
        for sheet in book.sheets
        if _may_be_list(sheet) and (header := find_header(sheet))
    }
    near = nearest(title, (sheet.title for sheet in counted))

    def unlikeliness(sheet: Sheet) -> tuple[bool, bool, int]:
        return sheet.title != near, bool(_OF_OLD.search(sheet.title)), -counted[sheet]

    lists = sorted(counted, key=unlikeliness)
    if not lists:
        place = CellPlace(file=book.path.name)
        return problem("NM-R88", place, sheet=title, sheets=_titles(book.sheets))
    return _choice("NM-R20", book, lists, counted, sheet=title)


def _choice(code: str, book: Book, lists: list[Sheet], counted: Mapping[Sheet, int], **facts: str) -> Problem:
    """A question which sheet is meant; the likelier stand first."""
    told = (gettext("{title} ({count} rows)").format(title=s.title, count=counted[s]) for s in lists)
    best = lists[0].title
    facts |= {"sheets": gettext(", ").join(told), "best": best, "option": typed_option("--sheet", best)}
    return problem(code, CellPlace(file=book.path.name), **facts)


def _may_be_list(sheet: Sheet) -> bool:
    is_other = fold(sheet.title).startswith(_OTHER_SHEETS)
    return sheet.visible and not is_other and any(True for _ in sheet.stream())


def _header(book: Book, sheet: Sheet, row: int | None, meant: Mapping[str, str] | None) -> Header:
    may_guess = row is None and book.is_certain
    header = find_header(sheet, row, meant) or (guess_header(sheet) if may_guess else None)
    if header:
        return header
    place = CellPlace(file=book.path.name, sheet=sheet.title)
    if row is not None:
        _check_row(book, sheet, None, row)
        raise NotFoundInFile(problem("NM-R24", place, row=row))
    raise NotFoundInFile(problem("NM-R23", place, text=_first_row(sheet)))


def _check_row(book: Book, sheet: Sheet, header: Header | None, row: int) -> None:
    """Raise `NotFoundInFile` where the row that was named is a title, a member or empty, and another is not.

    A row with two headings that are known is taken as the user says.
    """
    if header and sum(column.field is not None for column in header.columns) >= FEWEST:
        return
    usual = find_header(sheet)
    if usual and not usual.first_row <= row <= usual.row:
        place = CellPlace(file=book.path.name, sheet=sheet.title)
        text = _said(r for r in islice(sheet.stream(), row) if r.number == row) or gettext("empty")
        raise NotFoundInFile(problem("NM-R84", place, row=row, text=text, best=usual.row))


def _first_row(sheet: Sheet) -> str:
    """The beginning of what stands in the sheet, so that the user knows which sheet was read."""
    return _said(islice(sheet.stream(), 1))


def _said(rows: Iterable[Row]) -> str:
    cells = [cell for row in rows for cell in row.cells.values()]
    said = " | ".join(" ".join(cell.text.split()) for cell in cells)
    return said if len(said) <= _MOST_SAID else said[:_MOST_SAID] + "…"


def _titles(sheets: list[Sheet] | tuple[Sheet, ...]) -> str:
    return "、".join(sheet.title for sheet in sheets)

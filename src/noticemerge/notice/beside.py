"""The workbook 通知.xlsx beside a member list: read in the place of sheets that the list does not have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from noticemerge.excel import Book, read_book
from noticemerge.notice.attachments import SHEET
from noticemerge.notice.notice import NOTICE_SHEET, Notice
from noticemerge.problems import CannotUse, CellPlace, Problem, problem

FILE = "通知.xlsx"


def notice_beside(members: Path) -> Path | None:
    """The file 通知.xlsx in the folder of a list, unless there is none or it is the list itself."""
    path = members.parent / FILE
    return path if path.name != members.name and path.is_file() else None


def notice_of(listed: Book, settings: Mapping[str, str] | None = None) -> Notice:
    """The notice for a list: of its own sheet 通知, else of the file 通知.xlsx beside it.

    A sheet that is not read although it is filled in is among the problems. Raises `CannotUse` when
    通知.xlsx is needed and cannot be read.
    """
    path = notice_beside(listed.path)
    if path is None:
        return Notice.from_book(listed, settings)
    if listed.find(NOTICE_SHEET):
        return _with(Notice.from_book(listed, settings), _not_read(path, listed))
    notice = Notice.from_book(read_book(path), settings)
    if listed.find(SHEET) is None:
        return notice
    place = CellPlace(file=listed.path.name, sheet=SHEET)
    return _with(notice, [problem("NM-N43", place, file=path.name)])


def _not_read(path: Path, listed: Book) -> list[Problem]:
    """That somebody has begun to fill in 通知.xlsx; one that cannot be read is needed by nobody."""
    try:
        begun = Notice.from_book(read_book(path))
    except CannotUse:
        return []
    if not (begun.attachments or any(text.strip() for text in begun.values.values())):
        return []
    return [problem("NM-N44", CellPlace(file=path.name), list=listed.path.name)]


def _with(notice: Notice, problems: list[Problem]) -> Notice:
    return replace(notice, problems=(*notice.problems, *problems))

"""The one door from a spreadsheet file to its sheets, whatever kind of file it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from noticemerge.excel.book import Book
from noticemerge.excel.delimited_text import read_delimited
from noticemerge.excel.file_kind import is_text, read_file, refuse_what_is_no_workbook
from noticemerge.excel.workbook import read_xlsx
from noticemerge.problems import CellPlace, problem


def read_book(path: Path, encoding: str | None = None) -> Book:
    """Open a workbook or a list saved as text, told apart by content.

    `encoding` is that of a text file, where it is not UTF-8, UTF-16 or cp932. Raises `CannotUse`
    when the file cannot be read, LookupError for an encoding nobody knows.
    """
    data = read_file(path)
    if encoding or is_text(data, path.suffix):
        book = read_delimited(path, data, encoding)
    else:
        refuse_what_is_no_workbook(data, path)
        book = read_xlsx(path, data)
    if not _is_open(path):
        return book
    return replace(book, doubts=(problem("NM-R117", CellPlace(file=path.name)), *book.doubts))


def _is_open(path: Path) -> bool:
    """Whether the file that Excel or LibreOffice keeps beside an open workbook is there."""
    beside = ("~$" + path.name, f".~lock.{path.name}#")
    return any(path.with_name(name).exists() for name in beside)

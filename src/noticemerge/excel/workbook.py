"""An .xlsx workbook as Excel shows it: which sheets it has, and what reads their rows."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException

from noticemerge.excel.book import Book, Row, Sheet, SheetLayout
from noticemerge.excel.cell_styles import Styles, read_styles
from noticemerge.excel.cell_values import Cells
from noticemerge.excel.shared_strings import SharedStrings, read_strings
from noticemerge.excel.sheet_layout import read_frame, uncovered
from noticemerge.excel.sheet_rows import read_rows
from noticemerge.excel.workbook_package import Package
from noticemerge.excel.xml_events import MAIN, Attributes, TooLargeError, collect, is_true
from noticemerge.problems import CannotUse, CellPlace, problem

# What a file that is not as it should be makes the parts of this reader raise.
_UNUSUAL = (LookupError, ValueError, TypeError, ArithmeticError, RuntimeError)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)


def read_xlsx(path: Path, data: bytes) -> Book:
    """The book in `data`, the content of `path`. Raises `CannotUse` when it cannot be read.

    So do the sheets when they are looked into, which is not before they are asked for something.
    """
    place = CellPlace(file=path.name)
    with _told(place):
        package = Package(data)
        sheets = tuple(_sheets(package, place))
        is_manual = _is_calculated_by_hand(package)
    if not sheets:
        raise CannotUse(problem("NM-R15", place))
    return Book(path, sheets, doubts=(problem("NM-R115", place),) if is_manual else ())


@contextmanager
def _told(place: CellPlace) -> Iterator[None]:
    """What is raised inside becomes the one sentence that tells the cure."""
    try:
        yield
    except DefusedXmlException:
        raise CannotUse(problem("NM-R13", place)) from None
    except ExpatError:
        raise CannotUse(problem("NM-R17", place)) from None
    except _DAMAGED:
        raise CannotUse(problem("NM-R04", place)) from None
    except (MemoryError, TooLargeError):
        raise CannotUse(problem("NM-R11", place)) from None
    except _UNUSUAL:
        raise CannotUse(problem("NM-R18", place)) from None


def _sheets(package: Package, place: CellPlace) -> Iterator[Sheet]:
    """The worksheets in the order of their tabs (ECMA-376 part 1, 18.2.19); sheets of a chart are none."""
    workbook = package.workbook()
    wanted = [("workbook", "workbookPr"), ("sheets", "sheet")]
    found = collect(package.chunks(workbook), wanted, MAIN)
    date1904 = any(is_true(attributes.get("date1904")) for name, attributes in found if name == "workbookPr")
    cells = Cells(_styles(package, workbook), cache(lambda: _strings(package, workbook)), date1904)
    relations = package.relations(workbook)
    for name, attributes in found:
        reference = _reference(attributes)
        if name != "sheet" or not reference:
            continue
        relation = relations[reference]
        if relation.part in package and relation.kind != "chartsheet":
            reading = _Reading(package, relation.part, cells, place)
            visible = attributes.get("state", "visible") == "visible"
            yield Sheet(attributes["name"], visible, reading.rows, reading.frame)


def _is_calculated_by_hand(package: Package) -> bool:
    """Whether formulas of the workbook keep their results until somebody asks for new ones (18.2.2)."""
    found = collect(package.chunks(package.workbook()), [("workbook", "calcPr")], MAIN)
    return any(attributes.get("calcMode") == "manual" for _, attributes in found)


def _reference(attributes: Attributes) -> str:
    """The id of the relationship to a sheet; its namespace is another one in a Strict workbook."""
    return next((value for name, value in attributes.items() if name.endswith("/relationships id")), "")


def _styles(package: Package, workbook: str) -> Styles:
    part = package.related(workbook, "styles")
    return read_styles(package.chunks(part)) if part else Styles()


def _strings(package: Package, workbook: str) -> SharedStrings:
    part = package.related(workbook, "sharedStrings")
    return read_strings(package.chunks(part)) if part else SharedStrings()


class _Reading:
    """Reads one worksheet's part, as often as it is asked."""

    def __init__(self, package: Package, part: str, cells: Cells, place: CellPlace) -> None:
        self._package = package
        self._part = part
        self._cells = cells
        self._place = place

    @cached_property
    def _frame(self) -> SheetLayout:
        with _told(self._place):
            related = self._package.relations(self._part).values()
            tables = [one.part for one in related if one.kind == "table" and one.part in self._package]
            return read_frame(self._package.chunks(self._part), map(self._package.chunks, tables))

    def frame(self) -> SheetLayout:
        return self._frame

    def rows(self) -> Iterator[Row]:
        merges = self._frame.merges
        with _told(self._place):
            rows = read_rows(self._package.chunks(self._part), self._cells)
            yield from uncovered(rows, merges) if merges else rows

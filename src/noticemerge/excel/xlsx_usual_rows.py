"""Rows and cells as Excel, LibreOffice and most libraries write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from noticemerge.excel.book import Shown
from noticemerge.excel.cell_references import column_index
from noticemerge.excel.cell_values import Cells
from noticemerge.excel.xlsx_usual import TEXT, UNREAD, References, UnusualError, Usual
from noticemerge.excel.xml_events import is_true

_DATA = re.compile(b"<sheetData>")
_END = "</row>"
_ROW = re.compile(r'<row r="([1-9][0-9]{0,6})"((?: [A-Za-z][A-Za-z0-9:]*="[0-9A-Za-z.:; -]*")*)(/?)>')
_ATTRIBUTE = re.compile(r' ([^=]*)="([^"]*)"')
# Column and row, type and style, value, text. A formula is usual where its result is there, and a text of
# its own in a cell that says that it has one.
_CELL = re.compile(
    rf"""<c\ r="([A-Z]{{1,3}})([1-9][0-9]{{0,6}})"((?:\ s="[0-9]{{1,9}}")?(?:\ t="\w+")?)(?:/>|>(?:
    (?:<f(?:\ t="\w+")?(?:\ ref="[A-Z0-9:]+")?(?:\ si="[0-9]+")?(?:/>|>{UNREAD}</f>)(?=<v>[^<]))?
    <v>({TEXT})</v>|(?<=inlineStr">)<is><t(?:\ xml:space="preserve")?>({TEXT})</t></is>)?</c>)""",
    re.VERBOSE | re.ASCII,
)
_PARTS = _CELL.groups + 1
# Different rows of columns that are known at once; in most lists there is one.
_LAYOUTS = 1000
# Equal cells are made once, as long as no more different ones than this come in between.
_REMEMBERED = 10_000


class UsualRows:
    """Takes rows that are written as usual; `add` gets each one's number, cells, and whether it is hidden."""

    def __init__(self, cells: Cells, add: Callable[[int, dict[int, Shown], bool], None]) -> None:
        self.usual = Usual(_DATA, b"<row", _END.encode(), self._take)
        self._cells = cells
        self._add = add
        self._references = References()
        self._layouts: dict[tuple[str, ...], list[int]] = {}
        self._known: dict[tuple[str, str | None, str | None], Shown | None] = {}

    def _take(self, written: str) -> None:
        """A row, and those without cells before it."""
        row = _begun(written, 0)
        while row[3]:
            self._add(int(row[1]), {}, _is_hidden(row[2]))
            row = _begun(written, row.end())
        cells = self._row(row[1], written[row.end() : -len(_END)])
        self._add(int(row[1]), cells, _is_hidden(row[2]))

    def _row(self, number: str, written: str) -> dict[int, Shown]:
        parts = _CELL.split(written)
        columns = self._layout(tuple(parts[1::_PARTS]))
        if any(parts[::_PARTS]) or parts[2::_PARTS].count(number) != len(columns):
            raise UnusualError(written)
        known, row = self._known, dict[int, Shown]()
        stored = zip(parts[3::_PARTS], parts[4::_PARTS], parts[5::_PARTS], strict=True)
        for column, key in zip(columns, stored, strict=True):
            shown = known[key] if key in known else self._make(key)
            if shown is not None:
                row[column] = shown
        return row

    def _layout(self, letters: tuple[str, ...]) -> list[int]:
        """The columns of these letters, which must ascend."""
        if (columns := self._layouts.get(letters)) is None:
            columns = [column_index(name) for name in letters]
            if not all(one < other for one, other in pairwise(columns)):
                raise UnusualError(letters)
            if len(self._layouts) >= _LAYOUTS:
                self._layouts.clear()
            self._layouts[letters] = columns
        return columns

    def _make(self, key: tuple[str, str | None, str | None]) -> Shown | None:
        attributes, value, text = key
        kind, style = _kind_and_style(attributes)
        stored = self._references.resolved((text if kind == "inlineStr" else value) or "")
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        shown = self._known[key] = self._cells.shown(kind, style, stored)
        return shown


def _begun(written: str, start: int) -> re.Match[str]:
    """The tag with which a row begins."""
    if match := _ROW.match(written, start):
        return match
    raise UnusualError(written)


@lru_cache
def _is_hidden(attributes: str) -> bool:
    """Whether the attributes of a row, but for its number, say that it is hidden."""
    pairs = _ATTRIBUTE.findall(attributes)
    found = {"r": "", **dict(pairs)}
    if len(found) <= len(pairs):
        raise UnusualError(attributes)
    return is_true(found.get("hidden"))


@lru_cache
def _kind_and_style(attributes: str) -> tuple[str, str]:
    found = dict(_ATTRIBUTE.findall(attributes))
    return found.get("t", "n"), found.get("s", "0")

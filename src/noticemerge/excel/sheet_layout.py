"""The layout of a worksheet: merged cells and hidden columns (ECMA-376 part 1 §18.3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from noticemerge.excel.book import Merge, Row, SheetLayout, is_filled
from noticemerge.excel.cell_references import corners
from noticemerge.excel.xml_events import MAIN, collect, is_true
from noticemerge.japan import lazy_pattern

_COLUMNS = 16384
_ROWS_BEGIN = lazy_pattern(rb"<(?:[\w.-]+:)?sheetData\s*>")
_ROWS_END = lazy_pattern(rb"</(?:[\w.-]+:)?sheetData\s*>")
# No such tag is longer.
_TAG = 256


def read_frame(chunks: Iterable[bytes], tables: Iterable[Iterable[bytes]] = ()) -> SheetLayout:
    """Merged cells and hidden columns of a worksheet's part, and the totals rows of its `tables`.

    Raises as `collect` does, and LookupError.
    """
    merges: list[Merge] = []
    hidden: list[tuple[int, int]] = []
    wanted = [("cols", "col"), ("mergeCells", "mergeCell")]
    for name, attributes in collect(_without_rows(chunks), wanted, MAIN):
        if name == "mergeCell":
            merges.append(corners(attributes["ref"]))
        elif is_true(attributes.get("hidden")):
            first = int(attributes["min"])
            hidden.append((first - 1, int(attributes.get("max") or first)))
    totals = frozenset(row for table in tables for row in _totals(table))
    return SheetLayout(tuple(dict.fromkeys(merges)), frozenset(_joined(hidden)), totals)


def _totals(chunks: Iterable[bytes]) -> Iterator[int]:
    """The totals rows of a table, which are its last (ECMA-376 part 1, 18.5.1.2)."""
    for _, attributes in collect(chunks, [("", "table")], MAIN):
        bottom = corners(attributes["ref"])[2]
        yield from range(bottom - int(attributes.get("totalsRowCount") or 0) + 1, bottom + 1)


def _joined(ranges: list[tuple[int, int]]) -> Iterator[int]:
    """Each column of the ranges once, however often they name it."""
    done = 0
    for first, end in sorted(ranges):
        yield from range(max(first, done), min(end, _COLUMNS))
        done = max(done, end)


def _without_rows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The part without its rows, which are nearly all of it; with them where they are not found at once.

    They are not found in UTF-16, for example: that only takes longer.
    """
    held, is_inside = b"", False
    rest = iter(chunks)
    for chunk in rest:
        held += chunk
        if not is_inside and (begin := _ROWS_BEGIN.search(held)):
            yield held[: begin.end()]
            held, is_inside = held[begin.end() :], True
        if not is_inside:
            yield held[:-_TAG]
        elif b"sheetData" in held and (end := _ROWS_END.search(held)):
            yield held[end.start() :]
            yield from rest
            return
        held = held[-_TAG:]
    yield held


def uncovered(rows: Iterable[Row], merges: tuple[Merge, ...]) -> Iterator[Row]:
    """The rows without what merged cells hide: all but the first cell of a range (18.3.1.55)."""
    by_top = sorted(merges)
    coming, open_merges, last = 0, list[Merge](), 0
    for row in rows:
        if row.number < last:
            coming, open_merges = 0, []
        last = row.number
        while coming < len(by_top) and by_top[coming][0] <= row.number:
            open_merges.append(by_top[coming])
            coming += 1
        open_merges = [merge for merge in open_merges if merge[2] >= row.number]
        if len(open_merges) > _COLUMNS:
            raise ValueError("merged cells overlap")
        if (seen := _uncovered(row, open_merges) if open_merges else row) is not None:
            yield seen


def _uncovered(row: Row, merges: list[Merge]) -> Row | None:
    hidden = {
        index
        for index in row.cells
        for top, left, _, right in merges
        if left <= index <= right and (top, left) != (row.number, index)
    }
    if not hidden:
        return row
    cells = {index: cell for index, cell in row.cells.items() if index not in hidden}
    return Row(row.number, cells, row.hidden) if is_filled(cells.values()) else None

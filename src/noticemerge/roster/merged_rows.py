"""Cells merged downwards: what stands in the first of them goes for each of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from noticemerge.excel import Row, Sheet, SheetCell, column_letter

_Area = tuple[int, int, int]


class MergedRows:
    """Fills the rows below the first of cells that are merged downwards, within the columns of a list."""

    def __init__(self, sheet: Sheet, header_row: int, positions: Iterable[int]) -> None:
        known = set(positions)
        found: list[_Area] = [
            (top, left, bottom)
            for top, left, bottom, _ in sheet.merges
            if bottom > max(top, header_row) and top > header_row and left in known
        ]
        self._coming = sorted(found)
        self._open: dict[int, tuple[_Area, SheetCell | None]] = {}
        self._from: dict[int, dict[int, int]] = {}
        self._areas: dict[str, None] = {}

    @property
    def areas(self) -> list[str]:
        """The merged cells of which something was taken, in the order of their rows."""
        return list(self._areas)

    def filled(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows in their order, with what they have of cells merged from above."""
        return self._filled(rows) if self._coming else iter(rows)

    def first_row(self, row: int, positions: Sequence[int]) -> tuple[int, int]:
        """The position of the first of these columns that is merged from above the row, and its first row.

        (-1, 0) where none is.
        """
        taken: Mapping[int, int] = self._from.get(row, {})
        return next(((position, taken[position]) for position in positions if position in taken), (-1, 0))

    def _filled(self, rows: Iterable[Row]) -> Iterator[Row]:
        coming = list(reversed(self._coming))
        for row in rows:
            while coming and coming[-1][0] <= row.number:
                top, left, _ = area = coming.pop()
                self._open[left] = area, row.cells.get(left) if top == row.number else None
            taken = {
                left: cell
                for left, ((top, _, bottom), cell) in self._open.items()
                if cell is not None and top < row.number <= bottom and left not in row.cells
            }
            if taken:
                self._note(row.number, taken)
                row = Row(row.number, dict(sorted({**row.cells, **taken}.items())), row.hidden, row.width)
            yield row

    def _note(self, number: int, taken: Mapping[int, SheetCell]) -> None:
        areas = {left: self._open[left][0] for left in taken}
        self._from[number] = {left: top for left, (top, _, _) in areas.items()}
        for left, (top, _, bottom) in areas.items():
            letter = column_letter(left)
            self._areas[f"{letter}{top}:{letter}{bottom}"] = None

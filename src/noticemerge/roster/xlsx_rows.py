"""The rows of a worksheet, read as a stream: no more of it is held than the rows that are being made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from openpyxl.utils.cell import coordinate_to_tuple

from noticemerge.roster.source import Row, Shown, is_filled
from noticemerge.roster.xlsx_cells import Cells
from noticemerge.roster.xlsx_xml import DEEPEST, Attributes, TooLargeError, is_true, new_parser, prefix_of

# A list of 100,000 members with 50 columns.
MOST_CELLS = 5_000_000
# Equal cells are made once, as long as no more different ones than this come in between.
_REMEMBERED = 10_000
_UNKNOWN = Shown("", None, "")


def read_rows(chunks: Iterable[bytes], cells: Cells) -> Iterator[Row]:
    """The rows of a worksheet's part that hold a cell which is not empty, in the order of the file.

    Raises as `collect` and `Cells.shown` do.
    """
    # Without resolving namespaces this is faster by a quarter: the first element tells them.
    parser = new_parser(namespaces=False)
    building = _Building(cells)

    def begin(name: str, attributes: Attributes) -> None:
        prefix = prefix_of(name, attributes)
        if prefix is None:
            parser.StartElementHandler = None
            return
        pieces: list[str] = []
        parser.CharacterDataHandler = pieces.append
        parser.StartElementHandler, parser.EndElementHandler = _handlers(building, pieces, prefix)

    parser.StartElementHandler = begin
    for chunk in chunks:
        parser.Parse(chunk, False)
        yield from building.finished()
    parser.Parse(b"", True)
    yield from building.finished()


class _Building:
    """The row that is being read, and those that are done."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._done: list[Row] = []
        self._columns: dict[str, int] = {}
        self._known: dict[tuple[str, str, str], Shown | None] = {}
        self._count = 0
        self._number, self._digits = 0, "0"
        self._hidden = False
        self._column = -1
        self._row: dict[int, Shown] = {}
        # Cells whose own names say another row than the one they stand in.
        self._strays: dict[int, dict[int, Shown]] = {}

    def finished(self) -> list[Row]:
        """The rows that are done since this was asked last."""
        done, self._done = self._done, []
        return done

    def begin_row(self, attributes: Attributes) -> None:
        """Rows without a number follow the last one (18.3.1.73)."""
        number = attributes.get("r")
        self._number = _whole(number) if number else self._number + 1
        self._digits = str(self._number)
        self._hidden = is_true(attributes.get("hidden"))
        self._column = -1

    def end_row(self) -> None:
        for number, row in {self._number: self._row, **self._strays}.items():
            if row:
                self._count += len(row)
                self._add(number, row)
        if self._count > MOST_CELLS:
            raise TooLargeError("sheetData")
        self._row = {}
        self._strays.clear()

    def _add(self, number: int, row: dict[int, Shown]) -> None:
        if is_filled(row.values()):
            hidden = self._hidden and number == self._number
            self._done.append(Row(number, row if _ascends(row) else dict(sorted(row.items())), hidden))

    def add_cell(self, attributes: Attributes, value: str | None, inline: str, formula: str | None) -> None:
        """Place what a cell stores: a value, a text of its own, a formula."""
        row, column = self._row, self._column + 1
        if reference := attributes.get("r"):
            known = self._columns.get(reference.removesuffix(self._digits))
            row, column = self._place(reference) if known is None else (row, known)
        self._column = column
        kind = attributes.get("t", "n")
        stored = inline if kind == "inlineStr" else value or ""
        if formula is not None and not value and (value is None or kind != "str"):
            row[column] = self._cells.uncalculated(formula)
            return
        key = kind, attributes.get("s", "0"), stored
        shown = self._known.get(key, _UNKNOWN)
        if shown is _UNKNOWN:
            shown = self._make(key)
        if shown is not None:
            row[column] = shown

    def _place(self, reference: str) -> tuple[dict[int, Shown], int]:
        """The row that a cell belongs to by its name, and its column."""
        number, column = coordinate_to_tuple(reference)
        if number != self._number:
            return self._strays.setdefault(number, {}), column - 1
        self._columns[reference.removesuffix(self._digits)] = column - 1
        return self._row, column - 1

    def _make(self, key: tuple[str, str, str]) -> Shown | None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        shown = self._known[key] = self._cells.shown(*key)
        return shown


def _handlers(
    building: _Building, pieces: list[str], prefix: str
) -> tuple[Callable[[str, Attributes], None], Callable[[str], None]]:
    """What is done where an element begins and ends; text goes to `pieces`.

    Elements are told apart by names alone: rows and cells stand nowhere else in a worksheet.
    """
    row_name, cell_name, value_name, formula_name, text_name, furigana_name = (
        prefix + name for name in ("row", "c", "v", "f", "t", "rPh")
    )
    texts = {value_name, formula_name, text_name}
    cell: Attributes | None = None
    value: str | None = None
    formula: str | None = None
    inline = ""
    depth = muted = 0
    is_in_row = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal cell, value, formula, inline, depth, muted, is_in_row
        if name == cell_name:
            if cell is not None or not is_in_row:
                raise ValueError("a cell outside a row")
            cell, value, formula, inline = attributes, None, None, ""
            return
        if name == row_name:
            if is_in_row:
                raise ValueError("a row in a row")
            is_in_row = True
            building.begin_row(attributes)
            return
        depth += 1
        if name in texts:
            pieces.clear()
        elif name == furigana_name:
            muted += 1
        elif depth > DEEPEST:
            raise ValueError("elements nested too deep")

    def end(name: str) -> None:
        nonlocal cell, value, formula, inline, depth, muted, is_in_row
        if name == cell_name and cell is not None:
            building.add_cell(cell, value, inline, formula)
            cell = None
            return
        if name == row_name:
            building.end_row()
            is_in_row = False
            return
        depth -= 1
        if name == value_name:
            value = "".join(pieces)
        elif name == text_name:
            if not muted:
                inline += "".join(pieces)
        elif name == formula_name:
            formula = "".join(pieces)
        elif name == furigana_name:
            muted -= 1

    return start, end


def _ascends(row: dict[int, Shown]) -> bool:
    columns = list(row)
    return columns == sorted(columns)


def _whole(number: str) -> int:
    """A row's number; some programs write 5.0. Raises ValueError."""
    value = float(number)
    if not value.is_integer():
        raise ValueError(number)
    return int(value)

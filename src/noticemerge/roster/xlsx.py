"""An .xlsx workbook as Excel shows it: openpyxl reads the file, this module says what the cells show."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import MAC_EPOCH, from_excel, to_excel
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.problems import CannotUse, CellPlace, problem
from noticemerge.roster.display import UnsupportedFormat, displayed_text, shows_date
from noticemerge.roster.slim import TooLargeError, without_empty_cells
from noticemerge.roster.source import Book, Row, Sheet, Shown

# What a Japanese Excel shows for formats that a workbook stores by number alone (ECMA-376 part 1,
# 18.8.30, ja-jp; 5 to 8 and 37 to 44 in yen). openpyxl knows the American ones, and General for the rest.
_ERA, _ERA_LONG = "[$-411]ge.m.d", '[$-411]ggge"年"m"月"d"日"'
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
BUILT_IN = {
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;[Red]¥-#,##0.00",
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 57), _ERA),
    **dict.fromkeys((28, 29, 51, 54, 58), _ERA_LONG),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), _YEAR_MONTH),
    **dict.fromkeys((35, 53, 56), _MONTH_DAY),
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
}
# A letter that XML cannot hold, as Excel writes it (ECMA-376 part 1, 22.4.2.4).
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_COLUMNS = 16384
# What openpyxl is known to raise for a file that is not as it expects.
_UNUSUAL = (
    LookupError, ValueError, TypeError, AttributeError, AssertionError, ArithmeticError, RuntimeError,
)  # fmt: skip
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)

Read = TypeVar("Read")
# Formulas without a result, by row and column from 1.
Formulas = Mapping[tuple[int, int], str]


def read_xlsx(path: Path, data: bytes) -> Book:
    """The book in `data`, the content of `path`. Raises `CannotUse` when it cannot be read."""
    place = CellPlace(file=path.name)
    workbook, formulas = _guarded(lambda: _load(data), place)
    if not workbook.worksheets:
        raise CannotUse(problem("NM-R15", place))
    sheets = (_sheet(ws, missing) for ws, missing in zip(workbook.worksheets, formulas, strict=True))
    return Book(path, tuple(sheets))


def _guarded(read: Callable[[], Read], place: CellPlace) -> Read:
    """What `read` returns; what openpyxl raises becomes the one sentence that tells the cure."""
    try:
        return read()
    except DefusedXmlException:
        raise CannotUse(problem("NM-R13", place)) from None
    except SyntaxError:  # the parse errors of both XML libraries
        raise CannotUse(problem("NM-R17", place)) from None
    except _DAMAGED:
        raise CannotUse(problem("NM-R04", place)) from None
    except (MemoryError, TooLargeError):
        raise CannotUse(problem("NM-R11", place)) from None
    except _UNUSUAL as error:
        code = "NM-R13" if isinstance(error.__cause__, DefusedXmlException) else "NM-R18"
        raise CannotUse(problem(code, place)) from None


def _load(data: bytes) -> tuple[Workbook, list[Formulas]]:
    """The workbook with the results of its formulas, and for each sheet the formulas without one."""
    data = without_empty_cells(data)
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions it does not keep: nothing of them is printed.
        warnings.simplefilter("ignore")
        reader = ExcelReader(io.BytesIO(data), data_only=True, keep_links=False)
        reader.read()
    parts = [
        relation.target
        for _, relation in reader.parser.find_sheets()
        if relation.target in reader.valid_files and "chartsheet" not in relation.Type
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return reader.wb, [_uncalculated(archive.read(part)) for part in parts]


def _uncalculated(part: bytes) -> dict[tuple[int, int], str]:
    """The formulas of a sheet that no program has calculated: they stand without a result.

    An empty text is a result too (`<v></v>` of type str).
    """
    if not _HAS_FORMULA.search(part):
        return {}
    found: dict[tuple[int, int], str] = {}
    row = column = 0
    for event, element in iterparse(io.BytesIO(part), events=("start", "end")):
        name = element.tag.rpartition("}")[2]
        if name == "row" and event == "start":
            row, column = int(float(element.get("r") or row + 1)), 0
        elif name == "row":
            element.clear()
        elif name == "c" and event == "end":
            reference = element.get("r")
            row, column = coordinate_to_tuple(reference) if reference else (row, column + 1)
            children = {child.tag.rpartition("}")[2]: child for child in element}
            is_text = element.get("t") == "str"
            has_result = "v" in children and (is_text or bool(children["v"].text))
            if "f" in children and not has_result:
                found[row, column] = f"={children['f'].text or '…'}"
    return found


def _sheet(ws: Worksheet, formulas: Formulas) -> Sheet:
    merges = tuple((m.min_row, m.min_col - 1, m.max_row, m.max_col - 1) for m in ws.merged_cells.ranges)
    return Sheet(
        ws.title,
        ws.sheet_state == "visible",
        lambda: _rows(ws, formulas),
        merges=merges,
        hidden_columns=_hidden_columns(ws),
    )


def _rows(ws: Worksheet, formulas: Formulas) -> Iterator[Row]:
    """The rows that hold something.

    Only the cells that exist are looked at: a sheet that is formatted to its last row and column
    would have 17 billion.
    """
    rows: dict[int, dict[int, Shown]] = {}
    for (row, column), cell in ws._cells.items():
        formula = formulas.get((row, column))
        if formula is not None:
            shown = Shown("", formula, "formula")
        elif cell.value is None or cell.value == "":
            continue
        else:
            shown = _shown(cell)
        rows.setdefault(row, {})[column - 1] = shown
    for number in sorted(rows):
        cells = {index: rows[number][index] for index in sorted(rows[number])}
        if any(cell.text.strip() or cell.kind != "text" for cell in cells.values()):
            yield Row(number, cells, _is_hidden(ws, number))


def _is_hidden(ws: Worksheet, row: int) -> bool:
    """Rows that a filter leaves out are stored as hidden ones."""
    return row in ws.row_dimensions and bool(ws.row_dimensions[row].hidden)


def _hidden_columns(ws: Worksheet) -> frozenset[int]:
    """A hidden range is stored once; openpyxl keeps it under the letter of its first column."""
    hidden: set[int] = set()
    for dimension in ws.column_dimensions.values():
        if dimension.hidden and dimension.min:
            hidden.update(range(dimension.min - 1, min(dimension.max or dimension.min, _COLUMNS)))
    return frozenset(hidden)


def _shown(cell: Any) -> Shown:
    value = cell.value
    if cell.data_type == "e":
        return Shown(str(value), value, "error")
    code = BUILT_IN.get(cell._style.numFmtId) or cell.number_format or "General"
    if isinstance(value, str):
        value = _decoded(value)
        kind = "text"
    elif isinstance(value, bool):
        kind = "bool"
    else:
        return _shown_number(cell, value, code)
    try:
        return Shown(displayed_text(value, code), value, kind)
    except UnsupportedFormat:
        return Shown(str(value), value, kind, code)


def _shown_number(cell: Any, value: Any, code: str) -> Shown:
    """A number or a date; openpyxl has made dates of serial numbers, and back they go."""
    epoch = cell.parent.parent.epoch
    is_date = isinstance(value, datetime.date | datetime.time | datetime.timedelta)
    number = to_excel(value, epoch) if is_date else value  # type: ignore[no-untyped-call]
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    try:
        text = displayed_text(number, code, date1904=epoch == MAC_EPOCH)
        if not shows_date(number, code):
            return Shown(text, number, "number")
    except UnsupportedFormat:
        return Shown(str(value), value, "date" if is_date else "number", code)
    return Shown(text, value if is_date else _date(number, epoch), "date")


def _date(number: float, epoch: datetime.datetime) -> object:
    try:
        return from_excel(number, epoch)
    except (OverflowError, ValueError):  # a day that no calendar has; what is shown says so
        return number


def _decoded(text: str) -> str:
    """The text with _x000D_ and its like decoded, surrogate pairs joined, and one kind of line break."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")

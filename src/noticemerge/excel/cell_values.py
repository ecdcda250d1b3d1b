"""Cells: from the stored value and style to the displayed text."""

from __future__ import annotations

from collections.abc import Callable

from noticemerge.excel.book import CellMarks, SheetCell
from noticemerge.excel.cell_styles import NumberFormat, Styles
from noticemerge.excel.date_serials import duration, moment
from noticemerge.excel.number_format.displayed_text import UnsupportedFormat, displayed_text, shows_date
from noticemerge.excel.shared_strings import SharedStrings, decoded

# Types whose values are neither numbers nor texts.
_OTHERS = frozenset("bed")
_TEXTS = frozenset({"inlineStr", "str"})
# General shows whole numbers of up to eleven digits as they are; most numbers of a list are such.
_WIDEST = 11
# Numbers under one format, of which the same days and amounts come again and again.
_REMEMBERED = 20_000
_TRUTHS = {"1": True, "0": False, "true": True, "false": False}


class Cells:
    """Makes the cells of one workbook: `shown` for what a cell stores, `uncalculated` for a formula."""

    def __init__(self, styles: Styles, strings: Callable[[], SharedStrings], date1904: bool) -> None:
        self._styles = styles
        self._looks: dict[str, NumberFormat] = {}
        self._strings = strings
        self._date1904 = date1904

    def shown(self, kind: str, style: str, stored: str) -> SheetCell | None:
        """The cell of type `kind` (ECMA-376 part 1, 18.18.11) that stores this; None for an empty one.

        Raises what reading a damaged value can raise: ValueError, LookupError, ArithmeticError.
        """
        look = self._looks.get(style) or self._look(style)
        if not stored:
            return None
        if kind == "n":
            cell: SheetCell | None = self._number(stored, look)
        elif kind == "s":
            cell = self._shared(int(stored), look)
        elif kind in _OTHERS:
            cell = self._other(kind, stored, look)
        else:
            cell = _text(decoded(stored), look)
        if look.is_struck and cell is not None:
            cell.marks = CellMarks(struck=cell.text)
        return cell

    def are_texts(self, kind: str, style: str) -> bool:
        """Whether such cells show the text that they hold, which `decoded` may still change."""
        look = self._looks.get(style) or self._look(style)
        return kind in _TEXTS and look.leaves_texts and not look.is_struck

    def _shared(self, index: int, look: NumberFormat) -> SheetCell | None:
        strings = self._strings()
        cell = _text(strings.texts[index], look)
        if index in strings.struck:
            return partly_struck(cell, strings.struck[index])
        return cell

    def _look(self, style: str) -> NumberFormat:
        look = self._looks[style] = self._styles.look(style)
        return look

    def _other(self, kind: str, stored: str, look: NumberFormat) -> SheetCell:
        if kind == "b":
            return _shown(_TRUTHS[stored.strip()], "bool", look)
        if kind == "e":
            return SheetCell(stored, stored, "error")
        # Slow to load, and met in Strict workbooks alone.
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_ISO8601, to_excel

        value = from_ISO8601(stored)  # type: ignore[no-untyped-call]
        epoch = MAC_EPOCH if self._date1904 else WINDOWS_EPOCH
        return self._date(to_excel(value, epoch), value, look)  # type: ignore[no-untyped-call]

    def uncalculated(self, formula: str) -> SheetCell:
        """A formula without a stored result; of one that is shared only the first cell tells it."""
        return SheetCell("", f"={formula or '…'}", "formula")

    def _number(self, stored: str, look: NumberFormat) -> SheetCell:
        if look.is_general and stored.isdecimal() and len(stored) <= _WIDEST:
            number = int(stored)
            return SheetCell(str(number), number, "number")
        if stored not in look.known:
            if len(look.known) >= _REMEMBERED:
                look.known.clear()
            look.known[stored] = self._formatted(_number(stored), look)
        return look.known[stored]

    def _formatted(self, number: int | float, look: NumberFormat) -> SheetCell:
        if not look.is_date:
            return self._date(number, None, look)
        try:
            value = duration(number) if look.is_duration else self._moment(number)
        except (OverflowError, ValueError):  # a day that no calendar has
            return self._date(number, number, look)
        return self._date(number, value, look)

    def _date(self, number: int | float, value: object, look: NumberFormat) -> SheetCell:
        """A number as its format shows it; `value` is the date it stands for, None for a plain number."""
        if isinstance(number, float) and number.is_integer():
            number = int(number)
        try:
            text = displayed_text(number, look.code, date1904=self._date1904)
            if not (look.may_show_dates and shows_date(number, look.code)):
                return SheetCell(text, number, "number")
        except UnsupportedFormat:
            if value is None:
                return SheetCell(str(number), number, "number", look.code)
            return SheetCell(str(value), value, "date", look.code)
        return SheetCell(text, self._day(number) if value is None else value, "date")

    def _moment(self, number: int | float) -> object:
        return moment(number, date1904=self._date1904)

    def _day(self, number: int | float) -> object:
        try:
            return self._moment(number)
        except (OverflowError, ValueError):  # a day that no calendar has; what is shown says so
            return number


def partly_struck(cell: SheetCell | None, struck: str) -> SheetCell:
    """A cell of which the text `struck` is struck through: all of it where nothing else is there."""
    marks = CellMarks(struck=struck)
    if cell is None:
        return SheetCell(struck, struck, "text", marks=marks)
    cell.marks = marks
    return cell


def _number(stored: str) -> int | float:
    is_whole = not ("." in stored or "E" in stored or "e" in stored)
    return int(stored) if is_whole else float(stored)


def _text(text: str, look: NumberFormat) -> SheetCell | None:
    if not text:
        return None
    return SheetCell(text, text, "text") if look.leaves_texts else _shown(text, "text", look)


def _shown(value: str | bool, kind: str, look: NumberFormat) -> SheetCell:
    try:
        return SheetCell(displayed_text(value, look.code), value, kind)
    except UnsupportedFormat:
        return SheetCell(str(value), value, kind, look.code)

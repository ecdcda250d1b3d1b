"""Text as a written cell stores it, and the width and height it takes."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import NamedTuple

from noticemerge.japan import lazy_pattern, wareki, width


class StoredLook(NamedTuple):
    """How a cell looks, as a workbook stores it: elements of font, fill and border (ECMA-376 part 1 §18.8).

    `format` is the number of a number format that needs no words, else its words. `attributes` and `children`
    are what else its element holds.
    """

    font: str
    fill: str
    border: str
    format: int | str
    attributes: str = ""
    children: str = ""


class StoredCell(NamedTuple):
    """A cell taken over from another workbook as it is stored there: the text it shows, its look, and what
    follows the style in its element.
    """

    text: str
    look: StoredLook
    content: str


Value = str | int | datetime.date | StoredCell | None

FONT = "游ゴシック"
LINK = "FF0563C1"
LINES = "FFA6A6A6"
# Excel counts days from 1900 and holds 29 February 1900 for one of them.
FIRST_DAY = datetime.date(1900, 3, 1)
# Typed again in Excel these begin a formula; in full width too, where the IME is on.
FORMULA_SIGNS = tuple("=+-@＝＋－＠")
# The most a cell holds, in UTF-16 units; Excel calls a workbook with more damaged.
LONGEST = 32_767
# What XML 1.0 §2.2 cannot hold, shown as the mark for a character that is missing.
_ILLEGAL = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# ECMA-376 part 1 §22.4.2.4: _x0041_ in a string is the character A, so that a typed one needs _x005F_.
_ESCAPE = lazy_pattern(r"_(?=x[0-9A-Fa-f]{4}_)")
_LINE_HEIGHT = 15.5  # points, for 10 point type


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its heading, least and greatest width in half-width characters, how its cells stand.

    `as_text` gives the cells the format of text, so that 0007 typed over another number stays 0007; `fill` is
    another colour for the heading.
    """

    heading: str
    least: int
    most: int
    align: str = "left"
    as_text: bool = False
    fill: str = ""

    def width(self, widest: int) -> int:
        """Its width when its widest text has `widest` half-width characters."""
        return min(max(widest + 3, self.least), self.most)


def storable(text: str) -> str:
    """A text as a cell stores it: one kind of line break, no forbidden character, nothing that reads as an
    escape of Excel's, no more than a cell holds.
    """
    return _ESCAPE.sub("_x005F_", _held(text))


def held(value: Value) -> str:
    """What a cell that is written holds, as it is read again: of a day YYYY-MM-DD, of a text the same."""
    if isinstance(value, datetime.date):
        return value.isoformat() if value >= FIRST_DAY else wareki(value)
    return _held(value) if isinstance(value, str) else str(value or "")


def _held(text: str) -> str:
    plain = _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(plain) > LONGEST // 2:
        plain = plain.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")
    return plain


def shown_width(value: Value, at_least: int = 0) -> int:
    """The width of the longest line in half-width characters, but `at_least`; Japanese ones are two wide."""
    if isinstance(value, datetime.date):
        value = wareki(value)
    elif isinstance(value, StoredCell):
        value = value.text
    text, widest = "" if value is None else str(value), at_least
    for line in text.split("\n"):
        # No character is wider than two: most lines need not be measured.
        if 2 * len(line) > widest:
            widest = max(widest, width(line))
    return widest


def wrapped_lines(value: Value, column_width: float) -> int:
    """How many lines a value takes in a column of this width; only text is wrapped."""
    if isinstance(value, StoredCell):
        value = value.text
    if not isinstance(value, str):
        return 1
    room, lines = max(column_width - 3, 1), 0
    for line in value.split("\n"):
        is_short = 2 * len(line) <= room
        lines += 1 if is_short else max(math.ceil(width(line) / room), 1)
    return lines


def height_of(lines: int) -> float:
    """The height of a row of so many lines, in points."""
    return min(lines * _LINE_HEIGHT + 4, 400)

"""The number formats of a workbook's cells, as a Japanese Excel has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from noticemerge.excel.book import SheetCell
from noticemerge.excel.number_format.displayed_text import UnsupportedFormat, displayed_text
from noticemerge.excel.number_format.format_code import sections
from noticemerge.excel.xml_events import MAIN, collect, is_true
from noticemerge.japan import lazy_pattern

# Formats that a workbook stores by number alone (ECMA-376 part 1, 18.8.30), as a Japanese Excel shows them:
# 5 to 8 and 37 to 44 in yen, 14 and 22 with the year first.
STANDARD = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;[Red]¥-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}
# Numbers that only the Excel of Japan has a format for (ja-jp).
_ERA, _ERA_LONG = "[$-411]ge.m.d", '[$-411]ggge"年"m"月"d"日"'
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
JAPANESE = {
    **dict.fromkeys((27, 36, 50, 57), _ERA),
    **dict.fromkeys((28, 29, 51, 54, 58), _ERA_LONG),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), _YEAR_MONTH),
    **dict.fromkeys((35, 53, 56), _MONTH_DAY),
}
# Of a format's first section: texts and bracketed words, letters of dates, spans of time such as [h]:mm.
_PASSED_OVER = lazy_pattern(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')
_OF_DATES = lazy_pattern(r"(?<![_\\])[dmhysDMHYS]")
_OF_DURATIONS = lazy_pattern(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
# What is read of the styles, with the element it stands in.
_WANTED = (("numFmts", "numFmt"), ("cellXfs", "xf"), ("fonts", "font"), ("font", "strike"), ("dxfs", "dxf"))
# A text that no format has in itself, to see what a format does to texts.
_PROBE = "\ue000\ue001"


def is_of_dates(code: str) -> bool:
    """Whether a number under this format is a day or a time."""
    return _OF_DATES.search(_PASSED_OVER.sub("", code.split(";")[0])) is not None


def is_of_durations(code: str) -> bool:
    """Whether a number under this format is a span of time."""
    return _OF_DURATIONS.search(code.split(";")[0]) is not None


@dataclass
class NumberFormat:
    """A number format, and what follows from it for every cell that has it."""

    code: str
    # What the file or every Excel calls it; "" for those that only a Japanese Excel has.
    common: str = ""
    # What numbers show under it, as they are stored.
    known: dict[str, SheetCell] = field(default_factory=dict)
    # Whether the font of the cells strikes their text through.
    is_struck: bool = False

    @cached_property
    def is_general(self) -> bool:
        """Whether it says nothing about how a number shows."""
        return self.code == "General"

    @cached_property
    def is_date(self) -> bool:
        """Whether a number under it must be a day that the calendar has."""
        return is_of_dates(self.common)

    @cached_property
    def is_duration(self) -> bool:
        """Whether a number under it is a span of time, such as [h]:mm."""
        return is_of_durations(self.common)

    @cached_property
    def may_show_dates(self) -> bool:
        """Whether some number could show as a date or a time."""
        try:
            return any(section.is_date for section in sections(self.code))
        except UnsupportedFormat:
            return True

    @cached_property
    def leaves_texts(self) -> bool:
        """Whether every text shows as it stands."""
        try:
            return displayed_text(_PROBE, self.code) == _PROBE
        except UnsupportedFormat:
            return False


@dataclass
class Styles:
    """The looks of a workbook's cells by the number that cells name (ECMA-376 part 1, 18.8.10).

    `numbers` are those of number formats, and `struck` says of each style whether its font strikes through.
    A cell whose style there is not is General, as other programs read it.
    """

    numbers: list[int] = field(default_factory=list)
    struck: list[bool] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    _looks: dict[tuple[int, bool], NumberFormat] = field(default_factory=dict)

    def look(self, style: str) -> NumberFormat:
        """The look of cells that name this style. Raises ValueError for what is no number."""
        index = int(style) if style.strip() else 0
        is_there = 0 <= index < len(self.numbers)
        key = (self.numbers[index], self.struck[index]) if is_there else (0, False)
        if key not in self._looks:
            number, is_struck = key
            common = self.codes.get(number) or STANDARD.get(number, "")
            code = common or JAPANESE.get(number, "General")
            self._looks[key] = NumberFormat(code, common, is_struck=is_struck)
        return self._looks[key]


def read_styles(chunks: Iterable[bytes]) -> Styles:
    """The styles of a workbook. Raises as `collect` does, and ValueError."""
    styles = Styles()
    struck_fonts: list[bool] = []
    is_of_cells = False
    for name, attributes in collect(chunks, _WANTED, MAIN):
        number = int(attributes.get("numFmtId") or 0)
        if name == "xf":
            font = int(attributes.get("fontId") or 0)
            styles.numbers.append(number)
            styles.struck.append(font < len(struck_fonts) and struck_fonts[font])
        elif name == "numFmt":
            styles.codes[number] = attributes.get("formatCode", "")
        elif name != "strike":
            # The fonts of conditional formats are no fonts of cells.
            is_of_cells = name == "font"
            struck_fonts += [False] * is_of_cells
        elif is_of_cells:
            struck_fonts[-1] = is_true(attributes.get("val", "1"))
    return styles

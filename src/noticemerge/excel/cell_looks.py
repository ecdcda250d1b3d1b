"""How the cells of a written workbook look, numbered as a workbook numbers them (ECMA-376 part 1 §18.8)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from noticemerge.excel.cell_text import (
    FIRST_DAY,
    FONT,
    FORMULA_SIGNS,
    LINES,
    LONGEST,
    StoredCell,
    StoredLook,
    Value,
    storable,
)
from noticemerge.excel.xml_text import escape, quoteattr
from noticemerge.japan import era_of, lazy_pattern, wareki

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DAY_ZERO = datetime.date(1899, 12, 30)
ERA_DATE = '[$-411]ggge"年"m"月"d"日";@'
# Without x-gannen Excel shows 1年; other programs do not know it, so that it stands only where needed.
_GANNEN_DATE = '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@'
# The formats that need no words, and the first number of those that do (§18.8.30).
_BUILT_IN, FIRST_OWN = {"General": 0, "@": 49}, 164
# The widths of columns count in digits of this font (§18.3.1.13).
_USUAL_FONT = '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
_USUAL_FILLS = ("<fill><patternFill/></fill>", '<fill><patternFill patternType="gray125"/></fill>')
_SIDES = "".join(
    f'<{side} style="thin"><color rgb="{LINES}"/></{side}>' for side in ("left", "right", "top", "bottom")
)
_BORDERS = ("<border/>", f"<border>{_SIDES}</border>")
# What cannot be stored as it is: markup, line ends and forbidden characters.
_UNUSUAL = lazy_pattern("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class Style(NamedTuple):
    """How a cell looks; `align` makes it a cell of a table, with lines around it.

    `fill` is a colour, or the element of a fill taken over from another workbook.
    """

    align: str = ""
    bold: bool = False
    size: int = 10
    color: str = ""
    fill: str = ""
    format: str = "General"
    is_quoted: bool = False


HEADING = Style("center", bold=True, fill="FFD9E2F3")


class CellLooks:
    """The looks of a workbook's cells, numbered as they are asked for.

    `known` are those that the workbook has already, in their order; without them it is a new one. `theme` is
    the part that colours of stored looks may refer to.
    """

    def __init__(self, known: Sequence[StoredLook] = ()) -> None:
        self._first = len(known) or 1
        self._numbers: dict[StoredLook, int] = {
            look: number for number, look in reversed([*enumerate(known)])
        }
        self._styles: dict[Style, int] = {}
        self._new: list[StoredLook] = []
        self.theme = b""

    @property
    def new(self) -> tuple[StoredLook, ...]:
        """The looks that the workbook did not have, in the order of their numbers."""
        return tuple(self._new)

    def cell(self, style: Style, value: Value) -> str:
        """What follows the reference in a cell's element. Text stays text, never a formula or a number."""
        if isinstance(value, StoredCell):
            return f' s="{self._number(value.look)}"{value.content}'
        if isinstance(value, datetime.date):
            if value < FIRST_DAY:
                return self.cell(style, wareki(value))
            era = era_of(value)
            style = style._replace(format=_GANNEN_DATE if era and era.year_of(value) == 1 else ERA_DATE)
            value = (value - _DAY_ZERO).days
        elif isinstance(value, str) and value.startswith(FORMULA_SIGNS):
            style = style._replace(is_quoted=True)
        if (number := self._styles.get(style)) is None:
            number = self._styles[style] = self._number(_stored(style))
        if isinstance(value, int):
            return f' s="{number}"><v>{value}</v></c>'
        if not value:
            return f' s="{number}"/>'
        if _UNUSUAL.search(value) or "_x" in value or 2 * len(value) > LONGEST:
            value = escape(storable(value))
        return f' s="{number}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'

    def part(self) -> str:
        """The part of a new workbook with all looks (§18.8.39)."""
        fonts = _numbered([_USUAL_FONT, *(look.font for look in self._new)])
        fills = _numbered([*_USUAL_FILLS, *(look.fill for look in self._new)])
        borders = _numbered([*_BORDERS, *(look.border for look in self._new)])
        formats = _numbered((code for look in self._new if (code := own_format(look))), FIRST_OWN)
        own = (f'<numFmt numFmtId="{n}" formatCode={quoteattr(code)}/>' for code, n in formats.items())
        usual = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
        xfs = (
            xf(look, fonts[look.font], fills[look.fill], borders[look.border], formats) for look in self._new
        )
        parts = (
            group("numFmts", own),
            group("fonts", fonts),
            group("fills", fills),
            group("borders", borders),
            group("cellStyleXfs", (f"{usual}/>",)),
            group("cellXfs", (f'{usual} xfId="0"/>', *xfs)),
            group("cellStyles", ('<cellStyle name="Normal" xfId="0" builtinId="0"/>',)),
        )
        return f'{XML}<styleSheet xmlns="{MAIN}">{"".join(parts)}</styleSheet>'

    def _number(self, look: StoredLook) -> int:
        if look not in self._numbers:
            self._numbers[look] = self._first + len(self._new)
            self._new.append(look)
        return self._numbers[look]


def own_format(look: StoredLook) -> str:
    """The words of its number format, "" for one that has a number in every workbook."""
    return look.format if isinstance(look.format, str) and look.format not in _BUILT_IN else ""


def xf(look: StoredLook, font: int, fill: int, border: int, formats: dict[str, int]) -> str:
    """The element of a look (§18.8.45); `formats` are the numbers of those that have words."""
    code = look.format
    number = code if isinstance(code, int) else _BUILT_IN.get(code, formats.get(code, 0))
    numbers = f'numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}"'
    return f'<xf {numbers} xfId="0"{look.attributes}>{look.children}</xf>'


def group(tag: str, items: Iterable[str]) -> str:
    """An element of so many others, "" for none."""
    listed = list(items)
    return f'<{tag} count="{len(listed)}">{"".join(listed)}</{tag}>' if listed else ""


def _stored(style: Style) -> StoredLook:
    bold, color = "<b/>" if style.bold else "", f'<color rgb="{style.color}"/>' if style.color else ""
    indent = "" if style.align == "center" else ' indent="1"'
    stands = f'<alignment horizontal="{style.align}" vertical="center" wrapText="1"{indent}/>'
    return StoredLook(
        f'<font>{bold}<sz val="{style.size}"/>{color}<name val="{FONT}"/></font>',
        _fill(style.fill),
        _BORDERS[bool(style.align)],
        _BUILT_IN.get(style.format, style.format),
        ' quotePrefix="1"' if style.is_quoted else "",
        stands if style.align else "",
    )


def _fill(said: str) -> str:
    if not said or said.startswith("<"):
        return said or _USUAL_FILLS[0]
    return f'<fill><patternFill patternType="solid"><fgColor rgb="{said}"/></patternFill></fill>'


def _numbered(texts: Iterable[str], first: int = 0) -> dict[str, int]:
    return {text: number for number, text in enumerate(dict.fromkeys(texts), first)}

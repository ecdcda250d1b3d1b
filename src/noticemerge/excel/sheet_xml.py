"""A workbook written as XML, row by row.

openpyxl takes 90 ms to load and holds all rows. XlsxWriter in constant-memory mode was measured for the
register: 50 to 60 ms to load, 95 µs a row of twelve bordered cells with a link, where this takes 50, and
links for 65,530 rows; it would replace some 450 lines and make a run of 10,000 members 15 % longer. Should
the register grow beyond tables of text, it is the better choice.

Sections named without a document are those of ECMA-376 part 1.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, TextIO

from noticemerge.excel.book import column_letter
from noticemerge.excel.cell_text import FONT, FORMULA_SIGNS, LINES, LONGEST, Value, height_of, storable
from noticemerge.excel.xml_text import escape, quoteattr
from noticemerge.japan import era_of, lazy_pattern, wareki

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HYPERLINK = f"{_OFFICE}/hyperlink"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Excel counts days from 1900 and holds 29 February 1900 for one of them.
_FIRST_DAY, _DAY_ZERO = datetime.date(1900, 3, 1), datetime.date(1899, 12, 30)
_ERA_DATE = '[$-411]ggge"年"m"月"d"日";@'
# Without x-gannen Excel shows 1年; other programs do not know it, so that it stands only where needed.
_GANNEN_DATE = '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@'
# The formats that need no words, and the first number of those that do (§18.8.30).
_BUILT_IN, _FIRST_OWN = {"General": 0, "@": 49}, 164
# The widths of columns count in digits of this font (§18.3.1.13).
_USUAL_FONT = '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
_USUAL_FILLS = ("<patternFill/>", '<patternFill patternType="gray125"/>')
# What cannot be stored as it is: markup, line ends and forbidden characters.
_UNUSUAL = lazy_pattern("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class Style(NamedTuple):
    """How a cell looks; `align` makes it a cell of a table, with lines around it."""

    align: str = ""
    bold: bool = False
    size: int = 10
    color: str = ""
    fill: str = ""
    format: str = "General"
    is_quoted: bool = False


HEADING = Style("center", bold=True, fill="FFD9E2F3")


class CellLooks:
    """The looks of a workbook's cells, numbered as they are asked for."""

    def __init__(self) -> None:
        self._numbers: dict[Style, int] = {}

    def cell(self, style: Style, value: Value) -> str:
        """What follows the reference in a cell's element. Text stays text, never a formula or a number."""
        if isinstance(value, datetime.date):
            if value < _FIRST_DAY:
                return self.cell(style, wareki(value))
            era = era_of(value)
            style = style._replace(format=_GANNEN_DATE if era and era.year_of(value) == 1 else _ERA_DATE)
            value = (value - _DAY_ZERO).days
        elif isinstance(value, str) and value.startswith(FORMULA_SIGNS):
            style = style._replace(is_quoted=True)
        number = self._numbers.setdefault(style, len(self._numbers) + 1)
        if isinstance(value, int):
            return f' s="{number}"><v>{value}</v></c>'
        if not value:
            return f' s="{number}"/>'
        if _UNUSUAL.search(value) or "_x" in value or 2 * len(value) > LONGEST:
            value = escape(storable(value))
        return f' s="{number}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'

    def part(self) -> str:
        """The part with all looks (§18.8.39)."""
        looks = list(self._numbers)
        fonts = _numbered([_USUAL_FONT, *map(_font, looks)])
        fills = _numbered([*_USUAL_FILLS, *map(_fill, looks)])
        formats = _numbered((look.format for look in looks if look.format not in _BUILT_IN), _FIRST_OWN)
        ids = _BUILT_IN | formats
        own = (f'<numFmt numFmtId="{n}" formatCode={quoteattr(code)}/>' for code, n in formats.items())
        usual = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
        xfs = [_xf(look, ids[look.format], fonts[_font(look)], fills[_fill(look)]) for look in looks]
        sides = "".join(
            f'<{side} style="thin"><color rgb="{LINES}"/></{side}>'
            for side in ("left", "right", "top", "bottom")
        )
        parts = (
            _group("numFmts", own),
            _group("fonts", fonts),
            _group("fills", (f"<fill>{fill}</fill>" for fill in fills)),
            _group("borders", ("<border/>", f"<border>{sides}</border>")),
            _group("cellStyleXfs", (f"{usual}/>",)),
            _group("cellXfs", (f'{usual} xfId="0"/>', *xfs)),
            _group("cellStyles", ('<cellStyle name="Normal" xfId="0" builtinId="0"/>',)),
        )
        return f'{_XML}<styleSheet xmlns="{_MAIN}">{"".join(parts)}</styleSheet>'


def _font(look: Style) -> str:
    bold, color = "<b/>" if look.bold else "", f'<color rgb="{look.color}"/>' if look.color else ""
    return f'<font>{bold}<sz val="{look.size}"/>{color}<name val="{FONT}"/></font>'


def _fill(look: Style) -> str:
    solid = f'<patternFill patternType="solid"><fgColor rgb="{look.fill}"/></patternFill>'
    return solid if look.fill else _USUAL_FILLS[0]


def _xf(look: Style, number_format: int, font: int, fill: int) -> str:
    indent = "" if look.align == "center" else ' indent="1"'
    stands = f'<alignment horizontal="{look.align}" vertical="center" wrapText="1"{indent}/>'
    numbers = f'numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="{int(bool(look.align))}"'
    quoted = ' quotePrefix="1"' if look.is_quoted else ""
    return f'<xf {numbers} xfId="0"{quoted}>{stands if look.align else ""}</xf>'


def _numbered(texts: Iterable[str], first: int = 0) -> dict[str, int]:
    return {text: number for number, text in enumerate(dict.fromkeys(texts), first)}


def _group(tag: str, items: Iterable[str]) -> str:
    listed = list(items)
    return f'<{tag} count="{len(listed)}">{"".join(listed)}</{tag}>' if listed else ""


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """The frame of a sheet: A4, all columns on a page, page numbers at the bottom.

    The rows down to `header_row` stay on the screen; it is repeated on each page and filters the rows below.
    In `text_cells` digits are meant as text, so that Excel does not mark each with a green corner.
    """

    name: str
    widths: Sequence[int]
    last_row: int
    header_row: int = 0
    orientation: str = "portrait"
    merged: Sequence[str] = ()
    text_cells: str = ""

    def head(self) -> str:
        """What stands before the rows (§18.3.1.99)."""
        top = self.header_row
        pane = f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
        frozen = f'{pane}<selection pane="bottomLeft"/>' if top else ""
        widths = enumerate(self.widths, 1)
        columns = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in widths
        )
        return (
            f'{_XML}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<dimension ref="A1:{column_letter(len(self.widths) - 1)}{self.last_row}"/>'
            f'<sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
        )

    def tail(self, links: Iterable[str] = ()) -> Iterator[str]:
        """What stands behind the rows; `links` are the cells that its relationships are for, in turn."""
        yield "</sheetData>"
        if self.header_row:
            last = column_letter(len(self.widths) - 1)
            yield f'<autoFilter ref="A{self.header_row}:{last}{self.last_row}"/>'
        yield _group("mergeCells", (f'<mergeCell ref="{area}"/>' for area in self.merged))
        listed = (f'<hyperlink ref="{cell}" r:id="rId{n}"/>' for n, cell in enumerate(links, 1))
        if first := next(listed, ""):
            yield f"<hyperlinks>{first}"
            yield from listed
            yield "</hyperlinks>"
        yield (
            '<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.5" footer="0.5"/>'
            f'<pageSetup paperSize="9" fitToWidth="1" fitToHeight="0" orientation="{self.orientation}"/>'
            "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>"
        )
        if self.text_cells:
            error = f'<ignoredError sqref="{self.text_cells}" numberStoredAsText="1"/>'
            yield f"<ignoredErrors>{error}</ignoredErrors>"
        yield "</worksheet>"

    def names(self, number: int) -> str:
        """What Excel knows the filter and the repeated row of sheet `number` by, counted from 0 (§18.2.5)."""
        top, last = self.header_row, column_letter(len(self.widths) - 1)
        named = {
            '_FilterDatabase" hidden="1"': f"$A${top}:${last}${self.last_row}",
            'Print_Titles"': f"${top}:${top}",
        }
        return "".join(
            f'<definedName localSheetId="{number}" name="_xlnm.{name}>\'{self.name}\'!{area}</definedName>'
            for name, area in named.items()
            if top
        )


def row_xml(number: int, letters: Iterable[str], cells: Iterable[str], lines: int = 0) -> str:
    """A row of cells as `CellLooks.cell` gives them, as high as so many lines; with 0 Excel decides."""
    height = f' ht="{height_of(lines):g}" customHeight="1"' if lines else ""
    held = "".join([f'<c r="{column}{number}"{cell}' for column, cell in zip(letters, cells, strict=False)])
    return f'<row r="{number}"{height}>{held}</row>'


@contextmanager
def write_part(package: zipfile.ZipFile, name: str) -> Iterator[TextIO]:
    """A part of a package, to be written; zipfile dates each 1980-01-01."""
    with package.open(name, "w") as file, io.TextIOWrapper(file, "utf-8", newline="") as text:
        yield text


def relationships_xml(links: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A part that says where links lead: the kind and the target of each, numbered from rId1 on.

    Part 2 §6.5. What leads out of the package is of the kind HYPERLINK.
    """
    yield f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    for number, (kind, target) in enumerate(links, 1):
        mode = ' TargetMode="External"' if kind is HYPERLINK else ""
        yield f'<Relationship Id="rId{number}" Type="{kind}" Target={quoteattr(target)}{mode}/>'
    yield "</Relationships>"


def write_frame(
    package: zipfile.ZipFile,
    sheets: Sequence[WrittenSheet],
    styles: CellLooks,
    title: str,
    day: datetime.date,
) -> None:
    """Write what holds the parts together, when all sheets are xl/worksheets/sheet1.xml and on.

    Part 2 §6 and §8, part 1 §18.2.
    """
    numbered = list(enumerate(sheets, 1))
    listed = "".join(f'<sheet name="{sheet.name}" sheetId="{n}" r:id="rId{n}"/>' for n, sheet in numbered)
    names = "".join(sheet.names(n - 1) for n, sheet in numbered)
    kinds = {f"worksheets/sheet{n}": "worksheet" for n, _ in numbered} | {"styles": "styles"}
    types = {f"xl/{name}.xml": f"{_SHEET_TYPE}.{kind}+xml" for name, kind in kinds.items()}
    types["xl/workbook.xml"] = f"{_SHEET_TYPE}.sheet.main+xml"
    types["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = "".join(f'<Override PartName="/{n}" ContentType="{kind}"/>' for n, kind in types.items())
    core = (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
    at = f'xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z</dcterms:'
    parts = {
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<bookViews><workbookView/></bookViews><sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>",
        "xl/styles.xml": styles.part(),
        "xl/_rels/workbook.xml.rels": "".join(
            relationships_xml((f"{_OFFICE}/{kind}", f"{name}.xml") for name, kind in kinds.items())
        ),
        "_rels/.rels": "".join(relationships_xml([(f"{_OFFICE}/officeDocument", "xl/workbook.xml"), core])),
        "docProps/core.xml": f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>noticemerge</dc:creator>"
        f"<dcterms:created {at}created><dcterms:modified {at}modified></cp:coreProperties>",
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
    }
    for name, content in parts.items():
        with write_part(package, name) as file:
            file.write(content)

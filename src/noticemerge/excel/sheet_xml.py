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
from typing import TextIO

from noticemerge.excel.book import column_letter
from noticemerge.excel.cell_looks import MAIN, XML, CellLooks, group
from noticemerge.excel.cell_text import height_of
from noticemerge.excel.xml_text import quoteattr

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HYPERLINK = f"{OFFICE}/hyperlink"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """The frame of a sheet: A4, all columns on so many pages side by side, page numbers at the bottom.

    The rows down to `header_row` stay on the screen; it is repeated on each page and filters the rows below.
    So do the first `frozen_columns`.
    In `text_cells` digits are meant as text, so that Excel does not mark each with a green corner.
    """

    name: str
    widths: Sequence[int]
    last_row: int
    header_row: int = 0
    orientation: str = "portrait"
    merged: Sequence[str] = ()
    text_cells: str = ""
    frozen_columns: int = 0
    pages_wide: int = 1

    def head(self) -> str:
        """What stands before the rows (§18.3.1.99)."""
        top, left = self.header_row, self.frozen_columns
        where = "bottomRight" if left else "bottomLeft"
        split = f'xSplit="{left}" ySplit="{top}"' if left else f'ySplit="{top}"'
        corner = f"{column_letter(left)}{top + 1}"
        pane = f'<pane {split} topLeftCell="{corner}" activePane="{where}" state="frozen"/>'
        frozen = f'{pane}<selection pane="{where}"/>' if top else ""
        widths = enumerate(self.widths, 1)
        columns = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in widths
        )
        return (
            f'{XML}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
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
        yield group("mergeCells", (f'<mergeCell ref="{area}"/>' for area in self.merged))
        listed = (f'<hyperlink ref="{cell}" r:id="rId{n}"/>' for n, cell in enumerate(links, 1))
        if first := next(listed, ""):
            yield f"<hyperlinks>{first}"
            yield from listed
            yield "</hyperlinks>"
        yield (
            '<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.5" footer="0.5"/>'
            f'<pageSetup paperSize="9" fitToWidth="{self.pages_wide}" fitToHeight="0"'
            f' orientation="{self.orientation}"/>'
            "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>"
        )
        if self.text_cells:
            error = f'<ignoredError sqref="{self.text_cells}" numberStoredAsText="1"/>'
            yield f"<ignoredErrors>{error}</ignoredErrors>"
        yield "</worksheet>"

    def names(self, number: int) -> str:
        """What Excel knows the filter and the repeated row of sheet `number` by, counted from 0 (§18.2.5)."""
        top, last = self.header_row, column_letter(len(self.widths) - 1)
        sheet, left = f"'{self.name}'!", self.frozen_columns
        repeated = f"{sheet}$A:${column_letter(left - 1)}," if left and self.pages_wide > 1 else ""
        named = {
            '_FilterDatabase" hidden="1"': f"{sheet}$A${top}:${last}${self.last_row}",
            'Print_Titles"': f"{repeated}{sheet}${top}:${top}",
        }
        return "".join(
            f'<definedName localSheetId="{number}" name="_xlnm.{name}>{area}</definedName>'
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
    yield f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
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
    kinds |= {"theme/theme1": "theme"} if styles.theme else {}
    types = {f"xl/{name}.xml": f"{_SHEET_TYPE}.{kind}+xml" for name, kind in kinds.items()}
    if styles.theme:
        types["xl/theme/theme1.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
        package.writestr(zipfile.ZipInfo("xl/theme/theme1.xml"), styles.theme)
    types["xl/workbook.xml"] = f"{_SHEET_TYPE}.sheet.main+xml"
    types["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = "".join(f'<Override PartName="/{n}" ContentType="{kind}"/>' for n, kind in types.items())
    core = (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
    at = f'xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z</dcterms:'
    parts = {
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<bookViews><workbookView/></bookViews><sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>",
        "xl/styles.xml": styles.part(),
        "xl/_rels/workbook.xml.rels": "".join(
            relationships_xml((f"{OFFICE}/{kind}", f"{name}.xml") for name, kind in kinds.items())
        ),
        "_rels/.rels": "".join(relationships_xml([(f"{OFFICE}/officeDocument", "xl/workbook.xml"), core])),
        "docProps/core.xml": f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>noticemerge</dc:creator>"
        f"<dcterms:created {at}created><dcterms:modified {at}modified></cp:coreProperties>",
        "[Content_Types].xml": f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
    }
    for name, content in parts.items():
        with write_part(package, name) as file:
            file.write(content)

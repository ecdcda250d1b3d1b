"""A Word file of exact measures: one table a page, every position computed in twips (1/1440 inch).

Only plain tables with exact rows: text boxes and floating tables stand elsewhere in other programs. Cells
have no margins, so that Word's two ways of placing a table (before 2013 and since) come to the same. Each
table is followed by a paragraph one point high: Word puts one behind a table in any case, and of the usual
height it would make an empty page.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from noticemerge.excel import escape, quoteattr
from noticemerge.post.fitting import Line

FONT = "ＭＳ 明朝"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{_OFFICE}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
# Word adds a quarter of a character between Japanese and Western text, unless told not to. Western text is
# said to be Japanese too: else LibreOffice takes another font for it where this one is not installed.
_STYLES = (
    f"{_XML}<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:sz w:val="21"/>'
    '<w:lang w:val="ja-JP" w:eastAsia="ja-JP"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr>'
    '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/></w:pPr></w:style>'
    "</w:styles>"
)
_SETTINGS = (
    f'{_XML}<w:settings {_NAMES}><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/>'
    "</w:compat></w:settings>"
)
_EMPTY = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
# The tail behind a table, and what the page keeps free below it.
TAIL = 20
_DATE = (1980, 1, 1, 0, 0, 0)
_EMU = 36_000  # of a millimetre
# How much of a line that is exactly so high stands above the base of its letters, in Word and LibreOffice.
ABOVE_BASE = 0.8


def twips(millimetres: float) -> int:
    """Millimetres in twips, to the nearest."""
    return round(millimetres * 1440 / 25.4)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands between two edges of a row (twips from the table's left).

    `content` are paragraphs, never none; `edges` the colour and eighths of a point of the lines around it.
    """

    left: int
    right: int
    content: str = _EMPTY
    direction: str = ""
    edges: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row exactly `height` twips high; its cells from left to right, what is between them left empty."""

    height: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Page:
    """The page, and where its table lies on it; all in twips. `left` may be less than 0."""

    width: int
    height: int
    left: int
    top: int
    bottom: int


def table(rows: Iterable[Row], edges: Sequence[int], page: Page) -> str:
    """A table whose columns lie between `edges` (twips from its left, the first 0), and its tail."""
    beyond = min(page.left, 0)
    at = {edge: index for index, edge in enumerate(edges)}
    grid = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in pairwise(edges))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:tblInd w:w="{beyond}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(_row(row, edges, at) for row in rows)}"
        f"</w:tbl>{_EMPTY}"
    )


def _row(row: Row, edges: Sequence[int], at: dict[int, int]) -> str:
    cells, done = [], 0
    for cell in row.cells:
        if at[cell.left] > done:
            cells.append(_cell(Cell(edges[done], cell.left), at))
        cells.append(_cell(cell, at))
        done = at[cell.right]
    if done < len(edges) - 1:
        cells.append(_cell(Cell(edges[done], edges[-1]), at))
    height = f'<w:trHeight w:val="{row.height}" w:hRule="exact"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, at: dict[int, int]) -> str:
    span = at[cell.right] - at[cell.left]
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    edges = ""
    if cell.edges:
        color, thick = cell.edges
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="{thick}" w:space="0" w:color="{color}"/>'
            for side in ("top", "left", "bottom", "right")
        )
        edges = f"<w:tcBorders>{sides}</w:tcBorders>"
    turned = f'<w:textDirection w:val="{cell.direction}"/>' if cell.direction else ""
    width = f'<w:tcW w:w="{cell.right - cell.left}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{width}{spans}{edges}{turned}</w:tcPr>{cell.content}</w:tc>"


def paragraph(
    line: Line, height: float, *, before: float = 0, left: int = 0, right: int = 0, align: str = ""
) -> str:
    """A paragraph of one line, `height` points high, `before` points below the last; indents in twips."""
    text = f'<w:t xml:space="preserve">{escape(line.text)}</w:t>'
    return _paragraph(f"<w:r>{_looks(line)}{text}</w:r>", height, before, left, right, align)


def _paragraph(runs: str, height: float, before: float, left: int, right: int, align: str) -> str:
    placed = f'<w:ind w:left="{left}" w:right="{right}"/>' if left or right else ""
    aligned = f'<w:jc w:val="{align}"/>' if align else ""
    return (
        f'<w:p><w:pPr><w:spacing w:before="{round(before * 20)}" w:after="0" w:line="{round(height * 20)}"'
        f' w:lineRule="exact"/>{placed}{aligned}</w:pPr>{runs}</w:p>'
    )


def _looks(line: Line) -> str:
    narrow = f'<w:w w:val="{line.scale}"/>' if line.scale < 100 else ""
    return f'<w:rPr>{narrow}<w:sz w:val="{round(line.size * 2)}"/></w:rPr>'


def picture_paragraph(
    picture: int, own: int, size: tuple[float, float], *, before: float, left: int, said: str
) -> str:
    """A paragraph that holds a picture of the file; `own` is another number for each place it stands in.

    Its `size` in millimetres; `said` for those who cannot see it.
    """
    across, down = (round(length * _EMU) for length in size)
    named = f'id="{own}" name="picture {own}"'
    drawing = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:docPr {named} descr={quoteattr(said)}/>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f'<a:blip r:embed="picture{picture}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    return (
        f'<w:p><w:pPr><w:spacing w:before="{round(before * 20)}" w:after="0"/>'
        f'<w:ind w:left="{left}"/></w:pPr><w:r><w:rPr><w:sz w:val="2"/></w:rPr>{drawing}</w:r></w:p>'
    )


def word_file(page: Page, tables: Iterable[str], pictures: Sequence[bytes], title: str) -> bytes:
    """The file: a table a page; `pictures` are PNG, numbered from 1. The same input gives the same bytes."""
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    section = (
        f'<w:sectPr><w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar w:top="{page.top}" w:right="0" w:bottom="{page.bottom}" w:left="{max(page.left, 0)}"'
        ' w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            {
                "document": (f"{_OFFICE}/officeDocument", "word/document.xml"),
                "core": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            }
        ),
        "word/document.xml": (
            f"{_XML}<w:document {_NAMES}><w:body>{''.join(tables)}{section}</w:body></w:document>"
        ),
        "word/styles.xml": _STYLES,
        "word/settings.xml": _SETTINGS,
        "docProps/core.xml": (
            f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
            "<dc:creator>noticemerge</dc:creator></cp:coreProperties>"
        ),
        "word/_rels/document.xml.rels": _relations(
            {name: (f"{_OFFICE}/{name}", f"{name}.xml") for name in ("styles", "settings")}
            | {f"picture{n}": (f"{_OFFICE}/image", f"media/{n}.png") for n in range(1, len(pictures) + 1)}
        ),
    }
    parts |= {f"word/media/{number}.png": data for number, data in enumerate(pictures, 1)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            # A picture is compressed already.
            way = zipfile.ZIP_STORED if isinstance(content, bytes) else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name, _DATE), content, way, 3)
    return out.getvalue()


def _content_types() -> str:
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
    }
    parts = {
        "word/document.xml": f"{_WORD}.document.main+xml",
        "word/styles.xml": f"{_WORD}.styles+xml",
        "word/settings.xml": f"{_WORD}.settings+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    listed = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults.items())
    listed += "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{listed}</Types>'


def _relations(told: dict[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{i}" Type="{kind}" Target="{to}"/>' for i, (kind, to) in told.items()
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'

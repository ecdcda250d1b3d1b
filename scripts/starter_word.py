"""A model letter as Word writes it: its styles, its settings, and the package, from rows of paragraphs.

What a manager changes once holds everywhere: the typeface of the text stands in the defaults, that of
headings in one style, and indents are in characters. Styles that Word has itself bear Word's names, by which
it shows them in the language of the user (Body Text as 本文, Closing as 結語, Note Heading as 記). The parts
are written as they are, for python-docx's own template brings ten that no letter needs.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

MINCHO, GOTHIC = "ＭＳ 明朝", "ＭＳ ゴシック"
# What other systems call these typefaces.
_OTHER_NAMES = {MINCHO: "MS Mincho", GOTHIC: "MS Gothic"}
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/word"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
_TYPE_SIZE = 10.5
_TWIPS = 20  # of a point


@dataclass(frozen=True, slots=True)
class Form:
    """How a style sets its paragraphs; indents in characters, space in points.

    `first` is that of the first line, negative for a hanging indent. `outline` is the level in Word's
    navigation, counted from 0, -1 for text. None leaves what the style below it says.
    """

    align: str = ""
    left: float = 0
    first: float | None = None
    right: float = 0
    before: float | None = None
    after: float | None = None
    line: float = 0
    outline: int | None = None
    is_kept: bool = False
    font: str = ""
    size: float = 0


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its id, the name it has in Word, the id of that below it, and its form."""

    id: str
    name: str
    below: str
    form: Form = Form()
    is_built_in: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A4 with these margins in millimetres, and the least distance of two lines in points.

    `space` is the share of the space before and after paragraphs that it has room for.
    """

    top: float = 25
    bottom: float = 20
    left: float = 25
    right: float = 20
    line: float = 16.5
    space: float = 1

    @property
    def width(self) -> float:
        """Of the text, in millimetres."""
        return 210 - self.left - self.right


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point, to the nearest."""
    return round(millimetres / 25.4 * 72 * _TWIPS)


def paragraph(style: Style, text: str, properties: str = "") -> str:
    """A paragraph with this text in one run; `properties` are those that it has beside its style."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style.id}"/>{properties}</w:pPr>{run}</w:p>'


def table(
    rows: Iterable[Iterable[str]], widths: Iterable[float], *, align: str = "left", high: float = 0
) -> str:
    """A table with lines around its cells (paragraphs), `widths` in millimetres; rows are `high` or higher.

    No row parts over two pages.
    """
    columns = [twips(wide) for wide in widths]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    margins = "".join(
        f'<w:{side} w:w="{wide}" w:type="dxa"/>'
        for side, wide in (("top", 60), ("left", 160), ("bottom", 60), ("right", 160))
    )
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    height = f'<w:trHeight w:val="{twips(high)}" w:hRule="atLeast"/>' if high else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="{align}"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        + "".join(
            f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{_cells(row, columns)}</w:tr>" for row in rows
        )
        + "</w:tbl>"
    )


def _cells(row: Iterable[str], columns: Iterable[int]) -> str:
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{column}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
        for column, cell in zip(columns, row, strict=True)
    )


def tail() -> str:
    """What Word wants behind a table that ends a document, too small to begin a page."""
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="atLeast"/>'
        '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr></w:p>'
    )


def word_file(body: str, styles: Iterable[Style], paper: Paper, title: str) -> bytes:
    """The package (.docx) with this body; the same input gives the same bytes."""
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{twips(paper.top)}" w:right="{twips(paper.right)}" w:bottom="{twips(paper.bottom)}"'
        f' w:left="{twips(paper.left)}" w:header="{twips(12)}" w:footer="{twips(10)}" w:gutter="0"/>'
        "</w:sectPr>"
    )
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            {
                "document": (f"{_OFFICE}/officeDocument", "word/document.xml"),
                "core": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            }
        ),
        "docProps/core.xml": _properties(title),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            {
                name: (f"{_OFFICE}/{name}", f"{file}.xml")
                for name, file in {
                    "styles": "styles", "settings": "settings", "fontTable": "fontTable", "footer": "footer1",
                }.items()
            }
        ),
        "word/styles.xml": _styles(styles, paper),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(),
        "word/footer1.xml": f"<w:ftr {_NAMES}>{_PAGE_NUMBER}</w:ftr>",
    }  # fmt: skip
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            package.writestr(entry, _XML + text, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


_PAGE_NUMBER = (
    '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def _styles(styles: Iterable[Style], paper: Paper) -> str:
    size = round(_TYPE_SIZE * 2)
    normal = Form(before=0, after=0, line=paper.line)
    return (
        f"<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr>{_typeface(MINCHO)}"
        f'<w:kern w:val="2"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        "</w:docDefaults>"
        # Word's other styles are shown when they are used.
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
        ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{_paragraph_form(normal)}</w:pPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        + "".join(_style(style, paper.space) for style in styles)
        + "</w:styles>"
    )


def _style(style: Style, space: float) -> str:
    own = "" if style.is_built_in else ' w:customStyle="1"'
    form = style.form
    size = (
        f'<w:sz w:val="{round(form.size * 2)}"/><w:szCs w:val="{round(form.size * 2)}"/>' if form.size else ""
    )
    run = (_typeface(form.font) if form.font else "") + size
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.below}"/><w:qFormat/><w:pPr>{_paragraph_form(form, space)}</w:pPr>'
        f"{run and f'<w:rPr>{run}</w:rPr>'}</w:style>"
    )


def _paragraph_form(form: Form, space: float = 1) -> str:
    """The properties in the order of the schema (CT_PPrBase)."""
    said = "<w:keepNext/><w:keepLines/>" if form.is_kept else ""
    spacing = [
        f'w:{name}="{round(value * space * _TWIPS)}"'
        for name, value in (("before", form.before), ("after", form.after))
        if value is not None
    ]
    if form.line:
        spacing.append(f'w:line="{round(form.line * _TWIPS)}" w:lineRule="atLeast"')
    said += f"<w:spacing {' '.join(spacing)}/>" if spacing else ""
    indents = [
        *_indent("left", form.left + min(form.first or 0, 0), form.left),
        *_indent("right", form.right),
    ]
    if form.first is not None:
        indents += _indent("hanging" if form.first < 0 else "firstLine", abs(form.first), said=True)
    said += f"<w:ind {' '.join(indents)}/>" if indents else ""
    said += f'<w:jc w:val="{form.align}"/>' if form.align else ""
    return said + (f'<w:outlineLvl w:val="{form.outline}"/>' if form.outline is not None else "")


def _indent(side: str, characters: float, whole: float | None = None, *, said: bool = False) -> Iterable[str]:
    """An indent in characters, and in twips for programs that count no characters.

    Of a hanging indent Word counts the characters to the first line, the twips to the other lines (`whole`).
    """
    wide = characters if whole is None else whole
    if wide or said:
        yield f'w:{side}Chars="{round(characters * 100)}" w:{side}="{round(wide * _TYPE_SIZE * _TWIPS)}"'


def _typeface(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="Times New Roman"/>'


def _settings() -> str:
    """As Word sets up a Japanese document since 2013 (ECMA-376 part 1 §17.15.1.18, §17.15.3)."""
    switches = (
        "spaceForUL", "balanceSingleByteDoubleByteWidth", "doNotLeaveBackslashAlone", "ulTrailSpace",
        "doNotExpandShiftReturn", "adjustLineHeightInTable", "useFELayout",
    )  # fmt: skip
    values = {
        "compatibilityMode": 15, "overrideTableStyleFontSizeAndJustification": 1, "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1, "differentiateMultirowTableHeaders": 1,
    }  # fmt: skip
    return (
        f'<w:settings {_NAMES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="840"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        + "".join(f"<w:{name}/>" for name in switches)
        + "".join(
            f'<w:compatSetting w:name="{name}" w:uri="{_MICROSOFT}" w:val="{value}"/>'
            for name, value in values.items()
        )
        + '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="ja-JP"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )


def _fonts() -> str:
    families = {MINCHO: "roman", GOTHIC: "modern"}
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{_OTHER_NAMES[name]}"/><w:charset w:val="80"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="fixed"/></w:font>'
        for name, family in families.items()
    )
    return f"<w:fonts {_NAMES}>{listed}</w:fonts>"


def _properties(title: str) -> str:
    """The title alone: when the model was made, and by whom, is nothing that letters have to tell."""
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        "<dc:language>ja-JP</dc:language></cp:coreProperties>"
    )


def _content_types() -> str:
    parts = {
        "word/document.xml": f"{_WORD}.document.main+xml",
        "word/styles.xml": f"{_WORD}.styles+xml",
        "word/settings.xml": f"{_WORD}.settings+xml",
        "word/fontTable.xml": f"{_WORD}.fontTable+xml",
        "word/footer1.xml": f"{_WORD}.footer+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    rels = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    listed = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{xml}{listed}</Types>'


def _relations(told: Mapping[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{i}" Type="{kind}" Target="{to}"/>' for i, (kind, to) in told.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'

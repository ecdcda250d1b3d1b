"""A model letter in which everything is that goes wrong when letters are put into one document.

Headers of its own, another one on the first page, numbered lists (two of one definition, one that hangs on a
style), a picture for each member, bookmarks with references, foot- and endnotes, the number of pages, a
sequence, a content control, and where asked for a second section.
"""

from __future__ import annotations

import base64
import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAFElEQVR4nGP8z4APMOGVHbHSAEEsAROxCnMTAAAAAElFTkSuQmCC"
)


def paragraph(text: str, style: str = "", number: str = "", inside: str = "") -> str:
    """A paragraph; `inside` is put before its text."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    return f'<w:p><w:pPr>{properties}</w:pPr>{inside}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def field(code: str, shown: str) -> str:
    """A field as Word writes it, its code cut in two."""
    half = len(code) // 2
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code[:half]}</w:instrText></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code[half:]} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


_PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/><wp:docPr id="1" name="図 1"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="0" name="seal.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
_SIZE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1701" w:right="1418" w:bottom="1418" w:left="1418" '
    'w:header="851" w:footer="567" w:gutter="0"/>'
)
_STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="IPAMincho" w:eastAsia="IPAMincho" w:hAnsi="IPAMincho"/>'
    '<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="item"><w:name w:val="項目"/>'
    '<w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:ind w:left="840" w:firstLine="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="sub"><w:name w:val="項目の続き"/>'
    '<w:basedOn w:val="item"/></w:style>'
)


def _abstract(id: int, text: str, style: str = "") -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{1 if level else id}"/><w:numFmt w:val="decimal"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style and not level else "")
        + f'<w:lvlText w:val="{text.format(level + 1)}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr></w:lvl>'
        for level in range(3)
    )
    inside = f'<w:multiLevelType w:val="multilevel"/>{levels}'
    return f'<w:abstractNum w:abstractNumId="{id}">{inside}</w:abstractNum>'


_NUMBERING = (
    _abstract(1, "（%{}）") + _abstract(2, "第%{}項", "item")
    + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'
        for number, abstract in ((1, 1), (2, 1), (3, 2))
    )
)  # fmt: skip


def _notes(kind: str, text: str) -> str:
    mark = f"<w:r><w:{kind}Ref/></w:r>"
    separators = "".join(
        f'<w:{kind} w:type="{name}" w:id="{id}"><w:p><w:r><w:{name}/></w:r></w:p></w:{kind}>'
        for id, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    note = (
        f'<w:{kind} w:id="1"><w:p>{mark}<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:{kind}>'
    )
    return separators + note


def hard_letter(
    path: Path, *, notes: bool = True, sections: int = 1, sequence: bool = True, table_last: bool = False
) -> Path:
    """Write the model letter; the fields are those of `make.workbook`."""
    first = '<w:headerReference w:type="first" r:id="h2"/>'
    others = '<w:headerReference w:type="default" r:id="h1"/><w:footerReference w:type="default" r:id="f1"/>'
    foot_first = '<w:footerReference w:type="first" r:id="f1"/>'
    last = f"<w:sectPr>{others}{first}{foot_first}{_SIZE}<w:titlePg/></w:sectPr>"
    body = paragraph("{{ 会社名 }} 御中", inside=_PICTURE.format(id="p1"))
    body += paragraph(
        "お願い",
        inside='<w:bookmarkStart w:id="0" w:name="subject"/>',
    ).replace("</w:p>", '<w:bookmarkEnd w:id="0"/></w:p>')
    body += f'<w:p><w:r><w:t xml:space="preserve">再掲 </w:t></w:r>{field("REF subject", "お願い")}</w:p>'
    body += "".join(paragraph(f"直接 {n}", number=number) for n, number in enumerate("1121"))
    body += "".join(paragraph(f"様式 {n}", style) for n, style in enumerate(("item", "item", "sub")))
    if sequence:
        body += f'<w:p><w:r><w:t xml:space="preserve">表 </w:t></w:r>{field("SEQ 表", "1")}</w:p>'
    if notes:
        body += (
            '<w:p><w:r><w:t>注あり</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
            '<w:r><w:endnoteReference w:id="1"/></w:r></w:p>'
        )
    body += (
        '<w:sdt><w:sdtPr><w:id w:val="77"/></w:sdtPr><w:sdtContent>'
        + paragraph("{{ 会員番号 }} の欄")
        + "</w:sdtContent></w:sdt>"
    )
    body += "<w:p><w:r><w:t>QR </w:t></w:r><w:r><w:t>{{ 会員番号|QR }}</w:t></w:r></w:p>"
    if sections > 1:
        inner = f"<w:sectPr>{_SIZE}</w:sectPr>"
        body += f"<w:p><w:pPr>{inner}</w:pPr><w:r><w:t>第1節の終わり</w:t></w:r></w:p>"
    body += paragraph("本文 " + "長い文です。" * 120) * 4
    body += paragraph("{{ 会社名 }} の終わり")
    if table_last:
        cell = f'<w:tc><w:tcPr><w:tcW w:w="5000" w:type="dxa"/></w:tcPr>{paragraph("表")}</w:tc>'
        body += (
            '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="5000"/>'
            f"</w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"
        )
    slash = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    pages = f"<w:p>{field('PAGE', '1')}{slash}{field('NUMPAGES', '2')}</w:p>"
    first_header = paragraph("先頭 {{ 会社名 }}", inside=_PICTURE.format(id="p1"))
    parts = {
        "word/document.xml": f"<w:document {_NS}><w:body>{body}{last}</w:body></w:document>",
        "word/header1.xml": f"<w:hdr {_NS}>{paragraph('続き {{ 会社名 }}')}</w:hdr>",
        "word/header2.xml": f"<w:hdr {_NS}>{first_header}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_NS}>{pages}</w:ftr>",
        "word/styles.xml": f"<w:styles {_NS}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NS}>{_NUMBERING}</w:numbering>",
    }
    if notes:
        parts["word/footnotes.xml"] = (
            f"<w:footnotes {_NS}>{_notes('footnote', '脚注 {{ 会社名 }}')}</w:footnotes>"
        )
        parts["word/endnotes.xml"] = (
            f"<w:endnotes {_NS}>{_notes('endnote', '文末 {{ 会社名 }}')}</w:endnotes>"
        )
    _write(path, parts)
    return path


def _write(path: Path, parts: dict[str, str]) -> None:
    overrides = {"document": "document.main", "header1": "header", "header2": "header", "footer1": "footer"}
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}.{overrides.get(stem, stem)}+xml"/>'
        for name in parts
        for stem in (name.removeprefix("word/").removesuffix(".xml"),)
    )
    ids = {"header1": "h1", "header2": "h2", "footer1": "f1"}
    related = "".join(
        f'<Relationship Id="{ids.get(stem, stem)}" Type="{R}/{stem.rstrip("12")}" Target="{stem}.xml"/>'
        for stem in (name.removeprefix("word/").removesuffix(".xml") for name in parts)
        if stem != "document"
    )
    picture = f'<Relationship Id="p1" Type="{R}/image" Target="media/seal.png"/>'
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    document = f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    whole = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{types}</Types>',
        "_rels/.rels": rels.format(document),
        "word/_rels/document.xml.rels": rels.format(related + picture),
        "word/_rels/header2.xml.rels": rels.format(picture),
        **parts,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in whole.items():
            package.writestr(name, _XML + text)
        package.writestr("word/media/seal.png", _PNG)

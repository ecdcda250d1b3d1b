"""Eight model letters, each with a kind of content that goes wrong when letters are put into one document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from support.hard import R, W, paragraph

_A = "http://schemas.openxmlformats.org/drawingml/2006"
_NS = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{_A}/wordprocessingDrawing" xmlns:a="{_A}/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    f'xmlns:c="{_A}/chart" xmlns:dgm="{_A}/diagram"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing"
PORTRAIT = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1701" w:right="1418" w:bottom="1418" '
    'w:left="1418" w:header="851" w:footer="567" w:gutter="0"/>'
)
LARGE = (
    '<w:pgSz w:w="16838" w:h="23811"/>'
    '<w:pgMar w:top="1000" w:right="1000" w:bottom="1000" '
    'w:left="1000" w:header="500" w:footer="500" w:gutter="0"/>'
)
A5 = (
    '<w:pgSz w:w="11906" w:h="8391" w:orient="landscape"/>'
    '<w:pgMar w:top="800" w:right="800" w:bottom="800" '
    'w:left="800" w:header="400" w:footer="400" w:gutter="0"/>'
)


@dataclass
class _Letter:
    """A model letter being written: its body, and what else is in the file."""

    body: str
    section: str = f"<w:sectPr>{PORTRAIT}</w:sectPr>"
    settings: str = ""
    # Of each part: its name below word/, its content type, its data.
    parts: list[tuple[str, str, str | bytes]] = field(default_factory=list)
    # Of each relationship: the part that has it, its id, its type, its target.
    related: list[tuple[str, str, str, str]] = field(default_factory=list)

    def part(
        self, name: str, type_: str, data: str | bytes, *, id: str, kind: str, of: str = "document.xml"
    ) -> None:
        """A part of this type, and that another one is related to it."""
        self.parts.append((name, type_, data))
        target = name if "/" not in of else f"/word/{name}"
        self.related.append((of, id, kind if ":" in kind else f"{R}/{kind}", target))

    def story(self, name: str, text: str, *, id: str) -> None:
        """A header or footer."""
        kind = name.rstrip("0123456789")
        element = "hdr" if kind == "header" else "ftr"
        data = f"<w:{element} {_NS}>{text}</w:{element}>"
        self.part(f"{name}.xml", f"{_WORD}.{kind}+xml", data, id=id, kind=kind)

    def write(self, path: Path) -> Path:
        """The file."""
        self.part(
            "settings.xml",
            f"{_WORD}.settings+xml",
            f"<w:settings {_NS}>{self.settings}</w:settings>",
            id="s1",
            kind="settings",
        )
        document = f"<w:document {_NS}><w:body>{self.body}{self.section}</w:body></w:document>"
        types = "".join(
            f'<Override PartName="/word/{name}" ContentType="{type_}"/>' for name, type_, _ in self.parts
        )
        whole: dict[str, str | bytes] = {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xlsx" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
            '<Override PartName="/word/document.xml" '
            f'ContentType="{_WORD}.document.main+xml"/>{types}</Types>',
            "_rels/.rels": _related([("rId1", f"{R}/officeDocument", "word/document.xml")]),
            "word/document.xml": document,
        }
        for of in dict.fromkeys(of for of, *_ in self.related):
            folder, _, stem = f"word/{of}".rpartition("/")
            whole[f"{folder}/_rels/{stem}.rels"] = _related([told for at, *told in self.related if at == of])
        whole |= {f"word/{name}": data for name, _, data in self.parts}
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in whole.items():
                package.writestr(name, data if isinstance(data, bytes) else _XML + data)
        return path


def _related(listed: list[tuple[str, ...]] | list[list[str]]) -> str:
    said = "".join(f'<Relationship Id="{id}" Type="{kind}" Target="{to}"/>' for id, kind, to in listed)
    return f'<Relationships xmlns="{_RELS}">{said}</Relationships>'


def _drawing(id: int, address: str, content: str, *, name: str) -> str:
    """An inline drawing."""
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="2880000" cy="1440000"/>'
        f'<wp:docPr id="{id}" name="{name}"/>'
        f'<a:graphic><a:graphicData uri="{address}">{content}</a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )


_OPEN, _CLOSE = paragraph("{{ 会員番号 }} {{ 会社名 }} 御中"), paragraph("{{ 会社名 }} の終わり")


def chart() -> _Letter:
    """A bar chart with the workbook of its numbers."""
    letter = _Letter(_OPEN + _drawing(1, f"{_A}/chart", '<c:chart r:id="c1"/>', name="グラフ 1") + _CLOSE)
    axes = "".join(
        f'<c:{kind}><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/>'
        f'<c:axPos val="{side}"/><c:crossAx val="{other}"/></c:{kind}>'
        for kind, own, other, side in (("catAx", 1, 2, "b"), ("valAx", 2, 1, "l"))
    )
    numbers = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate((3, 5, 2)))
    data = (
        f'<c:chartSpace xmlns:c="{_A}/chart" xmlns:a="{_A}/main" xmlns:r="{R}"><c:chart>'
        "<c:plotArea><c:layout/>"
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/>'
        '<c:order val="0"/>'
        f'<c:val><c:numRef><c:f>Sheet!$A$1:$A$3</c:f><c:numCache><c:ptCount val="3"/>{numbers}</c:numCache>'
        '</c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/>'
        f"</c:barChart>{axes}</c:plotArea></c:chart>"
        '<c:externalData r:id="x1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    letter.part("charts/chart1.xml", f"{_DRAWING}.chart+xml", data, id="c1", kind="chart")
    book, out = openpyxl.Workbook(), io.BytesIO()
    for value in (3, 5, 2):
        book.active.append([value])
    book.save(out)
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    letter.part(
        "embeddings/book1.xlsx", sheet, out.getvalue(), id="x1", kind="package", of="charts/chart1.xml"
    )
    return letter


def smart_art() -> _Letter:
    """A SmartArt diagram: four parts that the document names, and a fifth that one of these names."""
    relations = '<dgm:relIds r:dm="d1" r:lo="d2" r:qs="d3" r:cs="d4"/>'
    letter = _Letter(_OPEN + _drawing(7, f"{_A}/diagram", relations, name="図表 1") + _CLOSE)
    names = f'xmlns:dgm="{_A}/diagram" xmlns:a="{_A}/main" xmlns:r="{R}"'
    drawn = "http://schemas.microsoft.com/office/drawing/2008/diagram"
    data = (
        f'<dgm:dataModel {names}><dgm:ptLst><dgm:pt modelId="1" type="doc"><dgm:prSet/><dgm:spPr/></dgm:pt>'
        '<dgm:pt modelId="2"><dgm:prSet/><dgm:spPr/><dgm:t><a:bodyPr/><a:p><a:r><a:t>申込み</a:t>'
        "</a:r></a:p></dgm:t>"
        '</dgm:pt></dgm:ptLst><dgm:cxnLst><dgm:cxn modelId="3" srcId="1" destId="2" srcOrd="0" destOrd="0"/>'
        "</dgm:cxnLst><dgm:bg/><dgm:whole/><dgm:extLst>"
        '<a:ext uri="http://schemas.microsoft.com/office/drawing/2008/diagram">'
        f'<dsp:dataModelExt xmlns:dsp="{drawn}" relId="d5" '
        'minVer="http://schemas.openxmlformats.org/drawingml/2006/diagram"/>'
        "</a:ext></dgm:extLst></dgm:dataModel>"
    )
    layout = f'<dgm:layoutDef {names} uniqueId="urn:layout"><dgm:layoutNode/></dgm:layoutDef>'
    quick = f'<dgm:styleDef {names} uniqueId="urn:style"><dgm:styleLbl name="node1"/></dgm:styleDef>'
    colors = f'<dgm:colorsDef {names} uniqueId="urn:colors"/>'
    drawing = (
        f'<dsp:drawing xmlns:dsp="{drawn}" xmlns:a="{_A}/main"><dsp:spTree><dsp:nvGrpSpPr>'
        '<dsp:cNvPr id="0" name=""/>'
        "<dsp:cNvGrpSpPr/></dsp:nvGrpSpPr><dsp:grpSpPr/></dsp:spTree></dsp:drawing>"
    )
    for id, stem, kind, said in (
        ("d1", "data1", "diagramData", data),
        ("d2", "layout1", "diagramLayout", layout),
        ("d3", "quickStyle1", "diagramStyle", quick),
        ("d4", "colors1", "diagramColors", colors),
    ):
        short = {"diagramStyle": "diagramQuickStyle"}.get(kind, kind)
        letter.part(f"diagrams/{stem}.xml", f"{_DRAWING}.{kind}+xml", said, id=id, kind=short)
    type_ = "application/vnd.ms-office.drawingml.diagramDrawing+xml"
    letter.part("diagrams/drawing1.xml", type_, drawing, id="d5", kind=_MICROSOFT)
    return letter


def bound_controls() -> _Letter:
    """Content controls, one in the other, bound to data of the document."""
    binding = '<w:dataBinding w:xpath="/a/b" w:storeItemID="{11111111-1111-1111-1111-111111111111}"/>'
    inner = (
        f'<w:sdt><w:sdtPr><w:id w:val="5"/>{binding}<w:text/></w:sdtPr><w:sdtContent>'
        "<w:r><w:t>{{ 会社名 }}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    outer = (
        '<w:sdt><w:sdtPr><w:alias w:val="枠"/><w:id w:val="-6"/></w:sdtPr><w:sdtContent>'
        f"<w:p>{inner}</w:p></w:sdtContent></w:sdt>"
    )
    return _Letter(_OPEN + outer + _CLOSE)


def many_sections() -> _Letter:
    """Portrait A4, landscape A5 and A3 with headers for the first, even and other pages, some taken over."""
    first = '<w:headerReference w:type="default" r:id="h1"/><w:headerReference w:type="even" r:id="h2"/>'
    first += '<w:headerReference w:type="first" r:id="h3"/>'
    body = (
        _OPEN
        + paragraph("一")
        + f"<w:p><w:pPr><w:sectPr>{first}{PORTRAIT}<w:titlePg/></w:sectPr></w:pPr></w:p>"
    )
    body += paragraph("二") + f"<w:p><w:pPr><w:sectPr>{A5}</w:sectPr></w:pPr></w:p>"
    body += paragraph("三 " + "長い文です。" * 900) + _CLOSE
    letter = _Letter(
        body,
        f'<w:sectPr><w:footerReference w:type="default" r:id="f1"/>{LARGE}</w:sectPr>',
        "<w:evenAndOddHeaders/>",
    )
    for number, said in enumerate(("奇数", "偶数", "先頭"), 1):
        letter.story(f"header{number}", paragraph(f"{said} {{{{ 会社名 }}}}"), id=f"h{number}")
    letter.story("footer1", paragraph("共通の脚"), id="f1")
    return letter


def watermark() -> _Letter:
    """A watermark in a header with the member's name, as Word makes it (VML)."""
    mark = (
        "<w:p><w:r><w:t>{{ 会社名 }}</w:t></w:r><w:r><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" '
        'o:spt="136" path="m0,0l21600,0e"/><v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" '
        'type="#_x0000_t136" style="position:absolute;width:400pt;height:100pt" fillcolor="silver">'
        '<v:textpath style="font-size:1pt" string="社外秘"/></v:shape></w:pict></w:r></w:p>'
    )
    letter = _Letter(
        _OPEN + _CLOSE, f'<w:sectPr><w:headerReference w:type="default" r:id="h1"/>{PORTRAIT}</w:sectPr>'
    )
    letter.story("header1", mark, id="h1")
    return letter


def text_boxes() -> _Letter:
    """Text boxes of Word 2010 with those of VML to fall back on, and two that one text runs through."""

    def box(id: int, inside: str, fallback: str) -> str:
        shape = (
            '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:prstGeom prst="rect"><a:avLst/>'
            f"</a:prstGeom></wps:spPr>{inside}"
            "<wps:bodyPr/></wps:wsp>"
        )
        address = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
        drawing = (
            '<w:drawing><wp:inline><wp:extent cx="1440000" cy="720000"/>'
            f'<wp:docPr id="{id}" name="箱 {id}"/><a:graphic>'
            f'<a:graphicData uri="{address}">{shape}</a:graphicData></a:graphic></wp:inline></w:drawing>'
        )
        return (
            f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
            f"<mc:Fallback><w:pict>{fallback}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )

    def shape(id: int, text: str, linked: str = "") -> str:
        style = f' style="mso-next-textbox:#_x0000_s{linked}"' if linked else ""
        return (
            f'<v:shape id="_x0000_s{id}" style="width:100pt;height:50pt"><v:textbox{style}>'
            f"<w:txbxContent>{text}"
            "</w:txbxContent></v:textbox></v:shape>"
        )

    said = paragraph("箱の中 {{ 会社名 }}")
    body = box(
        1, f'<wps:txbx id="1"><w:txbxContent>{said}</w:txbxContent></wps:txbx>', shape(1026, said, "1027")
    )
    body += box(2, '<wps:linkedTxbx id="1" seq="1"/>', shape(1027, "<w:p/>"))
    return _Letter(_OPEN + body + _CLOSE)


def other_document() -> _Letter:
    """A document within the document (altChunk), behind everything else."""
    letter = _Letter(_OPEN + paragraph("別紙") + '<w:altChunk r:id="a1"/>')
    letter.part(
        "afchunk1.html", "text/html", b"<html><body><p>attached</p></body></html>", id="a1", kind="aFChunk"
    )
    return letter


def contents() -> _Letter:
    """A table of contents with page numbers, references among them, and pages counted in a condition."""

    def begin(code: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
            f"{code}</w:instrText></w:r>"
        )

    parted = (
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    line = (
        '<w:p><w:hyperlink w:anchor="_Toc100" w:history="1"><w:r>'
        '<w:t xml:space="preserve">第1 趣旨 </w:t></w:r>'
        + begin("PAGEREF _Toc100 \\h ")
        + parted.format("1")
        + "</w:hyperlink></w:p>"
    )
    heading = paragraph("第1 趣旨", inside='<w:bookmarkStart w:id="9" w:name="_Toc100"/>').replace(
        "</w:p>", '<w:bookmarkEnd w:id="9"/></w:p>'
    )
    condition = (
        "<w:p>"
        + begin("IF ")
        + begin("PAGE ")
        + parted.format("1")
        + '<w:r><w:instrText xml:space="preserve"> = </w:instrText></w:r>'
        + begin("NUMPAGES ")
        + parted.format("1")
        + '<w:r><w:instrText xml:space="preserve"> "以上" "次頁へ" </w:instrText></w:r>'
        + parted.format("以上")
        + "</w:p>"
    )
    letter = _Letter(
        _OPEN + line + heading + _CLOSE,
        f'<w:sectPr><w:footerReference w:type="default" r:id="f1"/>{PORTRAIT}</w:sectPr>',
    )
    letter.story("footer1", condition, id="f1")
    return letter


KINDS: dict[str, Callable[[], _Letter]] = {
    function.__name__: function
    for function in (
        chart, smart_art, bound_controls, many_sections, watermark, text_boxes, other_document, contents
    )
}  # fmt: skip


def letter_of_kind(kind: str, path: Path) -> Path:
    """Write the model letter of this kind; the fields are those of `make.workbook`."""
    return KINDS[kind]().write(path)

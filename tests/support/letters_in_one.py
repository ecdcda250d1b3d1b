"""Letters made by hand for one document, and that document read back as Word reads it: section by section."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from enum import Enum, auto
from io import BytesIO

from lxml import etree

from noticemerge.template import Archive
from support.hard import R, W

_W, _R = f"{{{W}}}", f"{{{R}}}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The headers and footers a section can have.
SLOTS = [(kind, which) for kind in ("header", "footer") for which in ("default", "first", "even")]
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>'
)
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_SIZE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000" '
_SIZE += 'w:header="500" w:footer="500" w:gutter="0"/>'


class Part(Enum):
    """How another program may write the same XML."""

    USUAL = auto()
    OTHER_PREFIX = auto()
    SINGLE_QUOTES = auto()
    COMMENTS = auto()
    CDATA = auto()


@dataclass(frozen=True)
class Section:
    """What a reader of a section sees: its text, and each header and footer ("" where there is none)."""

    text: str
    headers: dict[tuple[str, str], str]


def letter_file(
    member: str,
    sections: list[dict[tuple[str, str], bool]],
    *,
    title: str = "",
    body: str = "",
    shape: Part = Part.USUAL,
) -> bytes:
    """A letter of these sections: of each its headers and footers, and whether their text is the member's."""
    parts: dict[str, str] = {}
    related, text = [], body
    for number, slots in enumerate(sections):
        references = ""
        for place, ((kind, which), is_own) in enumerate(sorted(slots.items())):
            id, element = f"r{number}_{place}", "hdr" if kind == "header" else "ftr"
            name = f"{kind}{number}{place}.xml"
            said = f"{member} {kind} {which} {number}" if is_own else "共通"
            parts[f"word/{name}"] = (
                f'<w:{element} xmlns:w="{W}"><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:{element}>'
            )
            related.append(f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{name}"/>')
            references += f'<w:{kind}Reference w:type="{which}" r:id="{id}"/>'
        properties = f"<w:sectPr>{references}{_SIZE}<w:titlePg/></w:sectPr>"
        is_last = number == len(sections) - 1
        said = f"<w:r><w:t>{member} 第{number}節</w:t></w:r>"
        text += (
            f"<w:p>{said}</w:p>{properties}" if is_last else f"<w:p><w:pPr>{properties}</w:pPr>{said}</w:p>"
        )
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{text}</w:body></w:document>'
    parts["word/document.xml"] = _shaped(document, shape)
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{_WORD}.{_kind(name)}+xml"/>' for name in sorted(parts)
    )
    types += f'<Override PartName="/docProps/core.xml" ContentType="{_CORE_TYPE}"/>' if title else ""
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    of_package = f'<Relationship Id="d" Type="{R}/officeDocument" Target="word/document.xml"/>'
    if title:
        of_package += f'<Relationship Id="c" Type="{_CORE_RELATION}" Target="docProps/core.xml"/>'
        parts["docProps/core.xml"] = _CORE.format(title)
    whole = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": rels.format(of_package),
        "word/_rels/document.xml.rels": rels.format("".join(related)),
        **parts,
    }
    return Archive([]).with_members({name: (data.encode(),) for name, data in whole.items()})


def read_letters(document: bytes, sections: int = 1) -> list[list[Section]]:
    """The letters of a document, each of so many sections, as Word would print them.

    A section that names no header takes that of the section before (ECMA-376 §17.10.1).
    """
    with zipfile.ZipFile(BytesIO(document)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
        rels = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        targets = {el.get("Id"): f"word/{el.get('Target')}" for el in rels.iter(_REL)}
        found, text = [], ""
        current = dict.fromkeys(SLOTS, "")
        for block in root[0]:
            text += "".join(block.itertext()) if block.tag == f"{_W}p" else ""
            properties = block if block.tag == f"{_W}sectPr" else block.find(f"{_W}pPr/{_W}sectPr")
            if properties is None:
                continue
            current = dict(current)
            for kind, which in SLOTS:
                for el in properties.iter(f"{_W}{kind}Reference"):
                    if el.get(f"{_W}type") == which:
                        data = package.read(targets[el.get(f"{_R}id")])
                        current[kind, which] = "".join(etree.fromstring(data).itertext())
            found.append(Section(text, current))
            text = ""
    if len(found) % sections:
        sections = len(found)
    return [found[begin : begin + sections] for begin in range(0, len(found), sections)]


def texts_of(document: bytes, part: str = "") -> list[str]:
    """The texts of all paragraphs but empty ones, of a part of a document or of the part itself."""
    data = document
    if part:
        with zipfile.ZipFile(BytesIO(document)) as package:
            data = package.read(part)
    said = ("".join(el.text or "" for el in p.iter(f"{_W}t")) for p in etree.fromstring(data).iter(f"{_W}p"))
    return [text for text in said if text]


def numbers_of(document: bytes) -> list[str]:
    """The numbers that the lists of a document print, by the rules of Word: an abstract definition counts on,
    and a list with a start of its own begins there when it is first met.
    """
    with zipfile.ZipFile(BytesIO(document)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        numbering = etree.fromstring(package.read("word/numbering.xml"))
        styles = etree.fromstring(package.read("word/styles.xml"))
    nums = {el.get(f"{_W}numId"): el for el in numbering.iter(f"{_W}num")}
    starts = {
        el.get(f"{_W}abstractNumId"): int(el.find(f"{_W}lvl/{_W}start").get(f"{_W}val"))
        for el in numbering.iter(f"{_W}abstractNum")
    }
    by_style = {}
    for el in styles.iter(f"{_W}style"):
        number = el.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        above = el.find(f"{_W}basedOn")
        if number is not None:
            by_style[el.get(f"{_W}styleId")] = number.get(f"{_W}val")
        elif above is not None and above.get(f"{_W}val") in by_style:
            by_style[el.get(f"{_W}styleId")] = by_style[above.get(f"{_W}val")]
    counts: dict[str, int] = {}
    met: set[str] = set()
    said = []
    for p in body.iter(f"{_W}p"):
        number, style = p.find(f"{_W}pPr/{_W}numPr/{_W}numId"), p.find(f"{_W}pPr/{_W}pStyle")
        id = number.get(f"{_W}val") if number is not None else None
        id = id or (by_style.get(style.get(f"{_W}val")) if style is not None else None)
        if id is None:
            continue
        abstract = nums[id].find(f"{_W}abstractNumId").get(f"{_W}val")
        own = nums[id].find(f"{_W}lvlOverride[@{_W}ilvl='0']/{_W}startOverride")
        if own is not None and id not in met:
            counts[abstract] = int(own.get(f"{_W}val")) - 1
        met.add(id)
        counts[abstract] = counts.get(abstract, starts[abstract] - 1) + 1
        said.append(str(counts[abstract]))
    return said


def _kind(name: str) -> str:
    stem = name.rpartition("/")[2]
    return "document.main" if stem == "document.xml" else re.match(r"[a-z]+", stem)[0]  # type: ignore[index]


def _shaped(document: str, shape: Part) -> str:
    if shape is Part.OTHER_PREFIX:
        return re.sub(r"\bw:", "x:", document).replace("xmlns:w=", "xmlns:x=")
    if shape is Part.SINGLE_QUOTES:
        return document.replace('"', "'")
    if shape is Part.COMMENTS:
        return document.replace("<w:p>", "<!-- <w:sectPr/> --><w:p>")
    if shape is Part.CDATA:
        return document.replace("<w:t>", "<w:t><![CDATA[").replace("</w:t>", "]]></w:t>")
    return document

"""A text with tags that goes out as plain text: what a mail says.

A text file is read as a Word document of one paragraph for each line, so that tags, conditions, filters and
every check of them are those of letters. A Word file can be used as well; only the words of its body go out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from noticemerge.excel import bytes_of, escape
from noticemerge.problems import CannotUse, Place, Problem, WordPlace, problem
from noticemerge.template.package import BODY, TextPart, W, WordPackage
from noticemerge.template.paragraph_places import local
from noticemerge.template.tags import Scanned, Tag, scan
from noticemerge.template.template import BoundTemplate, LetterTemplate
from noticemerge.template.zip_archive import deflated

_LARGEST = 1_000_000
# XML 1.0 §2.2: characters that no XML document can hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STATEMENT = re.compile(r"(if|for|elif|else|endif|endfor)\b")
_MAIN = "word/document.xml"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/{_MAIN}" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    f'/officeDocument" Target="{_MAIN}"/></Relationships>'
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
# What a reader of the Word file sees and a plain text cannot hold.
_LOST = ("drawing", "pict", "object", "numPr", "headerReference", "footerReference", "footnoteReference")


def read_text(path: Path) -> LetterTemplate:
    """A text with tags: a text file (UTF-8, UTF-16 with its mark, or code page 932) or a .docx.

    Raises `CannotUse` when it is not there or cannot be read.
    """
    if path.suffix.lower() == ".docx":
        template = LetterTemplate.read(path)
        template.appends_attachments = False
        template.notes += _lost(template)
        return template
    return _of_lines(path, _decoded(path))


def filled_text(bound: BoundTemplate, values: Mapping[str, Any]) -> str:
    """The text for these values: lines ended by "\\n", no spaces at line ends, no empty lines at the end.

    Raises `CannotUse` when a value does not fit its tag.
    """
    root = etree.fromstring(bound.maker.main_part(values))
    lines = "\n".join(_text_of(p) for p in root.iter(f"{{{W}}}p") if not _is_boxed(p)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def pictures_in(template: LetterTemplate) -> list[Problem]:
    """The tags that print a picture, which no plain text holds. To be asked when names are bound."""
    tags = (tag for scanned in template.scans for paragraph in scanned.paragraphs for tag in paragraph.tags)
    return [problem("NM-M05", tag.place, typed=tag.typed) for tag in tags if "|qr" in tag.source]


def _decoded(path: Path) -> str:
    try:
        data = bytes_of(path)
    except FileNotFoundError:
        raise CannotUse(problem("NM-M01", Place(file=path.name))) from None
    if len(data) > _LARGEST:
        raise CannotUse(problem("NM-M02", Place(file=path.name)))
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp932"]

    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotUse(problem("NM-M02", Place(file=path.name)))


def _of_lines(path: Path, text: str) -> LetterTemplate:
    plain = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n"))
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in plain.split("\n")
    )
    main = f'<w:document xmlns:w="{W}"><w:body>{paragraphs}</w:body></w:document>'
    members = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONSHIPS, _MAIN: main}
    package = WordPackage(path.name, [deflated(name, xml.encode("utf-8")) for name, xml in members.items()])
    scanned = scan(package, TextPart(_MAIN, BODY, is_lines=True))
    _take_whole_lines(scanned)
    digest = hashlib.sha256(plain.encode("utf-8")).hexdigest()
    return LetterTemplate(path, package, package, digest, [scanned], appends_attachments=False)


def _take_whole_lines(scanned: Scanned) -> None:
    """A statement alone on its line stands for the line, as {%p … %} does in a letter.

    That holds where all tags of a block stand so; else a line of text would be torn.
    """
    blocks: list[list[Tag]] = []
    for tag in (tag for paragraph in scanned.paragraphs for tag in paragraph.tags):
        match = _STATEMENT.match(tag.body) if tag.kind == "{%" else None
        if match is None:
            continue
        if match[1] in ("if", "for"):
            blocks.append([])
        if blocks:
            blocks[-1].append(tag)
        if match[1].startswith("end") and blocks and all(_is_alone(one) for one in blocks[-1]):
            for one in blocks[-1]:
                one.prefix = "p"
        if match[1].startswith("end") and blocks:
            blocks.pop()


def _is_alone(tag: Tag) -> bool:
    return not tag.prefix and tag.paragraph.text.strip() == tag.typed


def _lost(template: LetterTemplate) -> Iterator[Problem]:
    """What the Word file shows and the mail does not."""
    main = template.package.tree(template.package.main)
    if next(main.iter(*(f"{{{W}}}{name}" for name in _LOST)), None) is not None:
        yield problem("NM-M06", WordPlace(file=template.package.file))


def _text_of(paragraph: etree._Element) -> str:
    out = []
    for el in paragraph.iter(etree.Element):
        if local(el) == "t" and el.tag == f"{{{W}}}t" and not _is_boxed(el):
            out.append(el.text or "")
        elif local(el) in _BREAKS and el.getparent() is not None and local(el.getparent()) == "r":  # type: ignore[arg-type]
            out.append(_BREAKS[local(el)])
    return "".join(out)


def _is_boxed(el: etree._Element) -> bool:
    return next(el.iterancestors(f"{{{W}}}txbxContent"), None) is not None

"""Word files for the tests, made of the XML that matters and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_NOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
    "<w:continuationSeparator/></w:r></w:p></w:footnote>"
)
_FOOTNOTE = '<w:footnote w:id="1">{}</w:footnote>'
# Relationship and content type of the parts that a test can bring along, by the first word of the name.
_PARTS = {
    "endnotes": ("endnotes", f"{_TYPE}.endnotes+xml"),
    "footer": ("footer", f"{_TYPE}.footer+xml"),
    "image": ("image", "image/png"),
    "numbering": ("numbering", f"{_TYPE}.numbering+xml"),
    "settings": ("settings", f"{_TYPE}.settings+xml"),
    "styles": ("styles", f"{_TYPE}.styles+xml"),
}
REFERENCE = '<w:p><w:r><w:t>see</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; each string is one run's text."""
    cut = "".join(f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in runs)
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{cut}</w:p>"


def table(*rows: list[str]) -> str:
    """A table of rows of cells; a cell is its paragraphs, or plain text for one paragraph."""
    columns = "".join('<w:gridCol w:w="2000"/>' for _ in rows[0])
    body = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows)
    width = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{width}<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"


def letter_file(
    body: str,
    *,
    header: str = "",
    footnote: str = "",
    title: str = "",
    links: Mapping[str, str] | None = None,
    parts: Mapping[str, bytes] | None = None,
    extra: Mapping[str, str] | None = None,
) -> bytes:
    """A .docx with this body (block elements), and a header, a footnote, a title where given.

    `links` are addresses by the relationship id that the body names them by. `parts` are whole parts of
    the folder word/ by file name, known by their beginning (endnotes.xml, image1.png), with the
    relationship id r-FILENAME. `extra` adds members by name, not known to the package's content types.
    """
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr>' if header else "<w:sectPr/>"
    )
    text = f"<w:document {_NAMESPACES}><w:body>{body}{section}</w:body></w:document>"
    members: dict[str, str | bytes] = {"word/document.xml": text}
    related, package = [], [_relationship("rId1", "officeDocument", "word/document.xml")]
    types = [("/word/document.xml", f"{_TYPE}.document.main+xml")]
    if header:
        members["word/header1.xml"] = f"<w:hdr {_NAMESPACES}>{header}</w:hdr>"
        related.append(_relationship("rId1", "header", "header1.xml"))
        types.append(("/word/header1.xml", f"{_TYPE}.header+xml"))
    if footnote:
        members["word/footnotes.xml"] = (
            f"<w:footnotes {_NAMESPACES}>{_NOTES}{_FOOTNOTE.format(footnote)}</w:footnotes>"
        )
        related.append(_relationship("rId2", "footnotes", "footnotes.xml"))
        types.append(("/word/footnotes.xml", f"{_TYPE}.footnotes+xml"))
    if title:
        members["docProps/core.xml"] = _core(title)
        kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
        package.append(f'<Relationship Id="rId9" Type="{kind}" Target="docProps/core.xml"/>')
        types.append(("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    for number, address in (links or {}).items():
        related.append(_relationship(number, "hyperlink", escape(address), external=True))
    for name, data in (parts or {}).items():
        kind, content_type = _PARTS[re.match("[a-z]+", name)[0]]  # type: ignore[index]
        members[f"word/{name}"] = data
        related.append(_relationship(f"r-{name}", kind, name))
        types.append((f"/word/{name}", content_type))
    members["word/_rels/document.xml.rels"] = _relationships(related)
    head = {"[Content_Types].xml": _content_types(types), "_rels/.rels": _relationships(package)}
    return _zip({**head, **members}, extra)


def saved(folder: Path, document: bytes, name: str = "letter.docx") -> Path:
    """The document as a file."""
    path = folder / name
    path.write_bytes(document)
    return path


def _cell(content: str) -> str:
    inner = content if content.startswith("<w:") else paragraph(content)
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def _core(title: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return (
        f'<cp:coreProperties xmlns:cp="{space}" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'
    )


def _relationship(number: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{number}" Type="{_REL}/{kind}" Target="{target}"{mode}/>'


def _relationships(entries: list[str]) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(entries)}</Relationships>'


def _content_types(types: list[tuple[str, str]]) -> str:
    named = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types)
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _zip(parts: Mapping[str, str | bytes], extra: Mapping[str, str] | None) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **(extra or {})}.items():
            # One date, so that a letter made twice is one letter.
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, _PROLOG + data if isinstance(data, str) else data)
    return packed.getvalue()

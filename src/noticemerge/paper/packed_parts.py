"""The parts of a combined document that are written anew: the text, packed as it comes, and others."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from noticemerge.excel import quoteattr
from noticemerge.template import COMPRESSOR, Entry, W, parse_xml

if COMPRESSOR == "isa-l":
    from isal import isal_zlib

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What stands behind endnotePr in the settings (CT_Settings).
_BEHIND_NOTES = [
    "compat",
    "docVars",
    "rsids",
    "attachedSchema",
    "themeFontLang",
    "clrSchemeMapping",
    "doNotIncludeSubdocsInStats",
    "doNotAutoCompressPictures",
    "forceUpgrade",
    "captions",
    "readModeInkLockDown",
    "smartTagType",
    "shapeDefaults",
    "doNotEmbedSmartTags",
    "decimalSymbol",
    "listSeparator",
]
TITLE = "印刷用"


class PackedText:
    """A part's text, compressed as it is added: only that is held."""

    def __init__(self) -> None:
        # Level 2 of ISA-L as for letters; with zlib level 1, which takes half the time of the usual one.
        self._packer = (
            isal_zlib.compressobj(2, zlib.DEFLATED, -15)
            if COMPRESSOR == "isa-l"
            else zlib.compressobj(1, zlib.DEFLATED, -15)
        )
        self._packed: list[bytes] = []
        self._crc = 0
        self.size = 0
        self.add(_DECLARATION)

    def add(self, text: str) -> None:
        """Put text behind the text so far."""
        data = text.encode()
        self._crc = zlib.crc32(data, self._crc)
        self.size += len(data)
        self._packed.append(self._packer.compress(data))

    def entry(self, name: str) -> Entry:
        """The text as a member of an archive; nothing can be added then."""
        self._packed.append(self._packer.flush())
        return Entry(name, zipfile.ZIP_DEFLATED, self._crc, self.size, b"".join(self._packed))


def content_types(first: bytes, placed: Mapping[str, str], names: set[str]) -> bytes:
    """[Content_Types].xml for the parts `names` (lower case), with those `placed` and their types.

    `first` is that of the first letter.
    """
    root = parse_xml(first, "")
    usual = {
        el.get("Extension", "").lower(): el.get("ContentType", "") for el in root.iter(f"{{{_TYPES}}}Default")
    }
    lines = [_DECLARATION, f'<Types xmlns="{_TYPES}">']
    for ending, type_ in usual.items():
        lines.append(f"<Default Extension={quoteattr(ending)} ContentType={quoteattr(type_)}/>")
    told = {name.lower() for name in placed}
    for el in root.iter(f"{{{_TYPES}}}Override"):
        name = el.get("PartName", "").lstrip("/")
        if name.lower() in names and name.lower() not in told:
            lines.append(_override(name, el.get("ContentType", "")))
    lines += [
        _override(name, type_)
        for name, type_ in placed.items()
        if usual.get(name.rpartition(".")[2].lower()) != type_
    ]
    return "".join([*lines, "</Types>"]).encode()


def core_properties() -> bytes:
    """The properties of a document of many letters: no member's title is that of all."""
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{TITLE}</dc:title></cp:coreProperties>"
    ).encode()


def endnotes_at_section_end(settings: bytes) -> bytes:
    """The settings with endnotes at the end of sections, not of the document (§17.11.22)."""
    root = parse_xml(settings, "")
    notes = root.find(f"{{{W}}}endnotePr")
    if notes is None:
        notes = etree.Element(f"{{{W}}}endnotePr")
        behind = next((el for el in root if etree.QName(el).localname in _BEHIND_NOTES), None)
        root.append(notes) if behind is None else behind.addprevious(notes)
    place = notes.find(f"{{{W}}}pos")
    if place is None:
        place = etree.Element(f"{{{W}}}pos")
        notes.insert(0, place)
    place.set(f"{{{W}}}val", "sectEnd")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _override(name: str, type_: str) -> str:
    return f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(type_)}/>"

"""A letter that this program made, opened: its members as they are compressed, its parts by what they are.

Every letter of a bundle is opened, so the directory of the archive is read by hand: 40 µs for 16 members,
where `zipfile` takes 400. It reads what `noticemerge.template.zip_archive` writes, and nothing else is handed
to it.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from noticemerge.problems import CannotUse, Place, problem
from noticemerge.template import RELATIONSHIP, Entry, W, parse_xml, rels_name

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELATIONSHIPS = "_rels/.rels"
# The usual prefixes of the three namespaces whose elements are edited.
_PREFIXES = {"w": W, "r": R, "wp": WP}
_DECLARED = re.compile(r'\sxmlns(?::([\w.-]+))?="([^"]*)"')
_CENTRAL = struct.Struct("<4s6xH4xIIIHHH8xI")
_END = struct.Struct("<4sHHHHIIH")
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class Relation(NamedTuple):
    """A relationship of a part: its id, its type (an address), and the target's name or address."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of the type: "header", "image"."""
        return self.type.rpartition("/")[2]


class _Line(NamedTuple):
    """A line of the directory: lengths are in bytes."""

    signature: bytes
    method: int
    crc: int
    packed: int
    size: int
    name: int
    extra: int
    comment: int
    offset: int


class LetterFile:
    """The members of a letter by name. Names are caseless (OPC §6.2.2.3)."""

    def __init__(self, data: bytes, name: str = "") -> None:
        """Raises `CannotUse`, naming the file, when it is no archive that this program writes."""
        self.name = name
        try:
            self.entries = {entry.name.lower(): entry for entry in _entries(data)}
            package = _packed_relations(*self._packed(PACKAGE_RELATIONSHIPS), "")
            self.main = next(relation.target for relation in package if relation.kind == "officeDocument")
            if self.main.lower() not in self.entries:
                raise KeyError(self.main)
        except (ValueError, KeyError, StopIteration, struct.error, zlib.error):
            raise CannotUse(problem("NM-W21", Place(file=name))) from None

    def data(self, name: str) -> bytes:
        """The bytes of a part. Raises KeyError when there is none, zlib.error when it is damaged."""
        return unpacked(self.entries[name.lower()])

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self.entries

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of a part."""
        name = rels_name(part)
        return _packed_relations(*self._packed(name), part) if self.has(name) else ()

    def text(self, part: str) -> str:
        """A part of WordprocessingML in its usual form, see `usual`."""
        return usual(self.data(part), self.name)

    def _packed(self, name: str) -> tuple[bytes, int]:
        entry = self.entries[name.lower()]
        return entry.raw, entry.method

    def content_type(self, part: str) -> str:
        """What kind of data a part holds, as [Content_Types].xml says."""
        return content_type(self.data(CONTENT_TYPES), part)


def unpacked(entry: Entry) -> bytes:
    """The bytes of a member."""
    return _unpacked(entry.raw, entry.method)


def _unpacked(raw: bytes, method: int) -> bytes:
    return zlib.decompress(raw, -15) if method == zipfile.ZIP_DEFLATED else raw


@lru_cache(maxsize=512)
def _packed_relations(raw: bytes, method: int, part: str) -> tuple[Relation, ...]:
    """As `relations`, of bytes as they are compressed: they are the same in letter after letter."""
    return relations(_unpacked(raw, method), part)


@lru_cache(maxsize=512)
def relations(data: bytes, part: str) -> tuple[Relation, ...]:
    """The relationships in a relationship part; the targets are part names, or addresses where external."""
    return tuple(_relation(el, posixpath.dirname(part)) for el in parse_xml(data, part).iter(RELATIONSHIP))


@lru_cache(maxsize=512)
def content_type(data: bytes, part: str) -> str:
    """The content type of a part: that of its name, else that of its ending (OPC §6.2.3.4)."""
    root, ending = parse_xml(data, part), part.rpartition(".")[2].lower()
    found = ""
    for el in root:
        if el.tag == f"{_TYPES}Override" and el.get("PartName", "").lstrip("/").lower() == part.lower():
            return str(el.get("ContentType", ""))
        if el.tag == f"{_TYPES}Default" and el.get("Extension", "").lower() == ending:
            found = str(el.get("ContentType", ""))
    return found


def usual(data: bytes, file: str = "") -> str:
    """XML as Word writes it: the prefixes w, r and wp, double quotes, no comments and no CDATA sections.

    Letters come from templates of Word and are so already; what another program wrote is brought into that
    form, so that tags can be found as text. Raises `CannotUse` when it is no XML.
    """
    text = data.decode("utf-8", "replace")
    text = text[text.find("?>") + 2 :].lstrip() if text.startswith("<?xml") else text
    return text if _is_usual(text) else _brought_into_form(data, file)


def _is_usual(text: str) -> bool:
    if "<!--" in text or "<![CDATA[" in text or "='" in text or "\ufffd" in text:
        return False
    for prefix, address in _PREFIXES.items():
        if text.count(f'="{address}"') != text.count(f'xmlns:{prefix}="{address}"'):
            return False
        if text.count(f"xmlns:{prefix}=") != text.count(f'xmlns:{prefix}="{address}"'):
            return False
    return "<w:" in text


def _brought_into_form(data: bytes, file: str) -> str:
    root = parse_xml(data, file)
    for el in list(root.iter(etree.Comment, etree.PI)):
        _without(el)
    # Written anew below a root that declares the usual prefixes, an element takes those.
    declared = {
        prefix or "": address for prefix, address in root.nsmap.items() if address not in _PREFIXES.values()
    }
    clash = {prefix: f"n{number}" for number, prefix in enumerate(set(declared) & set(_PREFIXES))}
    names = {(clash.get(prefix, prefix) or None): address for prefix, address in declared.items()} | _PREFIXES
    return etree.tostring(_renamed(root, names), encoding="unicode")


def _renamed(root: etree._Element, names: dict[str | None, str]) -> etree._Element:
    new = etree.Element(root.tag, nsmap=names)  # type: ignore[arg-type]
    new.attrib.update(root.attrib)
    new.text = root.text
    # Children moved below a new root take its prefixes when they are copied one by one.
    for child in root:
        new.append(_copied(child, new))
    return new


def _copied(el: etree._Element, parent: etree._Element) -> etree._Element:
    copied = etree.SubElement(parent, el.tag)
    copied.attrib.update(el.attrib)
    copied.text, copied.tail = el.text, el.tail
    for child in el:
        _copied(child, copied)
    return copied


def _without(el: etree._Element) -> None:
    """Take a comment out, and keep the text behind it."""
    parent, before, tail = el.getparent(), el.getprevious(), el.tail or ""
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    el.tail = None
    parent.remove(el)


def _relation(el: etree._Element, folder: str) -> Relation:
    target, external = el.get("Target", ""), el.get("TargetMode") == "External"
    if not external:
        joined = target if target.startswith("/") else posixpath.join("/", folder, target)
        target = posixpath.normpath(joined).lstrip("/")
    return Relation(el.get("Id", ""), el.get("Type", ""), target, external)


def _entries(data: bytes) -> list[Entry]:
    """The members of an archive without a comment at its end (APPNOTE 4.3.12, 4.3.16)."""
    signature, _, _, count, _, _, at, _ = _END.unpack_from(data, len(data) - _END.size)
    if signature != b"PK\5\6":
        raise ValueError(signature)
    entries = []
    for _ in range(count):
        line = _Line(*_CENTRAL.unpack_from(data, at))
        if line.signature != b"PK\1\2":
            raise ValueError(line.signature)
        name = data[at + _CENTRAL.size : at + _CENTRAL.size + line.name].decode("utf-8")
        at += _CENTRAL.size + line.name + line.extra + line.comment
        start = line.offset + 30 + sum(struct.unpack_from("<HH", data, line.offset + 26))
        entries.append(Entry(name, line.method, line.crc, line.size, data[start : start + line.packed]))
    return entries

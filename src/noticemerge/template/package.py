"""A Word file as a package: its members as they were compressed, its parts by what they are.

ECMA-376 Part 2 (Open Packaging Conventions). A letter is the template's package with a few
members replaced: the others are copied as the bytes they already are.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from noticemerge.excel import bytes_of, is_bomb, reason_of
from noticemerge.problems import N_, CannotUse, WordPlace, problem
from noticemerge.template.zip_archive import Archive, Entry, Pieces, deflated

_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "huge_tree": False}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OTHER_TYPES = {"macroEnabledTemplate": "NM-T121", "macroEnabled": "NM-T07", "template": "NM-T08"}
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

PART_NAMES = {
    "header-default": N_("Header"),
    "header-first": N_("First-page header"),
    "header-even": N_("Even-page header"),
    "footer-default": N_("Footer"),
    "footer-first": N_("First-page footer"),
    "footer-even": N_("Even-page footer"),
    "footnotes": N_("Footnotes"),
    "endnotes": N_("Endnotes"),
    "comments": N_("Comments"),
    "header": N_("Header that no section uses"),
    "footer": N_("Footer that no section uses"),
    "core-properties": N_("Document properties"),
    "extended-properties": N_("Document properties"),
    "custom-properties": N_("Document properties"),
    "customXml": N_("Data of content controls"),
}
# Parts that are no Word text: what their elements hold is filled in.
_DATA = frozenset({"core-properties", "extended-properties", "custom-properties", "customXml"})
BODY = N_("Body")


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship of a part: its type's last word, its target part (or address, if external)."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part that can hold tags: its member name, what people call it, whether it is WordprocessingML.

    `is_store` says that it is XML of any kind that content controls show.
    `is_links` says that the tags stand in the addresses of a relationship part. `section` is the section
    (from 1) that a header or footer belongs to, where several have one label; else 0. `is_lines` says that
    people know its paragraphs as the lines of a text file.
    """

    name: str
    label: str
    is_word: bool = True
    is_links: bool = False
    section: int = 0
    is_store: bool = False
    is_lines: bool = False


class WordPackage:
    """A .docx read into memory."""

    def __reduce__(self) -> tuple[Any, ...]:
        return WordPackage, (self.file, self._entries)

    def __init__(self, file: str, entries: list[Entry]) -> None:
        self.file = file
        self._entries = entries
        self._by_name = {entry.name.lower(): entry for entry in entries}
        self._text_parts: list[TextPart] = []
        self._archives: dict[frozenset[str], Archive] = {}
        self.main = self._main_part()

    @classmethod
    def read(cls, path: Path) -> WordPackage:
        """Open a Word file. Raises `CannotUse`, with one code for each reason it is none."""
        return cls(path.name, _entries(path.name, _bytes_of(path)))

    def has(self, name: str) -> bool:
        """Whether a part of this name is there (names are caseless, OPC §6.2.2.3)."""
        return name.lower() in self._by_name

    def data(self, name: str) -> bytes:
        """The bytes of a part. Raises `CannotUse` when they are damaged."""
        entry = self._by_name[name.lower()]
        try:
            data = zlib.decompress(entry.raw, -15) if entry.method == zipfile.ZIP_DEFLATED else entry.raw
        except zlib.error:
            raise _damaged(self.file, entry.name) from None
        if len(data) != entry.size or zlib.crc32(data) != entry.crc:
            raise _damaged(self.file, entry.name)
        return data

    def tree(self, name: str) -> etree._Element:
        """The part parsed strictly. Raises `CannotUse` when it is not well-formed XML."""
        return parse_xml(self.data(name), self.file, name)

    def names(self) -> list[str]:
        """The names of all parts, in the order of the file."""
        return [entry.name for entry in self._entries]

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of a part ("" for the package itself)."""
        if not self.has(rels_name(part)):
            return []
        folder = posixpath.dirname(part)
        return [_relationship(el, folder) for el in self.tree(rels_name(part)).iter(RELATIONSHIP)]

    def text_parts(self) -> list[TextPart]:
        """The parts that a reader sees and a tag can stand in, the body first.

        Then those that hold data behind the text: the properties, and the stores of content controls.
        """
        if not self._text_parts:
            self._text_parts = self._read_text_parts()
        return self._text_parts

    def _read_text_parts(self) -> list[TextPart]:
        kinds = self._header_kinds()
        parts = [TextPart(self.main, BODY)]
        for rel in self.relationships(self.main):
            if rel.external or not self.has(rel.target):
                continue
            kind, section = kinds.get(rel.id, (rel.kind, 0))
            if kind in PART_NAMES and not any(part.name.lower() == rel.target.lower() for part in parts):
                parts.append(
                    TextPart(
                        rel.target, PART_NAMES[kind], kind not in _DATA, False, section, kind == "customXml"
                    )
                )
        for rel in self.relationships(""):
            if rel.kind in _DATA and self.has(rel.target):
                parts.append(TextPart(rel.target, PART_NAMES[rel.kind], is_word=False))
        several = {label for label, count in Counter(part.label for part in parts).items() if count > 1}
        return [part if part.label in several else replace(part, section=0) for part in parts]

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """The package with these parts replaced or added, all others as they were; same in, same out."""
        return self.with_pieces({name: (data,) for name, data in changed.items()})

    def with_pieces(self, changed: Mapping[str, Pieces]) -> bytes:
        """As `with_parts`, each part in pieces of which every second one comes again in many letters."""
        names = frozenset(changed)
        archive = self._archives.get(names)
        if archive is None:
            gone = {name.lower() for name in names}
            archive = self._archives[names] = Archive(e for e in self._entries if e.name.lower() not in gone)
        return archive.with_members(changed)

    def digest(self, data: bytes) -> bytes:
        """The SHA-256 of a letter that `with_parts` made; what never changes is not read anew."""
        found = (archive.digest(data) for archive in self._archives.values())
        return next((digest for digest in found if digest), b"") or hashlib.sha256(data).digest()

    def replacing(self, changed: Mapping[str, bytes], dropped: Set[str]) -> WordPackage:
        """A package with these parts replaced or added, and those named in `dropped` (lower case) gone."""
        replaced = {name.lower(): data for name, data in changed.items()}
        gone = dropped | {rels_name(name) for name in dropped}
        entries = [
            deflated(entry.name, replaced[entry.name.lower()]) if entry.name.lower() in replaced else entry
            for entry in self._entries
            if entry.name.lower() not in gone
        ]
        entries += [deflated(name, data) for name, data in changed.items() if not self.has(name)]
        return WordPackage(self.file, entries)

    def _main_part(self) -> str:
        if not self.has("[Content_Types].xml"):
            raise CannotUse(problem("NM-T05", WordPlace(file=self.file)))
        main = next((r for r in self.relationships("") if r.kind == "officeDocument"), None)
        if main is None or not self.has(main.target):
            raise CannotUse(problem("NM-T05", WordPlace(file=self.file)))
        if b"purl.oclc.org/ooxml" in self.data(main.target)[:4096]:
            raise CannotUse(problem("NM-T06", WordPlace(file=self.file)))
        self._refuse_other_types(main.target)
        return main.target

    def _refuse_other_types(self, main: str) -> None:
        types = self.tree("[Content_Types].xml")
        declared = [
            el.get("ContentType", "")
            for el in types.iter(f"{_TYPES}Override")
            if el.get("PartName", "").lstrip("/").lower() == main.lower()
        ] or [
            el.get("ContentType", "")
            for el in types.iter(f"{_TYPES}Default")
            if el.get("Extension", "").lower() == main.rpartition(".")[2].lower()
        ]
        if _MAIN_TYPE in declared:
            return
        kind = " ".join(declared)
        code = next((code for word, code in _OTHER_TYPES.items() if word in kind), "NM-T05")
        raise CannotUse(problem(code, WordPlace(file=self.file)))

    def _header_kinds(self) -> dict[str, tuple[str, int]]:
        """For each relationship id a section uses for a header or footer: "header-first" and so on.

        With the number of the first section (from 1) that does.
        """
        kinds: dict[str, tuple[str, int]] = {}
        for number, section in enumerate(self.tree(self.main).iter(f"{{{W}}}sectPr"), 1):
            for ref in section.iter(f"{{{W}}}headerReference", f"{{{W}}}footerReference"):
                word = "header" if str(ref.tag).endswith("headerReference") else "footer"
                kind = f"{word}-{ref.get(f'{{{W}}}type', 'default')}"
                kinds.setdefault(ref.get(f"{{{R}}}id", ""), (kind, number))
        return kinds


def rels_name(part: str) -> str:
    """The name of the part that holds a part's relationships (OPC §6.5.3.2)."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def parse_xml(data: bytes, file: str, part: str = "") -> etree._Element:
    """Parse strictly: no recovery, no entities, no network. Raises `CannotUse` naming `file` and `part`."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**_PARSER_OPTIONS))  # type: ignore[arg-type]
    except etree.XMLSyntaxError:
        raise _damaged(file, part) from None
    # A document type declaration is never written by Word and is how entity bombs come in.
    if root.getroottree().docinfo.internalDTD is not None:
        raise CannotUse(problem("NM-T120", WordPlace(file=file), part=part or file))
    return root


def _damaged(file: str, part: str) -> CannotUse:
    return CannotUse(problem("NM-T04", WordPlace(file=file), part=part or file))


def _bytes_of(path: Path) -> bytes:
    place = WordPlace(file=path.name)
    if path.name.startswith("~$"):
        raise CannotUse(problem("NM-T09", place))
    try:
        data = bytes_of(path)
    except FileNotFoundError:
        raise CannotUse(problem("NM-T01", place)) from None
    except (PermissionError, IsADirectoryError):
        raise CannotUse(problem("NM-T02", place)) from None
    except OSError as error:
        raise CannotUse(problem("NM-T10", place, reason=reason_of(error))) from None
    if not data:
        raise CannotUse(problem("NM-T03", place))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise CannotUse(problem("NM-T11" if encrypted else "NM-T12", place))
    if not data.startswith(b"PK"):
        raise CannotUse(problem("NM-T13", place))
    return data


def _entries(file: str, data: bytes) -> list[Entry]:
    place = WordPlace(file=file)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
        if is_bomb(infos):
            raise CannotUse(problem("NM-T14", place))
        entries = [_entry(info, data) for info in infos]
    except (zipfile.BadZipFile, struct.error, NotImplementedError, UnicodeDecodeError):
        raise _damaged(file, "") from None
    names = [entry.name.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise _damaged(file, "")
    return entries


def _entry(info: zipfile.ZipInfo, data: bytes) -> Entry:
    if info.flag_bits & 0x1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    name_length, extra_length = struct.unpack_from("<HH", data, info.header_offset + 26)
    start = info.header_offset + 30 + name_length + extra_length
    raw = data[start : start + info.compress_size]
    if len(raw) != info.compress_size:
        raise zipfile.BadZipFile
    # Some writers put backslashes between folders; OPC knows only the slash.
    name = info.filename.replace("\\", "/").lstrip("/")
    return Entry(name, info.compress_type, info.CRC, info.file_size, raw)


def _relationship(el: etree._Element, folder: str) -> Relationship:
    target = el.get("Target", "")
    external = el.get("TargetMode") == "External"
    if not external:
        joined = target if target.startswith("/") else posixpath.join("/", folder, target)
        target = posixpath.normpath(joined).lstrip("/")
    return Relationship(el.get("Id", ""), re.split(r"[/]", el.get("Type", ""))[-1], target, external)

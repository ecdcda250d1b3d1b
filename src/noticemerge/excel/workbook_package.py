"""The parts of a workbook: found as Excel finds them, whatever the case and the slashes of their names."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from noticemerge.excel.xml_events import RELATIONS, TYPES, collect

_CHUNK = 2**18
_WORKBOOK_TYPES = ("sheet.main+xml", "template.main+xml", "sheet.macroenabled.main+xml")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship to another part: the last word of its type, such as "worksheet", and the part's name."""

    kind: str
    part: str


class Package:
    """The parts of a zip package, by names without regard to case (ECMA-376 part 2, 6.2.2.3)."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        infos = {_plain(info.filename): info for info in self._archive.infolist()}
        # Where two names differ in case alone, each is found by its own.
        self._parts = {name.lower(): info for name, info in infos.items()} | infos

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._parts or _plain(part).lower() in self._parts

    def chunks(self, part: str) -> Iterator[bytes]:
        """The content of a part, piece by piece. Raises KeyError when there is no such part."""
        name = _plain(part)
        with self._archive.open(self._parts.get(name) or self._parts[name.lower()]) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part, by their ids; of the package itself for "". None is no error."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return {}
        found = collect(self.chunks(rels), [("Relationships", "Relationship")], RELATIONS)
        return {
            relation.get("Id", f"rId{number}"): Relation(
                relation.get("Type", "").rpartition("/")[2], _resolved(folder, relation.get("Target", ""))
            )
            for number, (_, relation) in enumerate(found, 1)
            if relation.get("TargetMode") != "External"
        }

    def workbook(self) -> str:
        """The name of the workbook's part. Raises KeyError when there is none."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.part in self:
                return relation.part
        declared = collect(self.chunks("[Content_Types].xml"), [("Types", "Override")], TYPES)
        for _, override in declared:
            name, kind = override.get("PartName", "").lstrip("/"), override.get("ContentType", "").lower()
            if kind.endswith(_WORKBOOK_TYPES) and name in self:
                return name
        if "xl/workbook.xml" in self:
            return "xl/workbook.xml"
        raise KeyError("workbook")

    def related(self, part: str, kind: str) -> str | None:
        """The part of this kind that `part` refers to, else the one of the usual name beside it, or None."""
        for relation in self.relations(part).values():
            if relation.kind == kind and relation.part in self:
                return relation.part
        usual = posixpath.join(posixpath.dirname(part), f"{kind}.xml")
        return usual if usual in self else None


def _plain(name: str) -> str:
    """A part's name with the slashes that the standard asks for; some programs write others."""
    return name.replace("\\", "/").lstrip("/")


def _resolved(folder: str, target: str) -> str:
    """The name of the part that a target means, relative to the folder or from the root (part 2, 6.5.3.4)."""
    target = unquote(target.replace("\\", "/"))
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

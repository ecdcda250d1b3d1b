"""A Word file read by zipfile and lxml alone, so that no library of the program hides its own faults."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛％|％｝")
_BREAKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
_TEXT_ROOTS = [W + name for name in ("document", "hdr", "ftr", "footnotes", "endnotes", "comments")]
# ISO Strict files say the same in other namespaces (ISO/IEC 29500-1 Annex A).
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship of a part: `kind` is the last word of its type; `target` a part, or a URI."""

    id: str
    kind: str
    target: str
    external: bool


class Word:
    """A Word file, opened strictly. Raises AssertionError for a name that is there twice and
    lxml's XMLSyntaxError for a part that is no XML.
    """

    def __init__(self, document: Path | bytes) -> None:
        source = io.BytesIO(document) if isinstance(document, bytes) else document
        with zipfile.ZipFile(source) as package:
            twice = [n for n, k in Counter(map(str.casefold, package.namelist())).items() if k > 1]
            assert not twice, f"there twice: {twice}"
            self.parts = {name: package.read(name) for name in package.namelist()}
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        self.trees = {
            name: etree.fromstring(_transitional(data), parser)
            for name, data in self.parts.items()
            if name.endswith((".xml", ".rels"))
        }

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part ("": of the package), by id."""
        folder, name = posixpath.split(part)
        tree = self.trees.get(posixpath.join(folder, "_rels", name + ".rels"))
        found = {}
        for r in () if tree is None else tree.iter(RELATIONSHIPS + "Relationship"):
            external = r.get("TargetMode") == "External"
            target = r.get("Target")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target.split("#")[0])).lstrip("/")
            found[r.get("Id")] = Relationship(r.get("Id"), r.get("Type").rsplit("/", 1)[-1], target, external)
        return found

    def paragraphs(self) -> dict[str, list[str]]:
        """The text of every paragraph, by part; the body first."""
        names = sorted(
            (n for n, tree in self.trees.items() if tree.tag in _TEXT_ROOTS),
            key=lambda n: (_TEXT_ROOTS.index(self.trees[n].tag), n),
        )
        return {n: [paragraph_text(p) for p in shown(self.trees[n], W + "p")] for n in names}


def _transitional(data: bytes) -> bytes:
    for strict, transitional in _STRICT.items():
        data = data.replace(strict, transitional)
    return data


def letter_text(document: Path | bytes, *, tags_allowed: bool = False) -> list[str]:
    """The paragraphs of all parts, the body first, as a reader of the letter sees them.

    A tab is a tab and a line break a line break. Raises AssertionError when a tag is left.
    """
    found = [text for texts in Word(document).paragraphs().values() for text in texts]
    left = [text for text in found if TAG.search(text)]
    assert tags_allowed or not left, f"tags are left: {left}"
    return found


def properties(document: Path | bytes) -> dict[str, str]:
    """The document properties (title, creator …) that hold text, by name."""
    tree = Word(document).trees["docProps/core.xml"]
    return {etree.QName(e).localname: e.text for e in tree if e.text}


def shown(root: etree._Element, name: str) -> list[etree._Element]:
    """The elements called `name`, but for those only programs older than Word 2010 see."""
    return [e for e in root.iter(name) if next(e.iterancestors(MC + "Fallback"), None) is None]


def paragraph_text(paragraph: etree._Element) -> str:
    """What the paragraph shows: no field codes, no deleted text, no text of boxes that hang on it."""
    pieces = []
    for e in paragraph.iter(W + "t", *_BREAKS):
        if next(e.iterancestors(W + "p")) is not paragraph or next(e.iterancestors(MC + "Fallback"), None):
            continue
        # A tab stop of the paragraph's layout has the same name as a tab character.
        if e.getparent().tag == W + "r":
            pieces.append(e.text or "" if e.tag == W + "t" else _BREAKS[e.tag])
    return "".join(pieces)

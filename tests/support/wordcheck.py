"""What Word refuses or a reader notices, and the schemas cannot say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from support.word import TAG, R, W, Word, paragraph_text, shown

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PARAGRAPH_HOLDERS = tuple(
    W + n for n in ("txbxContent", "tc", "comment", "footnote", "endnote", "docPartBody")
)
_CELL_ENDS = tuple(W + n for n in ("p", "sdt", "customXml", "ins", "del", "moveTo", "moveFrom"))
_RANGE_MARKS = tuple(
    W + n for n in ("bookmarkStart", "bookmarkEnd", "proofErr", "permEnd", "commentRangeEnd")
)


def assert_sound(*documents: Path | bytes, against: Path | bytes | None = None) -> None:
    """No document has a fault of a kind that `against` has not; a tag that is left is always one."""
    known = {kind for kind, _ in word_faults(against)} - {"tag-left"} if against is not None else set()
    wrong = [
        f"{getattr(document, 'name', 'letter')}: {kind}: {where}"
        for document in documents
        for kind, where in word_faults(document)
        if kind not in known
    ]
    assert not wrong, "\n".join(wrong[:20])


def word_faults(document: Path | bytes) -> list[tuple[str, str]]:
    """(kind, where) of each fault. Raises for a package that cannot be opened strictly."""
    word = Word(document)
    found = [*_package_faults(word), *_note_faults(word)]
    drawings: Counter[str] = Counter()
    for name, tree in word.trees.items():
        if not name.startswith("word/") or name.endswith(".rels"):
            continue
        for check in (_table_faults, _paragraph_faults, _field_faults, _bookmark_faults, _text_faults):
            found += [(kind, f"{name} {where}".rstrip()) for kind, where in check(tree)]
        found += _id_faults(word, name, tree)
        drawings.update(e.get("id") for e in shown(tree, _DRAWING + "docPr"))
    return found + [("docpr-twice", number) for number, count in drawings.items() if count > 1]


def _package_faults(word: Word) -> Iterator[tuple[str, str]]:
    types = word.trees["[Content_Types].xml"]
    named = {e.get("PartName").lstrip("/").casefold() for e in types.iter(_TYPES + "Override")}
    endings = {e.get("Extension").casefold() for e in types.iter(_TYPES + "Default")}
    reached, to_visit = {"[Content_Types].xml"}, [""]
    while to_visit:
        part = to_visit.pop()
        for r in word.relationships(part).values():
            if r.external:
                continue
            if r.target not in word.parts:
                yield "relationship-dangling", f"{part or '/'} {r.id} → {r.target}"
            elif r.target not in reached:
                reached.add(r.target)
                to_visit.append(r.target)
    for name in word.parts:
        if name.endswith("/") or name == "[Content_Types].xml":
            continue
        if name.casefold() not in named and name.rsplit(".", 1)[-1].casefold() not in endings:
            yield "content-type-missing", name
        if name not in reached and not name.endswith(".rels"):
            yield "part-unreached", name


def _id_faults(word: Word, name: str, tree: etree._Element) -> Iterator[tuple[str, str]]:
    known = word.relationships(name)
    for e in tree.iter(etree.Element):
        for attribute in ("id", "embed", "link", "pict"):
            if (value := e.get(R + attribute)) and value not in known:
                yield "relationship-id-dangling", f"{name} {etree.QName(e).localname} {value}"


def _table_faults(tree: etree._Element) -> Iterator[tuple[str, str]]:
    for cell in tree.iter(W + "tc"):
        kept = [e.tag for e in cell if e.tag not in _RANGE_MARKS]
        if not kept or kept[-1] not in _CELL_ENDS:
            yield "cell-without-last-paragraph", ""
    if any(next(row.iter(W + "tc"), None) is None for row in tree.iter(W + "tr")):
        yield "row-without-cell", ""
    if any(next(table.iter(W + "tr"), None) is None for table in tree.iter(W + "tbl")):
        yield "table-without-row", ""


def _paragraph_faults(tree: etree._Element) -> Iterator[tuple[str, str]]:
    numbers: Counter[str] = Counter()
    for paragraph in tree.iter(W + "p"):
        if number := paragraph.get(_W14 + "paraId"):
            numbers[number] += 1
        outer = next(paragraph.iterancestors(W + "p", *_PARAGRAPH_HOLDERS), None)
        if outer is not None and outer.tag == W + "p":
            yield "paragraph-in-paragraph", paragraph_text(paragraph)
        # Field codes are looked at as well: a tag left in one never shows, but goes out.
        whole = "".join(e.text or "" for e in paragraph.iter(W + "t", W + "instrText"))
        if TAG.search(whole):
            yield "tag-left", whole
    yield from (("paragraph-id-twice", number) for number, count in numbers.items() if count > 1)


def _field_faults(tree: etree._Element) -> Iterator[tuple[str, str]]:
    depth = 0
    for e in tree.iter(W + "fldChar"):
        kind = e.get(W + "fldCharType")
        depth += (kind == "begin") - (kind == "end")
        if depth < 0:
            yield "field-ends-unopened", ""
            depth = 0
    if depth:
        yield "field-not-closed", str(depth)


def _bookmark_faults(tree: etree._Element) -> Iterator[tuple[str, str]]:
    starts, ends = (list(tree.iter(W + name)) for name in ("bookmarkStart", "bookmarkEnd"))
    if Counter(e.get(W + "id") for e in starts) != Counter(e.get(W + "id") for e in ends):
        yield "bookmark-unpaired", ""
    for attribute in ("id", "name"):
        for value, count in Counter(e.get(W + attribute) for e in starts).items():
            if count > 1:
                yield "bookmark-twice", f"{attribute} {value}"


def _text_faults(tree: etree._Element) -> Iterator[tuple[str, str]]:
    for e in tree.iter(W + "t", W + "instrText"):
        text = e.text or ""
        if text.strip(" \t\r\n") != text and e.get(_SPACE) != "preserve":
            yield "space-lost", repr(text)
        if _CONTROL.search(text):
            yield "control-character", repr(text)


def _note_faults(word: Word) -> Iterator[tuple[str, str]]:
    body = word.trees.get("word/document.xml")
    if body is None:
        return
    for kind in ("footnote", "endnote", "comment"):
        wanted = {e.get(W + "id") for e in body.iter(f"{W}{kind}Reference")}
        tree = word.trees.get(f"word/{kind}s.xml")
        there = set() if tree is None else {e.get(W + "id") for e in tree.iter(W + kind)}
        yield from (("note-missing", f"{kind} {number}") for number in sorted(wanted - there))

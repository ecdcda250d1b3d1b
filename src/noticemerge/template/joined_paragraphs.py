"""`{%- … -%}`: a tag that joins its paragraph with the one before or behind it, as docxtpl has it.

The paragraphs are made one before tags are looked for, so that the words between them stay in one
line of the letter. The paragraph that comes first gives the form.
"""

from __future__ import annotations

import re

from lxml import etree

from noticemerge.template.element_spans import Spans
from noticemerge.template.package import W, WordPackage
from noticemerge.template.paragraph_places import local
from noticemerge.template.tags import as_utf8

_FIRST = re.compile(r"\s*[{｛][{｛%％][-－]")
_LAST = re.compile(r"[-－][%％}｝][}｝]\s*$")
_ANY = re.compile(rb"[%{}]-|-[%{}]|\xef\xbc\x8d")


def joined(package: WordPackage) -> tuple[WordPackage, dict[str, list[int]]]:
    """The package with such paragraphs joined, and for each part changed the numbers (from 1) that its
    paragraphs had before; the same package when there is nothing to join.
    """
    changed: dict[str, bytes] = {}
    numbers: dict[str, list[int]] = {}
    for part in package.text_parts():
        if not part.is_word or not _ANY.search(package.data(part.name)):
            continue
        root = package.tree(part.name)
        paragraphs = list(root.iter(f"{{{W}}}p"))
        pairs = [p for p in paragraphs if _joins(p)]
        if pairs:
            changed[part.name] = _without_ends(as_utf8(package.data(part.name)), root, pairs)
            gone = set(pairs)
            numbers[part.name] = [n for n, p in enumerate(paragraphs, 1) if p not in gone]
    return (package.replacing(changed, frozenset()), numbers) if changed else (package, numbers)


def _joins(paragraph: etree._Element) -> bool:
    """Whether this paragraph is to be one with the paragraph before it."""
    before = paragraph.getprevious()
    if (
        before is None
        or before.tag != paragraph.tag
        or next(paragraph.iter(f"{{{W}}}sectPr"), None) is not None
    ):
        return False
    return bool(_FIRST.match(_text(paragraph)) or _LAST.search(_text(before)))


def _text(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(f"{{{W}}}t"))


def _without_ends(data: bytes, root: etree._Element, pairs: list[etree._Element]) -> bytes:
    """The part without the end of each paragraph before, and the beginning and properties of its own."""
    spans = Spans(root, data)
    out, at = [], 0
    for paragraph in pairs:
        before = paragraph.getprevious()
        if before is None:
            continue
        start, inner = _cut(spans, before, paragraph)
        out.append(data[at:start])
        at = inner
    return b"".join([*out, data[at:]])


def _cut(spans: Spans, before: etree._Element, paragraph: etree._Element) -> tuple[int, int]:
    """From where to where the bytes go; a paragraph written `<w:p/>` has no end to open and goes whole."""
    one, other = spans[before], spans[paragraph]
    if one.inner == one.end:
        return one.start, one.end
    if other.inner == other.end:
        return other.start, other.end
    own = paragraph[0] if len(paragraph) and local(paragraph[0]) == "pPr" else None
    return one.inner_end, spans[own].end if own is not None else other.inner

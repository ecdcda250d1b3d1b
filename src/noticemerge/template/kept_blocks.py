"""What must stay where a paragraph disappears: the gap between two tables, a page break, bookmarks.

Two tables without a paragraph between them are one table to Word, and a break or a mark in a paragraph would
go with it.
"""

from __future__ import annotations

import re

from lxml import etree

from noticemerge.template.package import W, WordPackage
from noticemerge.template.paragraph_places import local
from noticemerge.template.tags import Tag

# Stands before a table whose neighbour may disappear; a noncharacter, which no document holds.
MAYBE_JOINED = "\ufdd4"
_MARKS = ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd")
_OFF = ("0", "false", "off")
_OPENS = ("{% if", "{% for")
_CLOSES = ("{% endif", "{% endfor")


def tables_apart(prefix: str) -> re.Pattern[str]:
    """Finds where two tables came together; `prefix` is that of Word's elements, as "w:"."""
    marks = rf"<{prefix}(?:bookmark|perm)\w+\b[^<>]*/>"
    return re.compile(rf"(</{prefix}tbl>(?:\s|{marks})*){MAYBE_JOINED}")


def set_apart(text: str, joined: re.Pattern[str], prefix: str) -> str:
    """The filled part with an empty paragraph where two tables came together."""
    return joined.sub(rf"\1<{prefix}p/>", text).replace(MAYBE_JOINED, "")


def breaking_styles(package: WordPackage) -> frozenset[str]:
    """The ids of the paragraph styles that begin a page."""
    found = set()
    for relation in package.relationships(package.main):
        if relation.kind == "styles" and not relation.external and package.has(relation.target):
            for style in package.tree(relation.target).iter(f"{{{W}}}style"):
                if _is_on(style.find(f"{{{W}}}pPr/{{{W}}}pageBreakBefore")):
                    found.add(style.get(f"{{{W}}}styleId", ""))
    return frozenset(found)


def begins_page(paragraph: etree._Element, styles: frozenset[str] = frozenset()) -> bool:
    """Whether a page begins with this paragraph, by its own properties or by its style."""
    style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    own = paragraph.find(f"{{{W}}}pPr/{{{W}}}pageBreakBefore")
    if own is not None:
        return _is_on(own)
    return style is not None and style.get(f"{{{W}}}val") in styles


def has_page_break(paragraph: etree._Element) -> bool:
    """Whether a page begins with or within this paragraph."""
    breaks = paragraph.iter(f"{{{W}}}br")
    return begins_page(paragraph) or any(br.get(f"{{{W}}}type") == "page" for br in breaks)


def is_between_tables(paragraph: etree._Element) -> bool:
    """Whether nothing but this paragraph keeps two tables apart."""
    return _is_table(_neighbour(paragraph, before=True)) and _is_table(_neighbour(paragraph, before=False))


def is_only_block(paragraph: etree._Element) -> bool:
    """Whether a cell holds nothing but this paragraph: empty, it keeps the height and the type of its row."""
    cell = paragraph.getparent()
    if cell is None or cell.tag != f"{{{W}}}tc":
        return False
    return all(other is paragraph or local(other) == "tcPr" for other in cell.iterchildren(etree.Element))


def block_before(el: etree._Element) -> etree._Element | None:
    """The paragraph or table before an element."""
    return _neighbour(el, before=True)


def block_behind(el: etree._Element) -> etree._Element | None:
    """The paragraph or table behind an element."""
    return _neighbour(el, before=False)


def bookmarks_in(paragraph: etree._Element) -> list[etree._Element]:
    """The ends of bookmarks in a paragraph, but for the mark that Word leaves where it was typed last."""
    ends = list(paragraph.iter(f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd"))
    last = {el.get(f"{{{W}}}id") for el in ends if el.get(f"{{{W}}}name") == "_GoBack"}
    return [el for el in ends if el.get(f"{{{W}}}id") not in last]


def with_bookmarks(tags: list[Tag], sources: str, bookmarks: str) -> str:
    """The source of tags that stand for a paragraph, its bookmarks where they are once in each letter."""
    if not bookmarks:
        return sources
    if any(tag.source.startswith(_OPENS) for tag in tags):
        return bookmarks + sources
    if any(tag.source.startswith(_CLOSES) for tag in tags):
        return sources + bookmarks
    return bookmarks + sources + bookmarks


def _neighbour(el: etree._Element, *, before: bool) -> etree._Element | None:
    other = el.getprevious() if before else el.getnext()
    while other is not None and local(other) in _MARKS:
        other = other.getprevious() if before else other.getnext()
    return other


def _is_table(el: etree._Element | None) -> bool:
    return el is not None and el.tag == f"{{{W}}}tbl"


def _is_on(el: etree._Element | None) -> bool:
    return el is not None and el.get(f"{{{W}}}val") not in _OFF

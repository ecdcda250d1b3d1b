"""Tracked changes accepted, as Word's own Accept All does it (ECMA-376 part 1 §17.13.5)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from noticemerge.template.package import W, WordPackage
from noticemerge.template.paragraph_places import local

INSERTED = ("ins", "moveTo")
DELETED = ("del", "moveFrom")
_MARKS = (
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
    "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
)  # fmt: skip
# What was before a change of format or numbering.
FORMER = (
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange",
    "tcPrChange", "numberingChange", "cellMerge",
)  # fmt: skip
# Every element of §17.13.5 that has an author; `tblGridChange` has none and is no change of anybody's.
TRACKED = (
    *INSERTED, *DELETED, *(name for name in FORMER if name != "tblGridChange"), "cellIns", "cellDel",
    *(name for name in _MARKS if name.endswith("Start")),
)  # fmt: skip


def accepted(package: WordPackage) -> WordPackage:
    """The package with every tracked change accepted; the same package when there is none."""
    changed = {}
    for part in package.text_parts():
        if not part.is_word:
            continue
        root = package.tree(part.name)
        if next(root.iter(*(f"{{{W}}}{name}" for name in TRACKED)), None) is None:
            continue
        _accept(root)
        changed[part.name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return package.replacing(changed, frozenset()) if changed else package


def _accept(root: etree._Element) -> None:
    for row in list(_all(root, ("tr",))):
        if row.find(f"{{{W}}}trPr/{{{W}}}del") is not None:
            _remove(row)
    for cell in list(_all(root, ("tc",))):
        if cell.find(f"{{{W}}}tcPr/{{{W}}}cellDel") is not None:
            _remove(cell)
    for paragraph in list(_all(root, ("p",))):
        if paragraph.find(f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}del") is not None:
            _join_with_next(paragraph)
    for control in [el for el in _all(root, ("sdt",)) if _is_deleted(el)]:
        _unwrap_control(control)
    for el in list(_all(root, (*DELETED, *FORMER, *_MARKS, "cellIns"))):
        _remove(el)
    for el in list(_all(root, INSERTED)):
        _unwrap(el)
    for table in list(_all(root, ("tbl",))):
        if table.find(f"{{{W}}}tr") is None and next(_all(table, ("tr",)), None) is None:
            _remove(table)


def _is_deleted(control: etree._Element) -> bool:
    """Whether a control was deleted from around its content (§17.13.5.5): the mark stands before it."""
    before = control.getprevious()
    return before is not None and before.tag == f"{{{W}}}customXmlDelRangeStart"


def _unwrap_control(control: etree._Element) -> None:
    content = control.find(f"{{{W}}}sdtContent")
    for child in list(content) if content is not None else ():
        control.addprevious(child)
    _remove(control)


def _all(root: etree._Element, names: tuple[str, ...]) -> Iterator[etree._Element]:
    return root.iter(*(f"{{{W}}}{name}" for name in names))


def _remove(el: etree._Element) -> None:
    if (parent := el.getparent()) is not None:
        parent.remove(el)


def _unwrap(el: etree._Element) -> None:
    """What was inserted takes the place of the mark around it; a mark in properties just goes."""
    parent = el.getparent()
    if parent is None:
        return
    at = parent.index(el)
    for child in reversed(list(el)):
        parent.insert(at, child)
    parent.remove(el)


def _join_with_next(paragraph: etree._Element) -> None:
    """A paragraph whose end was deleted is the beginning of the next one, which keeps its own form."""
    following = paragraph.getnext()
    while following is not None and local(following) not in ("p", "tbl", "sdt", "sectPr"):
        following = following.getnext()
    content = [el for el in paragraph if local(el) != "pPr"]
    kept = [el for el in content if local(el) not in DELETED]
    if following is None or local(following) != "p":
        if not kept:
            _remove_unless_last(paragraph)
        return
    at = 1 if len(following) and local(following[0]) == "pPr" else 0
    for el in reversed(content):
        following.insert(at, el)
    _remove(paragraph)


def _remove_unless_last(paragraph: etree._Element) -> None:
    """A cell or text must keep one paragraph at its end."""
    parent = paragraph.getparent()
    before = paragraph.getprevious()
    if parent is not None and before is not None and local(before) == "p":
        parent.remove(paragraph)

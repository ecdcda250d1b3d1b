"""Tags in every place of the package that is not filled in: they would reach the member as they stand.

All text nodes and attributes of every XML part are looked at, text joined over neighbouring runs, and of all
other parts the text of their bytes: inserted files (HTML, RTF, plain text), embedded documents and workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from noticemerge.problems import N_, CannotUse, Problem, WordPlace, gettext, problem, shortened
from noticemerge.template.embedded_text import text_of_bytes
from noticemerge.template.fillable_attributes import is_fillable
from noticemerge.template.package import W, WordPackage, parse_xml
from noticemerge.template.paragraph_places import local
from noticemerge.template.tags import TAG_WITH_WORD, Scanned

# What a text says as one: braces cut over the runs in it are one tag.
_BLOCKS = frozenset(["p", "oMath", "si", "is", "rich", "pt", "tx", "textpath"])
_NOT_TEXT = frozenset(f"{{{W}}}{name}" for name in ("del", "moveFrom", "rPr", "pPr"))
_SHOWN_TAG = re.compile(r"[{｛]\s*[{｛%％].{0,60}?(?:[}｝%％]\s*[}｝]|$)", re.DOTALL)
_BRACES = re.compile("[{｛]|%7B|%EF%BD%9B", re.IGNORECASE)
_BRACE_BYTES = re.compile(
    rb"[{]|\xef\xbd\x9b|%7B|%EF|&#(?:x0*7b|0*123|x0*ff5b|0*65371);|^(?:\xff\xfe|\xfe\xff)", re.IGNORECASE
)
_HAS_BRACE = " or ".join(f"contains(., '{sign}')" for sign in ("{", "｛", "%7", "%EF", "%ef"))
_TEXTS = etree.XPath(f"//text()[{_HAS_BRACE}]")
_ATTRIBUTES = etree.XPath(f"//@*[{_HAS_BRACE}]")
# XML of Word's that are seen as they are; fields have a message of their own.
_SEEN = {
    "http://schemas.openxmlformats.org/officeDocument/2006/math": N_("an equation"),
    "http://schemas.openxmlformats.org/drawingml/2006/main": N_("the text of a drawing"),
}
_FIELD_CODES = frozenset(f"{{{W}}}{name}" for name in ("instrText", "delInstrText"))
# What people call the parts, by the beginning of their names; those that a reader sees are marked.
_PARTS = (
    ("word/diagrams/", N_("a SmartArt diagram ({part})"), True),
    ("word/charts/", N_("a chart ({part})"), True),
    ("word/drawings/", N_("a chart ({part})"), True),
    ("word/embeddings/", N_("an embedded document ({part})"), True),
    ("word/glossary/", N_("the building blocks and placeholders ({part})"), False),
    ("word/header", N_("a header that no section uses ({part})"), False),
    ("word/footer", N_("a footer that no section uses ({part})"), False),
    ("word/media/", N_("a picture ({part})"), True),
    ("word/numbering", N_("the numbering of a list ({part})"), True),
    ("word/styles", N_("the styles ({part})"), False),
    ("word/settings", N_("the settings and document variables ({part})"), False),
    ("word/_rels/", N_("the address of a link or picture ({part})"), True),
    ("customxml/", N_("data behind the text ({part})"), False),
    ("docprops/", N_("the document's properties ({part})"), False),
)
_INSERTED = "aFChunk"
_XML = (".xml", ".rels", ".vml", ".svg")

IsFilled = Callable[[etree._Element, str], bool]


@dataclass(frozen=True, slots=True)
class _Found:
    """A tag as it stands, and the element that holds it, with the attribute if it is one."""

    typed: str
    element: etree._Element
    attribute: str = ""


def unfilled(package: WordPackage, scans: Sequence[Scanned]) -> Iterator[Problem]:
    """Every place where a tag stays a tag, once for each part and kind of place; and damaged parts."""
    scanned = {s.part.name.lower(): s for s in scans}
    inserted = {
        relation.target.lower()
        for s in scans
        if s.part.is_word
        for relation in package.relationships(s.part.name)
        if relation.kind == _INSERTED
    }
    for name in package.names():
        try:
            data = package.data(name)
        except CannotUse:
            yield problem("NM-T126", WordPlace(file=package.file), part=name)
            continue
        known = scanned.get(name.lower())
        if known is not None:
            if _BRACE_BYTES.search(data):
                yield from _in_scanned(known)
        elif tag := _in_part(package, name, data):
            yield _of_part(package, name, tag, is_inserted=name.lower() in inserted)


def _in_part(package: WordPackage, name: str, data: bytes) -> str:
    """The first tag of a part that is not filled in, "" for none."""
    if not name.lower().endswith(_XML):
        return _tag_in(text_of_bytes(name, data))
    if not _BRACE_BYTES.search(data):
        return ""
    found = next(_tags(parse_xml(data, package.file, name), _nothing_is_filled, {}), None)
    return found.typed if found else ""


def _of_part(package: WordPackage, name: str, typed: str, *, is_inserted: bool) -> Problem:
    place = WordPlace(file=package.file)
    if is_inserted:
        return problem("NM-T128", place, typed=typed, part=name)
    lower = name.lower()
    words, is_seen = next(
        ((words, seen) for start, words, seen in _PARTS if lower.startswith(start)),
        (N_("the part {part}"), False),
    )
    return problem(
        "NM-T127" if is_seen else "NM-T44", place, typed=typed, where=gettext(words).format(part=name)
    )


def _in_scanned(scanned: Scanned) -> Iterator[Problem]:
    """Tags of a part that is filled in, where it is not."""
    told = set()
    for one in _tags(scanned.root, _filled_places(scanned), scanned.between_tags()):
        control = next(one.element.iterancestors(f"{{{W}}}sdt"), None)
        place = scanned.place_of(one.element if control is None else _with_paragraph(one.element, control))
        code, where = _kind_of(one)
        if (code, where, place) not in told:
            told.add((code, where, place))
            facts = {"field": _field_code(one)} if code == "NM-T43" else {"typed": one.typed, "where": where}
            yield problem(code, place, **facts)


def _with_paragraph(el: etree._Element, control: etree._Element) -> etree._Element:
    """What has a place: properties of a control stand beside its paragraphs."""
    return control if next(el.iterancestors(f"{{{W}}}sdtPr"), None) is not None else el


def _kind_of(one: _Found) -> tuple[str, str]:
    name, space = local(one.element), etree.QName(one.element).namespace or ""
    if one.element.tag in _FIELD_CODES or (name == "fldSimple" and one.attribute):
        return "NM-T43", ""
    if not one.attribute and space in _SEEN:
        return "NM-T127", gettext(_SEEN[space])
    if next(one.element.iterancestors(f"{{{W}}}ffData"), None) is not None:
        return "NM-T127", gettext("a form field's own text")
    if next(one.element.iterancestors(f"{{{W}}}sdtPr"), None) is not None:
        return "NM-T44", gettext("the properties of a content control")
    said = f"{name}/{one.attribute.rpartition('}')[2]}" if one.attribute else name
    return "NM-T44", gettext("what Word keeps of the text and does not show ({part})").format(part=said)


def _field_code(one: _Found) -> str:
    """The code of the field that a tag stands in, put together from its runs."""
    if one.attribute:
        return " ".join(one.element.get(one.attribute, "").split())
    return " ".join("".join(el.text or "" for el in _block_of(one.element).iter(*_FIELD_CODES)).split())


def _nothing_is_filled(_element: etree._Element, _attribute: str) -> bool:
    return False


def _filled_places(scanned: Scanned) -> IsFilled:
    """What tells whether the text of an element, or an attribute of it, is filled in."""
    if scanned.part.is_links:
        links = {paragraph.element for paragraph in scanned.paragraphs}
        return lambda el, attribute: attribute == "Target" and el in links
    if scanned.part.is_word:
        return lambda el, attribute: is_fillable(el, attribute) if attribute else _is_text_of_paragraph(el)
    return lambda el, attribute: not attribute and not len(el)


def _is_text_of_paragraph(el: etree._Element) -> bool:
    if el.tag != f"{{{W}}}t":
        return False
    for ancestor in el.iterancestors(etree.Element):
        if ancestor.tag in _NOT_TEXT:
            return False
        if ancestor.tag == f"{{{W}}}p":
            return True
    return False


def _tags(root: etree._Element, is_filled: IsFilled, rest: Mapping[etree._Element, str]) -> Iterator[_Found]:
    """Tags where `is_filled` says no, in attributes and text; `rest` has the text beside the tags."""
    for value in _strings(_ATTRIBUTES, root):
        name = str(value.attrname)
        if (typed := _tag_in(str(value))) and not is_filled(value.getparent(), name):
            yield _Found(typed, value.getparent(), name)
    seen = set()
    for text in _strings(_TEXTS, root):
        el: etree._Element = text.getparent()
        if text.is_text and is_filled(el, ""):
            continue
        block = _block_of(el)
        if block in seen:
            continue
        seen.add(block)
        if typed := _tag_in(_text_of(block, rest)):
            yield _Found(typed, el)


def _strings(path: etree.XPath, root: etree._Element) -> list[Any]:
    """What a path finds: strings that know the element they are of."""
    return cast("list[Any]", path(root))


def _block_of(el: etree._Element) -> etree._Element:
    """What the text of an element is read with: its paragraph, or what holds it and its neighbours."""
    for ancestor in (el, *el.iterancestors(etree.Element)):
        if local(ancestor) in _BLOCKS:
            return ancestor
    parent = el.getparent()
    return el if parent is None or len(el) else parent


def _text_of(block: etree._Element, rest: Mapping[etree._Element, str]) -> str:
    pieces = []
    for el in block.iter(etree.Element):
        pieces.append(rest.get(el, el.text or ""))
        if el is not block:
            pieces.append(el.tail or "")
    return "".join(pieces)


def _tag_in(text: str) -> str:
    """The first tag in a text, as a message shows it; "" for none."""
    if not _BRACES.search(text) or not (found := TAG_WITH_WORD.search(text)):
        return ""
    shown = _SHOWN_TAG.match(text, found.start())
    return shortened(" ".join((shown[0] if shown else text[found.start() : found.start() + 60]).split()))

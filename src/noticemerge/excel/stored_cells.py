"""Cells of a workbook as they are stored, to be written into another one: nothing of them is understood.

So a date, a colour, a text in two fonts stays what it was in the hands of whoever typed it.
Sections are those of ECMA-376 part 1.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from noticemerge.excel.cell_references import corners
from noticemerge.excel.cell_text import StoredCell, StoredLook
from noticemerge.excel.workbook_package import Package
from noticemerge.excel.xml_events import MAIN as SPREADSHEETS
from noticemerge.excel.xml_events import collect
from noticemerge.excel.xml_text import quoteattr

_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": False}
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
# Of a look, what is numbered anew or means nothing elsewhere.
_NUMBERED = ("numFmtId", "fontId", "fillId", "borderId", "xfId", "pivotButton")
_FONT = " b i strike condense extend outline shadow u vertAlign sz color name family charset scheme "
# What a sheet has besides cells that is not taken over: elements, and the kinds of parts that it refers to.
_ELEMENTS = ("conditionalFormatting", "dataValidations")
_PARTS = ("comments", "threadedComment", "drawing", "table", "pivotTable")


@dataclass(slots=True)
class StoredSheet:
    """Of a sheet: `cells` by row (from 1) and column (from 0), `widths` of columns, and the book's `theme`.

    `formulas` are the cells of which the result is taken, and `beside` names what else the sheet holds.
    """

    cells: dict[tuple[int, int], StoredCell] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    theme: bytes = b""
    formulas: list[tuple[int, int]] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def read_stored(data: bytes, title: str, text_of: Callable[[int, int], str | None]) -> StoredSheet:
    """The cells of a sheet of the workbook `data` for which `text_of` gives the text they show, not None.

    Raises KeyError, ValueError, `zipfile.BadZipFile` or `etree.XMLSyntaxError` for what is no workbook.
    """
    package = Package(data)
    workbook = package.workbook()
    part = _part_of(package, workbook, title)
    theme = package.related(workbook, "theme")
    found = StoredSheet(theme=b"".join(package.chunks(theme)) if theme else b"")
    looks = looks_of(_content(package, package.related(workbook, "styles")))
    strings = _strings(package, workbook)
    for event in etree.iterparse(io.BytesIO(_content(package, part)), tag="{*}c", **_SAFE):
        cell = event[1]
        row, column, _, _ = corners(cell.get("r", ""))
        if (text := text_of(row, column)) is not None:
            style = int(cell.get("s", "0"))
            look = looks[style] if style < len(looks) else looks[0]
            found.cells[row, column] = StoredCell(text, look, _stored(cell, strings))
            if cell.find("{*}f") is not None:
                found.formulas.append((row, column))
        cell.clear()
    wanted = [("cols", "col"), *(("worksheet", name) for name in _ELEMENTS)]
    for name, attributes in collect(package.chunks(part), wanted, SPREADSHEETS):
        if name == "col":
            last = min(int(attributes["max"]), int(attributes["min"]) + 200)
            columns = range(int(attributes["min"]) - 1, last)
            found.widths.update(dict.fromkeys(columns, float(attributes.get("width", 0))))
        else:
            found.beside.append(name)
    for relation in package.relations(part).values():
        # LibreOffice gives every sheet a drawing, which may be empty.
        is_empty = relation.kind == "drawing" and b"Anchor" not in _content(package, relation.part)
        if relation.kind in _PARTS and not is_empty:
            found.beside.append(relation.kind)
    return found


def looks_of(styles: bytes) -> list[StoredLook]:
    """The looks of cells that a part of styles lists (§18.8.10), in their order."""
    root = etree.fromstring(styles, etree.XMLParser(**_SAFE))  # type: ignore[arg-type]
    parts = {
        name: [look_xml(item) for item in root.iterfind(f"{{*}}{name}/{{*}}{name[:-1]}")]
        for name in ("fonts", "fills", "borders")
    }
    codes = {
        int(item.get("numFmtId", "0")): item.get("formatCode", "General")
        for item in root.iterfind("{*}numFmts/{*}numFmt")
    }
    return [_look(item, parts, codes) for item in root.iterfind("{*}cellXfs/{*}xf")]


def _look(item: etree._Element, parts: dict[str, list[str]], codes: dict[int, str]) -> StoredLook:
    fonts, fills, borders = (
        _at(parts[f"{name}s"], int(item.get(f"{name}Id", "0"))) for name in ("font", "fill", "border")
    )
    number = int(item.get("numFmtId", "0"))
    attributes = "".join(
        f" {name}={quoteattr(item.get(name, ''))}"
        for name in map(str, item.attrib)
        if name not in _NUMBERED and "{" not in name
    )
    children = "".join(xml_of(child) for child in item if etree.QName(child).localname != "extLst")
    return StoredLook(fonts, fills, borders, codes.get(number, number), attributes, children)


def _at(listed: list[str], index: int) -> str:
    return listed[index] if index < len(listed) else listed[0]


def look_xml(element: etree._Element) -> str:
    """A font, fill or border as it is written; what a font holds stands in the order of §18.8.22."""
    bare = _bare(element)
    if bare.tag == "font":
        bare[:] = sorted(bare, key=lambda child: _FONT.find(f" {child.tag} "))
    return etree.tostring(bare, encoding="unicode", with_tail=False)


def xml_of(element: etree._Element) -> str:
    """The element as it is written where SpreadsheetML needs no prefix; what is of other namespaces goes."""
    return etree.tostring(_bare(element), encoding="unicode", with_tail=False)


def _bare(element: etree._Element) -> etree._Element:
    made = etree.Element(etree.QName(element).localname)
    for name, value in element.attrib.items():
        if "{" not in str(name) or name == _PRESERVE:
            made.set(name, value)
    made.text = element.text
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).namespace in SPREADSHEETS:
            made.append(_bare(child))
            made[-1].tail = child.tail
    return made


def _stored(cell: etree._Element, strings: list[etree._Element]) -> str:
    """What follows the style of a cell in its element (§18.3.1.4); a shared string is written into it."""
    kind, value = cell.get("t", "n"), cell.findtext("{*}v")
    if kind == "s" and value is not None:
        held = "".join(xml_of(child) for child in strings[int(value)])
        return f' t="inlineStr"><is>{held}</is></c>'
    if kind == "inlineStr":
        held = "".join(xml_of(child) for child in cell.iterfind("{*}is"))
        return f' t="inlineStr">{held}</c>'
    if kind == "str" and value is not None:
        text = etree.Element("t")
        text.set(_PRESERVE, "preserve")
        text.text = value
        return f' t="inlineStr"><is>{etree.tostring(text, encoding="unicode")}</is></c>'
    held = "".join(xml_of(child) for child in cell.iterfind("{*}v"))
    return f" t={quoteattr(kind)}>{held}</c>" if held else "/>"


def _strings(package: Package, workbook: str) -> list[etree._Element]:
    part = package.related(workbook, "sharedStrings")
    if part is None:
        return []
    root = etree.fromstring(_content(package, part), etree.XMLParser(**_SAFE))  # type: ignore[arg-type]
    return list(root.iterfind("{*}si"))


def _content(package: Package, part: str | None) -> bytes:
    if part is None:
        raise KeyError("part")
    return b"".join(package.chunks(part))


def _part_of(package: Package, workbook: str, title: str) -> str:
    """The part of the sheet of this name. Raises KeyError."""
    relations = package.relations(workbook)
    for _, attributes in collect(package.chunks(workbook), [("sheets", "sheet")], SPREADSHEETS):
        if attributes.get("name") == title:
            reference = next(
                value for name, value in attributes.items() if name.endswith("/relationships id")
            )
            return relations[reference].part
    raise KeyError(title)

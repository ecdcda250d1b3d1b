"""A sheet put into a workbook that is there, whoever saved it last; all else in it stays as it is.

Sections are those of ECMA-376 part 1.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable

from lxml import etree

from noticemerge.excel.cell_looks import FIRST_OWN, CellLooks, own_format, xf
from noticemerge.excel.cell_text import StoredLook
from noticemerge.excel.sheet_xml import OFFICE, write_part
from noticemerge.excel.stored_cells import look_xml, looks_of
from noticemerge.excel.xml_text import quoteattr

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELATION = f"{OFFICE}/worksheet"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STYLES, _TYPES = "xl/styles.xml", "[Content_Types].xml"
_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": False}


def with_sheet(workbook: bytes, name: str, make: Callable[[CellLooks], Iterable[str]]) -> bytes:
    """The workbook with this sheet, behind the others where it has none of this name.

    `make` gets the looks that the workbook has, to which it may add, and gives the sheet as pieces of XML.
    Raises KeyError, ValueError, `zipfile.BadZipFile` or `etree.XMLSyntaxError` for no usual .xlsx file.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    path = _path_of(parts, name) or _entered(parts, name)
    looks = CellLooks(looks_of(parts[_STYLES]))
    xml = "".join(make(looks))
    if looks.new:
        parts[_STYLES] = _extended(parts[_STYLES], looks.new)
    parts.pop(path, None)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        for part, content in parts.items():
            with package.open(part, "w") as file:
                file.write(content)
        with write_part(package, path) as text:
            text.write(xml)
    return data.getvalue()


def _path_of(parts: dict[str, bytes], name: str) -> str | None:
    """The part of the sheet of this name, None where there is none."""
    for sheet in _parsed(parts[_WORKBOOK]).iterfind("{*}sheets/{*}sheet"):
        if sheet.get("name") == name:
            reference = next(value for key, value in sheet.attrib.items() if str(key).endswith("}id"))
            for relation in _parsed(parts[_RELATIONS]):
                if relation.get("Id") == reference:
                    return posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
    return None


def _entered(parts: dict[str, bytes], name: str) -> str:
    """Enter a new sheet into the workbook; returns the name of its part."""
    number = 1
    while (path := f"xl/worksheets/sheet{number}.xml") in parts:
        number += 1
    book = _parsed(parts[_WORKBOOK])
    sheets = book.find("{*}sheets")
    if sheets is None:
        raise KeyError("sheets")
    identity = 1 + max((int(sheet.get("sheetId", "0")) for sheet in sheets), default=0)
    reference = f"added{identity}"
    _append(
        sheets,
        f'<sheet xmlns:r="{OFFICE}" name={quoteattr(name)} sheetId="{identity}" r:id="{reference}"/>',
    )
    relations = _parsed(parts[_RELATIONS])
    relation = f'<Relationship Id="{reference}" Type="{_RELATION}" Target="worksheets/sheet{number}.xml"/>'
    _append(relations, relation)
    types = _parsed(parts[_TYPES])
    _append(types, f'<Override PartName="/{path}" ContentType="{_TYPE}"/>')
    for part, root in ((_WORKBOOK, book), (_RELATIONS, relations), (_TYPES, types)):
        parts[part] = _written(root)
    return path


def _extended(styles: bytes, new: Iterable[StoredLook]) -> bytes:
    """The part of styles with these looks behind its own (§18.8.39)."""
    root = _parsed(styles)
    groups = {child.tag.rpartition("}")[2]: child for child in root if isinstance(child.tag, str)}
    if "numFmts" not in groups:
        _append(root, "<numFmts/>")
        root.insert(0, root[-1])
        groups["numFmts"] = root[0]
    formats = {item.get("formatCode", ""): int(item.get("numFmtId", "0")) for item in groups["numFmts"]}
    held = {
        name: {look_xml(item): number for number, item in reversed([*enumerate(groups[name])])}
        for name in ("fonts", "fills", "borders")
    }
    for look in new:
        if (code := own_format(look)) and code not in formats:
            formats[code] = max([*formats.values(), FIRST_OWN - 1]) + 1
            _append(groups["numFmts"], f'<numFmt numFmtId="{formats[code]}" formatCode={quoteattr(code)}/>')
        numbers = [
            _number(groups[name], held[name], element)
            for name, element in (("fonts", look.font), ("fills", look.fill), ("borders", look.border))
        ]
        _append(groups["cellXfs"], xf(look, numbers[0], numbers[1], numbers[2], formats))
    for name in ("numFmts", "fonts", "fills", "borders", "cellXfs"):
        if len(groups[name]):
            groups[name].set("count", str(len(groups[name])))
        else:
            root.remove(groups[name])
    return _written(root)


def _number(group: etree._Element, held: dict[str, int], element: str) -> int:
    if element not in held:
        held[element] = len(group)
        _append(group, element)
    return held[element]


def _append(parent: etree._Element, element: str) -> None:
    """Put an element, in the namespaces of its parent, behind the parent's others."""
    spaces = " ".join(
        f"xmlns{':' + prefix if prefix else ''}={quoteattr(uri)}" for prefix, uri in parent.nsmap.items()
    )
    own = etree.QName(parent).namespace or ""
    if parent.nsmap.get(None) != own:
        spaces += f" xmlns={quoteattr(own)}"
    parent.append(etree.fromstring(f"<held {spaces}>{element}</held>")[0])


def _parsed(part: bytes) -> etree._Element:
    return etree.fromstring(part, etree.XMLParser(**_SAFE))  # type: ignore[arg-type]


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

"""A sheet put into a register that was made without it, or with an older one; all else stays as it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from noticemerge.excel import quoteattr, write_part

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def with_sheet(workbook: bytes, number: int, name: str, xml: Iterable[str] | None) -> bytes:
    """The workbook with this sheet, its pieces of XML in `xml`, behind the others; without it where None.

    `number` is the same for the same sheet, and the first two are taken. Raises `zipfile.BadZipFile` or
    KeyError when the workbook is not one of ours.
    """
    path = f"xl/worksheets/sheet{number}.xml"
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    if xml is None and path not in parts:
        return workbook
    if xml is not None and path not in parts:
        for part, end, added in _entries(path, number, name):
            parts[part] = parts[part].replace(end.encode(), f"{added}{end}".encode())
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        for part, content in parts.items():
            if part != path:
                with package.open(part, "w") as file:
                    file.write(content)
        if xml is not None:
            with write_part(package, path) as text:
                text.writelines(xml)
    return data.getvalue()


def _entries(path: str, number: int, name: str) -> tuple[tuple[str, str, str], ...]:
    """What is put before the end of which part, when the sheet is new in the workbook."""
    sheet = f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="added{number}"/>'
    target = f'Target="worksheets/sheet{number}.xml"'
    relation = f'<Relationship Id="added{number}" Type="{_RELATION}" {target}/>'
    return (
        ("xl/workbook.xml", "</sheets>", sheet),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", relation),
        ("[Content_Types].xml", "</Types>", f'<Override PartName="/{path}" ContentType="{_TYPE}"/>'),
    )

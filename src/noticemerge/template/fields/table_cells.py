"""The cells that a formula in a table means: ABOVE, LEFT, B2, A1:B3 (ECMA-376 part 1 §17.16.3.1)."""

from __future__ import annotations

import re

from lxml import etree

from noticemerge.template.fields.reader import Event, Field, story_of
from noticemerge.template.package import W

_CELLS = re.compile(
    r"(?<!\w)(ABOVE|BELOW|LEFT|RIGHT|[A-Z]{1,2}\d{1,3}(?::[A-Z]{1,2}\d{1,3})?)(?!\w|\s*\()",
    re.IGNORECASE,
)


def cell_names(source: str) -> list[str]:
    """The words of a formula that mean cells, as they are typed."""
    return list(dict.fromkeys(match[0] for match in _CELLS.finditer(source)))


def cells_meant(element: Field, name: str) -> list[list[Event | Field]] | None:
    """What stands in each of these cells; None where there are none, or the formula is in no table."""
    own = next((el for el in _around(element) if el.tag == f"{{{W}}}tc"), None)
    table = next(own.iterancestors(f"{{{W}}}tbl"), None) if own is not None else None
    if own is None or table is None:
        return None
    rows = [row.findall(f"{{{W}}}tc") for row in table.findall(f"{{{W}}}tr")]
    at = next(((r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell is own), None)
    found = _found(rows, at, name.upper()) if at else []
    return [story_of(cell).pieces for cell in found if cell is not own] or None


def table_of(element: Field) -> etree._Element | None:
    """The table that a field stands in."""
    return next((el for el in _around(element) if el.tag == f"{{{W}}}tbl"), None)


def _around(element: Field) -> list[etree._Element]:
    paragraph = element.begin.paragraph
    return list(paragraph.iterancestors(etree.Element)) if paragraph is not None else []


def _found(rows: list[list[etree._Element]], at: tuple[int, int], name: str) -> list[etree._Element]:
    row, column = at
    match name:
        case "ABOVE":
            return [r[column] for r in rows[:row] if column < len(r)]
        case "BELOW":
            return [r[column] for r in rows[row + 1 :] if column < len(r)]
        case "LEFT":
            return rows[row][:column]
        case "RIGHT":
            return rows[row][column + 1 :]
    (top, left), (bottom, right) = [_place(one) for one in (name.split(":") * 2)[:2]]
    return [cell for r in rows[top : bottom + 1] for cell in r[left : right + 1]]


def _place(name: str) -> tuple[int, int]:
    """B3 as the row and column from 0."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]) - 1, column - 1

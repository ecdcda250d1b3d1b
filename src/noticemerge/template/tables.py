"""Cells that a tag makes wider, coloured or merged, and the table's grid mended to what became of it.

ECMA-376 part 1 §17.4.17 (gridSpan), §17.4.84 (vMerge), §17.4.32 (shd), §17.4.48 (tblGrid).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree
from markupsafe import Markup

from noticemerge.template.package import W
from noticemerge.template.paragraph_places import local
from noticemerge.template.typed_values import Unfit

# The order the schema asks for (CT_TcPr).
_ORDER = (
    "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
    "textDirection", "tcFitText", "vAlign", "hideMark",
)  # fmt: skip
_GRID = re.compile(r"<w:tblGrid\b.*?</w:tblGrid>|<w:tblGrid\s*/>", re.DOTALL)
_PREFIX = re.compile(r"[<\s]([A-Za-z_][\w.-]*):[A-Za-z_]")
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})|auto")


def cell_properties(own: Mapping[str, str], said: Mapping[str, str]) -> str:
    """Template source of a cell's properties: its `own` as XML by name, and what tags have `said` of it.

    `said` holds "colspan" and "cellbg" with a tag that prints the value, "vm" and "hm" without.
    """
    made = dict(own)
    if "colspan" in said:
        made["gridSpan"] = f'<w:gridSpan w:val="{said["colspan"]}"/>'
    if "cellbg" in said:
        made["shd"] = f'<w:shd w:val="clear" w:color="auto" w:fill="{said["cellbg"]}"/>'
    if "vm" in said:
        made["vMerge"] = '<w:vMerge w:val="{% if loop.first %}restart{% else %}continue{% endif %}"/>'
    if "hm" in said:
        span = re.search(r'w:val="(\d+)"', own.get("gridSpan", ""))
        made["gridSpan"] = f'<w:gridSpan w:val="{{{{ loop.length * {span[1] if span else 1} }}}}"/>'
    known = [made[name] for name in _ORDER if name in made]
    return f"<w:tcPr>{''.join(known)}{''.join(x for name, x in made.items() if name not in _ORDER)}</w:tcPr>"


def span(value: Any) -> str:
    """How many columns a cell takes. Raises `Unfit` for what is no number from 1."""
    text = str(value).strip().removesuffix(".0")
    if not text.isascii() or not text.isdigit() or not int(text):
        raise Unfit(text)
    return text


def colour(value: Any) -> str:
    """A colour as RRGGBB, with or without #, or auto. Raises `Unfit` for another word."""
    text = str(value).strip()
    match = _COLOUR.fullmatch(text)
    if match is None:
        raise Unfit(text)
    return (match[1] or text).upper() if match[1] else text


def mended_grid(content: Any) -> Markup:
    """A table with as many grid columns as its widest row has cells; its whole width stays.

    LibreOffice draws no cell beyond the grid, and Word guesses.
    """
    text = str(content)
    prefixes = {*_PREFIX.findall(text)} - {"w", "xml", "xmlns"}
    spaces = "".join(f' xmlns:{p}="urn:{p}"' for p in sorted(prefixes))
    try:
        holder = etree.fromstring(f'<x xmlns:w="{W}"{spaces}>{text}</x>')
    except etree.XMLSyntaxError:  # the proof of the whole part says so
        return Markup(text)
    table = next((el for el in holder if local(el) == "tbl"), None)
    if table is None:
        return Markup(text)
    widths = [int(float(el.get(f"{{{W}}}w") or 0)) for el in table.findall(f"{{{W}}}tblGrid/{{{W}}}gridCol")]
    needed = max((_cells(row) for row in table.findall(f"{{{W}}}tr")), default=len(widths))
    if needed == len(widths) or not needed:
        return Markup(text)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _shared(widths, needed))
    return Markup(_GRID.sub(f"<w:tblGrid>{grid}</w:tblGrid>", text, count=1))


def _cells(row: etree._Element) -> int:
    """How many grid columns a row takes."""
    count = sum(int(el.get(f"{{{W}}}val", "0")) for el in row.findall(f"{{{W}}}trPr/*") if _is_gap(el))
    for cell in row.iter(f"{{{W}}}tc"):
        if next(cell.iterancestors(f"{{{W}}}tr"), None) is row:
            wide = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
            count += int(wide.get(f"{{{W}}}val", "1")) if wide is not None else 1
    return count


def _is_gap(el: etree._Element) -> bool:
    return local(el) in ("gridBefore", "gridAfter")


def _shared(widths: list[int], needed: int) -> list[int]:
    """The table's width over another number of columns, in the proportions it had."""
    whole = sum(widths) or needed * 1000
    known = (widths + [whole // max(len(widths), 1)] * needed)[:needed]
    return [width * whole // (sum(known) or 1) for width in known]

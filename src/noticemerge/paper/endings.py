"""The end of a letter's body: where its last section ends, and the mark there (ECMA-376 §17.6.18).

A section ends in the last paragraph of it, but for the last of a document, which stands behind all paragraphs.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(r"<w:p(?: [^>]*)?>|</w:p>")
_EMPTY = re.compile(r"<w:p((?: [^>]*?)?)/>$")
_PROPERTIES = re.compile(r"<w:pPr(?:/>|>)")
# Ends of ranges may stand behind the last paragraph.
_RANGE_ENDS = re.compile(r"(?:<w:(?:bookmarkEnd|permEnd|proofErr)\b[^>]*/>\s*)*$")
# A line of a point, which pushes nothing onto another page.
THIN = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def with_section(body: str, section: str) -> str:
    """The body with the section in its last paragraph; where it ends in none, in a thin one behind."""
    at = _RANGE_ENDS.search(body)
    core, rest = (body[: at.start()], at[0]) if at else (body, "")
    core = _EMPTY.sub(r"<w:p\1></w:p>", core)
    begin = _last_paragraph(core)
    if begin is not None:
        opened = core.index(">", begin) + 1
        found = _PROPERTIES.match(core, opened)
        if found is None:
            return f"{core[:opened]}<w:pPr>{section}</w:pPr>{core[opened:]}{rest}"
        if found[0].endswith("/>"):
            return f"{core[:opened]}<w:pPr>{section}</w:pPr>{core[found.end() :]}{rest}"
        end = core.index("</w:pPr>", opened)
        changed = core.find("<w:pPrChange", opened, end)
        if "<w:sectPr" not in core[opened:end]:
            at_ = end if changed < 0 else changed
            return f"{core[:at_]}{section}{core[at_:]}{rest}"
    return f"{body}<w:p><w:pPr>{THIN}{section}</w:pPr></w:p>"


def with_end_mark(body: str, mark: str) -> str:
    """The body with a bookmark on its last page."""
    at = _RANGE_ENDS.search(body)
    core, rest = (body[: at.start()], at[0]) if at else (body, "")
    core = _EMPTY.sub(r"<w:p\1></w:p>", core)
    if core.endswith("</w:p>"):
        return f"{core[: -len('</w:p>')]}{mark}</w:p>{rest}"
    return f"{body}{mark}"


def _last_paragraph(core: str) -> int | None:
    """Where the paragraph begins that ends the text: others may be in it, in text boxes."""
    if not core.endswith("</w:p>"):
        return None
    depth = 0
    for match in reversed([m for m in _BLOCK.finditer(core) if not m[0].endswith("/>")]):
        depth += 1 if match[0] == "</w:p>" else -1
        if depth == 0:
            return match.start()
    return None

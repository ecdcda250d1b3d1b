"""The ends of a letter's body: where its last section ends, and marks on its first and last page (§17.6.18).

A section ends in the last paragraph of it, but for the last of a document, which stands behind all
paragraphs.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(r"<w:p(?: [^>]*)?>|</w:p>")
_EMPTY = re.compile(r"<w:p((?: [^>]*?)?)/>")
_FIRST = re.compile(r"<w:p(?: [^>]*)?>")
_PROPERTIES = re.compile(r"<w:pPr(?:/>|>)")
_RANGE_END = re.compile(r"<w:(?:bookmarkEnd|permEnd|proofErr)\b[^>]*/>")
# So much of the end is looked at first: a last paragraph is seldom longer.
_USUALLY = 4_000
# A line of a point, which pushes nothing onto another page.
THIN = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def with_section(body: str, section: str) -> str:
    """The body with the section in its last paragraph; where it ends in none, in a thin one behind."""
    core, rest = _without_range_ends(body)
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


def with_start_mark(body: str, mark: str) -> str:
    """The body with a bookmark in its first paragraph: one before it LibreOffice puts on the page before."""
    found = _FIRST.search(body)
    if found is None:
        return mark + body
    if found[0].endswith("/>"):
        return f"{body[: found.end() - 2]}>{mark}</w:p>{body[found.end() :]}"
    at = found.end()
    properties = _PROPERTIES.match(body, at)
    if properties:
        at = (
            properties.end() if properties[0].endswith("/>") else body.index("</w:pPr>", at) + len("</w:pPr>")
        )
    return f"{body[:at]}{mark}{body[at:]}"


def with_end_mark(body: str, mark: str) -> str:
    """The body with a bookmark on its last page."""
    core, rest = _without_range_ends(body)
    if core.endswith("</w:p>"):
        return f"{core[: -len('</w:p>')]}{mark}</w:p>{rest}"
    return f"{body}{mark}"


def _without_range_ends(body: str) -> tuple[str, str]:
    """The body as far as its last paragraph or table, which is written in full, and what is behind."""
    end = len(body.rstrip())
    while body.endswith("/>", 0, end):
        begin = body.rindex("<", 0, end)
        if empty := _EMPTY.match(body, begin, end):
            return f"{body[:begin]}<w:p{empty[1]}></w:p>", body[end:]
        if not _RANGE_END.fullmatch(body, begin, end):
            break
        end = begin
    return body[:end], body[end:]


def _last_paragraph(core: str) -> int | None:
    """Where the paragraph begins that ends the text: others may be in it, in text boxes."""
    if not core.endswith("</w:p>"):
        return None
    for window in (_USUALLY, len(core)):
        depth = 0
        tags = [m for m in _BLOCK.finditer(core, max(len(core) - window, 0)) if not m[0].endswith("/>")]
        for match in reversed(tags):
            depth += 1 if match[0] == "</w:p>" else -1
            if depth == 0:
                return match.start()
    return None

"""Section properties of letters that follow one another in one document (ECMA-376 §17.6.17).

Texts are those of `letter_file.usual`. The properties are the same in letter after letter, so that what was
made of one is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# The children in the order that the schema asks for (CT_SectPr).
_ORDER = (
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc",
    "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg",
    "textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_ORDER)}
_RANK["footerReference"] = _RANK["headerReference"]
_SECTION = re.compile(r"(<w:sectPr\b[^>]*?)(?:/>|>(.*?)</w:sectPr>)", re.DOTALL)
_CHILD = re.compile(r"<w:(\w+)\b[^>]*?(?:/>|>.*?</w:\1>)", re.DOTALL)
_USED = re.compile(r'<w:(header|footer)Reference\b[^>]*?w:type="(\w+)"')
# The order within footnotePr and endnotePr (CT_FtnProps).
_NOTE_ORDER = ("pos", "numFmt", "numStart", "numRestart")

# A header or footer that a section names: ("header", "first").
Slot = tuple[str, str]


class Start(StrEnum):
    """Where a letter begins: on a new page, or on a new sheet of paper printed on both sides."""

    PAGE = "nextPage"
    SHEET = "oddPage"


@dataclass(frozen=True, slots=True)
class Notes:
    """Which notes a letter has. Their numbers begin anew, as they do in the letter by itself."""

    foot: bool = False
    end: bool = False


def sections_of(body: str) -> list[str]:
    """All section properties in a body, in their order."""
    return [match[0] for match in _SECTION.finditer(body)]


def slots_of(section: str) -> set[Slot]:
    """The headers and footers that a section names itself; the others it takes from the section before."""
    return {(match[1], match[2]) for match in _USED.finditer(section)}


@lru_cache(maxsize=256)
def first_of_letter(section: str, start: Start, notes: Notes, blanks: tuple[tuple[Slot, str], ...]) -> str:
    """The properties of a letter's first section: it begins a page, which is page 1.

    `blanks` are the headers and footers that it would take over from the letter before, another member's,
    with the relationship ids of empty ones (§17.10.1: a section that names none takes the one before).
    """
    head, children = _split(section)
    children = [(name, text) for name, text in children if name != "type"]
    children.append(("type", f'<w:type w:val="{start}"/>'))
    children.extend(
        (f"{kind}Reference", f'<w:{kind}Reference w:type="{which}" r:id="{id}"/>')
        for (kind, which), id in blanks
    )
    _edit(children, "pgNumType", _numbered_from_one)
    if notes.foot:
        _edit(children, "footnotePr", lambda text: _restarted(text, "footnotePr"))
    if notes.end:
        _edit(children, "endnotePr", lambda text: _restarted(text, "endnotePr"))
    if any(name == "lnNumType" and 'w:restart="continuous"' in text for name, text in children):
        _edit(children, "lnNumType", lambda text: text.replace('"continuous"', '"newSection"'))
    return _joined(head, children)


def without_endnotes(section: str) -> str:
    """The same, its endnotes left for a later section: those of a letter stand behind all of it."""
    head, children = _split(section)
    if not any(name == "noEndnote" for name, _ in children):
        children.append(("noEndnote", "<w:noEndnote/>"))
    return _joined(head, children)


def _split(section: str) -> tuple[str, list[tuple[str, str]]]:
    match = _SECTION.fullmatch(section)
    if match is None:
        raise ValueError(section)
    return match[1].rstrip(), [(child[1], child[0]) for child in _CHILD.finditer(match[2] or "")]


def _joined(head: str, children: list[tuple[str, str]]) -> str:
    ordered = sorted(children, key=lambda child: _RANK.get(child[0], len(_ORDER)))
    return f"{head}>{''.join(text for _, text in ordered)}</w:sectPr>"


def _edit(children: list[tuple[str, str]], name: str, change: Callable[[str], str]) -> None:
    for index, (known, text) in enumerate(children):
        if known == name:
            children[index] = name, change(text)
            return
    children.append((name, change("")))


def _numbered_from_one(text: str) -> str:
    """A number that the manager set, 5 say, stays: it is where the letter by itself begins, too."""
    if 'w:start="' in text:
        return text
    return text.replace("<w:pgNumType", '<w:pgNumType w:start="1"', 1) or '<w:pgNumType w:start="1"/>'


def _restarted(text: str, name: str) -> str:
    if "<w:numRestart" in text:
        return text
    inner = {child[1]: child[0] for child in _CHILD.finditer(text.partition(">")[2])}
    inner["numRestart"] = '<w:numRestart w:val="eachSect"/>'
    known = "".join(inner[child] for child in _NOTE_ORDER if child in inner)
    return f"<w:{name}>{known}</w:{name}>"

"""Spaces of a letter that do not grow with what is printed in them: rows, boxes, frames, and fitted text.

What is too long for one is cut off, or squeezed, without a word. ECMA-376 part 1 §17.4.80 (trHeight),
§17.3.1.11 (framePr), §17.3.2.14 (fitText), §20.4.2.22 (bodyPr of a text box).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Template
from jinja2.exceptions import TemplateError
from lxml import etree

from noticemerge.japan import width
from noticemerge.problems import Problem, WordPlace, problem
from noticemerge.template.filters import plain_environment
from noticemerge.template.jinja_source import HIDE, SHOW
from noticemerge.template.media import EMU_PER_MM
from noticemerge.template.package import W
from noticemerge.template.paragraph_places import local
from noticemerge.template.paragraph_sizes import LineSize, ParagraphSizes
from noticemerge.template.tags import Paragraph, Scanned, Tag

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_POINTS_PER_MM, _EMU_PER_POINT, _TWENTIETHS = 72 / 25.4, 12_700, 20
# Within a cell, and within a text box (Word's defaults), left and right together.
_CELL_MARGINS, _BOX_MARGINS, _BOX_INSETS = 10.8, 14.4, 7.2
# Measures of a typeface are not known: what is short by less fits.
_LEEWAY, _NARROWER = 2.0, 0.95
_PARAGRAPH = "\ufdd5"
_QR = re.compile(r"\|\s*qr(?:\(\s*([\d.]+)\s*\))?")
_USUAL_QR = 20.0
_KEY = re.compile(r"\b[cnx]\d+\b")
_LENGTH = re.compile(r"(?:^|;)\s*(height|width)\s*:\s*([\d.]+)pt")


@dataclass(frozen=True, slots=True)
class FixedSpace:
    """A space of fixed size in points, and the source of what is printed there.

    `sizes` are those of its paragraphs, each of which begins in `source` with a sign and its number. A
    `height` of 0 means one line, fitted to the width.
    """

    place: WordPlace
    source: str
    sizes: tuple[LineSize, ...]
    height: float
    width: float

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the fields that are printed there."""
        return frozenset(_KEY.findall(self.source))

    def needs(self, values: Mapping[str, Any]) -> Need | None:
        """What a letter with these values needs; None where that cannot be told."""
        try:
            text = _printing(self.source).render(values).translate(SHOW)
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError):
            return None
        lines, height, widest, said = 0, 0.0, 0.0, ""
        for one in text.split(_PARAGRAPH)[1:]:
            number, _, words = one.partition(":")
            size = self.sizes[int(number)]
            printed = words.split("\n")
            if not words.strip() and "{" in self.source:
                continue
            said = said or words.strip()
            for line in printed:
                long = width(line.strip()) * size.type / 2 * _NARROWER
                widest = max(widest, long / size.type)
                taken = max(math.ceil(long / self.width), 1) if self.width and self.height else 1
                lines, height = lines + taken, height + taken * size.line
        return Need(lines, height, widest, said)


@dataclass(frozen=True, slots=True)
class Need:
    """The lines and points that a text takes, the characters of its longest line, and how it begins."""

    lines: int
    height: float
    characters: float
    text: str


@lru_cache(maxsize=64)
def _printing(source: str) -> Template:
    return plain_environment().from_string(source)


def too_much(space: FixedSpace, need: Need, member: str) -> Problem | None:
    """What is to be said of a letter that does not fit a space."""
    if not space.height:
        room = space.width / space.sizes[0].type
        if need.characters <= room:
            return None
        facts = {"needed": math.ceil(need.characters), "room": f"{room:.1f}".removesuffix(".0")}
        return problem("NM-T166", space.place, member=member, text=need.text, **facts)
    if need.height <= space.height + _LEEWAY or not need.lines:
        return None
    room_lines = int((space.height + _LEEWAY) / (need.height / need.lines))
    return problem("NM-T167", space.place, member=member, room=room_lines, needed=need.lines)


def fixed_spaces(scans: Iterable[Scanned], sizes: ParagraphSizes) -> list[FixedSpace]:
    """The spaces of fixed size that hold tags, in the order of the letter."""
    found = []
    for scanned in scans:
        if not scanned.part.is_word:
            continue
        tagged = {p.element: p for p in scanned.paragraphs if p.tags and not p.is_fallback}
        told: set[etree._Element] = set()
        for paragraph in tagged.values():
            for holder, height, wide in _holders(paragraph.element):
                if holder not in told:
                    told.add(holder)
                    found.append(_space(holder, height, wide, tagged, sizes, paragraph.place))
            found += _fitted(paragraph, sizes)
    return found


def cut_pictures(scans: Iterable[Scanned], sizes: ParagraphSizes) -> Iterator[Problem]:
    """QR codes and pictures in lines, rows or boxes that are lower."""
    for scanned in scans:
        if not scanned.part.is_word:
            continue
        for paragraph in scanned.paragraphs:
            for tag in paragraph.tags:
                if (match := _QR.search(tag.source)) and not paragraph.is_fallback:
                    yield from _cut_qr(tag, float(match[1] or _USUAL_QR), sizes)
        for inline in scanned.root.iter(f"{{{_WP}}}inline"):
            extent, holder = inline.find(f"{{{_WP}}}extent"), next(inline.iterancestors(f"{{{W}}}p"), None)
            if extent is None or holder is None or _is_fallback(inline):
                continue
            needed, fixed = _emu(extent, "cy") / EMU_PER_MM, sizes.of(holder).fixed / _POINTS_PER_MM
            if fixed and needed > fixed * 1.1 + 0.5:
                place = scanned.place_of(holder)
                yield problem("NM-T169", place, needed=f"{needed:.0f}", room=f"{fixed:.0f}")


def _cut_qr(tag: Tag, needed: float, sizes: ParagraphSizes) -> Iterator[Problem]:
    element = tag.paragraph.element
    rooms = [height for _, height, _ in _holders(element) if height]
    rooms += [fixed] if (fixed := sizes.of(element).fixed) else []
    room = min(rooms, default=0) / _POINTS_PER_MM
    if room and room + 0.5 < needed:
        yield problem("NM-T168", tag.place, typed=tag.typed, needed=f"{needed:g}", room=f"{room:.0f}")


def _holders(paragraph: etree._Element) -> Iterator[tuple[etree._Element, float, float]]:
    """The elements around a paragraph whose height is fixed, with height and width in points."""
    frame = paragraph.find(f"{{{W}}}pPr/{{{W}}}framePr")
    if frame is not None and frame.get(f"{{{W}}}hRule") == "exact" and (high := _twips(frame, "h")):
        yield paragraph, high, _twips(frame, "w")
    for el in paragraph.iterancestors(etree.Element):
        if el.tag == f"{{{W}}}tc" and (high := _row_height(el)):
            yield el, high, max(_cell_width(el) - _CELL_MARGINS, 0)
        elif (
            el.tag == f"{{{W}}}tc"
            and el.find(f"{{{W}}}tcPr/{{{W}}}tcFitText") is not None
            and _cell_width(el)
        ):
            yield el, 0, _cell_width(el) - _CELL_MARGINS
        elif local(el) == "txbxContent":
            high, wide = _box_size(el)
            if high:
                yield el, high - _BOX_INSETS, max(wide - _BOX_MARGINS, 0)
            return


def _row_height(cell: etree._Element) -> float:
    """The height of a cell's row, 0 where it grows or another row shares the cell."""
    row = cell.getparent()
    properties = cell.find(f"{{{W}}}tcPr")
    merged = properties is not None and any(local(el) in ("vMerge", "textDirection") for el in properties)
    height = row.find(f"{{{W}}}trPr/{{{W}}}trHeight") if row is not None else None
    if merged or height is None or height.get(f"{{{W}}}hRule") != "exact":
        return 0
    return _twips(height, "val")


def _cell_width(cell: etree._Element) -> float:
    wide = cell.find(f"{{{W}}}tcPr/{{{W}}}tcW")
    return _twips(wide, "w") if wide is not None and wide.get(f"{{{W}}}type", "dxa") == "dxa" else 0


def _box_size(content: etree._Element) -> tuple[float, float]:
    """Height and width of the text box that holds this content; 0 where it grows or stands upright."""
    box = content.getparent()
    shape = box.getparent() if box is not None else None
    if box is None or shape is None:
        return 0, 0
    if local(box) == "textbox":
        if "mso-fit-shape-to-text:t" in box.get("style", "") or "layout-flow" in box.get("style", ""):
            return 0, 0
        said = {name: float(size) for name, size in _LENGTH.findall(shape.get("style", ""))}
        return said.get("height", 0), said.get("width", 0)
    body = next((el for el in shape if local(el) == "bodyPr"), None)
    grows = body is not None and any(local(el) in ("spAutoFit", "normAutofit") for el in body)
    extent = next((el for el in shape.iter(etree.Element) if local(el) == "ext" and el.get("cy")), None)
    if extent is None or grows or (body is not None and body.get("vert", "horz") != "horz"):
        return 0, 0
    return _emu(extent, "cy") / _EMU_PER_POINT, _emu(extent, "cx") / _EMU_PER_POINT


def _space(
    holder: etree._Element,
    height: float,
    wide: float,
    tagged: Mapping[etree._Element, Paragraph],
    sizes: ParagraphSizes,
    place: WordPlace,
) -> FixedSpace:
    elements = [holder] if local(holder) == "p" else list(holder.iter(f"{{{W}}}p"))
    pieces, found = list[str](), list[LineSize]()
    for element in elements:
        paragraph = tagged.get(element)
        standing = [tag.source for tag in paragraph.tags if tag.prefix == "p"] if paragraph else []
        if standing:
            pieces += standing
            continue
        run = next(element.iter(f"{{{W}}}r"), None) if paragraph is None else _run_of(paragraph.tags[0])
        pieces.append(f"{_PARAGRAPH}{len(found)}:{_words(paragraph) if paragraph else _text(element)}")
        found.append(sizes.of(element, run))
    return FixedSpace(place, "".join(pieces), tuple(found), height, wide)


def _fitted(paragraph: Paragraph, sizes: ParagraphSizes) -> Iterator[FixedSpace]:
    """The runs of a paragraph that are fitted to a width and hold tags."""
    told: set[str] = set()
    for tag in paragraph.tags:
        run = _run_of(tag)
        fit = run.find(f"{{{W}}}rPr/{{{W}}}fitText") if run is not None else None
        if fit is None or tag.kind != "{{" or not (wide := _twips(fit, "val")):
            continue
        if (mark := fit.get(f"{{{W}}}id", tag.source)) in told:
            continue
        told.add(mark)
        yield FixedSpace(
            tag.place, f"{_PARAGRAPH}0:{tag.source}", (sizes.of(paragraph.element, run),), 0, wide
        )


def _run_of(tag: Tag) -> etree._Element | None:
    chain = tag.paragraph.pieces_of(tag)[0].chain
    return next((el for el in reversed(chain) if local(el) == "r"), None)


def _words(paragraph: Paragraph) -> str:
    out, at = [], 0
    for tag in paragraph.tags:
        out += [
            paragraph.text[at : tag.start].translate(HIDE),
            "" if tag.cell or tag.kind == "{#" else tag.source,
        ]
        at = tag.end
    return "".join([*out, paragraph.text[at:].translate(HIDE)])


def _text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{{{W}}}t")).translate(HIDE)


def _twips(el: etree._Element, name: str) -> float:
    try:
        return float(el.get(f"{{{W}}}{name}", "0")) / _TWENTIETHS
    except ValueError:
        return 0


def _emu(el: etree._Element, name: str) -> int:
    """A measure of a drawing (§20.1.10.16), 0 for what is none."""
    text = el.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() else 0


def _is_fallback(el: etree._Element) -> bool:
    return any(local(one) == "Fallback" for one in el.iterancestors(etree.Element))

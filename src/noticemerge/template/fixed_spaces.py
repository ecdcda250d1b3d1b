"""Spaces of a letter that do not grow with what is printed in them: rows, boxes, frames, and fitted text.

What is too long for one is cut off, or squeezed, without a word. ECMA-376 part 1 §17.4.80 (trHeight),
§17.3.1.11 (framePr), §17.3.2.14 (fitText), §20.4.2.22 (bodyPr of a text box).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from noticemerge.template.tags import Paragraph, Piece, Scanned, Tag

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_POINTS_PER_MM, _EMU_PER_POINT, _TWENTIETHS = 72 / 25.4, 12_700, 20
# Within a cell, and within a text box (Word's defaults), left and right together.
_CELL_MARGINS, _BOX_MARGINS, _BOX_INSETS = 10.8, 14.4, 7.2
_INSET = 45_720
# Measures of a typeface are not known: what is short by less fits.
_LEEWAY, _NARROWER = 2.0, 0.95
_PARAGRAPH = "\ufdd5"
_QR = re.compile(r"\|\s*qr(?:\(\s*([\d.]+)\s*\))?")
_USUAL_QR = 20.0
_KEY = re.compile(r"\b[cnx]\d+\b")
_LENGTH = re.compile(r"(?:^|;)\s*(height|width)\s*:\s*(\d*\.?\d+)(pt|mm|cm|in|pc|px)")
_POINTS = {"pt": 1, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72, "pc": 12, "px": 0.75}


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
            needed, room = _emu(extent, "cy") / EMU_PER_MM, _room(holder, sizes)
            if room and needed > room * 1.1 + 0.5:
                place = scanned.place_of(holder)
                yield problem("NM-T169", place, needed=f"{needed:.0f}", room=f"{room:.0f}")


def _cut_qr(tag: Tag, needed: float, sizes: ParagraphSizes) -> Iterator[Problem]:
    room = _room(tag.paragraph.element, sizes)
    if room and room + 0.5 < needed:
        yield problem("NM-T168", tag.place, typed=tag.typed, needed=f"{needed:g}", room=f"{room:.0f}")


def _room(paragraph: etree._Element, sizes: ParagraphSizes) -> float:
    """The height in mm at which something around a paragraph is fixed, 0 for none."""
    rooms = [height for _, height, _ in _holders(paragraph) if height]
    rooms += [fixed] if (fixed := sizes.of(paragraph).fixed) else []
    return min(rooms, default=0) / _POINTS_PER_MM


def _holders(paragraph: etree._Element) -> Iterator[tuple[etree._Element, float, float]]:
    """The elements around a paragraph whose height is fixed, with height and width in points."""
    frame = _frame(paragraph)
    if frame is not None and frame.get(f"{{{W}}}hRule") == "exact" and (high := _twips(frame, "h")):
        yield _of_frame(paragraph)[0], high, _twips(frame, "w")
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
                yield el, high, max(wide - _BOX_MARGINS, 0)
            return


def _of_frame(paragraph: etree._Element) -> list[etree._Element]:
    """The paragraphs that stand in one frame: those of one form, one behind the other (§17.3.1.11)."""
    form: Sequence[Any] = frame.items() if (frame := _frame(paragraph)) is not None else ()
    found = [paragraph]
    while (before := found[0].getprevious()) is not None and _is_framed(before, form):
        found.insert(0, before)
    while (behind := found[-1].getnext()) is not None and _is_framed(behind, form):
        found.append(behind)
    return found


def _frame(paragraph: etree._Element) -> etree._Element | None:
    return paragraph.find(f"{{{W}}}pPr/{{{W}}}framePr")


def _is_framed(el: etree._Element, form: Sequence[Any]) -> bool:
    frame = _frame(el) if el.tag == f"{{{W}}}p" else None
    return frame is not None and frame.items() == form


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
    """What a cell says of its width, else the columns of the grid that it takes (§17.4.48)."""
    wide = cell.find(f"{{{W}}}tcPr/{{{W}}}tcW")
    if wide is not None and wide.get(f"{{{W}}}type", "dxa") == "dxa" and (said := _twips(wide, "w")):
        return said
    row = cell.getparent()
    table = row.getparent() if row is not None else None
    grid = table.findall(f"{{{W}}}tblGrid/{{{W}}}gridCol") if table is not None else []
    cells = row.findall(f"{{{W}}}tc") if row is not None else []
    if cell not in cells:
        return 0
    first = sum(map(_span, cells[: cells.index(cell)]))
    return sum(_twips(column, "w") for column in grid[first : first + _span(cell)])


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
    said = span.get(f"{{{W}}}val", "") if span is not None else ""
    return int(said) if said.isdecimal() and said.isascii() else 1


def _box_size(content: etree._Element) -> tuple[float, float]:
    """Height and width of the text box that holds this content; 0 where it grows or stands upright."""
    box = content.getparent()
    shape = box.getparent() if box is not None else None
    if box is None or shape is None:
        return 0, 0
    if local(box) == "textbox":
        if "mso-fit-shape-to-text:t" in box.get("style", "") or "layout-flow" in box.get("style", ""):
            return 0, 0
        found = _LENGTH.findall(shape.get("style", ""))
        said = {name: float(size) * _POINTS[unit] for name, size, unit in found}
        return max(said.get("height", 0) - _BOX_INSETS, 0), said.get("width", 0)
    body = next((el for el in shape if local(el) == "bodyPr"), None)
    grows = body is not None and any(local(el) in ("spAutoFit", "normAutofit") for el in body)
    extent = next((el for el in shape.iter(etree.Element) if local(el) == "ext" and el.get("cy")), None)
    if extent is None:
        drawn = next(shape.iterancestors(f"{{{_WP}}}inline", f"{{{_WP}}}anchor"), None)
        extent = drawn.find(f"{{{_WP}}}extent") if drawn is not None else None
    if extent is None or grows or (body is not None and body.get("vert", "horz") != "horz"):
        return 0, 0
    # Word's own where the box says none (§20.1.2.1.1).
    insets = sum(
        _emu(body, name) if body is not None and body.get(name) else _INSET for name in ("tIns", "bIns")
    )
    return max(_emu(extent, "cy") - insets, 0) / _EMU_PER_POINT, _emu(extent, "cx") / _EMU_PER_POINT


def _space(
    holder: etree._Element,
    height: float,
    wide: float,
    tagged: Mapping[etree._Element, Paragraph],
    sizes: ParagraphSizes,
    place: WordPlace,
) -> FixedSpace:
    elements = _of_frame(holder) if local(holder) == "p" else list(holder.iter(f"{{{W}}}p"))
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
    for fit, pieces in _fitted_pieces(paragraph):
        tags = [t for t in paragraph.tags if pieces[0].start <= t.start < pieces[-1].end]
        if not (wide := _twips(fit, "val")) or not any(tag.kind == "{{" for tag in tags):
            continue
        run = _run_of(tags[0])
        source = f"{_PARAGRAPH}0:{_words(paragraph, pieces[0].start, pieces[-1].end)}"
        yield FixedSpace(tags[0].place, source, (sizes.of(paragraph.element, run),), 0, wide)


def _fitted_pieces(paragraph: Paragraph) -> Iterator[tuple[etree._Element, list[Piece]]]:
    """What is fitted as one, by the number that its runs have in common."""
    found: dict[str, tuple[etree._Element, list[Piece]]] = {}
    if not paragraph.tags or next(paragraph.element.iter(f"{{{W}}}fitText"), None) is None:
        return
    for piece in paragraph.pieces:
        run = next((el for el in reversed(piece.chain) if local(el) == "r"), None)
        fit = run.find(f"{{{W}}}rPr/{{{W}}}fitText") if run is not None else None
        if fit is not None:
            mark = fit.get(f"{{{W}}}id", str(piece.start))
            found.setdefault(mark, (fit, []))[1].append(piece)
    yield from found.values()


def _run_of(tag: Tag) -> etree._Element | None:
    chain = tag.paragraph.pieces_of(tag)[0].chain
    return next((el for el in reversed(chain) if local(el) == "r"), None)


def _words(paragraph: Paragraph, start: int = 0, end: int | None = None) -> str:
    """Template source of a paragraph's words from `start` to `end`."""
    out, at, end = [], start, len(paragraph.text) if end is None else end
    for tag in paragraph.tags:
        if not start <= tag.start < end:
            continue
        out += [
            paragraph.text[at : tag.start].translate(HIDE),
            "" if tag.cell or tag.kind == "{#" else tag.source,
        ]
        at = tag.end
    return "".join([*out, paragraph.text[at:end].translate(HIDE)])


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

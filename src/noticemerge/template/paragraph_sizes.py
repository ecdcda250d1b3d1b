"""How high a line of a paragraph is, by type size, line spacing and grid (ECMA-376 §17.3.1.33, §17.6.5)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from noticemerge.template.package import W, WordPackage

# Word's own size where neither run, style nor defaults say one (§17.3.2.38: ten points).
_USUAL_SIZE = 10.0
# A line of the plainest typefaces is so much higher than its type; most are higher still.
_LINE = 1.15
_TWENTIETHS, _HALVES, _LINES = 20, 2, 240


@dataclass(frozen=True, slots=True)
class LineSize:
    """Points: the type, a line of it, and the height at which lines are fixed (0 for none)."""

    type: float
    line: float
    fixed: float


class ParagraphSizes:
    """Looks sizes up in a package's styles, in its settings what the grid does, and the grid in its body."""

    def __init__(self, package: WordPackage, body: etree._Element) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default_style = ""
        self._defaults: etree._Element | None = None
        self._grid_in_tables = False
        for relation in package.relationships(package.main):
            if relation.external or not package.has(relation.target):
                continue
            if relation.kind == "styles":
                self._read_styles(package.tree(relation.target))
            elif relation.kind == "settings":
                setting = package.tree(relation.target).find(f".//{{{W}}}adjustLineHeightInTable")
                self._grid_in_tables = setting is not None and _value(setting) not in ("0", "false", "off")
        self._pitch = _pitch(body)

    def of(self, paragraph: etree._Element, run: etree._Element | None = None) -> LineSize:
        """The sizes of a paragraph at one of its runs."""
        size = self._size(paragraph, run)
        rule, line = self._spacing(paragraph)
        if rule == "exact" and line:
            return LineSize(size, line / _TWENTIETHS, line / _TWENTIETHS)
        natural = size * _LINE
        in_table = next(paragraph.iterancestors(f"{{{W}}}tc"), None) is not None
        if self._pitch and (self._grid_in_tables or not in_table):
            natural = math.ceil(natural / self._pitch) * self._pitch
        if rule == "atLeast":
            return LineSize(size, max(natural, line / _TWENTIETHS), 0)
        return LineSize(size, natural * (line / _LINES if line else 1), 0)

    def _read_styles(self, styles: etree._Element) -> None:
        self._defaults = styles.find(f"{{{W}}}docDefaults")
        for style in styles.iter(f"{{{W}}}style"):
            name = style.get(f"{{{W}}}styleId", "")
            self._styles[name] = style
            if style.get(f"{{{W}}}type") == "paragraph" and style.get(f"{{{W}}}default") in (
                "1",
                "true",
                "on",
            ):
                self._default_style = name

    def _size(self, paragraph: etree._Element, run: etree._Element | None) -> float:
        own = run.find(f"{{{W}}}rPr/{{{W}}}sz") if run is not None else None
        found = [own] if own is not None else []
        found += [
            el
            for el in (style.find(f"{{{W}}}rPr/{{{W}}}sz") for style in self._chain(paragraph))
            if el is not None
        ]
        if self._defaults is not None:
            found += self._defaults.iter(f"{{{W}}}sz")
        return next((size / _HALVES for el in found if (size := _number(_value(el)))), _USUAL_SIZE)

    def _spacing(self, paragraph: etree._Element) -> tuple[str, float]:
        holders = [paragraph, *self._chain(paragraph)]
        found = [el for el in (h.find(f"{{{W}}}pPr/{{{W}}}spacing") for h in holders) if el is not None]
        if self._defaults is not None:
            found += self._defaults.iter(f"{{{W}}}spacing")
        for el in found:
            if line := _number(el.get(f"{{{W}}}line", "")):
                return el.get(f"{{{W}}}lineRule", "auto"), line
        return "auto", 0

    def _chain(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """The paragraph's style and those it is based on."""
        named = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
        name, seen = _value(named) if named is not None else self._default_style, set[str]()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            based = self._styles[name].find(f"{{{W}}}basedOn")
            name = _value(based) if based is not None else ""


def _pitch(body: etree._Element) -> float:
    """The distance of the grid's lines in points, 0 where lines do not stand on one."""
    for grid in body.iter(f"{{{W}}}docGrid"):
        if grid.get(f"{{{W}}}type") in ("lines", "linesAndChars", "snapToChars"):
            return _number(grid.get(f"{{{W}}}linePitch", "")) / _TWENTIETHS
    return 0


def _value(el: etree._Element) -> str:
    return el.get(f"{{{W}}}val", "")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0

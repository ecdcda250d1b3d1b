"""How a paragraph of Word stands: by itself, by its style and those that is based on, by its list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from noticemerge.paper.letter_text.list_numbers import Numbers, depth_of
from noticemerge.template import W

_W = f"{{{W}}}"
# Twentieths of a point (§17.18.74): a column is half a character of 10.5 points.
_COLUMN = 105
_DEEPEST = 38  # columns of an indent


@dataclass(frozen=True, slots=True)
class Form:
    """How a paragraph stands: "left", "right" or "center"; indents in columns; space in 1/20 points.

    `first` is the first line's indent on top of `left`; `number` and `depth` name a level of a list.
    """

    align: str = "left"
    left: int = 0
    right: int = 0
    first: int = 0
    before: int = 0
    after: int = 0
    number: str = ""
    depth: int = 0


class Forms:
    """The forms of a letter's paragraphs; `styles` is the part word/styles.xml."""

    def __init__(self, styles: etree._Element | None, numbers: Numbers) -> None:
        self._numbers = numbers
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._base: etree._Element | None = None
        if styles is not None:
            self._base = styles.find(f"{_W}docDefaults/{_W}pPrDefault/{_W}pPr")
            for style in styles.iter(f"{_W}style"):
                if style.get(f"{_W}type") == "paragraph":
                    self._styles[style.get(f"{_W}styleId", "")] = style
                    if style.get(f"{_W}default") in ("1", "true", "on"):
                        self._default = style.get(f"{_W}styleId", "")

    def of(self, paragraph: etree._Element) -> Form:
        """How a paragraph stands."""
        form = Form(
            align=align_of(self.property(paragraph, "jc")),
            before=self._space(paragraph, "before"),
            after=self._space(paragraph, "after"),
        )
        listed = self.property(paragraph, "numPr")
        if listed is not None and (number := said_by(listed.find(f"{_W}numId"))) not in ("", "0"):
            form = replace(form, number=number, depth=depth_of(said_by(listed.find(f"{_W}ilvl"))))
        return replace(
            form,
            left=self._indent(paragraph, form, "left", "start"),
            right=self._indent(paragraph, form, "right", "end"),
            first=self._indent(paragraph, form, "firstLine") - self._indent(paragraph, form, "hanging"),
        )

    def property(self, paragraph: etree._Element, name: str) -> etree._Element | None:
        """A property of a paragraph by the name of its element, whoever says it."""
        found = (said.find(f"{_W}{name}") for said in self._properties(paragraph))
        return next((el for el in found if el is not None), None)

    def _properties(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """What is said of the form of a paragraph: by itself, by its style and those that is based on."""
        own = paragraph.find(f"{_W}pPr")
        if own is not None:
            yield own
        name = said_by(own.find(f"{_W}pStyle")) if own is not None else ""
        name, seen = name or self._default, set()
        while (style := self._styles.get(name)) is not None and name not in seen:
            seen.add(name)
            if (said := style.find(f"{_W}pPr")) is not None:
                yield said
            name = said_by(style.find(f"{_W}basedOn"))
        if self._base is not None:
            yield self._base

    def _space(self, paragraph: etree._Element, side: str) -> int:
        for said in self._properties(paragraph):
            if (spacing := said.find(f"{_W}spacing")) is not None:
                if (lines := _number(spacing, f"{side}Lines")) is not None:
                    return lines * 240 // 100
                if (space := _number(spacing, side)) is not None:
                    return space
        return 0

    def _indent(self, paragraph: etree._Element, form: Form, *sides: str) -> int:
        """An indent in columns; one in characters goes before one in points (§17.3.1.12)."""
        level = self._numbers.level(form.number, form.depth) if form.number else None
        own, *inherited = [*self._properties(paragraph), None]
        listed = level.find(f"{_W}pPr") if level is not None else None
        for said in (own, listed, *inherited):
            indent = said.find(f"{_W}ind") if said is not None else None
            if indent is None:
                continue
            for side in sides:
                if characters := _number(indent, f"{side}Chars"):
                    return min(round(characters / 50), _DEEPEST)
                if (points := _number(indent, side)) is not None:
                    return max(min(round(points / _COLUMN), _DEEPEST), 0)
        return 0


def is_on(el: etree._Element | None) -> bool:
    """Whether a property that is on or off is there and on (§17.17.4)."""
    return el is not None and el.get(f"{_W}val", "1") not in ("0", "false", "off")


def said_by(el: etree._Element | None) -> str:
    """The value of a property, "" where there is none."""
    return "" if el is None else str(el.get(f"{_W}val", ""))


def align_of(el: etree._Element | None) -> str:
    """Where a paragraph or table stands by its element w:jc: "left", "right" or "center"."""
    return {"right": "right", "end": "right", "center": "center"}.get(said_by(el), "left")


def _number(el: etree._Element, name: str) -> int | None:
    try:
        return int(float(el.get(f"{_W}{name}", "")))
    except (ValueError, OverflowError):
        return None

"""The proof of each letter: it has the sections, tables and pictures that its model letter promises.

What no condition or repetition touches must be in every letter exactly once; sections never depend on a
tag, so their number is always that of the model letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes
from lxml import etree

from noticemerge.problems import N_, gettext
from noticemerge.template.element_balance import Bounds, occurrences
from noticemerge.template.package import W
from noticemerge.template.tag_units import unit_of
from noticemerge.template.tags import Paragraph, Scanned, Tag

_KINDS = {
    "sectPr": N_("sections"),
    "tbl": N_("tables"),
    "drawing": N_("pictures"),
    "pict": N_("pictures"),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """For each kind of element the least and, where nothing repeats, the greatest number a letter has.

    `elements` finds them in the part, by the prefix that the part uses.
    """

    bounds: dict[str, Bounds]
    elements: dict[str, re.Pattern[str]]

    @classmethod
    def of(cls, scanned: Scanned, *, is_sheet: bool = False) -> Proof:
        """What every letter must have, by the model letter and where its conditions stand.

        In a sheet of several members a cell may be empty.
        """
        depending = _depending(scanned)
        if is_sheet:
            depending.update(scanned.root.iter(f"{{{W}}}tc"))
        may_repeat = any(t.source.startswith("{% for") or t.kind == "{{" for t in _tags(scanned))
        bounds: dict[str, Bounds] = {}
        for name in _KINDS:
            found = list(scanned.root.iter(f"{{{W}}}{name}"))
            is_fixed = name == "sectPr"
            sure = len(found) if is_fixed else sum(not _is_in(el, depending) for el in found)
            bounds[name] = (sure, None if may_repeat and not is_fixed else len(found))
        prefix = f"{scanned.root.prefix}:" if scanned.root.prefix else ""
        return cls(bounds, {name: re.compile(rf"<{prefix}{name}[\s/>]") for name in _KINDS})

    def holds_for(self, tree: nodes.Template) -> bool:
        """Whether all that the compiled part can give is within the bounds: no letter need be counted."""
        for name, (least, most) in self.bounds.items():
            low, high = occurrences(tree, self.elements[name])
            if low < least or (most is not None and (high is None or high > most)):
                return False
        return True

    def fault(self, data: bytes) -> dict[str, object]:
        """What a rendered part has too few or too many of, as facts for a problem; empty when it is sound."""
        text = data.decode("utf-8")
        for name, (least, most) in self.bounds.items():
            found = len(self.elements[name].findall(text))
            if found < least or (most is not None and found > most):
                return {"what": gettext(_KINDS[name]), "found": found, "wanted": least}
        return {}


def _tags(scanned: Scanned) -> Iterator[Tag]:
    return (tag for paragraph in scanned.paragraphs for tag in paragraph.tags)


def _depending(scanned: Scanned) -> set[etree._Element]:
    """The elements that may be left out or repeated: those between the two ends of a block."""
    found: set[etree._Element] = set()
    opened: list[tuple[etree._Element, Paragraph]] = []
    for paragraph in scanned.paragraphs:
        for tag in paragraph.tags:
            unit = unit_of(tag)
            if tag.prefix and unit is not None:
                found.add(unit)
            if tag.source.startswith(("{% if", "{% for")):
                opened.append((unit if unit is not None else paragraph.element, paragraph))
            elif tag.source.startswith(("{% endif", "{% endfor")) and opened:
                first, beginning = opened.pop()
                last = unit if unit is not None else paragraph.element
                if tag.field_number is not None and beginning is not paragraph:
                    first, last = beginning.element, paragraph.element
                found.update(_up_to(first, last))
            if tag.cell or tag.kind == "{{":
                found.add(paragraph.element)
    found.update(_tables_with_row_tags(scanned))
    return found


def _up_to(first: etree._Element, last: etree._Element) -> list[etree._Element]:
    found = [first]
    while found[-1] is not last and (following := found[-1].getnext()) is not None:
        found.append(following)
    return found


def _tables_with_row_tags(scanned: Scanned) -> Iterator[etree._Element]:
    for paragraph in scanned.paragraphs:
        if any(tag.prefix in ("tr", "tc") or tag.cell for tag in paragraph.tags):
            yield from paragraph.element.iterancestors(f"{{{W}}}tbl")


def _is_in(el: etree._Element, elements: set[etree._Element]) -> bool:
    return el in elements or any(ancestor in elements for ancestor in el.iterancestors(etree.Element))

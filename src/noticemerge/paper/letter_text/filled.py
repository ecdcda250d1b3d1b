"""A letter's text with what was filled in marked, for who looks whether each value is right.

The letter is made a second time from the model letter with marks around the tags that print. Both must say
the same; where they do not, the letter is shown without marks: what is shown is always the letter itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from noticemerge.paper.letter_text.document import FILLED, letter_lines
from noticemerge.paper.letter_text.drawing import plain
from noticemerge.planning import Letter, Plan
from noticemerge.problems import CannotUse
from noticemerge.template import BoundTemplate, LetterTemplate, Paragraph, Scanned, scan

_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


class LetterText:
    """The letters of a plan as lines of text with marks (`document`)."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._marked = _marked(plan)

    def lines(self, letter: Letter) -> list[str]:
        """The lines of one letter. Raises `CannotUse` when it cannot be made."""
        package = self._plan.bound.template.package
        said = letter_lines(self._plan.render(letter), package)
        if self._marked is None:
            return said
        try:
            made = self._marked.render(self._plan.values(letter))
        except CannotUse:
            return said
        marked = letter_lines(made, package)
        return marked if list(map(plain, marked)) == said else said


def _marked(plan: Plan) -> BoundTemplate | None:
    """The model letter with marks around its tags; None where they stand in the way."""
    template = plan.bound.template
    changed = {}
    for part in template.package.text_parts():
        scanned = scan(template.package, part)
        if part.is_word and _mark(scanned):
            changed[part.name] = etree.tostring(scanned.root, encoding="UTF-8", xml_declaration=True)
    package = template.package.replacing(changed, set())
    scans = [scan(package, s.part) if not s.part.is_links else s for s in template.scans]
    bound = LetterTemplate(template.path, package, package, "", scans).bind(plan.names)
    return bound if bound.parts else None


def _mark(scanned: Scanned) -> bool:
    """Put marks around every tag that prints in a part; returns whether there was one."""
    found = [edit for paragraph in scanned.paragraphs for edit in _edits(paragraph)]
    # From the end of each text on, so that places before stay where they are.
    for el, at, mark in sorted(found, key=lambda edit: edit[1], reverse=True):
        el.text = (el.text or "")[:at] + mark + (el.text or "")[at:]
        el.set(_PRESERVE, "preserve")
    return bool(found)


def _edits(paragraph: Paragraph) -> Iterator[tuple[etree._Element, int, str]]:
    for tag in paragraph.tags:
        if tag.kind != "{{" or tag.prefix:
            continue
        pieces = paragraph.pieces_of(tag)
        yield pieces[0].element, tag.start - pieces[0].start, FILLED[0]
        yield pieces[-1].element, tag.end - pieces[-1].start, FILLED[1]

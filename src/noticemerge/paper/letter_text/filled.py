"""A letter's text with what was filled in marked, for who looks whether each value is right.

The letter is made a second time from the model letter with marks around the tags that print. Both must say
the same; where they do not, the letter is shown without marks: what is shown is always the letter itself.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from noticemerge.paper.letter_text.document import FILLED, LetterReader
from noticemerge.planning import Letter, Plan
from noticemerge.problems import CannotUse
from noticemerge.template import BoundTemplate, LetterTemplate, Paragraph, Scanned, W, scan

_NO_MARKS = {ord(mark): None for mark in FILLED}
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


class LetterText:
    """The letters of a plan as lines of text with marks (`document`); `reader` reads them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._marked, self._names = _marked(plan)
        self.reader = LetterReader(plan.bound.template.package)

    def lines(self, letter: Letter) -> list[str]:
        """The lines of one letter. Raises `CannotUse` when it cannot be made."""
        return self.reader.lines(self.marked(letter))

    def marked(self, letter: Letter) -> bytes:
        """The letter as a Word file with the marks `FILLED` in its text, where they do no harm.

        Raises `CannotUse` when it cannot be made.
        """
        plain = self._plan.render(letter)
        if self._marked is None:
            return plain
        try:
            marked = self._marked.render(self._plan.values(letter))
        except CannotUse:
            return plain
        return marked if self._without_marks(marked) == self._without_marks(plain) else plain

    def _without_marks(self, letter: bytes) -> list[bytes]:
        """The parts with tags, without marks and what only marks brought about."""
        with zipfile.ZipFile(io.BytesIO(letter)) as archive:
            trees = [etree.fromstring(archive.read(name)) for name in self._names]
        for tree in trees:
            for text in tree.iter(f"{{{W}}}t"):
                text.text = (text.text or "").translate(_NO_MARKS) or None
        return [etree.tostring(tree).replace(b' xml:space="preserve"', b"") for tree in trees]


def _marked(plan: Plan) -> tuple[BoundTemplate | None, list[str]]:
    """The model letter with marks around its tags, None where they stand in the way; the parts with tags."""
    template = plan.bound.template
    changed = {}
    for part in template.package.text_parts():
        scanned = scan(template.package, part)
        if part.is_word and _mark(scanned):
            changed[part.name] = etree.tostring(scanned.root, encoding="UTF-8", xml_declaration=True)
    package = template.package.replacing(changed, set())
    scans = [scan(package, s.part) if not s.part.is_links else s for s in template.scans]
    bound = LetterTemplate(template.path, package, package, "", scans, fields=template.fields).bind(
        plan.names
    )
    return (bound if bound.parts else None), list(changed)


def _mark(scanned: Scanned) -> bool:
    """Put marks around every tag that prints in a part; returns whether there was one."""
    found = [edit for paragraph in scanned.paragraphs for edit in _edits(paragraph)]
    # From the end of each text on, so that places before stay where they are; where a tag follows another
    # one, the first ends before the second begins.
    for el, at, mark in sorted(found, key=lambda edit: (edit[1], edit[2] == FILLED[0]), reverse=True):
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

"""A letter's text with what was filled in marked, for who looks whether each value is right.

The letter is made a second time from the model letter with marks around the tags that print. Both must say
the same; where they do not, the letter is shown without marks: what is shown is always the letter itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from noticemerge.paper.letter_text.document import FILLED, LetterReader
from noticemerge.planning import Letter, Plan
from noticemerge.problems import CannotUse
from noticemerge.template import (
    BoundTemplate,
    LetterTemplate,
    Paragraph,
    Scanned,
    WordPackage,
    parse_xml,
    scan,
)

# As `tostring` writes them without an encoding.
_MARKS = tuple(f"&#{ord(mark)};".encode() for mark in FILLED)
# What only marks bring about in a part as it was made, which is UTF-8.
_ADDED = (*(mark.encode() for mark in FILLED), b' xml:space="preserve"')
_DECLARATION = re.compile(rb"\A<\?xml[^>]*\?>\s*")
_EMPTY = re.compile(rb"<((?:\w+:)?t)></\1>")
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


class LetterText:
    """The letters of a plan as lines of text with marks (`document`)."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._marked = _marked(plan)
        self._reader = LetterReader(plan.bound.template.package)

    def lines(self, letter: Letter) -> list[str]:
        """The lines of one letter. Raises `CannotUse` when it cannot be made."""
        return self.read(letter)[0]

    def read(self, letter: Letter) -> tuple[list[str], list[str]]:
        """The lines of one letter, and the text of each paragraph with the marks `FILLED`.

        Raises `CannotUse` when it cannot be made.
        """
        _, parts = self._made(letter)
        file = self._plan.bound.template.package.file
        return self._reader.read(
            {n: parse_xml(data, file) for n, data in parts.items() if n.endswith(".xml")}
        )

    def marked(self, letter: Letter) -> bytes:
        """The letter as a Word file with the marks `FILLED` in its text, where they do no harm.

        Raises `CannotUse` when it cannot be made.
        """
        package, parts = self._made(letter)
        return package.with_parts(parts)

    def _made(self, letter: Letter) -> tuple[WordPackage, dict[str, bytes]]:
        """The parts of the letter that are its own, and the package around them: marked, or as it is."""
        values = self._plan.values(letter)
        plain = self._plan.bound.maker.changed(values)
        if self._marked is not None:
            with suppress(CannotUse):
                marked = self._marked.maker.changed(values)
                if marked.keys() == plain.keys() and all(
                    _says_the_same(marked[name], plain[name]) for name in plain
                ):
                    return self._marked.template.package, marked
        return self._plan.bound.template.package, plain


def _says_the_same(marked: bytes, plain: bytes) -> bool:
    # Mostly the bytes are already alike but for the marks, and nothing need be parsed.
    return _unmarked(marked) == _unmarked(plain) or _bare(marked) == _bare(plain)


def _unmarked(part: bytes) -> bytes:
    for mark in _ADDED:
        part = part.replace(mark, b"")
    return _DECLARATION.sub(b"", part)


def _bare(part: bytes) -> bytes:
    """A part as it is written always, without marks and what only marks brought about."""
    if not part.lstrip().startswith(b"<"):
        return part
    whole = etree.tostring(etree.fromstring(part))
    for mark in _MARKS:
        whole = whole.replace(mark, b"")
    return _EMPTY.sub(rb"<\1/>", whole.replace(b' xml:space="preserve"', b""))


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
    bound = LetterTemplate(template.path, package, package, "", scans, fields=template.fields).bind(
        plan.names
    )
    return bound if bound.parts else None


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

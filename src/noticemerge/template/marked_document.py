"""A copy of the model letter with a Word comment at each fault; the manager's file stays as it is.

Word knows comments in the body only, so a fault in a header, a property or a text box is marked at
the paragraph that it hangs on, and the comment says where it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from noticemerge.problems import CannotUse, Problem, Severity, WordPlace, problem
from noticemerge.template.package import BODY, W, WordPackage
from noticemerge.template.template import LetterTemplate

AUTHOR, INITIALS = "noticemerge", "NM"
# What python-docx is known to raise for a document whose parts do not hang together.
_UNUSUAL = (LookupError, ValueError, TypeError, AttributeError)


def marked_copy(template: LetterTemplate, problems: Iterable[Problem]) -> tuple[bytes, int]:
    """The letter as a Word file with a comment for each error and warning in it, and their number.

    Notes are left out: nothing is wrong there. Raises `CannotUse` when python-docx cannot read the letter.
    """
    package = template.original
    try:
        document = docx.Document(io.BytesIO(package.with_parts({})))
        count = 0
        for doubt in problems:
            if isinstance(doubt.place, WordPlace) and doubt.severity is not Severity.NOTE:
                _comment(document, package, doubt, doubt.place)
                count += 1
        written = io.BytesIO()
        document.save(written)
    except _UNUSUAL as error:
        raise CannotUse(problem("NM-W09", WordPlace(file=package.file), reason=str(error))) from None
    return written.getvalue(), count


def _comment(
    document: docx.document.Document, package: WordPackage, doubt: Problem, place: WordPlace
) -> None:
    paragraph = _anchor(document.element.body, package, place)
    where = "" if place.part == BODY and not place.boxed else f"{place.part_words()}「{place.text}」\n"
    text = f"{where}{doubt.message}\n→ {doubt.hint}\n({doubt.code})"
    comment = document.comments.add_comment(text=text, author=AUTHOR, initials=INITIALS)
    first, last = _runs_of(paragraph, str(doubt.facts.get("typed", "")))
    _surround(paragraph, first, last, comment.comment_id)


def _anchor(body: etree._Element, package: WordPackage, place: WordPlace) -> etree._Element:
    """The body's paragraph that a place is in, or hangs on; the first one for a place beyond the body."""
    paragraphs = list(body.iter(qn("w:p")))
    if not paragraphs:
        paragraphs = [OxmlElement("w:p")]
        body.insert(0, paragraphs[0])
    found = paragraphs[0]
    if place.part == BODY and 0 < place.paragraph <= len(paragraphs):
        found = paragraphs[place.paragraph - 1]
    elif (reference := _reference(body, package, place)) is not None:
        found = reference
    hosts = list(found.iterancestors(qn("w:p")))
    return hosts[-1] if hosts else found


def _reference(body: etree._Element, package: WordPackage, place: WordPlace) -> etree._Element | None:
    """The paragraph that a footnote or endnote is called from."""
    part = next((p for p in package.text_parts() if p.label == place.part and p.is_word), None)
    if part is None or not place.paragraph:
        return None
    noted = list(package.tree(part.name).iter(f"{{{W}}}p"))[place.paragraph - 1]
    note = next(noted.iterancestors(f"{{{W}}}footnote", f"{{{W}}}endnote"), None)
    if note is None:
        return None
    name = f"{etree.QName(note).localname}Reference"
    called = (el for el in body.iter(qn(f"w:{name}")) if el.get(qn("w:id")) == note.get(f"{{{W}}}id"))
    reference = next(called, None)
    return next(reference.iterancestors(qn("w:p")), None) if reference is not None else None


def _runs_of(paragraph: etree._Element, typed: str) -> tuple[etree._Element | None, etree._Element | None]:
    """The first and last of the paragraph's own runs in which the tag stands; none when it stands deeper."""
    runs = list(paragraph.iterchildren(qn("w:r")))
    texts = ["".join(t.text or "" for t in run.iterchildren(qn("w:t"))) for run in runs]
    start = "".join(texts).find(typed) if typed else -1
    if start < 0:
        return None, None
    ends, at = [], 0
    for text in texts:
        at += len(text)
        ends.append(at)
    first = next(run for run, end in zip(runs, ends, strict=True) if end > start)
    last = next(run for run, end in zip(runs, ends, strict=True) if end >= start + len(typed))
    return first, last


def _surround(
    paragraph: etree._Element, first: etree._Element | None, last: etree._Element | None, number: int
) -> None:
    """Range marks around the runs, or around all the paragraph holds, and the comment's sign behind them."""
    start, end = OxmlElement("w:commentRangeStart"), OxmlElement("w:commentRangeEnd")
    sign = OxmlElement("w:r")
    reference = OxmlElement("w:commentReference")
    sign.append(reference)
    for el in (start, end, reference):
        el.set(qn("w:id"), str(number))
    if first is not None and last is not None:
        first.addprevious(start)
        last.addnext(end)
    else:
        properties = paragraph.find(qn("w:pPr"))
        paragraph.insert(0 if properties is None else 1, start)
        paragraph.append(end)
    end.addnext(sign)

"""A copy of the model letter with its tags written properly: what needs no judgement, and nothing else.

Full-width braces, spaces and signs, marks that cannot be seen, a space missing behind p, a brace too
many, and tags that Word has cut into pieces. Which field is meant is the manager's to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from noticemerge.excel import escape
from noticemerge.problems import WordPlace
from noticemerge.template.element_spans import Spans
from noticemerge.template.field_names import Names
from noticemerge.template.fields.document import MergeSettings
from noticemerge.template.fields.tags_instead import tags_instead
from noticemerge.template.package import WordPackage
from noticemerge.template.paragraph_places import local
from noticemerge.template.tags import GLUED, SINGLE_BRACE, Paragraph, Scanned, Tag, scan
from noticemerge.template.template import LetterTemplate

_TOO_MANY = re.compile(r"(?<![{｛])(?:[{｛]{3,9}([^{}｛｝]*)[}｝]{2,}|[{｛]{2}([^{}｛｝]*)[}｝]{3,})")
_QUOTES = str.maketrans("“”„＂‘’＇", '""""\'\'\'')
_SIGNS = str.maketrans("＝＞＜！｜＋，［］", "=><!|+,[]")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")


@dataclass(frozen=True, slots=True)
class Mended:
    """What was put right: where, and how it was written before and is now."""

    place: WordPlace
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    after: str


def corrected_copy(template: LetterTemplate, names: Names) -> tuple[bytes, list[Mended]]:
    """The letter as a Word file with its tags written properly, and what was put right.

    Where nothing was, the file is the letter as it is.
    """
    package = template.original
    settings = template.fields.settings if template.fields else MergeSettings()
    written, instead = tags_instead(package, names, settings)
    package = package.replacing(written, frozenset())
    changed: dict[str, bytes] = {}
    mended = [Mended(*one) for one in instead]
    for part in package.text_parts():
        scanned = scan(package, part)
        pieces: dict[etree._Element, str] = {}
        for paragraph in _paragraphs(package, scanned):
            edits = list(_edits(paragraph, names))
            pieces.update(_written(paragraph, edits))
            mended += [
                Mended(paragraph.place, paragraph.text[e.start : e.end], e.after)
                for e in edits
                if not paragraph.is_fallback
            ]
        if pieces:
            changed[part.name] = _with_texts(scanned, pieces)
    return package.with_parts(changed), mended


def canonical(tag: Tag) -> str:
    """A tag as it should be typed: `{{ 会社名 }}`, `{%p if 部署 %}`."""
    body = tag.body
    if tag.kind == "{%" and not tag.prefix and (glued := GLUED.match(unicodedata.normalize("NFKC", body))):
        rest = unicodedata.normalize("NFKC", body)[glued.end() :]
        return f"{{%{glued[1]} {' '.join(filter(None, (glued[2], _plain(rest))))} %}}"
    # A hyphen at the brace joins paragraphs, and stays.
    opening = "-" if re.match(r"..[-－]", tag.typed) and tag.kind == "{%" else ""
    closing = "-" if re.search(r"[-－]..$", tag.typed) else ""
    return f"{tag.kind}{tag.prefix}{opening} {_plain(body)} {closing}{_close(tag.kind)}"


def _close(kind: str) -> str:
    return {"{{": "}}", "{%": "%}", "{#": "#}"}[kind]


def _plain(body: str) -> str:
    """Spaces and signs in half width, but for what stands in quotes."""
    straight = body.translate(_QUOTES)
    out, at = [], 0
    for match in _STRING.finditer(straight):
        out += [re.sub(r"\s+", " ", straight[at : match.start()].translate(_SIGNS)), match[0]]
        at = match.end()
    out.append(re.sub(r"\s+", " ", straight[at:].translate(_SIGNS)))
    return "".join(out).strip()


def _paragraphs(package: WordPackage, scanned: Scanned) -> list[Paragraph]:
    """Those with tags, and those with single braces, which the scan has no reason to keep."""
    return scanned.paragraphs if not scanned.part.is_word else list(scanned.every())


def _edits(paragraph: Paragraph, names: Names) -> Iterator[_Edit]:
    taken = []
    for tag in paragraph.tags:
        after = canonical(tag) if tag.kind != "{#" else tag.typed
        taken.append((tag.start, tag.end))
        if after != tag.typed or len([p for p in paragraph.pieces_of(tag) if p.text]) > 1:
            yield _Edit(tag.start, tag.end, after)
    for pattern in (_TOO_MANY, SINGLE_BRACE):
        for match in pattern.finditer(paragraph.text):
            inner = next(filter(None, match.groups()), "").strip()
            apart = all(match.end() <= start or end <= match.start() for start, end in taken)
            if apart and names.knows(inner):
                taken.append(match.span())
                yield _Edit(*match.span(), f"{{{{ {inner} }}}}")


def _written(paragraph: Paragraph, edits: list[_Edit]) -> dict[etree._Element, str]:
    """The new text of each text element that an edit touches: the tag goes whole into its first one."""
    texts: dict[etree._Element, str] = {}
    for piece in paragraph.pieces:
        inside = sorted(
            (e for e in edits if e.start < piece.end and piece.start < e.end), key=lambda e: e.start
        )
        if not inside or (local(piece.element) != "t" and paragraph.part.is_word):
            continue
        out, at = [], piece.start
        for edit in inside:
            out.append(paragraph.text[at : max(edit.start, at)])
            out.append(edit.after if edit.start >= piece.start else "")
            at = min(edit.end, piece.end)
        texts[piece.element] = "".join([*out, paragraph.text[at : piece.end]])
    return texts


def _with_texts(scanned: Scanned, pieces: dict[etree._Element, str]) -> bytes:
    spans = Spans(scanned.root, scanned.data)
    out, at = [], 0
    for el, text in sorted(pieces.items(), key=lambda item: spans[item[0]].start):
        span = spans[el]
        head = scanned.data[span.start : span.inner]
        if scanned.part.is_word and b"space" not in head:
            head = head.replace(b">", b' xml:space="preserve">', 1)
        out += [scanned.data[at : span.start], head, escape(text).encode("utf-8")]
        at = span.inner_end
    return b"".join([*out, scanned.data[at:]])

"""The tags of a template, found on the tree, paragraph by paragraph.

Word cuts text into runs as it likes; a tag is read from the paragraph's whole text, and
knows the text elements it lies in. Full-width braces are understood as the tags they are
meant to be. Nothing here judges a tag: that is `lint`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from noticemerge.problems import Problem, WordPlace, problem
from noticemerge.template.fields.marks import as_seen, keeps_line, number_of
from noticemerge.template.fillable_attributes import fillable, label_of
from noticemerge.template.package import TextPart, W, WordPackage
from noticemerge.template.paragraph_places import ParagraphPlaces, beginning, local

# One character for one, so that places in the text do not move.
_HALF_WIDTH = str.maketrans("｛｝％＃", "{}%#")
_OPENERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_DELIMITER = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# The signs of one of which everything has that looks as if it were to be filled in.
_MARKS = r"{｛《≪<＜〈「『(（*_$＄\[［#%@【〔○〇◯●△▲×✕□☆◇XＸ/／‹⟪｟﹛︷❴⟨❮〖〘“〝\"&!|＠＊★■◆◎…‥・＿"
_SIGNS = re.compile(rf"[{_MARKS}第月]|==|MERGE|名称?\s?[御様殿先]")
# How docxtpl lets a manager write braces that are no tag.
ESCAPES = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
# What begins like a tag, a field in one brace, and a statement without the space behind its prefix.
TAG_BEGINS = re.compile("[{｛][{｛%％]")
# As it stands where braces may be another language's: {"a":{"b":1}} is no tag.
TAG_WITH_WORD = re.compile(r"[{｛][{｛]\s*[^\s{}｛｝]|[{｛][%％]\s*\w|(?:%7B|%EF%BD%9B){2}", re.IGNORECASE)
SINGLE_BRACE = re.compile(r"(?<![{｛_])[{｛]([^{}｛｝%％#＃]{1,40})[}｝](?![}｝_])")
GLUED = re.compile(r"(tr|tc|p|r)(if|elif|else|endif|for|endfor)\b\s*")
_PREFIX = re.compile(r"(tr|tc|p|r)(?=\s)")
# Elements that end a word in what the reader sees.
_BREAKS = {
    f"{{{W}}}{name}": sign
    for name, sign in (("br", "\n"), ("cr", "\n"), ("tab", "\t"), ("ptab", "\t"), ("noBreakHyphen", "-"))
}
_P, _R, _T = (f"{{{W}}}{name}" for name in ("p", "r", "t"))
_HOLDERS = (_P, f"{{{W}}}del", f"{{{W}}}moveFrom")
_READ = (_P, _T, *_BREAKS)
# Faults of one paragraph that are told: the first ones cause the rest.
_MOST_FAULTS = 10
# Characters of an unclosed tag that are shown.
_SHOWN = 30
_HALF_CLOSED = " \u3000}%#｝％＃"


class Piece(NamedTuple):
    """A text element of a paragraph, where its text starts, and what it hangs by in the end (`top`)."""

    element: etree._Element
    start: int
    text: str
    top: etree._Element

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def chain(self) -> list[etree._Element]:
        """What it hangs by: the paragraph first, the element itself last."""
        found = [self.element]
        while found[-1] is not self.top and (above := found[-1].getparent()) is not None:
            found.append(above)
        return found[::-1]

    def without(self, tags: Sequence[Tag]) -> str:
        """Its text beside these tags."""
        out, at = [], self.start
        for tag in tags:
            out.append(self.text[at - self.start : max(tag.start, at) - self.start])
            at = min(tag.end, self.end)
        return "".join([*out, self.text[at - self.start :]])


@dataclass(slots=True)
class Tag:
    """A tag as typed, where it lies, and what it says.

    `kind` is "{{", "{%" or "{#"; `prefix` is "", "p", "tr", "tc" or "r"; `body` is the text
    between the delimiters without the prefix; `source` is filled by `lint` with what Jinja
    is to read in its place. `cell` is what a tag says of the table cell around it, as
    ("colspan", "4"): it prints nothing.
    """

    typed: str
    kind: str
    prefix: str
    body: str
    start: int
    end: int
    paragraph: Paragraph
    source: str = ""
    cell: tuple[str, str] | None = None

    @property
    def field_number(self) -> int | None:
        """The number of the Word field that it stands for; None for a tag that was typed."""
        return number_of(self.body)

    @property
    def keeps_line(self) -> bool:
        """Whether its line stays when nothing is printed: Word leaves out lines of merge fields only."""
        return keeps_line(self.body)

    @property
    def place(self) -> WordPlace:
        return self.paragraph.place


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph that holds text, with its tags in order.

    The text of an `attribute` (its qualified name), such as a picture's description, is one of its own.
    """

    element: etree._Element
    part: TextPart
    text: str
    pieces: list[Piece]
    places: ParagraphPlaces
    known_place: WordPlace | None = None
    tags: list[Tag] = field(default_factory=list)
    attribute: str = ""

    @property
    def place(self) -> WordPlace:
        """Where it stands: looked for when it is asked for, and of most paragraphs it never is."""
        if self.known_place is None:
            self.known_place = self.places.of(self.element, as_seen(self.text))
        return self.known_place

    @property
    def is_fallback(self) -> bool:
        """Whether this is the second copy of a text box, kept for old readers; faults are said once."""
        return next(self.element.iterancestors(_FALLBACK), None) is not None

    def pieces_of(self, tag: Tag) -> list[Piece]:
        """The text elements that a tag lies in, whole or half."""
        first = bisect_right(self.pieces, tag.start, key=_end_of)
        found = []
        for piece in self.pieces[first : bisect_right(self.pieces, tag.end - 1, key=_start_of)]:
            if piece.start < tag.end and tag.start < piece.end:
                found.append(piece)
        return found

    def tags_in(self, piece: Piece) -> list[Tag]:
        """The tags that lie in a text element, whole or half."""
        first = bisect_right(self.tags, piece.start, key=_end_of)
        found = []
        for tag in self.tags[first : bisect_right(self.tags, piece.end - 1, key=_start_of)]:
            if piece.start < tag.end and tag.start < piece.end:
                found.append(tag)
        return found

    def rest(self) -> str:
        """The paragraph's text without its tags."""
        out, at = [], 0
        for tag in self.tags:
            out.append(self.text[at : tag.start])
            at = tag.end
        return "".join([*out, self.text[at:]])


def _start_of(piece: Piece | Tag) -> int:
    return piece.start


def _end_of(piece: Piece | Tag) -> int:
    return piece.end


@dataclass(slots=True)
class Scanned:
    """A part, its tree, and every paragraph of it that holds a tag.

    `attributes` are the texts with tags that stand in one; `suspect` are the paragraphs in which
    something may look as if it were to be filled in. `words` is the text of all paragraphs, one behind the
    other.
    """

    part: TextPart
    data: bytes
    root: etree._Element
    paragraphs: list[Paragraph]
    places: ParagraphPlaces
    attributes: list[Paragraph] = field(default_factory=list)
    suspect: list[Paragraph] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    words: str = ""

    def every(self) -> Iterator[Paragraph]:
        """Every paragraph that holds text, with its tags."""
        for paragraph in _paragraphs(self.root, self.part, self.places):
            find_tags(paragraph)
            yield paragraph

    def texts(self) -> list[Paragraph]:
        """The paragraphs and attributes with tags, in the order of the document: loops reach both."""
        if not self.attributes:
            return self.paragraphs
        both = [*self.paragraphs, *self.attributes]
        wanted = {text.element for text in both}
        order = {el: number for number, el in enumerate(self.root.iter(etree.Element)) if el in wanted}
        return sorted(both, key=lambda text: order[text.element])

    def between_tags(self) -> dict[etree._Element, str]:
        """The text beside the tags, for each text element that a tag lies in."""
        found: dict[etree._Element, str] = {}
        for paragraph in self.paragraphs:
            held = {piece.element: piece for tag in paragraph.tags for piece in paragraph.pieces_of(tag)}
            found |= {el: piece.without(paragraph.tags_in(piece)) for el, piece in held.items()}
        return found

    def place_of(self, el: etree._Element) -> WordPlace:
        """The place of the paragraph that `el` is in or holds; only the part when there is none."""
        paragraph = next((e for e in (el, *el.iterancestors(etree.Element)) if local(e) == "p"), None)
        if paragraph is None:
            paragraph = next(el.iter(f"{{{W}}}p"), None)
        if paragraph is None:
            return self.places.whole
        text = "".join(t.text or "" for t in paragraph.iter(f"{{{W}}}t", f"{{{W}}}delText"))
        return self.places.of(paragraph, text)


def scan(package: WordPackage, part: TextPart, numbers: Sequence[int] = ()) -> Scanned:
    """Read the tags of a part, whose paragraphs the manager knows by `numbers` (else 1, 2, 3 …).

    Raises `CannotUse` when the part is not well-formed.
    """
    data = as_utf8(package.data(part.name))
    root = package.tree(part.name)
    scanned = Scanned(part, data, root, [], ParagraphPlaces(root, part, package.file, numbers))
    words = []
    for paragraph in _paragraphs(root, part, scanned.places):
        words.append(paragraph.text)
        faults = find_tags(paragraph)
        if faults and not paragraph.is_fallback:
            scanned.problems += faults
        if paragraph.tags or faults or any(escape in paragraph.text for escape in ESCAPES):
            scanned.paragraphs.append(paragraph)
        if _SIGNS.search(paragraph.text):
            scanned.suspect.append(paragraph)
    scanned.words = "".join(words)
    if part.is_word:
        for paragraph in _attributes(scanned):
            faults = find_tags(paragraph)
            scanned.problems += [] if paragraph.is_fallback else faults
            scanned.attributes.append(paragraph)
    return scanned


def _attributes(scanned: Scanned) -> Iterator[Paragraph]:
    """The attributes with tags that can be filled in: alternative texts, and the words of a watermark."""
    if not (b"{" in scanned.data or "｛".encode() in scanned.data or b"&#" in scanned.data):
        return
    for el, name in fillable(scanned.root):
        text = el.get(name, "")
        if TAG_WITH_WORD.search(text):
            place = scanned.place_of(el)
            place = replace(place, text=beginning(text), of=label_of(el))
            pieces = [Piece(el, 0, text, el)]
            yield Paragraph(el, scanned.part, text, pieces, scanned.places, place, attribute=name)


def as_utf8(data: bytes) -> bytes:
    """The part as UTF-8 (ECMA-376 part 1 §11 also allows UTF-16); a byte order mark of UTF-8 stays."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
        return re.sub(r'encoding=(["\'])[^"\']*\1', 'encoding="UTF-8"', text, count=1).encode("utf-8")
    return data


def _paragraphs(root: etree._Element, part: TextPart, places: ParagraphPlaces) -> Iterator[Paragraph]:
    if not part.is_word:
        for number, el in enumerate((e for e in root.iter(etree.Element) if e.text and not len(e)), 1):
            if part.is_store and not TAG_WITH_WORD.search(el.text or ""):
                continue
            place = replace(places.whole, text=beginning(el.text or ""), paragraph=number)
            yield Paragraph(el, part, el.text or "", [Piece(el, 0, el.text or "", el)], places, place)
        return
    for el, pieces in _paragraphs_with_pieces(root).items():
        if text := "".join(piece.text for piece in pieces):
            yield Paragraph(el, part, text, pieces, places)


def _paragraphs_with_pieces(root: etree._Element) -> dict[etree._Element, list[Piece]]:
    """Each paragraph with the text elements that belong to it, not to one in a text box in it."""
    found: dict[etree._Element, list[Piece]] = {}
    for el in root.iter(*_READ):
        tag = el.tag
        if tag == _P:
            found[el] = []
        elif tag == _T or next(el.iterancestors(), el).tag == _R:
            holder = _holder_of(el)
            if (pieces := found.get(holder)) is not None:
                text = el.text or "" if tag == _T else _BREAKS[tag]
                pieces.append(Piece(el, pieces[-1].end if pieces else 0, text, holder))
    return found


def _holder_of(el: etree._Element) -> etree._Element:
    """The paragraph that the text of an element belongs to, or what was struck out or moved away with it."""
    if (run := el.getparent()) is not None:
        el = run
    while el.tag not in _HOLDERS and (above := el.getparent()) is not None:
        el = above
    return el


def find_tags(paragraph: Paragraph) -> list[Problem]:
    """Cut the paragraph's text into tags; what cannot be paired is a problem."""
    text = paragraph.text.translate(_HALF_WIDTH)
    problems: list[Problem] = []
    at = 0
    while (match := _DELIMITER.search(text, at)) and len(problems) < _MOST_FAULTS:
        start, opener = match.start(), match[0]
        at = match.end()
        if opener not in _OPENERS:
            problems.append(_stray(paragraph, start))
            continue
        close = _DELIMITER.search(text, at)
        # "{{ {% x %} }}" and "{{ x" with the next tag behind it are the same fault: no end.
        if close is None or close[0] in _OPENERS:
            end = close.start() if close else len(text)
            problems.append(_unclosed(paragraph, start, end, _OPENERS[opener]))
            at = end
            continue
        at = close.end()
        if opener == "{{" and close[0] in ("%}", "#}") and text[at : at + 1] == "}":
            # {{割合%}}: the sign is the end of the name.
            at += 1
            paragraph.tags.append(_tag(paragraph, start, at))
            continue
        if text.startswith("{{{", start) or text.startswith("}}}", close.start()):
            stop = close.end() + (text[close.end() : close.end() + 1] == "}")
            problems.append(_too_many(paragraph, start, stop))
            at = stop
            continue
        if close[0] != _OPENERS[opener]:
            problems.append(_mixed(paragraph, start, close.end(), opener))
            continue
        paragraph.tags.append(_tag(paragraph, start, close.end()))
    return problems


def _tag(paragraph: Paragraph, start: int, end: int) -> Tag:
    typed = paragraph.text[start:end]
    kind = typed[:2].translate(_HALF_WIDTH)
    body = _without_hyphens(kind, _visible(typed[2:-2]))
    # The prefix stands right behind the brace; "{{ p }}" is a field called p.
    plain = unicodedata.normalize("NFKC", body[:3])
    match = _PREFIX.match(plain)
    prefix = match[1] if match and body[len(match[1]) :].strip() else ""
    return Tag(typed, kind, prefix, body[len(prefix) :].strip(), start, end, paragraph)


def _without_hyphens(kind: str, body: str) -> str:
    """A hyphen at a brace joins paragraphs (`joining` has done it); -5 in a field's tag is a number."""
    body = re.sub("[-－]$", "", body)
    return re.sub("^[-－]" if kind == "{%" else r"^[-－](?!\d)", "", body)


def _visible(text: str) -> str:
    """Without zero-width marks, which input methods and the web leave behind in a tag."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def _unclosed(paragraph: Paragraph, start: int, end: int, closer: str) -> Problem:
    typed = paragraph.text[start:end].strip()[:_SHOWN]
    # `{{ 会社名 } 様`: what was meant as the end is known, and 様 is no part of the tag.
    meant = re.split("[}｝]", typed, maxsplit=1)[0]
    return problem("NM-T20", paragraph.place, typed=typed, cured=f"{meant.rstrip(_HALF_CLOSED)} {closer}")


def _stray(paragraph: Paragraph, start: int) -> Problem:
    return problem("NM-T21", paragraph.place, typed=paragraph.text[start : start + 2])


def _mixed(paragraph: Paragraph, start: int, end: int, opener: str) -> Problem:
    typed = paragraph.text[start:end]
    inner = typed[2:-2].strip()
    return problem("NM-T22", paragraph.place, typed=typed, cured=f"{opener} {inner} {_OPENERS[opener]}")


def _too_many(paragraph: Paragraph, start: int, end: int) -> Problem:
    typed = paragraph.text[start:end]
    inner = typed.translate(_HALF_WIDTH).strip("{}% ")
    return problem("NM-T23", paragraph.place, typed=typed, cured=f"{{{{ {inner} }}}}")

"""The tags of a template, found on the tree, paragraph by paragraph.

Word cuts text into runs as it likes; a tag is read from the paragraph's whole text, and
knows the text elements it lies in. Full-width braces are understood as the tags they are
meant to be. Nothing here judges a tag: that is `lint`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from noticemerge.problems import LinePlace, Problem, WordPlace, problem
from noticemerge.template.fields.marks import as_seen, keeps_line, number_of
from noticemerge.template.package import TextPart, W, WordPackage

# One character for one, so that places in the text do not move.
_HALF_WIDTH = str.maketrans("｛｝％＃", "{}%#")
_OPENERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_DELIMITER = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
# How docxtpl lets a manager write braces that are no tag.
ESCAPES = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
# What begins like a tag, a field in one brace, and a statement without the space behind its prefix.
TAG_BEGINS = re.compile("[{｛][{｛%％]")
SINGLE_BRACE = re.compile(r"(?<![{｛_])[{｛]([^{}｛｝%％#＃]{1,40})[}｝](?![}｝_])")
GLUED = re.compile(r"(tr|tc|p|r)(if|elif|else|endif|for|endfor)\b\s*")
_PREFIX = re.compile(r"(tr|tc|p|r)(?=\s)")
# Elements that end a word in what the reader sees.
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_PLACE_TEXT = 30
_HALF_CLOSED = " \u3000}%#｝％＃"


@dataclass(frozen=True, slots=True)
class Piece:
    """A text element of a paragraph, where its text starts, and the chain it hangs by (paragraph first)."""

    element: etree._Element
    start: int
    text: str
    chain: tuple[etree._Element, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.text)


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
    """A paragraph that holds text, with its tags in order."""

    element: etree._Element
    part: TextPart
    place: WordPlace
    text: str
    pieces: list[Piece]
    tags: list[Tag] = field(default_factory=list)

    @property
    def is_fallback(self) -> bool:
        """Whether this is the second copy of a text box, kept for old readers; faults are said once."""
        return any(local(el) == "Fallback" for el in self.element.iterancestors(etree.Element))

    def pieces_of(self, tag: Tag) -> list[Piece]:
        """The text elements that a tag lies in, whole or half."""
        return [p for p in self.pieces if p.start < tag.end and tag.start < p.end]

    def rest(self) -> str:
        """The paragraph's text without its tags."""
        out, at = [], 0
        for tag in self.tags:
            out.append(self.text[at : tag.start])
            at = tag.end
        return "".join([*out, self.text[at:]])


@dataclass(slots=True)
class Scanned:
    """A part, its tree, and every paragraph of it that holds a tag."""

    part: TextPart
    data: bytes
    root: etree._Element
    paragraphs: list[Paragraph]
    numbers: tuple[int, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def every(self, file: str) -> Iterator[Paragraph]:
        """Every paragraph that holds text, with its tags."""
        for paragraph in _paragraphs(self.root, self.part, file, self.numbers):
            find_tags(paragraph)
            yield paragraph

    def place_of(self, el: etree._Element, file: str) -> WordPlace:
        """The place of the paragraph that `el` is in or holds; only the part when there is none."""
        paragraph = next((e for e in (el, *el.iterancestors(etree.Element)) if local(e) == "p"), None)
        if paragraph is None:
            paragraph = next(el.iter(f"{{{W}}}p"), None)
        if paragraph is None:
            return WordPlace(file=file, part=self.part.label)
        index = list(self.root.iter(f"{{{W}}}p")).index(paragraph)
        number = self.numbers[index] if self.numbers else index + 1
        text = "".join(t.text or "" for t in paragraph.iter(f"{{{W}}}t", f"{{{W}}}delText"))
        return _place(paragraph, self.part, file, number, text)


def scan(package: WordPackage, part: TextPart, numbers: Sequence[int] = ()) -> Scanned:
    """Read the tags of a part, whose paragraphs the manager knows by `numbers` (else 1, 2, 3 …).

    Raises `CannotUse` when the part is not well-formed.
    """
    data = as_utf8(package.data(part.name))
    root = package.tree(part.name)
    scanned = Scanned(part, data, root, [], tuple(numbers))
    for paragraph in _paragraphs(root, part, package.file, numbers):
        faults = find_tags(paragraph)
        scanned.problems += [] if paragraph.is_fallback else faults
        if paragraph.tags or faults or any(escape in paragraph.text for escape in ESCAPES):
            scanned.paragraphs.append(paragraph)
    return scanned


def as_utf8(data: bytes) -> bytes:
    """The part as UTF-8 without a byte order mark (ECMA-376 part 1 §11 also allows UTF-16)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
        return re.sub(r'encoding=(["\'])[^"\']*\1', 'encoding="UTF-8"', text, count=1).encode("utf-8")
    return data.removeprefix(b"\xef\xbb\xbf")


def _paragraphs(
    root: etree._Element, part: TextPart, file: str, numbers: Sequence[int]
) -> Iterator[Paragraph]:
    if not part.is_word:
        for number, el in enumerate((e for e in root.iter(etree.Element) if e.text and not len(e)), 1):
            place = WordPlace(file=file, part=part.label, text=_beginning(el.text or ""), paragraph=number)
            yield Paragraph(el, part, place, el.text or "", [Piece(el, 0, el.text or "", (el,))])
        return
    for index, el in enumerate(root.iter(f"{{{W}}}p")):
        pieces = list(_pieces(el, (el,), [0]))
        text = "".join(piece.text for piece in pieces)
        if text:
            place = _place(el, part, file, numbers[index] if numbers else index + 1, text)
            yield Paragraph(el, part, place, text, pieces)


def _place(el: etree._Element, part: TextPart, file: str, number: int, text: str) -> WordPlace:
    if part.is_lines:
        return LinePlace(file=file, part=part.label, paragraph=number, text=_beginning(text))
    return WordPlace(
        file=file,
        part=part.label,
        paragraph=number,
        cell=_cell_of(el),
        boxed=next(el.iterancestors(f"{{{W}}}txbxContent"), None) is not None,
        text=_beginning(as_seen(text)),
    )


def _pieces(el: etree._Element, chain: tuple[etree._Element, ...], at: list[int]) -> Iterator[Piece]:
    """The text elements below `el` that belong to this paragraph, not to one in a text box in it."""
    for child in el.iterchildren(etree.Element):
        name = local(child)
        if name == "t" and child.tag == f"{{{W}}}t":
            text = child.text or ""
        elif name in _BREAKS and local(el) == "r":
            text = _BREAKS[name]
        elif name in ("p", "del", "moveFrom", "rPr", "pPr"):
            continue
        else:
            yield from _pieces(child, (*chain, child), at)
            continue
        yield Piece(child, at[0], text, (*chain, child))
        at[0] += len(text)


def local(el: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(el.tag).rpartition("}")[2]


def find_tags(paragraph: Paragraph) -> list[Problem]:
    """Cut the paragraph's text into tags; what cannot be paired is a problem."""
    text = paragraph.text.translate(_HALF_WIDTH)
    problems: list[Problem] = []
    at = 0
    while match := _DELIMITER.search(text, at):
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
    typed = paragraph.text[start:end].strip()[:_PLACE_TEXT]
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


def _cell_of(el: etree._Element) -> tuple[int, int, int] | None:
    """The table, row and column (from 1) that hold a paragraph."""
    cell = next(el.iterancestors(f"{{{W}}}tc"), None)
    row = next(cell.iterancestors(f"{{{W}}}tr"), None) if cell is not None else None
    table = next(row.iterancestors(f"{{{W}}}tbl"), None) if row is not None else None
    if cell is None or row is None or table is None:
        return None
    tables = list(el.getroottree().getroot().iter(f"{{{W}}}tbl"))
    rows, cells = list(table.iter(f"{{{W}}}tr")), list(row.iter(f"{{{W}}}tc"))
    return tables.index(table) + 1, rows.index(row) + 1, cells.index(cell) + 1


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _PLACE_TEXT else line[:_PLACE_TEXT] + "…"

"""Fields become tags: each part is written anew where its fields stand, and nowhere else.

A field that prints a text becomes one run with a tag; of IF each branch keeps its own runs, paragraphs and
tables between the tags of a condition. From there on fields go the way of tags: checked, compiled, proved and
filled with them. Bytes that no field touches stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from noticemerge.excel import escape, quoteattr
from noticemerge.problems import Problem, WordPlace, problem
from noticemerge.template.element_spans import Span, spans_of
from noticemerge.template.fields.code import OBJECT, Argument, Code, signs_of
from noticemerge.template.fields.document import MergeSettings
from noticemerge.template.fields.marks import Advance, Entry, marked
from noticemerge.template.fields.meaning import (
    ADVANCING,
    ASKING,
    EVALUATED,
    FROM_OUTSIDE,
    LIVE,
    Meanings,
    Refused,
    mapping,
    names_set,
)
from noticemerge.template.fields.reader import Event, Field, Story, stories
from noticemerge.template.fields.runs import Runs, run_of
from noticemerge.template.fields.shown import shown
from noticemerge.template.fields.text_forms import LOOKS
from noticemerge.template.fields.values import (
    NOTHING,
    Choice,
    Condition,
    Formed,
    HasText,
    Join,
    Text,
    Undefined,
    Value,
)
from noticemerge.template.package import R, TextPart, W, WordPackage, rels_name
from noticemerge.template.tags import TAG_BEGINS, Scanned, as_utf8, local

_HAS_FIELDS = re.compile(rb"fldChar|fldSimple")
# What holds the words of a code.
_TEXTS = frozenset({"t", "instrText"})
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships xmlns="{_RELATIONSHIPS}">'
    "</Relationships>"
).encode()
_ADDRESS_LOOK = re.compile(r"\s*(https?:|mailto:|www\.)", re.IGNORECASE)


@dataclass(slots=True)
class Lowered:
    """A letter whose fields are tags.

    `entries` is what the marks in these tags stand for; `numbers` tells for each part that was changed which
    paragraph of the model letter each of its paragraphs is; `skips` are the conditions under which a member
    gets none, with their places; `advances` are the places where a sheet goes on to the next member.
    """

    package: WordPackage
    settings: MergeSettings
    entries: list[Entry] = field(default_factory=list)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    skips: list[tuple[Entry, WordPlace]] = field(default_factory=list)
    advances: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def lowered(package: WordPackage, numbers: dict[str, list[int]], settings: MergeSettings) -> Lowered:
    """The letter with its fields as tags.

    `numbers` are those of the paragraphs of parts that were changed before, `settings` those of its merge.
    """
    made = Lowered(package, settings, numbers=dict(numbers))
    parts = [p for p in package.text_parts() if p.is_word and _HAS_FIELDS.search(package.data(p.name))]
    if not parts:
        return made
    writers = [_PartWriter(package, part, made, tuple(numbers.get(part.name, ()))) for part in parts]
    places: dict[str, list[Event | Field]] = {}
    for writer in writers:
        for name, pieces in writer.bookmarks():
            places.setdefault(name, pieces)
    defined = frozenset(name for writer in writers for name in writer.names_set())
    meanings = Meanings(mapping(settings.mapped), places, defined)
    changed: dict[str, bytes] = {}
    for writer in writers:
        writer.meanings = meanings
        writer.write(changed)
    if made.skips and made.advances:
        made.problems += [replace(p, code="NM-T95") for p in made.advances[:1]]
    if changed:
        made.package = package.replacing(changed, frozenset())
    return made


@dataclass(slots=True)
class _Edit:
    start: int
    end: int
    element: Field


class _PartWriter:
    """Writes one part; the fields of its texts are met in document order."""

    meanings: Meanings

    def __init__(self, package: WordPackage, part: TextPart, made: Lowered, numbers: tuple[int, ...]) -> None:
        self._package, self._part, self._made = package, part, made
        self._data = as_utf8(package.data(part.name))
        self._root = package.tree(part.name)
        self._spans: dict[etree._Element, Span] = dict(
            zip(self._root.iter(etree.Element), spans_of(self._data), strict=True)
        )
        self._scanned = Scanned(part, self._data, self._root, [], numbers)
        self._stories: list[Story] = stories(self._root)
        self._edits: list[_Edit] = []
        self.gone: set[etree._Element] = set()
        self._guards: list[tuple[Condition, bool]] = []
        self._links: list[str] = []
        self._is_body = part.name == package.main

    def bookmarks(self) -> Iterator[tuple[str, list[Event | Field]]]:
        """What stands at each bookmark, by its name folded."""
        for story in self._stories:
            opened: dict[str, tuple[str, list[Event | Field]]] = {}
            for piece in story.pieces:
                if isinstance(piece, Event) and piece.kind == "bookmark":
                    number = piece.element.get(f"{{{W}}}id", "")
                    if local(piece.element) == "bookmarkStart":
                        opened[number] = (piece.element.get(f"{{{W}}}name", "").casefold(), [])
                    elif number in opened:
                        yield opened.pop(number)
                else:
                    for _, pieces in opened.values():
                        pieces.append(piece)

    def names_set(self) -> Iterator[str]:
        """The bookmarks that SET makes in this part."""
        return (name for story in self._stories for name in names_set(story.fields))

    def write(self, changed: dict[str, bytes]) -> None:
        """Put the part, when any field of it becomes a tag, into `changed`."""
        for story in self._stories:
            for torn in story.unended:
                self._complain("NM-T80", torn.begin, field=f"{{ {' '.join(torn.instruction.split())[:60]}")
            for event in story.stray:
                self._complain("NM-T80", event, field="}")
            for one in story.fields:
                self._plan(one)
        if not self._edits:
            return
        self._edits.sort(key=lambda edit: edit.start)
        paragraphs = list(self._root.iter(f"{{{W}}}p"))
        for edit in self._edits:
            inside = (p for p in paragraphs if edit.start < self._spans[p].start < edit.end)
            self.gone.update(inside)
        data = self._raw(0, len(self._data))
        numbers = self._scanned.numbers or range(1, len(paragraphs) + 1)
        kept = [n for n, p in zip(numbers, paragraphs, strict=True) if p not in self.gone]
        self._made.numbers[self._part.name] = kept
        changed[self._part.name] = data
        if self._links:
            name = rels_name(self._part.name)
            known = self._package.data(name) if self._package.has(name) else _NO_RELATIONS
            links = "".join(self._links).encode("utf-8")
            changed[name] = re.sub(
                rb"<Relationships([^>]*)/>\s*$", rb"<Relationships\1></Relationships>", known
            ).replace(b"</Relationships>", links + b"</Relationships>")

    # What is to be written anew

    def _plan(self, one: Field) -> None:
        """An edit for a field that is evaluated; of one that stays the result is looked through."""
        if self._is_written(one):
            if (bounds := self._bounds(one)) is not None:
                self._edits.append(_Edit(*bounds, one))
            else:
                self._complain("NM-T96", one.begin, field=shown(one))
            return
        for inner in one.stored():
            self._plan(inner)

    def _is_written(self, one: Field) -> bool:
        """Whether a field must not stay as it is; also one that no letter can be made with."""
        word = one.word
        if word in ASKING | FROM_OUTSIDE or word in EVALUATED - {"REF"} or self.meanings.is_evaluated(one):
            return True
        if word == "INCLUDEPICTURE":
            return any(one.inner()) or "\\d" in one.instruction.lower()
        if word in LIVE or word == "REF":
            return any(map(self._is_written, one.inner()))
        return bool(word) and word.casefold() not in self.meanings.places

    def _bounds(self, one: Field) -> tuple[int, int] | None:
        """Where in the bytes a field begins and ends; None when its ends lie in different things."""
        if one.is_simple:
            span = self._spans[one.begin.element]
            return span.start, span.end
        begin, end = one.begin, one.end
        if begin.run is None or end is None or end.run is None:
            return None
        first, last = begin.run.getparent(), end.run.getparent()
        are_plain = first is begin.paragraph and last is end.paragraph
        beside = (
            are_plain
            and begin.paragraph is not None
            and end.paragraph is not None
            and begin.paragraph.getparent() is end.paragraph.getparent()
        )
        if first is not last and not beside:
            return None
        start = self._spans[begin.run if _is_first(begin) else begin.element].start
        stop = self._spans[end.run if _is_last(end) else end.element].end
        return start, stop

    def _raw(self, start: int, end: int) -> bytes:
        """The bytes between two places, with what lies in them written anew."""
        out, at = [], start
        for edit in self._edits:
            if at <= edit.start and edit.end <= end:
                out.append(self._data[at : edit.start])
                out.append(self._written(edit.element).encode("utf-8"))
                at = edit.end
        out.append(self._data[at:end])
        return b"".join(out)

    def _written(self, one: Field) -> str:
        """What stands in the place of a field, the runs around its ends closed and opened again."""
        try:
            text = self._field(one)
        except Refused as refused:
            at = refused.element.begin if refused.element.begin.paragraph is not None else one.begin
            facts = {"field": shown(refused.element), **refused.facts}
            self._complain(refused.code, at, **facts)
            text = ""
        if one.is_simple or one.end is None:
            return text
        head = "" if _is_first(one.begin) else "</w:r>"
        tail = "" if _is_last(one.end) else f"<w:r>{self.form(one.end.run)}"
        return f"{head}{text}{tail}"

    # Fields

    def _field(self, one: Field) -> str:
        """The runs that a field is printed with, and paragraphs between them."""
        word = one.word
        if word == "INCLUDEPICTURE" or word in FROM_OUTSIDE:
            raise Refused("NM-T84", one)
        if word in ADVANCING:
            return self._advance(one)
        if word == "SKIPIF":
            self._skip(one)
            return ""
        if word == "HYPERLINK":
            return self._link(one)
        if word in LIVE:
            self.meanings.refuse_inner(one)
            return self._live(one)
        if word == "IF" and self._keeps_looks(one):
            return self._if(one)
        code = self.meanings.split(one)
        if word == "MERGEFIELD" and (wide := self._with_paragraphs(one, code)) is not None:
            return wide
        return self._value(one, self.meanings.value(one, self._language(one)))

    def _value(self, one: Field, value: Value) -> str:
        form = self._form_of(one)
        if value == NOTHING:
            return ""
        if isinstance(value, Text):
            return self._textrun_of(value.text, form)
        if _says_tags(value):
            raise Refused("NM-T97", one)
        is_line = one.word in ("MERGEFIELD", "ADDRESSBLOCK", "GREETINGLINE")
        keeps = not is_line or self._made.settings.keeps_blank_lines
        return run_of(form, f"{{{{{self._mark(value, one, keeps_line=keeps)}}}}}")

    def _if(self, one: Field) -> str:
        code = self.meanings.split(one)
        if len(code.arguments) > 4:
            raise Refused("NM-T86", one, at=code.arguments[4].text.replace(OBJECT, "{ }"))
        condition = self.meanings.condition(one, code)
        then, otherwise = [*code.arguments[2:], None, None][:2]
        before = dict(self.meanings.set)
        opened = self._control("if", condition, one)
        first = self._branch(condition, True, then)
        after_first = self.meanings.set
        self.meanings.set = dict(before)
        second = self._branch(condition, False, otherwise)
        after_second = self.meanings.set
        self.meanings.set = {
            name: _either(condition, after_first.get(name), after_second.get(name))
            for name in {**after_first, **after_second}
        }
        middle = self._control("else", condition, one) if second else ""
        if not first and not second:
            return ""
        return f"{opened}{first}{middle}{second}{self._control('endif', condition, one)}"

    def _branch(self, condition: Condition, answer: bool, argument: Argument | None) -> str:
        self._guards.append((condition, answer))
        try:
            return self._content(argument) if argument is not None else ""
        finally:
            self._guards.pop()

    def _keeps_looks(self, one: Field) -> bool:
        """Whether the chosen branch is printed with its own runs, not in one form for all of it."""
        code = self.meanings.split(one)
        if any(map(_has_blocks, code.arguments[2:])):
            return True
        words = {s.argument.text.strip().upper() for s in code.formats() if s.argument}
        return not words

    def _with_paragraphs(self, one: Field, code: Code) -> str | None:
        """A MERGEFIELD whose text before or behind holds the end of a paragraph; None for any other."""
        before, behind = code.switch("b"), code.switch("f")
        texts = [s.argument for s in (before, behind) if s and s.argument]
        if not any("\r" in text.text for text in texts):
            return None
        column = self.meanings.column(one, code)
        condition = HasText(column)
        value = self.meanings.formed(column, one, code, self._language(one))
        self._guards.append((condition, True))
        shown_value = self._value(one, value)
        head = self._content(before.argument) if before and before.argument else ""
        tail = self._content(behind.argument) if behind and behind.argument else ""
        self._guards.pop()
        opened = self._control("if", condition, one)
        return f"{opened}{head}{shown_value}{tail}{self._control('endif', condition, one)}"

    def _advance(self, one: Field) -> str:
        place = self._scanned.place_of(_near(one.begin), self._package.file)
        if not self._is_body or self._guards:
            raise Refused("NM-T91", one, word=one.word)
        self._made.advances.append(problem("NM-T83", place, field=shown(one), count=1))
        step = run_of("", f"{{{{{self._mark(Advance(), one, keeps_line=True)}}}}}")
        if one.word == "NEXT":
            return step
        condition = self.meanings.condition(one, self.meanings.split(one))
        return f"{self._control('if', condition, one)}{step}{self._control('endif', condition, one)}"

    def _skip(self, one: Field) -> None:
        condition = self.meanings.condition(one, self.meanings.split(one))
        place = self._scanned.place_of(_near(one.begin), self._package.file)
        self._made.skips.append((Entry(condition, shown(one), tuple(self._guards)), place))

    def _link(self, one: Field) -> str:
        """A link whose address holds fields: a hyperlink, with a tag in its relationship."""
        code = self.meanings.split(one)
        address = code.arguments[0] if code.arguments else None
        anchor, tip = code.switch("l"), code.switch("o")
        if address is None or "\r" in address.text or any(_is_break(p) for p in one.result):
            raise Refused("NM-T89", one, word="HYPERLINK", inner=shown(one))
        number = f"rIdNm{len(self._links) + 1}"
        target = self._address(one, address)
        attributes = f'xmlns:r="{R}" r:id="{number}" w:history="1"'
        if anchor and anchor.argument:
            attributes += f" w:anchor={quoteattr(anchor.argument.text)}"
        if tip and tip.argument and OBJECT not in tip.argument.text:
            attributes += f" w:tooltip={quoteattr(tip.argument.text)}"
        self._links.append(
            f'<Relationship Id="{number}" Type="{_LINK}" Target="{target}" TargetMode="External"/>'
        )
        return f"<w:hyperlink {attributes}>{self._link_text(one, address)}</w:hyperlink>"

    def _address(self, one: Field, address: Argument) -> str:
        out = []
        for sign in address.signs:
            if sign.inner is not None:
                out.append(f"{{{{{self._mark(self.meanings.value(sign.inner), sign.inner)}}}}}")
            else:
                out.append(quoteattr(sign.character)[1:-1])
        return "".join(out)

    def _link_text(self, one: Field, address: Argument) -> str:
        """The words of the link; where they are an address, the address of this letter."""
        text = "".join((p.element.text or "") for p in one.result if isinstance(p, Event))
        if not any(one.stored()) and (_ADDRESS_LOOK.match(text) or not text.strip()):
            return self._value(one, self.meanings.argument(address))
        return self._pieces(one.result)

    def _live(self, one: Field) -> str:
        """A field that stays a field, within one that is evaluated."""
        if one.is_simple:
            return self.raw_of(one.begin.element)
        ends = [p for p in (one.begin, *one.code, one.separate, *one.result, one.end) if p is not None]
        return self._pieces(ends)

    # Contents

    def _content(self, argument: Argument) -> str:
        """An argument as runs of the form that they have in the code."""
        out = Runs(self)
        for sign in argument.signs:
            event = sign.event
            if sign.inner is not None:
                out.add(self._inner(sign.inner))
            elif event is None:
                continue
            elif event.kind == "simple":
                out.text(sign.character, None)
            elif event.kind == "paragraph":
                out.paragraph(event.element)
            elif event.kind == "table":
                out.table(event.element)
            elif sign.character in (OBJECT, "\t", "\n") and local(event.element) not in _TEXTS:
                out.child(event)
            else:
                out.text(sign.character, event.run)
        return out.end()

    def _pieces(self, pieces: Iterable[Event | Field]) -> str:
        """Steps of the text as they stand, the fields among them written."""
        out = Runs(self)
        for piece in pieces:
            if isinstance(piece, Field):
                out.add(self._inner(piece))
            elif piece.kind == "child":
                out.child(piece)
            elif piece.kind == "paragraph":
                out.paragraph(piece.element)
            elif piece.kind == "table":
                out.table(piece.element)
        return out.end()

    def _inner(self, one: Field) -> str:
        return self._field(one) if self._is_written(one) else self._live(one)

    def _textrun_of(self, text: str, form: str) -> str:
        parts = [
            {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(p) or f'<w:t xml:space="preserve">{escape(p)}</w:t>'
            for p in re.split(r"([\n\t])", text)
            if p
        ]
        return f"<w:r>{form}{''.join(parts)}</w:r>" if parts else ""

    def _control(self, word: str, condition: Condition, one: Field) -> str:
        return run_of("", f"{{%r {word} {self._mark(condition, one, keeps_line=True)} %}}")

    def _mark(self, meaning: Value | Condition | Advance, one: Field, *, keeps_line: bool = False) -> str:
        entry = Entry(meaning, shown(one), tuple(self._guards), keeps_line)
        self._made.entries.append(entry)
        return marked(len(self._made.entries) - 1, entry)

    # Looks

    def _form_of(self, one: Field) -> str:
        """The looks of the result: of the first letter of the code, or with MERGEFORMAT of the old result."""
        words = {s.argument.text.strip().upper() for s in self.meanings.split(one).formats() if s.argument}
        old = next((p.run for p in _events(one.result) if p.run is not None and _has_words(p)), None)
        typed = (s.event for s in signs_of(one) if s.event is not None and not s.character.isspace())
        first = next((event.run for event in typed if event.run is not None), one.begin.run)
        is_old = old is not None and (one.is_simple or "MERGEFORMAT" in words & LOOKS)
        return self.form(old if is_old else first)

    def form(self, run: etree._Element | None) -> str:
        properties = run.find(f"{{{W}}}rPr") if run is not None else None
        return self.raw_of(properties) if properties is not None else ""

    def _language(self, one: Field) -> str:
        """That of the run which holds the code: what names of months and days are in."""
        first = next((s.event for s in signs_of(one) if s.event is not None), None)
        run = first.run if first is not None else None
        said = run.find(f"{{{W}}}rPr/{{{W}}}lang") if run is not None else None
        if said is None:
            return ""
        return "ja" if said.get(f"{{{W}}}val", "").startswith("ja") else ""

    def raw_of(self, element: etree._Element) -> str:
        """An element as it stands, with the fields in it written."""
        span = self._spans[element]
        return self._raw(span.start, span.end).decode("utf-8")

    def _complain(self, code: str, event: Event, **facts: str) -> None:
        if any(local(el) == "Fallback" for el in _near(event).iterancestors(etree.Element)):
            return
        place = self._scanned.place_of(_near(event), self._package.file)
        self._made.problems.append(problem(code, place, **facts))


def _is_first(event: Event) -> bool:
    """Whether nothing of its run stands before it but the run's properties."""
    before = event.element.getprevious()
    return before is None or local(before) == "rPr"


def _is_last(event: Event) -> bool:
    return event.element.getnext() is None


def _is_break(piece: Event | Field) -> bool:
    return isinstance(piece, Event) and piece.kind in ("paragraph", "table")


def _has_blocks(argument: Argument) -> bool:
    """Whether an argument holds more than words and fields: the end of a paragraph, a picture, a table."""
    return any(
        sign.character == "\r" or (sign.character == OBJECT and sign.inner is None) for sign in argument.signs
    )


def _near(event: Event) -> etree._Element:
    return event.paragraph if event.paragraph is not None else event.element


def _events(pieces: Iterable[Event | Field]) -> Iterator[Event]:
    for piece in pieces:
        if isinstance(piece, Event):
            yield piece
        else:
            yield from _events(piece.result)


def _has_words(event: Event) -> bool:
    return local(event.element) == "t" and bool((event.element.text or "").strip())


def _either(condition: Condition, then: Value | None, otherwise: Value | None) -> Value:
    """What a bookmark holds behind an IF that may have set it in one branch or both."""
    if then == otherwise and then is not None:
        return then
    return Choice(condition, then or Undefined(""), otherwise or Undefined(""))


def _says_tags(value: Value) -> bool:
    """Whether braces typed in a branch would be printed as they stand."""
    match value:
        case Text(text):
            return bool(TAG_BEGINS.search(text))
        case Join(parts):
            return any(map(_says_tags, parts))
        case Choice(_, then, otherwise):
            return _says_tags(then) or _says_tags(otherwise)
        case Formed(inner):
            return _says_tags(inner)
    return False

"""Fields become tags: each part is written anew where its fields stand, and nowhere else.

A field that prints a text becomes one run with a tag; of IF each branch keeps its own runs, paragraphs and
tables between the tags of a condition. From there on fields go the way of tags: checked, compiled, proved and
filled with them. Bytes that no field touches stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from noticemerge.excel import escape, quoteattr
from noticemerge.problems import problem
from noticemerge.template.fields.code import OBJECT, Argument, Code, signs_of
from noticemerge.template.fields.link_relationships import with_relationships
from noticemerge.template.fields.live_fields import LIVE, is_of_pages
from noticemerge.template.fields.lowered_letter import Lowered
from noticemerge.template.fields.marks import Advance, Entry, marked
from noticemerge.template.fields.meaning import (
    ADVANCING,
    ASKING,
    EVALUATED,
    FROM_OUTSIDE,
    Meanings,
    Refused,
    names_set,
)
from noticemerge.template.fields.part_edits import PartEdits, events_of
from noticemerge.template.fields.pictures import box_of, picture_digest
from noticemerge.template.fields.reader import Event, Field, text_of
from noticemerge.template.fields.runs import Runs, run_of, words_in_looks
from noticemerge.template.fields.shown import shown
from noticemerge.template.fields.typed_tags import says_tags
from noticemerge.template.fields.values import (
    NOTHING,
    Condition,
    HasText,
    Picture,
    Text,
    Value,
    either,
)
from noticemerge.template.package import R, TextPart, W, WordPackage, rels_name
from noticemerge.template.paragraph_places import local

# What holds the words of a code.
_TEXTS = frozenset({"t", "instrText"})
_ADDRESS_LOOK = re.compile(r"\s*(https?:|mailto:|www\.)", re.IGNORECASE)


class PartWriter(PartEdits):
    """Writes one part with its fields as tags."""

    meanings: Meanings
    folder: Path

    def __init__(self, package: WordPackage, part: TextPart, made: Lowered, numbers: tuple[int, ...]) -> None:
        super().__init__(package, part, numbers)
        self._made = made
        self._guards: list[tuple[Condition, bool]] = []
        self._links: list[tuple[str, str]] = []
        self._is_body = part.name == package.main

    def bookmarks(self) -> Iterator[tuple[str, list[Event | Field]]]:
        """What stands at each bookmark, by its name folded."""
        return (bookmark for story in self.stories for bookmark in story.bookmarks())

    def names_set(self) -> Iterator[str]:
        """The bookmarks that SET makes in this part."""
        return (name for story in self.stories for name in names_set(story.fields))

    def write(self, changed: dict[str, bytes]) -> None:
        """Put the part, when any field of it becomes a tag, into `changed`."""
        for story in self.stories:
            for torn in story.unended:
                self._complain("NM-T80", torn.begin, field=f"{{ {' '.join(torn.instruction.split())[:60]}")
            for event in story.stray:
                self._complain("NM-T80", event, field="}")
            for one in story.fields:
                self._plan(one)
        changes = self.rewritten()
        if changes is None:
            return
        changed[self.part.name], self._made.numbers[self.part.name] = changes
        if self._links:
            name = rels_name(self.part.name)
            changed[name] = with_relationships(self.package, name, self._links)

    # What is to be written anew

    def _plan(self, one: Field) -> None:
        """An edit for a field that is evaluated; of one that stays the result is looked through."""
        if self._is_written(one):
            if not self.add(one):
                self._complain("NM-T96", one.begin, field=shown(one))
            return
        if self.meanings.is_of_nothing(one):
            self._complain("NM-T115", one.begin, field=shown(one))
        for inner in one.stored():
            self._plan(inner)

    def _is_written(self, one: Field) -> bool:
        """Whether a field must not stay as it is; also one that no letter can be made with."""
        word = one.word
        if is_of_pages(one):
            return False
        if (
            word in ASKING | FROM_OUTSIDE
            or word in EVALUATED - {"REF", "="}
            or self.meanings.is_evaluated(one)
        ):
            return True
        if word == "INCLUDEPICTURE":
            return any(one.inner()) or "\\d" in one.instruction.lower()
        if word in LIVE or word in ("REF", "="):
            return any(map(self._is_written, one.inner()))
        if not word:
            return any(text_of(event).strip() for event in events_of(one.result))
        return word.casefold() not in self.meanings.places

    def written(self, one: Field) -> str:
        """The runs of a field as tags; none for a field that is refused, which is told."""
        try:
            return self._field(one)
        except Refused as refused:
            inner = refused.element.begin
            at = inner if inner.paragraph is not None else one.begin
            self._complain(refused.code, at, **{"field": shown(refused.element), **refused.facts})
            return ""

    # Fields

    def _field(self, one: Field) -> str:
        """The runs that a field is printed with, and paragraphs between them."""
        word = one.word
        if word in FROM_OUTSIDE:
            raise Refused("NM-T114" if word == "MERGEBARCODE" else "NM-T84", one)
        if word == "INCLUDEPICTURE":
            return self._picture(one)
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
        looks = self.looks_of(one, self.meanings.split(one))
        if value == NOTHING:
            return ""
        if isinstance(value, Text):
            return "".join(self._text_run(text, form) for text, form in words_in_looks(value.text, looks))
        if says_tags(value):
            raise Refused("NM-T97", one)
        is_line = one.word in ("MERGEFIELD", "ADDRESSBLOCK", "GREETINGLINE")
        keeps = not is_line or self._made.settings.keeps_blank_lines
        further = looks if len(looks) > 1 else ()
        return run_of(looks[0], f"{{{{{self._mark(value, one, keeps_line=keeps, looks=further)}}}}}")

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
            name: either(condition, after_first.get(name), after_second.get(name))
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
        if any(argument.has_blocks for argument in code.arguments[2:]):
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
        place = self.place(one.begin)
        if not self._is_body or self._guards or self.is_there_twice(one.begin):
            raise Refused("NM-T91", one, word=one.word)
        self._made.advances.append(problem("NM-T83", place, field=shown(one), count=1))
        step = run_of("", f"{{{{{self._mark(Advance(), one, keeps_line=True)}}}}}")
        if one.word == "NEXT":
            return step
        condition = self.meanings.condition(one, self.meanings.split(one))
        return f"{self._control('if', condition, one)}{step}{self._control('endif', condition, one)}"

    def _skip(self, one: Field) -> None:
        condition = self.meanings.condition(one, self.meanings.split(one))
        place = self.place(one.begin)
        self._made.skips.append((Entry(condition, shown(one), tuple(self._guards)), place))

    def _picture(self, one: Field) -> str:
        """The picture that the member's own path leads to, in the box of the one that is shown so far."""
        code = self.meanings.split(one)
        if not code.arguments or code.arguments[0].has_blocks:
            raise Refused("NM-T86", one, at=code.word)
        path = self.meanings.argument(code.arguments[0])
        if isinstance(path, Text) and not picture_digest(path.text, str(self.folder)):
            raise Refused("NM-T113", one, value=path.text)
        value = Picture(path, str(self.folder), *box_of(one.result))
        return run_of("", f"{{{{{self._mark(value, one, keeps_line=True)}}}}}")

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
        self._links.append((number, target))
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

    def _text_run(self, text: str, form: str) -> str:
        parts = [
            {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(p) or f'<w:t xml:space="preserve">{escape(p)}</w:t>'
            for p in re.split(r"([\n\t])", text)
            if p
        ]
        return f"<w:r>{form}{''.join(parts)}</w:r>" if parts else ""

    def _control(self, word: str, condition: Condition, one: Field) -> str:
        return run_of("", f"{{%r {word} {self._mark(condition, one, keeps_line=True)} %}}")

    def _mark(
        self,
        meaning: Value | Condition | Advance,
        one: Field,
        *,
        keeps_line: bool = False,
        looks: tuple[str, ...] = (),
    ) -> str:
        entry = Entry(meaning, shown(one), tuple(self._guards), keeps_line, looks)
        self._made.entries.append(entry)
        return marked(len(self._made.entries) - 1, entry)

    # Looks

    def _language(self, one: Field) -> str:
        """That of the run which holds the code: what names of months and days are in."""
        first = next((s.event for s in signs_of(one) if s.event is not None), None)
        run = first.run if first is not None else None
        said = run.find(f"{{{W}}}rPr/{{{W}}}lang") if run is not None else None
        if said is None:
            return ""
        return "ja" if said.get(f"{{{W}}}val", "").startswith("ja") else ""

    def _complain(self, code: str, event: Event, **facts: str) -> None:
        if not self.is_fallback(event):
            self._made.problems.append(problem(code, self.place(event), **facts))


def _is_break(piece: Event | Field) -> bool:
    return isinstance(piece, Event) and piece.kind in ("paragraph", "table")

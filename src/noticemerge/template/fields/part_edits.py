"""A part of a letter written anew where some of its fields stand; all other bytes stay as they are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from noticemerge.problems import WordPlace
from noticemerge.template.element_spans import Spans
from noticemerge.template.fields.code import Code, signs_of
from noticemerge.template.fields.reader import Event, Field, Story, stories, text_of
from noticemerge.template.fields.text_forms import LOOKS
from noticemerge.template.package import TextPart, W, WordPackage
from noticemerge.template.paragraph_places import ParagraphPlaces, local
from noticemerge.template.tags import Scanned, as_utf8


@dataclass(slots=True)
class _Edit:
    start: int
    end: int
    element: Field


class PartEdits(ABC):
    """The fields of one part that are to be written anew, met in document order.

    `gone` are the paragraphs that are in no letter as they stand, because a field reaches over them.
    """

    def __init__(self, package: WordPackage, part: TextPart, numbers: tuple[int, ...]) -> None:
        self.package, self.part = package, part
        self.data = as_utf8(package.data(part.name))
        self.root = package.tree(part.name)
        self.stories: list[Story] = stories(self.root)
        self.gone: set[etree._Element] = set()
        self._scanned = Scanned(
            part, self.data, self.root, [], ParagraphPlaces(self.root, part, package.file, numbers)
        )
        self._spans = Spans(self.root, self.data)
        self._edits: list[_Edit] = []

    @abstractmethod
    def written(self, one: Field) -> str:
        """The runs, and paragraphs between them, that stand in the place of a field."""

    def add(self, one: Field) -> bool:
        """Have a field written anew; False when its ends lie in different things, so that it cannot be."""
        bounds = self._bounds(one)
        if bounds is not None:
            self._edits.append(_Edit(*bounds, one))
        return bounds is not None

    def rewritten(self) -> tuple[bytes, list[int]] | None:
        """The part, and which paragraph of the model each of its paragraphs is; None when nothing changes."""
        if not self._edits:
            return None
        self._edits.sort(key=lambda edit: edit.start)
        paragraphs = list(self.root.iter(f"{{{W}}}p"))
        starts = [self._spans[p].start for p in paragraphs]
        for edit in self._edits:
            self.gone.update(paragraphs[bisect_right(starts, edit.start) : bisect_left(starts, edit.end)])
        data = self._raw(0, len(self.data))
        numbers = self._scanned.places.given or range(1, len(paragraphs) + 1)
        return data, [n for n, p in zip(numbers, paragraphs, strict=True) if p not in self.gone]

    def place(self, event: Event) -> WordPlace:
        """The place of the paragraph that an event stands in."""
        return self._scanned.place_of(near(event))

    def is_fallback(self, event: Event) -> bool:
        """Whether it stands in the second copy of a text box, of which faults are told once."""
        return any(local(el) == "Fallback" for el in near(event).iterancestors(etree.Element))

    def is_there_twice(self, event: Event) -> bool:
        """Whether it stands in a text box that is written in two forms, of which a reader takes one."""
        return any(local(el) == "AlternateContent" for el in near(event).iterancestors(etree.Element))

    def raw_of(self, element: etree._Element) -> str:
        """An element as it stands, with the fields in it written."""
        span = self._spans[element]
        return self._raw(span.start, span.end).decode("utf-8")

    def form(self, run: etree._Element | None) -> str:
        """The looks of a run, as its properties are written."""
        properties = run.find(f"{{{W}}}rPr") if run is not None else None
        return self.raw_of(properties) if properties is not None else ""

    def looks_of(self, one: Field, code: Code) -> tuple[str, ...]:
        """The looks of the words of the result, one after the other; the last are those of all further words.

        They are those of the first letter of the code, or with MERGEFORMAT those of the old result, word by
        word, and of that first letter for the words beyond (support.microsoft.com, KB Q71956).
        """
        words = {s.argument.text.strip().upper() for s in code.formats() if s.argument}
        old = [self.form(run) for run in _runs_of_words(one.result)]
        if one.is_simple and old:
            return (old[0],)
        typed = (s.event for s in signs_of(one) if s.event is not None and not s.character.isspace())
        first = self.form(next((event.run for event in typed if event.run is not None), one.begin.run))
        looks = [*(old if "MERGEFORMAT" in words & LOOKS else ()), first]
        while len(looks) > 1 and looks[-2] == looks[-1]:
            looks.pop()
        return tuple(looks)

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
        for edit in self._edits[bisect_left(self._edits, start, key=_start_of) :]:
            if edit.start >= end:
                break
            if at <= edit.start and edit.end <= end:
                out.append(self.data[at : edit.start])
                out.append(self._around(edit.element).encode("utf-8"))
                at = edit.end
        out.append(self.data[at:end])
        return b"".join(out)

    def _around(self, one: Field) -> str:
        """What stands in the place of a field, the runs around its ends closed and opened again."""
        text = self.written(one) + "".join(map(self.raw_of, _half_bookmarks(one)))
        if one.is_simple or one.end is None:
            return text
        head = "" if _is_first(one.begin) else "</w:r>"
        tail = "" if _is_last(one.end) else f"<w:r>{self.form(one.end.run)}"
        return f"{head}{text}{tail}"


def _start_of(edit: _Edit) -> int:
    return edit.start


def near(event: Event) -> etree._Element:
    """The paragraph that an event stands in."""
    return event.paragraph if event.paragraph is not None else event.element


def events_of(pieces: Iterable[Event | Field]) -> Iterator[Event]:
    """Events, and those in the results of fields among them."""
    for piece in pieces:
        if isinstance(piece, Event):
            yield piece
        else:
            yield from events_of(piece.result)


def _is_first(event: Event) -> bool:
    """Whether nothing of its run stands before it but the run's properties."""
    before = event.element.getprevious()
    return before is None or local(before) == "rPr"


def _is_last(event: Event) -> bool:
    return event.element.getnext() is None


def _half_bookmarks(one: Field) -> list[etree._Element]:
    """The beginnings and ends of bookmarks in a field whose other half is outside: they must stay a pair."""
    found = [e.element for e in _all_events(one) if e.kind == "bookmark"]
    count = Counter(el.get(f"{{{W}}}id") for el in found)
    return [el for el in found if count[el.get(f"{{{W}}}id")] == 1]


def _all_events(one: Field) -> Iterator[Event]:
    for piece in (*one.code, *one.result):
        if isinstance(piece, Event):
            yield piece
        else:
            yield from _all_events(piece)


def _runs_of_words(pieces: Iterable[Event | Field]) -> Iterator[etree._Element]:
    """The run that each word of a stored result begins in."""
    is_within = False
    for event in events_of(pieces):
        for sign in text_of(event):
            if not (sign.isspace() or is_within) and event.run is not None:
                yield event.run
            is_within = not sign.isspace()

"""Runs of a letter put together anew from texts and from what stood in it, with paragraphs between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, repeat
from operator import itemgetter
from typing import Protocol

from lxml import etree

from noticemerge.excel import escape
from noticemerge.template.fields.reader import Event
from noticemerge.template.package import W


class Source(Protocol):
    """The part that runs come from. `gone` are the paragraphs of it that are in no letter as they stand."""

    gone: set[etree._Element]

    def raw_of(self, element: etree._Element) -> str:
        """An element as it is to be written."""

    def form(self, run: etree._Element | None) -> str:
        """The looks of a run, as its properties are written."""


def run_of(form: str, text: str) -> str:
    """A run of this form (its w:rPr) and text, which is written as it is."""
    return f'<w:r>{form}<w:t xml:space="preserve">{text}</w:t></w:r>'


def words_in_looks(text: str, looks: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words of a text, each with the blanks behind it, and the looks it takes: stretches of the same.

    The last of `looks` are for all words beyond.
    """
    words = re.findall(r"\s*\S+\s*", text) or [text]
    forms = (*looks[:-1], *repeat(looks[-1], len(words)))
    for form, stretch in groupby(zip(words, forms, strict=False), key=itemgetter(1)):
        yield "".join(word for word, _ in stretch), form


class Runs:
    """Takes texts, children of runs, paragraphs and tables one after the other; `end` gives them as XML.

    It begins and ends within a paragraph.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._out: list[str] = []
        self._words = ""
        self._children: list[str] = []
        self._run: etree._Element | None = None
        self._is_open = True

    def text(self, character: str, run: etree._Element | None) -> None:
        """One more character of a run."""
        self._in(run)
        self._words += character

    def child(self, event: Event) -> None:
        """A picture, a break or whatever stands in a run."""
        self._in(event.run)
        self._flush_words()
        self._children.append(self._source.raw_of(event.element))

    def add(self, runs: str) -> None:
        """Runs that are written already."""
        self._flush()
        self._out.append(runs)

    def paragraph(self, element: etree._Element) -> None:
        """The paragraph before ends, and this one begins."""
        self._flush()
        self._source.gone.discard(element)
        properties = element.find(f"{{{W}}}pPr")
        form = self._source.raw_of(properties) if properties is not None else ""
        self._out.append(f"{'</w:p>' if self._is_open else ''}<w:p>{form}")
        self._is_open = True

    def table(self, element: etree._Element) -> None:
        """A table, behind which a paragraph must follow."""
        self._flush()
        self._source.gone.difference_update(element.iter(f"{{{W}}}p"))
        self._out.append(f"{'</w:p>' if self._is_open else ''}{self._source.raw_of(element)}")
        self._is_open = False

    def end(self) -> str:
        """All that was taken."""
        self._flush()
        return "".join(self._out)

    def _in(self, run: etree._Element | None) -> None:
        if run is not self._run:
            self._flush()
            self._run = run

    def _flush_words(self) -> None:
        if self._words:
            self._children.append(f'<w:t xml:space="preserve">{escape(self._words)}</w:t>')
        self._words = ""

    def _flush(self) -> None:
        self._flush_words()
        if self._children:
            self._out.append(f"<w:r>{self._source.form(self._run)}{''.join(self._children)}</w:r>")
        self._children = []

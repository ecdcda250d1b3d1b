"""Tags in attributes: where the attributes lie in a part's bytes, and what Jinja is to read there."""

from __future__ import annotations

import re
from bisect import bisect_left

from noticemerge.template.element_spans import Span, Spans
from noticemerge.template.filters import quoted_in_attribute
from noticemerge.template.jinja_source import HIDE
from noticemerge.template.line_source import with_braces_typed
from noticemerge.template.tags import Paragraph, Scanned, Tag

_ATTRIBUTE = re.compile(rb"[\s\"']([^\s=\"'<>/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
# Noncharacters around the number of an attribute, while patterns go over the part's text.
_FIRST, _LAST = "\ufdd6", "\ufdd7"
_MARK = re.compile(f"{_FIRST}(\\d+){_LAST}")


class Attributes:
    """The attributes of a part that hold tags, in the order of its bytes."""

    def __init__(self, scanned: Scanned, spans: Spans) -> None:
        self._data = scanned.data
        found = sorted(
            (*_value_span(scanned.data, spans[text.element], text), _source(text))
            for text in scanned.attributes
            if text.tags
        )
        self._starts = [start for start, _, _ in found]
        self._found = found

    def marked(self, start: int, end: int) -> str:
        """The part's text from `start` to `end`, with a mark in the place of each such attribute's value."""
        if not self._found:
            return self._data[start:end].decode("utf-8")
        pieces, at = [], start
        for number in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            begin, stop, _ = self._found[number]
            pieces += [self._data[at:begin].decode("utf-8"), f"{_FIRST}{number}{_LAST}"]
            at = stop
        pieces.append(self._data[at:end].decode("utf-8"))
        return "".join(pieces)

    def filled(self, text: str) -> str:
        """A text with template source in the place of each mark."""
        return _MARK.sub(lambda match: self._found[int(match[1])][2], text) if self._found else text


def _value_span(data: bytes, span: Span, text: Paragraph) -> tuple[int, int]:
    """Where the attribute's value lies. Raises LookupError when the element has none."""
    space, _, name = text.attribute.rpartition("}")
    for match in _ATTRIBUTE.finditer(data, span.start, span.inner):
        prefix, _, own = match[1].decode("utf-8").rpartition(":")
        of = text.element.nsmap.get(prefix) if prefix else None
        if own == name and (of or "") == space.removeprefix("{"):
            return match.span(2) if match[2] is not None else match.span(3)
    raise LookupError(text.attribute)


def _source(text: Paragraph) -> str:
    out, at = [], 0
    for tag in text.tags:
        out += [_words(text.text[at : tag.start]), _of_tag(tag)]
        at = tag.end
    return "".join([*out, _words(text.text[at:])])


def _of_tag(tag: Tag) -> str:
    if tag.kind == "{{" and tag.source:
        return f"{{{{ ({tag.source[2:-2].strip()})|nm_attribute }}}}"
    return "" if tag.kind == "{#" else tag.source


def _words(words: str) -> str:
    return with_braces_typed(quoted_in_attribute(words).translate(HIDE))

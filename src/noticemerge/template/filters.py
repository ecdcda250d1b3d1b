"""The environment tags are rendered in: sandboxed, escaping, strict, with our own filters only."""

from __future__ import annotations

import datetime
import math
import re
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from noticemerge import wareki as japanese_calendar
from noticemerge.fold import fold

# XML 1.0 §2.2: characters no document can hold. Tab and line break are turned into elements instead.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A content control at the end holds a paragraph itself; marks such as a bookmark's end may follow.
_ENDS_IN_PARAGRAPH = re.compile(
    r"(?:</w:p>|<w:p(?:\s[^<>]*)?/>|</w:sdt>)"
    r"(?:\s|<w:(?:bookmark|permission|perm|moveFromRange|moveToRange|customXml|proofErr)\w*\b[^<>]*/>)*$"
)
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """No globals, no attributes but items of plain data, no code."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Only the loop's own counters; data is reached by item, never by Python attribute."""
        return type(obj).__name__ == "LoopContext" and attr in {"index", "index0", "first", "last", "length"}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Items first: an attachment's 番号 is an item, whatever a dict has for attributes."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def word_text(value: Any) -> Any:
    """What a tag prints in a paragraph: None is nothing, a line break is a line break of Word's."""
    if value is None or isinstance(value, bool):
        return ""
    if hasattr(value, "__html__"):
        return value
    text = plain_text(value)
    if "\n" not in text and "\t" not in text:
        return escape(text)
    return Markup(escape(text)).replace("\n", _BREAK).replace("\t", _TAB)


def property_text(value: Any) -> Any:
    """What a tag prints in a document property: one line."""
    return "" if value is None else escape(" ".join(plain_text(value).split("\n")))


def plain_text(value: Any) -> str:
    """A value as text: a whole number never prints .0, and no character that XML forbids is left."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.date):
        value = japanese_calendar.wareki(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    return _ILLEGAL.sub("", text)


def as_number(value: Any) -> float:
    """The number a cell's text stands for; NaN, equal to and greater than nothing, when it is none."""
    if isinstance(value, (int, float)):
        return float(value)
    digits = re.sub(r"[,，\s￥¥円部]", "", str(value or ""))
    try:
        return float(digits)
    except ValueError:
        return math.nan


def default(value: Any, instead: Any = "") -> Any:
    """`instead` where the value is empty."""
    return value if str(value or "").strip() else instead


def keep_paragraph(content: Any) -> Markup:
    """A cell's content, with an empty paragraph where none is left (ECMA-376 part 1 §17.4.65)."""
    text = str(content)
    return Markup(text if _ENDS_IN_PARAGRAPH.search(text) else f"{text}<w:p></w:p>")


def has_rows(content: Any) -> bool:
    """Whether a table still has a row."""
    return "<w:tr" in str(content)


def has_text(content: Any) -> bool:
    """Whether anything but space is left of what a paragraph's tags printed."""
    return bool(Markup(content).striptags().strip())


FILTERS = {"default": default, "number": as_number}
# Filters answer to their names in both languages; names meet by folding.
FILTER_NAMES = {
    fold(name): key
    for key, names in {"default": ("既定値", "default"), "number": ("数値", "number", "int")}.items()
    for name in names
}
TEST_NAMES = frozenset({"defined", "none", "number", "string"})
_INTERNAL = {"nm_keep_paragraph": keep_paragraph, "nm_has_rows": has_rows, "nm_has_text": has_text}


def _environment(finalize: Any) -> LetterEnvironment:
    environment = LetterEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=finalize, keep_trailing_newline=True
    )
    environment.globals.clear()
    environment.filters = {**FILTERS, **_INTERNAL}
    environment.tests = {name: environment.tests[name] for name in TEST_NAMES}
    return environment


ENVIRONMENT = _environment(word_text)
PROPERTY_ENVIRONMENT = _environment(property_text)

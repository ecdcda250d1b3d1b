"""Text that must go into a width: smaller first, then narrower (長体), then in two lines; never cut off.

Widths are computed, not tried: in the fonts used (ＭＳ 明朝 and those like it) a Japanese character is as
wide as its size, a half-width one half of that. LibreOffice puts a fifth of a character between Japanese and
Western text, whatever a file says; Word, told not to, does not. Room is kept for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from noticemerge.japan import width

# Points. What is smaller cannot be read at arm's length.
LEAST_SIZE = 6.0
# 長体: so much of its width a character keeps at least.
LEAST_SCALE = 66
# The share of a line left free, for printers and fonts that are a trifle wider.
SLACK = 0.99
# Where Japanese and Western text meet, and the gap there.
_CHANGE = re.compile(
    r"(?<=[!-~])(?=[\u2e80-\uffef\U00020000-\U0003ffff])|(?<=[\u2e80-\uffef\U00020000-\U0003ffff])(?=[!-~])"
)
_WESTERN = re.compile("[!-~]")
_GAP = 0.2
# A line is broken at a space or behind 、・ where that makes it only so much longer than elsewhere.
_PENALTY = 0.35
# It is worse within brackets, and within a word of katakana.
_WITHIN = 0.25
_KATAKANA = re.compile("[ァ-ヺー]")
_DEPTH = {**dict.fromkeys("（「『【〔([［", 1), **dict.fromkeys("）」』】〕)]］", -1)}
# A character with the marks that are put upon it, or choose its shape.
_SIGN = ".[\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
_SIGNS = re.compile(_SIGN, re.DOTALL)
# What is not broken within: numbers with their hyphens, words of Latin letters.
_WORDS = re.compile(rf"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ.,&'’/\-－‐−～~]+|{_SIGN}", re.DOTALL)
_NOT_FIRST = frozenset("、。，．・：；）」』】〕)］,.ー々ゝゞっゃゅょッャュョ゛゜\u3099\u309a")
_NOT_LAST = frozenset("（「『【〔([［")
# With which parts of addresses and of names of offices end.
_ENDS = frozenset("都道府県郡市区町村条通る目地号会社団院人部課室局所係")
_BEHIND = frozenset(" \u3000、，・／/）)」")


class Line(NamedTuple):
    """A line as it is printed: the size in points, the width of its characters in percent."""

    text: str
    size: float
    scale: int = 100


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a text may be pressed: the size wanted, the least (points), the width (percent), lines."""

    size: float
    least: float
    scale: int
    lines: int


def length(text: str) -> float:
    """How long a text is, in sizes of its letters."""
    if text.isascii():
        return len(text) / 2
    if not _WESTERN.search(text):
        return width(text) / 2
    return width(text) / 2 + _GAP * len(_CHANGE.findall(text))


def fitted(text: str, room: float, bounds: Bounds) -> list[Line] | None:
    """The text in lines that are no longer than `room` points; None when that cannot be within the bounds."""
    room *= SLACK
    for count in range(1, bounds.lines + 1):
        parts = broken(text, count) if count > 1 else [text]
        longest = max(map(length, parts))
        size, scale = bounds.size, 100
        if longest * size > room:
            size = max(bounds.least, room / longest * 2 // 1 / 2)
            if longest * size > room:
                scale = int(room / (longest * size) * 100)
        if scale >= bounds.scale:
            return [Line(part, size, scale) for part in parts]
    return None


def broken(text: str, count: int) -> list[str]:
    """The text in `count` lines, or fewer, of much the same length, broken where it does least harm."""
    if count == 1:
        return [text]
    pieces = _WORDS.findall(text)
    wanted = width(text) / count
    if max(map(width, pieces)) > wanted:
        pieces = _SIGNS.findall(text)  # a word too long for a line
    if len(pieces) < count:
        return [text]
    widths = [width(piece) for piece in pieces]
    best, at = 0.0, 0
    so_far = depth = 0
    for index in range(1, len(pieces)):
        so_far += widths[index - 1]
        depth += sum(_DEPTH.get(sign, 0) for sign in pieces[index - 1])
        cost = abs(so_far - wanted) + (_harm(pieces, index) + (_WITHIN if depth > 0 else 0)) * wanted
        if not at or cost < best:
            best, at = cost, index
    first, rest = "".join(pieces[:at]).rstrip(), "".join(pieces[at:]).lstrip()
    return [line for line in (first, *broken(rest, count - 1)) if line]


def _harm(pieces: Sequence[str], index: int) -> float:
    """How bad a break before this piece is: none behind a space, much before a mark that ends something."""
    before, behind = pieces[index - 1], pieces[index]
    if behind[0] in _NOT_FIRST or before[-1] in _NOT_LAST:
        return 2.0
    if before[-1] in _BEHIND or behind[0].isspace():
        return 0.0
    if before[-1] in _ENDS and not _KATAKANA.match(behind):
        return _PENALTY / 2
    return _PENALTY + (_WITHIN if _KATAKANA.match(before[-1]) and _KATAKANA.match(behind) else 0)

"""Text on a terminal of 80 columns, where a Japanese character takes two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from noticemerge.japan import width

COLUMNS = 80
_LEAST = 24
# What a line is not broken within: a tag; something to type, in quotation marks or NAME=VALUE; a word of
# ASCII, a number with what is counted; a word of katakana; kanji with the hiragana that end them (作ります);
# hiragana; else one character. Each together with a particle behind it, the brackets that open before it and
# the punctuation that must not begin a line.
_OPENING, _CLOSING = r"[「『（【〔(\[{]", r"[」』）】〕、。，．・：！？ー…々\"})]"
_PARTICLE = "(?:[ぁ-ん]{1,3}(?![ぁ-ん]))?"
_PIECE = re.compile(
    r"\s|"
    rf"{_OPENING}*?(?:"
    r"\{[{%][^{}\n]{1,40}\}|'[^'\s]{1,30}'|\w{1,12}!?=[\w/.-]{1,20}"
    rf"|[\x21-\x7e]*[\x21-\x27\x29-\x5a\x5c-\x7a\x7c-\x7e](?:(?<=\d)[一-鿿])?{_PARTICLE}"
    rf"|[ァ-ヺー]{{2,12}}{_PARTICLE}|[一-鿿々〆ヶ]{{1,4}}[ぁ-ん]{{0,8}}|[ぁ-ん]{{2,8}}|[^\s「『（【〔(\[{{]"
    rf"){_CLOSING}*|{_OPENING}+"
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def wrap(text: str, *, indent: str = "", following: str | None = None) -> str:
    """`text` in lines of at most 80 columns, broken at spaces or between Japanese characters.

    The first line begins with `indent`, the others with `following` (default: the same). Line
    breaks in `text` are kept. A longer word of ASCII is never broken.
    """
    following = indent if following is None else following
    lines = [
        pack(pieces(paragraph), indent=following if number else indent, following=following)
        for number, paragraph in enumerate(text.splitlines() or [""])
    ]
    return "\n".join(lines)


def pieces(text: str) -> list[str]:
    """The parts of `text` that a line is not broken within."""
    return _PIECE.findall(text)


def pack(parts: Iterable[str], *, indent: str = "", following: str = "") -> str:
    """The parts one after the other, a new line wherever the next would pass the 80th column."""
    lines = [indent]
    begin = indent
    for piece in parts:
        if lines[-1] != begin and width(lines[-1]) + width(piece.rstrip()) > COLUMNS:
            lines.append(following)
            begin, piece = following, piece.lstrip()
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with the cells of `rows` in columns, a rule below the first; long cells end in …"""
    cells = [[_CONTROLS.sub(" ", cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    gaps = 2 * (len(widths) - 1)
    while sum(widths) + gaps > COLUMNS:
        # The last column is an example of what is there; the others are copied.
        at = -1 if widths[-1] > _LEAST else widths.index(max(widths))
        widths[at] -= 1
    head, *body = ("  ".join(map(_fitted, row, widths)).rstrip() for row in cells)
    return [head, "-" * (sum(widths) + gaps), *body]


def _fitted(text: str, columns: int) -> str:
    if width(text) > columns:
        while width(text) > columns - 2:
            text = text[:-1]
        text += "…"
    return text + " " * (columns - width(text))

"""Lines of text on a screen: broken, placed, framed; what was filled in stays marked in every line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from noticemerge.japan import width

# Around what was filled in; they take no column.
BEGIN, END = "\u2062", "\u2063"

_MARKS = re.compile(f"[{BEGIN}{END}]")
# A word of ASCII, or one wide character with the brackets before it and what must not begin a line.
_PIECE = re.compile(
    r"\s|[\x21-\x7e]+|[「『（【〔]*[^\s「『（【〔][」』）】〕、。，．・：！？ー…々'\"})]*|[「『（【〔]+"
)
TAB = 8
_NARROWEST = 8


def plain(line: str) -> str:
    """A line without marks."""
    return _MARKS.sub("", line)


def placed(text: str, columns: int, *, align: str, left: int, right: int, first: int) -> list[str]:
    """A paragraph's text in lines of so many columns, with its indents (the first line's on top of the left).

    `align` is "left", "right" or "center".
    """
    left = min(left, columns // 2)
    lines: list[str] = []
    for part in whole_marks(text.split("\n")):
        begin = left if lines else max(left + first, 0)
        rooms = (max(columns - indent - right, _NARROWEST) for indent in (begin, left))
        for number, line in enumerate(_broken(without_tabs(part), *rooms)):
            indent = 0 if align != "left" else left if number else begin
            lines.append(" " * indent + aligned(line, align, columns - indent - right))
    return [line.rstrip() for line in lines]


def aligned(line: str, align: str, columns: int) -> str:
    """A line at the right or in the centre of so many columns; at the left it stays as it is."""
    gap = max(columns - width(line), 0)
    if align == "right":
        return " " * gap + line
    return " " * (gap // 2) + line if align == "center" else line


def without_tabs(text: str) -> str:
    """The text with spaces up to the next eighth column for each tab."""
    out = ""
    for piece in re.split("(\t)", text):
        out += " " * (TAB - width(out) % TAB) if piece == "\t" else piece
    return out


def _broken(text: str, first: int, others: int) -> list[str]:
    """The text in lines, the first of them `first` columns wide; every line has its marks whole."""
    lines, line, room = [], "", first
    clean = plain(text)
    for piece in _PIECE.findall(clean):
        if line and width(line) + width(piece.rstrip()) > room:
            lines.append(line)
            line, room = "", others
            piece = piece.lstrip(" ")
        while width(piece) > room:
            cut = next(n for n in range(len(piece), 0, -1) if n == 1 or width(piece[:n]) <= room)
            lines.append(piece[:cut])
            piece, room = piece[cut:], others
        line += piece
    return list(whole_marks(_marked_again([*lines, line], text)))


def _marked_again(lines: Iterable[str], text: str) -> Iterator[str]:
    """The lines with the marks of the text they were broken from."""
    at = 0
    for line in lines:
        out = ""
        for character in line:
            while text[at] != character:
                out += text[at] if text[at] in (BEGIN, END) else ""
                at += 1
            out += character
            at += 1
        yield out


def whole_marks(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a marked text, what is filled in begun and ended in each of them."""
    is_open = False
    for piece in pieces:
        begun = BEGIN * is_open + piece
        if marks := _MARKS.findall(begun):
            is_open = marks[-1] == BEGIN
        whole = begun + END * is_open
        yield whole.replace(BEGIN + END, "")


def fitted(widest: Sequence[int], room: int) -> list[int]:
    """Widths of columns that fit, the widest made narrower first."""
    widths = list(widest)
    while sum(widths) > room and max(widths) > 2:
        widths[widths.index(max(widths))] -= 1
    return widths


def framed(rows: Sequence[Sequence[list[str]]], sizes: Sequence[Sequence[int]] | None = None) -> list[str]:
    """Cells of lines in a frame; `sizes` are their widths, else as wide as they are."""
    drawn: list[str] = []
    rule = ""
    for number, cells in enumerate(rows):
        widths = sizes[number] if sizes else [max(map(width, cell), default=0) for cell in cells]
        rule = "+" + "+".join("-" * (size + 2) for size in widths) + "+"
        drawn.append(rule)
        for index in range(max([len(cell) for cell in cells], default=1) or 1):
            parts = (cell[index] if index < len(cell) else "" for cell in cells)
            drawn.append(
                "|"
                + "|".join(
                    f" {part}{' ' * max(size - width(part), 0)} "
                    for part, size in zip(parts, widths, strict=True)
                )
                + "|"
            )
    return [*drawn, rule]

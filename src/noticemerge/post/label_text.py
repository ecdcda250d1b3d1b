"""How the text for one member is laid into a label: as large as it goes in, never cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from noticemerge.japan import width
from noticemerge.post.addresses import Block
from noticemerge.post.fitting import LEAST_SCALE, LEAST_SIZE, SLACK, Bounds, Line, fitted

# Points wanted on a label of the usual height. Reading machines want the digits of the postcode 2.4 mm high,
# and 2 mm free below them (Japan Post, 郵便番号・バーコードマニュアル): 10.5 points, and a gap of 6.
_POSTCODE, _ADDRESS, _NAME, _LAST = 10.5, 10.0, 10.5, 13.0
_BELOW_POSTCODE, _ABOVE_NAMES = 6.0, 4.0
_FOOT, _ABOVE_FOOT = 6.5, 3.0
# The height of a line, in sizes of its letters, and where room is scarce.
_LEADING, _TIGHT = 1.2, 1.1
_SCARCE = 0.75
# What can be read without effort; smaller is a warning.
EASY = 8.0
# How the text is pressed: its share of the sizes wanted, the least size, the least width, lines.
_WAYS = (
    *((scale, EASY, 80, 1) for scale in (1.15, 1.0, 0.93)),
    *((scale, EASY, 80, 2) for scale in (1.0, 0.93, 0.86, 0.8)),
    *((scale, 7.0, LEAST_SCALE, 2) for scale in (0.8, 0.73)),
    *((scale, LEAST_SIZE, LEAST_SCALE, 1) for scale in (0.7, 0.57, 0.47)),
    *((scale, LEAST_SIZE, LEAST_SCALE, 2) for scale in (0.7, 0.57, 0.47)),
    (0.47, LEAST_SIZE, LEAST_SCALE, 3),
)

# A text, its length in sizes of its letters, the size wanted, the gap above it.
_Texts = Sequence[tuple[str, float, float, float]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of a label: its height, and what stays free above it (points)."""

    line: Line
    height: float
    before: float = 0


@dataclass(frozen=True, slots=True)
class Room:
    """What a label has for text: points across and down, and at its foot what is not the addressee's.

    `foot` are the lines there (the sender, the member number), `barcode` the height kept free for one.
    """

    across: float
    down: float
    barcode: float = 0


@dataclass(frozen=True, slots=True)
class LabelText:
    """The lines of a label from the top, those at its foot, and what is left between them (points)."""

    lines: tuple[Placed, ...]
    foot: tuple[Placed, ...]
    free: float

    @property
    def smallest(self) -> float:
        """The size of the smallest line of the addressee."""
        return min((placed.line.size for placed in self.lines), default=EASY)


def label_text(block: Block, foot: tuple[str, ...], room: Room, scale: float = 1) -> LabelText | None:
    """The text of a label in the largest way that goes in; None when none does.

    `scale` is how much larger than usual letters are wanted.
    """
    at_foot = _foot(foot, room.across)
    if at_foot is None:
        return None
    left = room.down - room.barcode - sum(placed.height + placed.before for placed in at_foot)
    texts = [(text, width(text) / 2, size * scale, gap * scale) for text, size, gap in _wanted(block)]
    for way in _WAYS:
        lines, free = _laid(texts, room.across, left, *way)
        if free >= 0:
            return LabelText(tuple(lines), at_foot, free)
    return None


def too_long(block: Block, room: Room) -> list[str]:
    """The lines that are too long by themselves, however much they are pressed."""
    bounds = Bounds(LEAST_SIZE, LEAST_SIZE, LEAST_SCALE, 3)
    lines = [block.postcode, *block.address, *block.names]
    return [line for line in lines if line and fitted(line, room.across, bounds) is None]


def _laid(
    texts: _Texts, across: float, free: float, scale: float, least: float, narrow: int, count: int
) -> tuple[list[Placed], float]:
    """The lines, and what is left free of `free` points; that is less than 0 where they do not go in."""
    placed: list[Placed] = []
    leading = _TIGHT if scale < _SCARCE else _LEADING
    # Gaps shrink faster than letters: they may be lost, letters not.
    gaps = min(1, 2 * scale - 0.9)
    for text, length, wanted, gap in texts:
        size = max(round(wanted * scale * 2) / 2, least)
        lines: Sequence[Line] | None = [Line(text, size)]
        if length * size > across * SLACK:
            lines = _fitted(text, across, size, least, narrow, count)
        if lines is None:
            return placed, -1
        before = gap * gaps
        for line in lines:
            placed.append(Placed(line, line.size * leading, before))
            free -= line.size * leading + before
            before = 0
        if free < 0:
            break
    return placed, free


def _wanted(block: Block) -> Iterator[tuple[str, float, float]]:
    """Each text with the size wanted, and the gap above it."""
    above = 0.0
    if block.postcode:
        yield block.postcode, _POSTCODE, 0
        above = _BELOW_POSTCODE
    for line in block.address:
        yield line, _ADDRESS, above
        above = 0
    above = max(above, _ABOVE_NAMES)
    for line in block.names[:-1]:
        yield line, _NAME, above
        above = 0
    for line in block.names[-1:]:
        yield line, _LAST if len(block.names) > 1 else _NAME * 1.1, above


def _foot(texts: tuple[str, ...], across: float) -> tuple[Placed, ...] | None:
    """The lines at the foot; the last of them, the member number, stands at the right."""
    placed: list[Placed] = []
    for text in texts:
        lines = _fitted(text, across, _FOOT, LEAST_SIZE - 1, LEAST_SCALE, 2)
        if lines is None:
            return None
        placed += [Placed(line, line.size * _LEADING, 0 if placed else _ABOVE_FOOT) for line in lines]
    return tuple(placed)


@lru_cache(maxsize=4096)
def _fitted(
    text: str, across: float, size: float, least: float, narrow: int, count: int
) -> tuple[Line, ...] | None:
    """Remembered: parts of addresses, departments and the sender come again and again."""
    lines = fitted(text, across, Bounds(size, least, narrow, count))
    return None if lines is None else tuple(lines)

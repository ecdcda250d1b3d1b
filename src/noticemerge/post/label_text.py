"""How the text for one member is laid into a label: as large as it goes in, never cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from noticemerge.japan import FOR_PERSONS
from noticemerge.post.addresses import Block
from noticemerge.post.fitting import LEAST_SCALE, LEAST_SIZE, SLACK, Bounds, Line, fitted, length

# Points wanted on a label of the usual height. Reading machines want the digits of the postcode 2.4 mm high,
# and 2 mm free below them (Japan Post, 郵便番号・バーコードマニュアル): 10.5 points, and a gap of 6.
ADDRESS = 10.0
_POSTCODE, _NAME, _ALONE, _PERSON = 10.5, 10.5, 11.5, 13.0
_BELOW_POSTCODE, _ABOVE_NAMES = 6.0, 4.0
_FOOT, _ABOVE_FOOT = 6.5, 3.0
# The height of a line, in sizes of its letters, and where room is scarce.
_LEADING, _TIGHT = 1.2, 1.1
_SCARCE = 0.75
# What can be read without effort; smaller is a warning.
EASY = 8.0


class _Way(NamedTuple):
    """How a text is pressed: its share of the size wanted, and of that what stays at least; the least size in
    points, the least width in percent, the most lines.
    """

    scale: float
    share: float
    least: float
    narrow: int
    lines: int


# Two lines come before letters much smaller or narrower than those beside them: an address, or a name, that
# is pressed into one line stands out.
_WAYS = (
    _Way(1.15, 0.9, EASY, 85, 1),
    _Way(1.0, 0.9, EASY, 85, 1),
    _Way(1.0, 0.9, EASY, 85, 2),
    _Way(0.93, 0.9, EASY, 85, 2),
    *(_Way(scale, 0.85, EASY, 80, 2) for scale in (0.86, 0.8, 0.73)),
    *(_Way(scale, 0.85, EASY, 80, 3) for scale in (0.8, 0.7)),
    *(_Way(scale, 0, 7.0, LEAST_SCALE, 2) for scale in (0.8, 0.73)),
    *(_Way(scale, 0, LEAST_SIZE, LEAST_SCALE, 1) for scale in (0.7, 0.57, 0.47)),
    *(_Way(scale, 0, LEAST_SIZE, LEAST_SCALE, 2) for scale in (0.7, 0.57, 0.47)),
    _Way(0.47, 0, LEAST_SIZE, LEAST_SCALE, 3),
)
_ENDS_OF_PERSONS = tuple(f"\u3000{word}" for word in FOR_PERSONS)


class _Text(NamedTuple):
    """A text, its length in sizes of its letters, the size wanted, the gap above it."""

    text: str
    long: float
    size: float
    gap: float


class Placed(NamedTuple):
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
    """The lines of a label from the top, those at its foot, and what is left between them (points).

    The last `names` of the lines are those of the addressee.
    """

    lines: tuple[Placed, ...]
    foot: tuple[Placed, ...]
    free: float
    names: int

    @property
    def smallest(self) -> float:
        """The size of the smallest line of the addressee."""
        return min((placed.line.size for placed in self.lines), default=EASY)


def label_text(
    block: Block, foot: tuple[str, ...], room: Room, scale: float = 1, person: float = 1
) -> LabelText | None:
    """The text of a label in the largest way that goes in; None when none does.

    `scale` is how much larger than usual letters are wanted, `person` how much larger still those of persons.
    """
    at_foot = _foot(foot, room.across)
    if at_foot is None:
        return None
    left = room.down - room.barcode - sum(placed.height + placed.before for placed in at_foot)
    texts = [
        _Text(text, length(text), size * scale, gap * scale) for text, size, gap in _wanted(block, person)
    ]
    before_names = len(texts) - len(block.names)
    for way in _WAYS:
        made, free = _laid(texts, room.across, left, way)
        if free >= 0:
            names = sum(map(len, made[before_names:]))
            lines, free = _alike(made, free)
            return LabelText(lines, at_foot, free, names)
    return None


def too_long(block: Block, room: Room) -> list[str]:
    """The lines that are too long by themselves, however much they are pressed."""
    bounds = Bounds(LEAST_SIZE, LEAST_SIZE, LEAST_SCALE, 3)
    lines = [block.postcode, *block.address, *block.names]
    return [line for line in lines if line and fitted(line, room.across, bounds) is None]


def _laid(texts: Sequence[_Text], across: float, free: float, way: _Way) -> tuple[list[list[Placed]], float]:
    """The lines of each text, and what is left free of `free` points: less than 0 where they do not go in."""
    leading = _TIGHT if way.scale < _SCARCE else _LEADING
    # Gaps shrink faster than letters: they may be lost, letters not.
    gaps = min(1, 2 * way.scale - 0.9)
    fits: list[Sequence[Line] | float] = []  # lines, or the size of the only one
    for text, long, wanted, gap in texts:
        size = max(round(wanted * way.scale * 2) / 2, way.least)
        if long * size <= across * SLACK:
            fits.append(size)
            free -= size * leading + gap * gaps
        else:
            least = max(round(size * way.share * 2) / 2, way.least)
            lines = _fitted(text, across, size, least, way.narrow, way.lines)
            if lines is None:
                return [], -1
            fits.append(lines)
            free -= sum([line.size for line in lines]) * leading + gap * gaps
        if free < 0:
            return [], free
    return [
        _placed([Line(text.text, fit)] if isinstance(fit, float) else fit, leading, text.gap * gaps)
        for text, fit in zip(texts, fits, strict=True)
    ], free


def _placed(lines: Sequence[Line], leading: float, gap: float) -> list[Placed]:
    """The lines of one text, with the gap above the first."""
    return [Placed(line, line.size * leading, 0 if index else gap) for index, line in enumerate(lines)]


def _alike(texts: Sequence[Sequence[Placed]], free: float) -> tuple[tuple[Placed, ...], float]:
    """The lines with all persons as large as the smallest of them: none is to look less than another."""
    lines = [one for text in texts for one in text]
    persons = [text for text in texts if text[-1].line.text.endswith(_ENDS_OF_PERSONS)]
    if len(persons) < 2:
        return tuple(lines), free
    least = min(one.line.size for text in persons for one in text)
    alike = []
    for one in lines:
        is_of_person = any(one is other for text in persons for other in text)
        share = least / one.line.size if is_of_person else 1
        alike.append(
            one._replace(line=one.line._replace(size=one.line.size * share), height=one.height * share)
        )
    return tuple(alike), free + sum(one.height for one in lines) - sum(one.height for one in alike)


def _wanted(block: Block, person: float) -> Iterator[tuple[str, float, float]]:
    """Each text with the size wanted, and the gap above it."""
    above = 0.0
    if block.postcode:
        yield block.postcode, _POSTCODE, 0
        above = _BELOW_POSTCODE
    for line in block.address:
        yield line, ADDRESS, above
        above = 0
    above = max(above, _ABOVE_NAMES)
    for index, line in enumerate(block.names, 1):
        if line.endswith(_ENDS_OF_PERSONS) or 1 < index == len(block.names):
            size = _PERSON * person
        else:
            size = _NAME if index < len(block.names) else _ALONE
        yield line, size, above
        above = 0


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

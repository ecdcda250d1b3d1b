"""Envelopes (封筒): a Word file with a page for each member.

Sizes: JIS S 5502. The frame for the postcode: Japan Post, 郵便番号・バーコードマニュアル, page 5; on
envelopes larger than 定形 it stands 18 mm from the edges, and the size of its boxes is taken to be the same.

The page is one table whose rows and columns are computed (see `word_file`). A digit is put in the middle of
its box by where letters stand in a line of exact height.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from noticemerge.planning import PostItem, PostList
from noticemerge.post.addresses import Block, Sender, chosen
from noticemerge.post.fitting import LEAST_SCALE, LEAST_SIZE, Bounds, Line, fitted
from noticemerge.post.label_text import ADDRESS, EASY, LabelText, Room, label_text, too_long
from noticemerge.post.made_post import Free, MadePost
from noticemerge.post.vertical_text import vertical_address, vertical_addresses, vertical_name
from noticemerge.post.word_file import ABOVE_BASE, TAIL, Cell, Page, Row, paragraph, table, twips, word_file
from noticemerge.problems import Problem, problem

_POINTS = 72 / 25.4
_TITLE = "封筒"
# Page 5: boxes 5.7 × 8.0 mm, and the gaps between them; the third is for the hyphen.
_BOX, _BOX_HEIGHT = 5.7, 8.0
_GAPS = (1.3, 1.3, 1.9, 1.1, 1.1, 1.1)
_RED = "E8380D"
# Eighths of a point: 0.5 mm for the first three boxes and the hyphen, 0.3 mm for the others.
_THICK, _THIN = 12, 7
_DIGIT = 14.0
# How high digits are, in sizes: ＭＳ 明朝 and IPA明朝.
_DIGIT_HEIGHT = 0.72
_SPARE = 10
# Below the table, in millimetres.
_TAIL_ROOM = 1.0
_FIRST_BOXES = 3
_SPREAD = 0.5
# On an envelope persons stand out more than on a label.
_PERSON = 1.25
_SENDER, _LARGEST_SENDER, _LEADING = 9.0, 1.3, 1.35
# From where to where on the page a row is (twips), and its cells.
_Band = tuple[int, int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the envelope, in millimetres from its upper left."""

    left: float
    top: float
    width: float
    height: float

    def moved(self, shift: tuple[float, float]) -> Area:
        """The same part, so many millimetres to the right and down."""
        return Area(self.left + shift[0], self.top + shift[1], self.width, self.height)


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope: its size, and how far from its top the frame for the postcode is (None: it has none).

    `address` and `sender` are for horizontal writing, `column` and `sender_column` beside it for vertical.
    `scale` is how much larger than on a label letters are, `column_scale` in vertical writing.
    """

    name: str
    width: float
    height: float
    frame: float | None
    address: Area
    sender: Area
    column: Area | None = None
    sender_column: Area | None = None
    scale: float = 1.0
    column_scale: float = 1.0

    @property
    def boxes(self) -> list[float]:
        """Where the boxes for the postcode begin, from the left."""
        if self.frame is None:
            return []
        left = self.width - self.frame_right - 7 * _BOX - sum(_GAPS)
        return [left + index * _BOX + sum(_GAPS[:index]) for index in range(7)]

    @property
    def frame_right(self) -> float:
        """How far the frame is from the right: 8 mm on 定形, as far as from the top on larger ones."""
        return 8.0 if self.frame == 12.0 else self.frame or 0.0


ENVELOPES = {
    envelope.name: envelope
    for envelope in (
        Envelope(
            "長3", 120, 235, 12, Area(16, 60, 94, 90), Area(16, 190, 94, 30),
            Area(40, 30, 72, 190), Area(6, 30, 32, 190), 1.2, 1.5,
        ),
        Envelope(
            "長4", 90, 205, 12, Area(10, 52, 72, 80), Area(10, 168, 72, 26),
            Area(30, 30, 54, 164), Area(4, 30, 25, 164), 1.0, 1.2,
        ),
        Envelope(
            "角2", 240, 332, 18, Area(50, 95, 165, 120), Area(50, 270, 165, 45),
            Area(80, 45, 140, 265), Area(12, 45, 60, 265), 1.7, 2.1,
        ),
        Envelope("洋長3", 235, 120, None, Area(60, 24, 160, 62), Area(110, 90, 115, 22), scale=1.2),
    )
}  # fmt: skip
USUAL_ENVELOPE = "長3"


@dataclass(frozen=True, slots=True)
class EnvelopeOptions:
    """How envelopes are printed.

    `frame` draws the frame for the postcode, for envelopes that have none; `shift` moves all to the right
    and down (millimetres).
    """

    envelope: Envelope
    vertical: bool = False
    frame: bool = False
    shift: tuple[float, float] = (0, 0)
    sender: Sender | None = None
    everyone: bool = False

    @property
    def area(self) -> Area:
        """Where the address is printed."""
        vertical = self.envelope.column if self.vertical else None
        return vertical or self.envelope.address

    @property
    def sender_area(self) -> Area:
        """Where the sender is printed."""
        vertical = self.envelope.sender_column if self.vertical else None
        return vertical or self.envelope.sender

    @property
    def room(self) -> Room:
        """The same as room for text: along its lines and across them."""
        along, across = self.area.width * _POINTS, self.area.height * _POINTS
        return Room(across - self.lower, along) if self.vertical else Room(along, across)

    @property
    def scale(self) -> float:
        """How much larger than on a label letters are."""
        return self.envelope.column_scale if self.vertical else self.envelope.scale

    @property
    def lower(self) -> float:
        """How much lower than the first line the others begin in vertical writing: a letter (points)."""
        return ADDRESS * self.scale if self.vertical else 0


@dataclass(frozen=True, slots=True)
class AddressedEnvelope:
    """A member's envelope: who it is for, and the lines."""

    block: Block
    text: LabelText


@dataclass(frozen=True, slots=True)
class Envelopes(MadePost):
    """All envelopes, in the order of the list."""

    options: EnvelopeOptions
    envelopes: tuple[AddressedEnvelope, ...]

    @property
    def file(self) -> str:
        """What the file is called."""
        return f"封筒_{self.options.envelope.name}.docx"

    @property
    def made_of(self) -> Sequence[PostItem]:
        """The post of those whom the envelopes are for."""
        return [envelope.block.item for envelope in self.envelopes]

    def where(self, index: int) -> str:
        """The page of an envelope."""
        return f"{index + 1}ページ"

    def word_file(self) -> bytes:
        """The Word file that prints them."""
        return _Printing(self).word_file()


def lay_out_envelopes(listed: PostList, options: EnvelopeOptions) -> Envelopes:
    """Lay out an envelope for each member who gets post. Nothing is written."""
    who = chosen(listed, everyone=options.everyone)
    problems = list(who.of_members)
    made: list[AddressedEnvelope] = []
    failed = list(who.failed)
    for block in who.blocks:
        envelope, doubt = _envelope(block, options)
        problems += [doubt.of_member(block.item.to.number)] if doubt else []
        if envelope is None:
            failed.append(block.item.to.number)
        else:
            made.append(envelope)
    general = (*_of_options(options), *who.general)
    return Envelopes(who.left_out, tuple(failed), general, tuple(problems), options, tuple(made))


def _of_options(options: EnvelopeOptions) -> Iterator[Problem]:
    if options.vertical and options.envelope.column is None:
        yield problem("NM-L17", envelope=options.envelope.name)
    elif options.sender and _sender(options) is None:
        yield problem("NM-L20", text="　".join(options.sender.lines))
    if options.sender:
        yield from options.sender.problems
    yield from _free_around(options).refusal(options.shift)


def _free_around(options: EnvelopeOptions) -> Free:
    """How far all of it can be moved."""
    envelope = options.envelope
    areas = [options.area, *([options.sender_area] if options.sender else [])]
    right = min(envelope.width - area.left - area.width for area in areas)
    down = min(envelope.height - area.top - area.height for area in areas)
    up = min(area.top for area in areas)
    if envelope.frame is not None:
        right, up = min(right, envelope.frame_right), min(up, envelope.frame)
    return Free(min(area.left for area in areas), right, up, down - _TAIL_ROOM)


def _envelope(block: Block, options: EnvelopeOptions) -> tuple[AddressedEnvelope | None, Problem | None]:
    printed = _printed(block, options)
    text = label_text(printed, (), options.room, options.scale, _PERSON)
    if text is None:
        long = too_long(printed, options.room)
        facts = {"paper": options.envelope.name, "text": long[0] if long else "　".join(block.names)}
        return None, problem("NM-L12" if long else "NM-L13", block.place, **facts)
    doubt = None
    if text.smallest < EASY:
        doubt = problem("NM-L14", block.place, size=f"{text.smallest:g}")
    return AddressedEnvelope(block, text), doubt


def _printed(block: Block, options: EnvelopeOptions) -> Block:
    """The text as it is written: without a postcode that stands in the frame; upright in vertical writing."""
    in_frame = options.envelope.frame is not None and block.digits
    block = replace(block, postcode="" if in_frame else block.postcode)
    if not options.vertical:
        return block
    return replace(
        block,
        postcode=vertical_name(block.postcode),
        address=vertical_addresses(block.address),
        names=tuple(map(vertical_name, block.names)),
    )


class _Printing:
    """The Word file while it is put together."""

    def __init__(self, made: Envelopes) -> None:
        self._made, self._options, self._envelope = made, made.options, made.options.envelope
        shift = self._options.shift
        self._area = self._options.area.moved(shift)
        self._sender_area = self._options.sender_area.moved(shift)
        self._boxes = [
            (twips(left + shift[0]), twips(left + _BOX + shift[0])) for left in self._envelope.boxes
        ]
        self._height = twips(self._envelope.height)
        self._sender = self._sender_text()
        areas = (self._area, *((self._sender_area,) if self._sender else ()))
        edges = {edge for area in areas for edge in _sides(area)} | {
            edge for box in self._boxes for edge in box
        }
        self._edges = sorted(edges | {0, twips(self._envelope.width)})
        self._sheet = Page(self._edges[-1], self._height, 0, 0, 0)

    def word_file(self) -> bytes:
        """The whole file."""
        return word_file(self._sheet, map(self._page, self._made.envelopes), (), _TITLE)

    def _page(self, envelope: AddressedEnvelope) -> str:
        bands = [*self._frame(envelope.block.digits), *self._text(envelope)]
        rows, done = [], 0
        for top, bottom, cells in bands:
            if top > done:
                rows.append(Row(top - done, ()))
            rows.append(Row(bottom - top, cells))
            done = bottom
        rows.append(Row(self._height - TAIL - _SPARE - done, ()))
        return table(rows, self._edges, self._sheet)

    def _frame(self, digits: str) -> Iterator[_Band]:
        """The row of the postcode, each digit in the middle of its box."""
        frame = self._envelope.frame
        if frame is None:
            return
        top = frame + self._options.shift[1]
        # The middle of a digit is to be the middle of the box, so much below the line's upper edge.
        height = (_BOX_HEIGHT / 2 * _POINTS + _DIGIT_HEIGHT / 2 * _DIGIT) / ABOVE_BASE
        cells = []
        for index, (left, right) in enumerate(self._boxes):
            edges = (_RED, _THICK if index < _FIRST_BOXES else _THIN) if self._options.frame else None
            if digits:
                said = paragraph(Line(digits[index], _DIGIT), height, align="center")
                cells.append(Cell(left, right, said, edges=edges))
            elif edges:
                cells.append(Cell(left, right, edges=edges))
            if edges and index == _FIRST_BOXES - 1:
                hyphen = paragraph(Line("-", 9), height, align="center")
                cells.append(Cell(right, self._boxes[index + 1][0], hyphen))
        yield twips(top), twips(top + _BOX_HEIGHT), cells

    def _text(self, envelope: AddressedEnvelope) -> Iterator[_Band]:
        """The rows of address and sender: beside each other in vertical writing, else one below the other."""
        direction = "tbRl" if self._options.vertical else ""
        address = Cell(*_sides(self._area), self._address(envelope), direction)
        top, bottom = (twips(y) for y in (self._area.top, self._area.top + self._area.height))
        if self._options.vertical:
            sender = [Cell(*_sides(self._sender_area), self._sender, direction)] if self._sender else []
            yield top, bottom, [*sender, address]
            return
        yield top, bottom, [address]
        if self._sender:
            upper = self._sender_area.top
            place = twips(upper), twips(upper + self._sender_area.height)
            yield (*place, [Cell(*_sides(self._sender_area), self._sender)])

    def _address(self, envelope: AddressedEnvelope) -> str:
        """The lines, with what is left spread between them."""
        text, lines = envelope.text, envelope.text.lines
        # Not more than half a line between two: what is more stays free at the end.
        spread = min(text.free / (len(lines) + 1), _SPREAD * lines[0].line.size)
        above = [placed.before + (spread if index else 0) for index, placed in enumerate(lines)]
        if self._options.vertical:
            above[-text.names] += self._to_middle(text, above, text.free - spread * (len(lines) - 1))
        lower = round(self._options.lower * 20)
        return "".join(
            paragraph(placed.line, placed.height, before=before, left=lower if index else 0)
            for index, (placed, before) in enumerate(zip(lines, above, strict=True))
        )

    def _to_middle(self, text: LabelText, above: Sequence[float], free: float) -> float:
        """How much further to the left the names stand, so that the last of them is in the middle."""
        right = self._area.left + self._area.width - self._options.shift[0]
        wanted = (right - self._envelope.width / 2) * _POINTS
        there = sum(above) + sum(placed.height for placed in text.lines) - text.lines[-1].height / 2
        return max(0, min(wanted - there, free))

    def _sender_text(self) -> str:
        align = "right" if self._options.vertical else ""
        lines = _sender(self._options) or ()
        return "".join(paragraph(line, line.size * _LEADING, align=align) for line in lines)


def _sender(options: EnvelopeOptions) -> list[Line] | None:
    """The sender's lines; None when they do not go in."""
    size, area = _SENDER * min(options.envelope.scale, _LARGEST_SENDER), options.sender_area
    along, across = area.width * _POINTS, area.height * _POINTS
    if options.vertical:
        along, across = across, along
    lines: list[Line] = []
    for text in options.sender.lines if options.sender else ():
        shown = vertical_address(text) if options.vertical else text
        fit = fitted(shown, along, Bounds(size, LEAST_SIZE, LEAST_SCALE, 2))
        if fit is None:
            return None
        lines += fit
    return lines if sum(line.size * _LEADING for line in lines) <= across else None


def _sides(area: Area) -> tuple[int, int]:
    return twips(area.left), twips(area.left + area.width)

"""Address labels (宛名ラベル): a Word file for the sheets that paper makers sell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from noticemerge.japan import CustomerBarcode, NoBarcode, barcode_of
from noticemerge.planning import PostItem, PostList
from noticemerge.post.addresses import Block, Sender, chosen
from noticemerge.post.barcode_picture import Barcode, draw_barcode
from noticemerge.post.label_text import EASY, LabelText, Room, label_text, too_long
from noticemerge.post.made_post import Free, MadePost
from noticemerge.post.papers import Paper
from noticemerge.post.word_file import (
    TAIL,
    Cell,
    Page,
    Row,
    paragraph,
    picture_paragraph,
    table,
    twips,
    word_file,
)
from noticemerge.problems import N_, Problem, gettext, problem

FILE = "宛名ラベル.docx"
_POINTS = 72 / 25.4
# Kept free within a label (mm): at its sides, where the sheet may lie a little askew; more where printers
# do not reach; above and below, and of low labels.
_SIDE, _SIDE_AT_EDGE = 3.0, 5.0
_ABOVE, _ABOVE_LOW, _LOW = 2.0, 1.2, 30
# So much of that the sheet's edge may take when all is moved.
_INTO = 1.0
# Labels above this size (mm) have larger letters, up to so many times.
_USUAL_WIDTH, _USUAL_HEIGHT, _LARGEST = 90.0, 55.0, 1.8
_GUIDE = ("808080", 2)
# Twips between the last tail and the foot of the page.
_SPARE = 10
_TITLE = "宛名ラベル"
# Why an address has no barcode.
_WITHOUT = {
    NoBarcode.POSTCODE: N_("the postcode is not seven digits"),
    NoBarcode.WHOLE_CITY: N_("the postcode stands for a whole city, not for a town"),
    NoBarcode.BOX: N_("it is a post office box"),
    NoBarcode.TOWN: N_("the town of this postcode is not found in the address"),
    NoBarcode.NO_NUMBER: N_("there is no number behind the name of the town"),
    NoBarcode.TELEPHONE: N_("there is a telephone number in the address"),
    NoBarcode.NUMERALS: N_("the numbers are written in kanji"),
}


@dataclass(frozen=True, slots=True)
class LabelOptions:
    """How labels are printed.

    `start` is the first free label of the first sheet, from 1; `shift` moves all to the right and down
    (millimetres); the `sender` is printed at the foot of each label.
    """

    paper: Paper
    start: int = 1
    shift: tuple[float, float] = (0, 0)
    copies: int = 1
    guide: bool = False
    sender: Sender | None = None
    barcode: bool = False
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A member's label: the text, and the barcode where there is one."""

    block: Block
    text: LabelText
    barcode: CustomerBarcode | None = None


@dataclass(frozen=True, slots=True)
class Labels(MadePost):
    """All labels, in the order of the list, each once."""

    options: LabelOptions
    labels: tuple[Label, ...]

    @property
    def file(self) -> str:
        """What the file is called."""
        return FILE

    @property
    def made_of(self) -> Sequence[PostItem]:
        """The post of those whom the labels are for."""
        return [label.block.item for label in self.labels]

    @property
    def printed(self) -> int:
        """How many labels are printed, copies too."""
        return len(self.labels) * self.options.copies

    @property
    def sheets(self) -> int:
        """How many sheets that takes."""
        return math.ceil((self.options.start - 1 + self.printed) / self.options.paper.up)

    @property
    def next_start(self) -> int:
        """The first free label of the last sheet; 1 when the sheet is full."""
        return (self.options.start - 1 + self.printed) % self.options.paper.up + 1

    def where(self, index: int) -> str:
        """Where a label is printed (the first of its copies): 2枚目 3番."""
        sheet, label = divmod(self.options.start - 1 + index * self.options.copies, self.options.paper.up)
        return f"{sheet + 1}枚目 {label + 1}番"

    def word_file(self) -> bytes:
        """The Word file that prints them; 19,000 labels a second, 4,000 with barcodes."""
        return _Printing(self).word_file()


def lay_out_labels(listed: PostList, options: LabelOptions) -> Labels:
    """Lay out a label for each member who gets post. Nothing is written."""
    who = chosen(listed, everyone=options.everyone)
    problems = list(who.of_members)
    made: list[Label] = []
    failed = list(who.failed)
    barcode = Barcode.largest(options.paper.width) if options.barcode else None
    for block in who.blocks:
        label, doubts = _label(block, options, barcode)
        problems += [doubt.of_member(block.item.to.number) for doubt in doubts]
        if label is None:
            failed.append(block.item.to.number)
        else:
            made.append(label)
    general = (*_of_options(options), *who.general)
    return Labels(who.left_out, tuple(failed), general, tuple(problems), options, tuple(made))


def _of_options(options: LabelOptions) -> Iterator[Problem]:
    paper = options.paper
    if options.start > paper.up:
        yield problem("NM-L09", start=options.start, up=paper.up)
    if options.barcode and Barcode.largest(paper.width) is None:
        least = f"{Barcode.room(Barcode.SMALLEST):g}"
        yield problem("NM-L10", paper=paper.name, width=f"{paper.width:g}", least=least)
    yield from _free_around(paper).refusal(options.shift)
    if options.sender:
        yield from options.sender.problems
    if paper.reaches_edge:
        yield problem("NM-L11", paper=paper.name)


def _label(
    block: Block, options: LabelOptions, barcode: Barcode | None
) -> tuple[Label | None, list[Problem]]:
    doubts: list[Problem] = []
    code = None
    if barcode:
        code, doubt = _barcode_of(block)
        doubts += [doubt] if doubt else []
    room = _room(options, barcode if code else None)
    foot = _foot(block, options)
    text = label_text(block, foot, room, _scale(options.paper))
    if text is None:
        long = too_long(block, room)
        facts = {"paper": options.paper.name, "text": long[0] if long else "　".join(block.names)}
        return None, [*doubts, problem("NM-L12" if long else "NM-L13", block.place, **facts)]
    if text.smallest < EASY:
        doubts.append(problem("NM-L14", block.place, size=f"{text.smallest:g}"))
    return Label(block, text, code), doubts


def _barcode_of(block: Block) -> tuple[CustomerBarcode | None, Problem | None]:
    made = barcode_of(block.digits, " ".join(block.address))
    if isinstance(made, CustomerBarcode):
        return made, None
    return None, problem("NM-L16", block.place, reason=gettext(_WITHOUT[made]))


def _scale(paper: Paper) -> float:
    """How much larger than usual letters are on large labels."""
    return max(1.0, min(paper.width / _USUAL_WIDTH, paper.height / _USUAL_HEIGHT, _LARGEST))


def _free_around(paper: Paper) -> Free:
    """How far labels can be moved: to the edge of the sheet, and a little of what is free within a label."""
    right = paper.page_width - paper.left - (paper.columns - 1) * paper.pitch_x - paper.width
    down = paper.page_height - paper.top - (paper.rows - 1) * paper.pitch_y - paper.height
    return Free(paper.left + _INTO, max(right, 0) + _INTO, paper.top, max(down, 0) + _INTO)


def _side(paper: Paper) -> float:
    return _SIDE_AT_EDGE if paper.reaches_edge and paper.width > 60 else _SIDE


def _above(paper: Paper) -> float:
    return _ABOVE_LOW if paper.height < _LOW else _ABOVE


def _room(options: LabelOptions, barcode: Barcode | None) -> Room:
    paper = options.paper
    across, down = paper.width - 2 * _side(paper), paper.height - 2 * _above(paper)
    kept = barcode.size[1] + 2 * Barcode.CLEAR if barcode else 0
    return Room(across * _POINTS, down * _POINTS, kept * _POINTS)


def _foot(block: Block, options: LabelOptions) -> tuple[str, ...]:
    """The sender, and the member number by which label and letter are matched."""
    sender = "　".join(options.sender.lines) if options.sender else ""
    return tuple(line for line in (sender, block.item.to.number) if line)


class _Printing:
    """The Word file while it is put together."""

    def __init__(self, made: Labels) -> None:
        self._labels, self._options, self._paper = made, made.options, made.options.paper
        self._barcode = Barcode.largest(self._paper.width)
        self._pictures: list[bytes] = []
        self._numbers: dict[CustomerBarcode, int] = {}
        self._drawn = 0
        self._indent = twips(_side(self._paper))
        lefts = [self._paper.left + column * self._paper.pitch_x for column in range(self._paper.columns)]
        first = twips(self._paper.left)
        self._columns = [(twips(x) - first, twips(x + self._paper.width) - first) for x in lefts]
        self._edges = sorted({edge for column in self._columns for edge in column})
        self._page = self._measured()

    def word_file(self) -> bytes:
        """The whole file."""
        return word_file(self._page, self._tables(), self._pictures, _TITLE)

    def _measured(self) -> Page:
        paper, (right, down) = self._paper, self._options.shift
        top, height = twips(paper.top + down), twips(paper.page_height)
        self._heights = list(self._row_heights())
        # Behind a table there must be room for its tail, which is cut off the last label of a full sheet.
        over = max(0, top + sum(self._heights) + TAIL + _SPARE - height)
        self._heights[-1] -= over
        bottom = max(0, height - top - sum(self._heights) - TAIL - _SPARE)
        return Page(twips(paper.page_width), height, twips(paper.left + right), top, bottom)

    def _row_heights(self) -> Iterator[int]:
        """From label to label, from cumulated twips: rounding does not add up. What is between is a row."""
        paper = self._paper
        for number in range(paper.rows):
            upper = paper.top + number * paper.pitch_y
            lower, following = twips(upper + paper.height), twips(upper + paper.pitch_y)
            yield lower - twips(upper)
            if number + 1 < paper.rows and following > lower:
                yield following - lower

    def _tables(self) -> Iterator[str]:
        across = self._paper.columns
        places = iter(self._places())
        has_gaps = len(self._heights) > self._paper.rows
        for _ in range(self._labels.sheets):
            rows = []
            for number, height in enumerate(self._heights):
                is_gap = has_gaps and number % 2 == 1
                cells = [] if is_gap else self._row(list(islice(places, across)))
                rows.append(Row(height, cells))
            yield table(rows, self._edges, self._page)

    def _places(self) -> Iterable[Label | None]:
        yield from [None] * (self._options.start - 1)
        for label in self._labels.labels:
            yield from [label] * self._options.copies
        while True:
            yield None

    def _row(self, row: Sequence[Label | None]) -> list[Cell]:
        edges = _GUIDE if self._options.guide else None
        cells = []
        for label, (left, right) in zip(row, self._columns, strict=True):
            if label:
                cells.append(Cell(left, right, self._content(label), edges=edges))
            elif edges:
                cells.append(Cell(left, right, edges=edges))
        return cells

    def _content(self, label: Label) -> str:
        text, indent = label.text, self._indent
        above = _above(self._paper) * _POINTS + text.free / 2
        said = []
        for placed in text.lines:
            before = placed.before + above
            said.append(paragraph(placed.line, placed.height, before=before, left=indent))
            above = 0
        rest = text.free / 2
        if label.barcode and self._barcode:
            said.append(self._picture(label.barcode, self._barcode))
            rest += Barcode.CLEAR * _POINTS
        for placed in text.foot:
            is_number = placed is text.foot[-1] and bool(label.block.item.to.number)
            align = "right" if is_number else ""
            right = indent if is_number else 0
            said.append(
                paragraph(
                    placed.line,
                    placed.height,
                    before=rest + placed.before,
                    left=indent,
                    right=right,
                    align=align,
                )
            )
            rest = 0
        return "".join(said)

    def _picture(self, code: CustomerBarcode, barcode: Barcode) -> str:
        # The copies of a label, and members at one address, have one picture.
        if code not in self._numbers:
            self._pictures.append(draw_barcode(code, barcode.points))
            self._numbers[code] = len(self._pictures)
        self._drawn += 1
        width, _ = barcode.size
        left = twips((self._paper.width - width) / 2)
        said = f"カスタマバーコード {code.postcode} {code.numbers}".strip()
        clear = Barcode.CLEAR * _POINTS
        return picture_paragraph(
            self._numbers[code], self._drawn, barcode.size, before=clear, left=left, said=said
        )

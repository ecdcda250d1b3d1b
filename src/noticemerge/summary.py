"""The second sheet of the register (集計): how many letters, and how many copies of each attachment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.enclosures import Enclosure
from noticemerge.fold import fold
from noticemerge.sheetwriter import Column, cell_at, put, put_header, set_heights, set_up_page, set_widths

if TYPE_CHECKING:
    from noticemerge.letters import Letter
    from noticemerge.notice import Attachment, Notice

_UNSAID = "（記入なし）"
_TOTAL = "合計"
_NAME = Column("", 16, 24)
_TITLE = Column("", 24, 70)
_COUNT = Column("", 10, 16, align="right")

Line = Sequence[str | int]


def write_summary(
    sheet: Worksheet, notice: Notice, letters: Sequence[Letter], counts: Mapping[str, int]
) -> None:
    """Fill the sheet: `letters` are those that go out, `counts` the members by status.

    All sums are values, so that filtering or sorting the register changes nothing here.
    """
    ways = _Ways(letters)
    put(cell_at(sheet, 1, 1), "集計", size=16, bold=True)
    note = "発送方法と資料の数は、状態が「作成」「変更なし」の通知を数えたものです。"
    put(cell_at(sheet, 2, 1), note)
    first = _write_table(sheet, 4, "発送方法別の通数", ("発送方法", "", "通数"), _by_way(ways))
    heads = ("番号", "資料名", "部数", *(f"うち{name}" for name in ways.names))
    second = _write_table(sheet, first + 1, "資料別の部数", heads, _by_attachment(notice, ways)) + 1
    last = _write_table(sheet, second, "状態別の件数", ("状態", "", "件数"), _with_total(counts.items()))
    columns = [_NAME, _TITLE, *[_COUNT] * (1 + len(ways.names))]
    set_widths(sheet, columns, 4)
    set_heights(sheet, columns, 4)
    _join_names(sheet, [*range(5, first), *range(second + 1, last)])
    set_up_page(sheet, landscape=False)


class _Ways:
    """The letters by way of sending; ways written alike (ＦＡＸ, FAX) are one, named as first written."""

    def __init__(self, letters: Iterable[Letter]) -> None:
        self.letters: dict[str, list[Letter]] = {}
        first: dict[str, str] = {}
        for letter in letters:
            typed = letter.delivery.strip()
            name = first.setdefault(fold(typed), " ".join(typed.split()) or _UNSAID)
            self.letters.setdefault(name, []).append(letter)

    @property
    def names(self) -> list[str]:
        """The ways, the most used first."""
        return sorted(self.letters, key=lambda name: -len(self.letters[name]))

    def copies(self, name: str) -> Counter[Attachment]:
        """The copies of each attachment that go out this way."""
        total: Counter[Attachment] = Counter()
        for letter in self.letters[name]:
            for enclosure in letter.enclosures:
                total[enclosure.attachment] += enclosure.copies
        return total


def _by_way(ways: _Ways) -> list[Line]:
    return _with_total((name, len(ways.letters[name])) for name in ways.names)


def _by_attachment(notice: Notice, ways: _Ways) -> list[Line]:
    """A line for each attachment of the notice, also for one that nobody gets; then the sums."""
    copies = [ways.copies(name) for name in ways.names]
    lines: list[Line] = []
    for attachment in notice.attachments:
        counts = [counted[attachment] for counted in copies]
        lines.append((Enclosure(attachment).label, attachment.title, sum(counts), *counts))
    sums = [sum(counted.values()) for counted in copies]
    return [*lines, (_TOTAL, "", sum(sums), *sums)]


def _with_total(counts: Iterable[tuple[str, int]]) -> list[Line]:
    lines: list[Line] = [(name, "", count) for name, count in counts]
    return [*lines, (_TOTAL, "", sum(int(line[2]) for line in lines))]


def _write_table(sheet: Worksheet, row: int, title: str, heads: Sequence[str], lines: Sequence[Line]) -> int:
    """A titled table; its last line is the total. Returns the row after it."""
    put(cell_at(sheet, row, 1), title, size=12, bold=True)
    columns = [_NAME, _TITLE, *[_COUNT] * (len(heads) - 2)]
    put_header(
        sheet, row + 1, [Column(head, c.least, c.most) for head, c in zip(heads, columns, strict=True)]
    )
    for offset, line in enumerate(lines):
        for number, (column, value) in enumerate(zip(columns, line, strict=True), 1):
            bold = offset == len(lines) - 1
            put(cell_at(sheet, row + 2 + offset, number), value, bold=bold, column=column)
    return row + 2 + len(lines)


def _join_names(sheet: Worksheet, rows: Iterable[int]) -> None:
    """Where a name needs no title beside it, it takes the room of both."""
    for row in rows:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)

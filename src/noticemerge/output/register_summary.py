"""The second sheet of the register (集計): how many letters, and how many copies of each attachment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from noticemerge.excel import (
    HEADING,
    CellLooks,
    Style,
    TableColumn,
    Value,
    WrittenSheet,
    column_letter,
    row_xml,
    shown_width,
    wrapped_lines,
)
from noticemerge.japan import fold
from noticemerge.output.register_columns import SUMMARY
from noticemerge.planning import Enclosure

if TYPE_CHECKING:
    from noticemerge.notice import Attachment, Notice

    _Counted = dict[str, tuple[int, Counter[Attachment]]]
    _Titled = tuple[str, Sequence[str], list[Sequence[str | int]]]
    _Cells = list[tuple[Value, Style]]

_UNSAID, _OTHERS = "（記入なし）", "その他"
# A column for each; a list with more has something else in the place of the way.
_MOST_WAYS = 100
_TOTAL = "合計"
_NOTE = "発送方法と資料の数は、状態が「作成」「変更なし」「保護」の文書を数えたものです。"
_NAME = TableColumn("", 16, 24)
_TITLE = TableColumn("", 24, 70)
_COUNT = TableColumn("", 10, 16, align="right")

# What stands above is wider than its column, and not wrapped.
_MEASURED_FROM = 4

Line = Sequence[str | int]


class Ways:
    """The letters that go out, counted by way of sending.

    Ways written alike (ＦＡＸ, FAX) are one, named as first written.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._letters: Counter[str] = Counter()
        self._copies: defaultdict[str, Counter[Attachment]] = defaultdict(Counter)
        # What goes with many letters in a row is counted once for all of them.
        self._enclosed: Sequence[Enclosure] = ()
        self._waiting: Counter[str] = Counter()

    def add(self, delivery: str, enclosed: Sequence[Enclosure]) -> None:
        """Count a letter."""
        if enclosed != self._enclosed:
            self._settle()
            self._enclosed = enclosed
        self._waiting[delivery] += 1

    def counted(self) -> _Counted:
        """The letters and the copies of each attachment by way, the most used first."""
        self._settle()
        return {name: (letters, self._copies[name]) for name, letters in self._letters.most_common()}

    def _settle(self) -> None:
        for delivery, letters in self._waiting.items():
            name = self._name(delivery.strip())
            self._letters[name] += letters
            for enclosure in self._enclosed:
                self._copies[name][enclosure.attachment] += enclosure.copies * letters
        self._waiting.clear()

    def _name(self, typed: str) -> str:
        key = fold(typed)
        if key not in self._names and len(self._names) >= _MOST_WAYS:
            return _OTHERS
        return self._names.setdefault(key, " ".join(typed.split()) or _UNSAID)


def write_summary(
    file: TextIO, notice: Notice, ways: Ways, statuses: Mapping[str, int], styles: CellLooks
) -> WrittenSheet:
    """Write the sheet's part and return its frame; `statuses` counts the members.

    All sums are values, so that filtering or sorting the register changes nothing here.
    """
    counted = ways.counted()
    tables: list[_Titled] = [
        ("発送方法別の通数", ("発送方法", "", "通数"), _with_total((n, c[0]) for n, c in counted.items())),
        (
            "資料別の部数",
            ("番号", "資料名", "部数", *map("うち{}".format, counted)),
            _by_attachment(notice, counted),
        ),
        ("状態別の件数", ("状態", "", "件数"), _with_total(statuses.items())),
    ]
    columns = [_NAME, _TITLE, *[_COUNT] * (1 + len(counted))]
    rows, merged = _laid_out(tables, columns)
    measured = [[shown_width(value) for value, _ in line] for line in rows[_MEASURED_FROM - 1 :]]
    widest = [max(line[n] for line in measured if n < len(line)) for n in range(len(columns))]
    widths = [column.width(wide) for column, wide in zip(columns, widest, strict=True)]
    sheet = WrittenSheet(SUMMARY, widths, len(rows), merged=merged)
    letters = [column_letter(index) for index in range(len(columns))]
    file.write(sheet.head())
    for number, line in enumerate(rows, 1):
        needed = [wrapped_lines(value, width) for (value, _), width in zip(line, widths, strict=False)]
        lines = max(needed, default=1) if number >= _MEASURED_FROM else 1 + (number == 1)
        file.write(row_xml(number, letters, [styles.cell(style, value) for value, style in line], lines))
    file.writelines(sheet.tail())
    return sheet


def _laid_out(tables: Iterable[_Titled], columns: Sequence[TableColumn]) -> tuple[list[_Cells], list[str]]:
    """All cells of the sheet row by row, and the ranges that are one cell."""
    rows: list[_Cells] = [[(SUMMARY, Style(bold=True, size=16))], [(_NOTE, Style())]]
    merged = []
    for title, headings, lines in tables:
        rows += [[], [(title, Style(bold=True, size=12))], [(heading, HEADING) for heading in headings]]
        if not headings[1]:  # a name that needs no title beside it takes the room of both
            merged += [f"A{number}:B{number}" for number in range(len(rows), len(rows) + len(lines) + 1)]
        for line in lines:
            looks = [Style(column.align, bold=line is lines[-1]) for column in columns]
            rows.append(list(zip(line, looks, strict=False)))
    return rows, merged


def _by_attachment(notice: Notice, counted: _Counted) -> list[Line]:
    """A line for each attachment of the notice, also for one that nobody gets; then the sums."""
    lines: list[Line] = []
    for attachment in notice.attachments:
        counts = [copies[attachment] for _, copies in counted.values()]
        lines.append((Enclosure(attachment).label, attachment.title, sum(counts), *counts))
    sums = [copies.total() for _, copies in counted.values()]
    return [*lines, (_TOTAL, "", sum(sums), *sums)]


def _with_total(counts: Iterable[tuple[str, int]]) -> list[Line]:
    lines: list[Line] = [(name, "", count) for name, count in counts]
    return [*lines, (_TOTAL, "", sum(int(line[2]) for line in lines))]

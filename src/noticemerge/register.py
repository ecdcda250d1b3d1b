"""The dispatch register (発送台帳): what was made for whom, and how much of it in all.

It is a Japanese document for Japanese files, so its own words are never translated.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.outcome import Status
from noticemerge.sheettable import Look, Table, Value
from noticemerge.sheetwriter import (
    BAD,
    GOOD,
    GREY,
    LINK,
    MUTED,
    Column,
    cell_at,
    put,
    put_header,
    set_heights,
    set_up_page,
    workbook_bytes,
)
from noticemerge.summary import write_summary
from noticemerge.wareki import wareki

if TYPE_CHECKING:
    from noticemerge.enclosures import Enclosure
    from noticemerge.notice import Notice
    from noticemerge.outcome import Outcome

STATUS_WORDS = {
    Status.MADE: "作成",
    Status.UNCHANGED: "変更なし",
    Status.EXCLUDED: "除外",
    Status.ERROR: "エラー",
}
HEADER_ROW = 4
COLUMNS = (
    Column("連番", 6, 8, align="center"),
    Column("文書番号", 12, 20, as_text=True),
    Column("発送日", 16, 18, align="center"),
    Column("会員番号", 10, 14, align="center", as_text=True),
    Column("宛先", 24, 36),
    Column("件名", 20, 26),
    Column("添付資料", 14, 22),
    Column("部数", 7, 9, align="right"),
    Column("発送方法", 10, 14, align="center"),
    Column("ファイル", 20, 28),
    Column("状態", 10, 12, align="center"),
    Column("備考", 14, 28),
)
_FILE, _STATUS = 10, 11
_SENT = (Status.MADE, Status.UNCHANGED)
_FILLS = {Status.MADE: GOOD, Status.EXCLUDED: GREY, Status.ERROR: BAD}
# These may stand in a link as they are; other characters of ASCII would be read as something else.
_PLAIN_IN_LINK = "/!$&'()*+,;=@~-._"
_IN_LINK = {code: quote(chr(code), safe=_PLAIN_IN_LINK) for code in range(128)}


def register_workbook(notice: Notice, outcomes: Sequence[Outcome], *, today: datetime.date) -> bytes:
    """The register as an .xlsx file: a line for each member, and the sums on a second sheet.

    Links to the letters are relative to the folder of the register. 部数 is the number of all copies
    of all attachments that go with the letter.
    """
    book = Workbook()
    book.properties.title, book.properties.creator = "発送台帳", "noticemerge"
    book.properties.created = datetime.datetime.combine(today, datetime.time())
    sheet = book.worksheets[0]
    sheet.title = "発送台帳"
    _write_title(sheet, notice, outcomes, today)
    put_header(sheet, HEADER_ROW, COLUMNS)
    table = Table(sheet, COLUMNS, HEADER_ROW, lambda: _lines(notice, outcomes))
    _set_up(sheet, table.last_row)
    sent = [outcome.letter for outcome in outcomes if outcome.status in _SENT]
    write_summary(book.create_sheet("集計"), notice, sent, _counts(outcomes))
    return workbook_bytes(
        book, text_cells=f"B{HEADER_ROW + 1}:D{HEADER_ROW + max(len(outcomes), 1)}", table=table
    )


def enclosed(enclosures: Sequence[Enclosure]) -> str:
    """What goes with a letter: 資料1、資料6×50. An attachment without a number is named by its title."""
    names = ((e.label or e.attachment.title.strip(), e.copies) for e in enclosures)
    return "、".join(name if copies == 1 else f"{name}×{copies}" for name, copies in names)


def link_target(path: str) -> str:
    """A relative path as the target of a link: other scripts as they are, `#` as %23, `%` as %25.

    ECMA-376 part 2 §6.5.3.4: the target is an xsd:anyURI, which may hold characters of any script;
    Excel writes them so.
    """
    return path.translate(_IN_LINK)


def _counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    counted = Counter(outcome.status for outcome in outcomes)
    return {word: counted[status] for status, word in STATUS_WORDS.items()}


def _write_title(sheet: Worksheet, notice: Notice, outcomes: Sequence[Outcome], today: datetime.date) -> None:
    date = wareki(notice.date) if notice.date else ""
    told = {"文書番号": notice.value("number"), "発信日": date, "件名": notice.value("subject")}
    about = "　".join(f"{name}：{' '.join(text.split())}" for name, text in told.items() if text.strip())
    counts = "、".join(f"{word} {count}" for word, count in _counts(outcomes).items() if count)
    made = f"作成日：{wareki(today)}　会員：{len(outcomes)}件"
    put(cell_at(sheet, 1, 1), "発送台帳", size=16, bold=True)
    put(cell_at(sheet, 2, 1), about)
    put(cell_at(sheet, 3, 1), f"{made}（{counts}）　部数は同封する資料の合計部数です。" if counts else made)


def _lines(notice: Notice, outcomes: Sequence[Outcome]) -> Iterator[list[Look]]:
    number, subject = notice.value("number"), notice.value("subject")
    for position, outcome in enumerate(outcomes, 1):
        line = []
        for index, value in enumerate(_line(notice, outcome, position, number, subject), 1):
            color = MUTED if outcome.status is Status.EXCLUDED else LINK if index == _FILE else None
            fill = _FILLS.get(outcome.status) if index == _STATUS else None
            is_link = index == _FILE and outcome.status in _SENT
            link = link_target(outcome.letter.file) if is_link else ""
            line.append(Look(value, color, fill, link))
        yield line


def _line(notice: Notice, outcome: Outcome, position: int, number: str, subject: str) -> list[Value]:
    """The values of a line. What does not go out has no number, no date and no attachments."""
    letter = outcome.letter
    addressee = "\n".join(letter.addressee.lines) or letter.name
    known: list[Value] = [letter.delivery, "", STATUS_WORDS[outcome.status], outcome.note]
    if outcome.status not in _SENT:
        return [position, "", None, letter.number, addressee, "", "", None, *known]
    known[1] = letter.file
    copies = sum(enclosure.copies for enclosure in letter.enclosures)
    what: list[Value] = [subject, enclosed(letter.enclosures), copies]
    return [position, number, notice.date, letter.number, addressee, *what, *known]


def _set_up(sheet: Worksheet, last_row: int) -> None:
    set_heights(sheet, COLUMNS, HEADER_ROW)
    last = cell_at(sheet, HEADER_ROW, len(COLUMNS)).column_letter
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{last_row}"
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    set_up_page(sheet, landscape=True)

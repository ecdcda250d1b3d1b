"""The dispatch register (発送台帳): what was made for whom, and how much of it in all.

It is a Japanese document for Japanese files, so its own words are never translated.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from noticemerge.excel import (
    ERA_DATE,
    HYPERLINK,
    LINK,
    CellLooks,
    Style,
    Table,
    TableColumn,
    Value,
    WrittenSheet,
    column_letter,
    held,
    relationships_xml,
    row_xml,
    write_frame,
    write_part,
)
from noticemerge.japan import wareki
from noticemerge.output.clerk_notes import MARK, ClerkNotes
from noticemerge.output.mail_sheet import with_mails
from noticemerge.output.not_listed_sheet import with_left
from noticemerge.output.other_files_sheet import with_others
from noticemerge.output.outcomes import Status
from noticemerge.output.register_columns import (
    COLUMNS,
    FILE,
    HEADER_ROW,
    NAMING,
    SENT,
    STATE,
    TITLE,
    clerks_columns,
)
from noticemerge.output.register_reading import LinesDigest
from noticemerge.output.register_summary import Ways, write_summary

if TYPE_CHECKING:
    from noticemerge.notice import Notice
    from noticemerge.output.mail_journal import History
    from noticemerge.output.outcomes import Outcome
    from noticemerge.output.record import Other
    from noticemerge.planning import Enclosure, Letter

    Contact = tuple[str, str, str]

STATUS_WORDS = {
    Status.MADE: "作成",
    Status.UNCHANGED: "変更なし",
    Status.KEPT: "保護",
    Status.EXCLUDED: "除外",
    Status.ERROR: "エラー",
}
# What Excel opens; the lines behind have their file's name without a link.
MOST_LINKS = 65_530
# A page of A4 across is this many half-width characters wide at a size that can be read.
_PAGE = 190
_SENT = (Status.MADE, Status.UNCHANGED, Status.KEPT)
_MUTED = "FF7F7F7F"
_NAMES_ONLY = "ひな形が {{ 宛名 }} を印刷しないため、宛先には名前だけを記しています。"
_CLERKS_OWN = "黄色の見出しは事務局の記入欄で、次の台帳に引き継がれます（右に列を足せます）。"
_FILLS = {
    Status.MADE: "FFE2EFDA",
    Status.KEPT: "FFFFF2CC",
    Status.EXCLUDED: "FFEDEDED",
    Status.ERROR: "FFF8CBAD",
}
# What a link would read as something else, of ASCII.
_UNSAFE_IN_LINK = re.compile(r'[\x00-\x20"#%:<>?\[\\\]^`{|}\x7f]')


@dataclass(frozen=True, slots=True)
class Told:
    """What a register tells besides what became of the letters.

    `prints_addressee` says whether the letters print 宛名: else the member's name stands in its place.
    `contact` gives telephone, mail address and postal address of a letter's member, `notes` is the clerk's
    part, `others` what was made beside the letters, and `mails` what was sent.
    """

    notice: Notice
    today: datetime.date
    prints_addressee: bool = True
    contact: Callable[[Letter], Contact] = lambda _letter: ("", "", "")
    notes: ClerkNotes = field(default_factory=lambda: ClerkNotes(clerks_columns(replies=False)))
    others: Mapping[str, Other] = field(default_factory=dict)
    mails: History | None = None

    def addressee(self, letter: Letter) -> str:
        """Whom a letter is to, line by line."""
        return ("\n".join(letter.addressee.lines) if self.prints_addressee else "") or letter.name


def register_workbook(told: Told, outcomes: Sequence[Outcome]) -> tuple[bytes, str]:
    """The register as an .xlsx file: a line for each member, and the sums on a second sheet.

    With it comes the digest of what the first sheet says, as it is read from there again.

    Further sheets tell of what was made beside the letters, of mails, and of what the clerk noted of members
    who are not in the list, when there is any of it.

    Links to the letters are relative to the folder of the register. 部数 is the number of all copies
    of all attachments that go with the letter. `outcomes` are gone through twice, and none is kept.
    """
    styles, ways, counted = CellLooks(), Ways(), Counter[Status]()
    styles.theme = told.notes.theme
    columns = (*COLUMNS, *told.notes.columns)
    marks = {index: cells[MARK].look.fill for index, cells in told.notes.lines.items() if MARK in cells}
    looks = {f"{s}{m}": _looks(s, columns, m) for s in Status for m in ("", *set(marks.values()))}
    table = Table(columns, looks, styles)
    data = io.BytesIO()
    # Level 3 takes a third of the time of the usual one, and makes a register 7 % larger.
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        with write_part(package, "xl/worksheets/_rels/sheet1.xml.rels") as file:
            file.writelines(relationships_xml(_measured(_lines(told, outcomes), table, counted, ways)))
        sheet = _frame(table.widths, HEADER_ROW + counted.total())
        above, lines = _above(told, counted), LinesDigest([column.heading for column in COLUMNS])
        with write_part(package, "xl/worksheets/sheet1.xml") as file:
            file.write(sheet.head())
            file.writelines(_title(above, styles))
            file.write(table.heading(HEADER_ROW))
            linked = array("L")
            for number, (outcome, line) in enumerate(_lines(told, outcomes), HEADER_ROW + 1):
                kind = f"{outcome.status}{marks.get(number - HEADER_ROW - 1, '')}"
                file.write(table.row(number, kind, line))
                lines.write(line[: len(COLUMNS)])
                if outcome.status in _SENT and len(linked) < MOST_LINKS:
                    linked.append(number)
            file.writelines(sheet.tail(f"{_letter_of(FILE)}{number}" for number in linked))
        with write_part(package, "xl/worksheets/sheet2.xml") as file:
            statuses = {word: counted[status] for status, word in STATUS_WORDS.items()}
            summary = write_summary(file, told.notice, ways, statuses, styles)
        write_frame(package, [sheet, summary], styles, TITLE, told.today)
    made = _with_rules(data.getvalue(), told.notes)
    made = with_others(made, told.others)
    made = with_mails(made, told.mails) if told.mails else made
    made = with_left(made, told.notes) if told.notes.left else made
    return made, lines.digest((held(text).strip(),) for text in above if text)


def _with_rules(register: bytes, notes: ClerkNotes) -> bytes:
    if not (notes.rules or notes.has_formulas):
        return register
    from noticemerge.output.clerk_rules import with_rules  # brings openpyxl along, which most runs do without

    return with_rules(register, notes.rules, has_formulas=notes.has_formulas)


def _frame(widths: Sequence[int], last: int) -> WrittenSheet:
    digits = max(last, HEADER_ROW + 1)
    areas = [f"{_letter_of(column.heading)}" for column in COLUMNS if column.as_text]
    return WrittenSheet(
        TITLE,
        widths,
        last,
        HEADER_ROW,
        "landscape",
        text_cells=" ".join(f"{letter}{HEADER_ROW + 1}:{letter}{digits}" for letter in areas),
        frozen_columns=NAMING,
        pages_wide=1 + (sum(widths) > _PAGE),
    )


def _letter_of(heading: str) -> str:
    return column_letter([column.heading for column in COLUMNS].index(heading))


def enclosed(enclosures: Sequence[Enclosure]) -> str:
    """What goes with a letter: 資料1、資料6×50. An attachment without a number is named by its title."""
    names = ((e.label or e.attachment.title.strip(), e.copies) for e in enclosures)
    return "、".join(name if copies == 1 else f"{name}×{copies}" for name, copies in names)


def link_target(path: str) -> str:
    """A relative path as the target of a link: other scripts as they are, `#` as %23, `%` as %25.

    ECMA-376 part 2 §6.5.3.4: the target is an xsd:anyURI, which may hold characters of any script;
    Excel writes them so.
    """
    return _UNSAFE_IN_LINK.sub(lambda character: f"%{ord(character[0]):02X}", path)


def _measured(
    lines: Iterable[tuple[Outcome, list[Value]]], table: Table, counted: Counter[Status], ways: Ways
) -> Iterator[tuple[str, str]]:
    """Measure and count all lines; on the way, where the links lead."""
    links = 0
    for outcome, line in lines:
        table.measure(line)
        counted[outcome.status] += 1
        if outcome.status in _SENT:
            ways.add(outcome.letter.delivery, outcome.letter.enclosures)
            links += 1
            if links <= MOST_LINKS:
                yield HYPERLINK, link_target(outcome.letter.file)


def _above(told: Told, counted: Counter[Status]) -> tuple[str, str, str]:
    """What stands above the table."""
    notice = told.notice
    date = notice.issued.typed or (wareki(notice.date) if notice.date else "")
    about = {"文書番号": notice.value("number"), "発信日": date, "件名": notice.value("subject")}
    about["返信期限"] = notice.value("reply_by")
    said = "　".join(f"{name}: {' '.join(text.split())}" for name, text in about.items() if text.strip())
    counts = "、".join(
        f"{word} {counted[status]}" for status, word in STATUS_WORDS.items() if counted[status]
    )
    made = f"作成日: {wareki(told.today)}　会員: {counted.total()}件"
    made += f"（{counts}）　部数は同封する資料の合計部数です。" if counts else ""
    made += "" if told.prints_addressee else f"　{_NAMES_ONLY}"
    made += f"　{_CLERKS_OWN}"
    return TITLE, said, made


def _title(above: Iterable[str], styles: CellLooks) -> Iterator[str]:
    """The rows above the table."""
    for number, text in enumerate(above, 1):
        style = Style(bold=True, size=16) if number == 1 else Style()
        yield row_xml(number, ["A"], [styles.cell(style, text)], 2 if number == 1 else 1)


def _looks(status: Status, columns: Sequence[TableColumn], mark: str) -> list[Style]:
    """How the cells of a line look; `mark` is the fill that somebody gave the line."""
    looks = []
    for column in columns:
        color = LINK if column.heading == FILE else ""
        color = _MUTED if status is Status.EXCLUDED else color
        fill = _FILLS.get(status, mark) if column.heading == STATE else mark
        number_format = "@" if column.as_text else ERA_DATE if column.heading == SENT else "General"
        looks.append(Style(column.align, color=color, fill=fill, format=number_format))
    return looks


def _lines(told: Told, outcomes: Iterable[Outcome]) -> Iterator[tuple[Outcome, list[Value]]]:
    """The values of each line. What does not go out has no number, no date and no attachments."""
    notice, noted = told.notice, told.notes.lines
    number, subject, date = notice.value("number"), notice.value("subject"), notice.date
    # Many letters in a row have the same enclosures.
    last: Sequence[Enclosure] = ()
    what, copies = "", 0
    blank: list[Value] = [""] * len(told.notes.columns)
    for position, outcome in enumerate(outcomes, 1):
        letter, status = outcome.letter, STATUS_WORDS[outcome.status]
        named: list[Value] = [position, letter.number, told.addressee(letter)]
        contact = told.contact(letter)
        cells = noted.get(position - 1)
        clerks = [cells.get(n, "") for n in range(len(blank))] if cells else blank
        if outcome.status not in _SENT:
            empty: list[Value] = ["", None, "", "", None, letter.delivery]
            yield outcome, [*named, *empty, *contact, "", status, outcome.note, *clerks]
            continue
        if letter.enclosures != last:
            last = letter.enclosures
            what, copies = enclosed(last), sum(enclosure.copies for enclosure in last)
        sent: list[Value] = [number, date, subject, what, copies, letter.delivery]
        yield outcome, [*named, *sent, *contact, letter.file, status, outcome.note, *clerks]

"""The register's sheet of mails: what was sent when, to which address, with which files, and what was not.

It is there as soon as a mail was sent or tried, and is put into the register when sending ends, however it
ends. As the register itself it is Japanese.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from noticemerge.excel import CellLooks, Style, Table, TableColumn, Value, WrittenSheet, row_xml
from noticemerge.output.mail_journal import Event, History, MailRecord, MailState
from noticemerge.output.register_columns import MAILS

STATE_WORDS = {
    MailState.SENT: "送信済み",
    MailState.UNSURE: "未確認",
    MailState.REFUSED: "宛先不明",
    MailState.WAITING: "保留",
}
HEADER_ROW = 3
COLUMNS = (
    TableColumn("会員番号", 10, 14, align="center", as_text=True),
    TableColumn("宛先", 24, 36),
    TableColumn("状態", 10, 12, align="center"),
    TableColumn("日時", 16, 18, align="center"),
    TableColumn("メールアドレス", 24, 36),
    TableColumn("文書番号", 12, 20),
    TableColumn("件名", 20, 26),
    TableColumn("添付ファイル", 20, 40),
    TableColumn("備考", 20, 40),
)
_TITLE, _PLAIN = Style(bold=True, size=16), Style()
_LOOKS = [Style(column.align, format="@" if column.as_text else "General") for column in COLUMNS]


def with_mails(register: bytes, history: History) -> bytes:
    """The register, whoever saved it last, with the sheet as the journal has it now.

    Raises as `with_sheet`.
    """
    from noticemerge.excel import with_sheet  # brings lxml along, which most runs do without

    return with_sheet(register, MAILS, lambda looks: _sheet(looks, history)) if history.mails else register


def digest_of_mails(history: History) -> str:
    """Another text for a sheet that says something else, "" where there is none."""
    if not history.mails:
        return ""
    told = repr([_line(notice, record) for (notice, _), record in history.mails.items()])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def in_words(record: MailRecord) -> str:
    """What there is to say about a mail besides its state, "" where that says all."""
    answer = record.entry.answer
    match record.state:
        case MailState.UNSURE:
            return "届いたかどうか分かりません。送信済みの控えか、先方に確かめてください。"
        case MailState.REFUSED:
            return f"サーバーがこの宛先を受け付けませんでした。{answer}"
        case MailState.WAITING:
            return f"まだ送っていません。{answer}"
    if record.entry.refused:
        return f"次の宛先には送れませんでした: {'、'.join(record.entry.refused)}（{answer}）"
    return ""


def _sheet(looks: CellLooks, history: History) -> Iterator[str]:
    table = Table(COLUMNS, {"": _LOOKS}, looks)
    lines = [_line(notice, record) for (notice, _), record in history.mails.items()]
    for line in lines:
        table.measure(line)
    last = HEADER_ROW + len(lines)
    sheet = WrittenSheet(MAILS, table.widths, last, text_cells=f"A{HEADER_ROW + 1}:A{last}")
    counted = Counter(record.state for record in history.mails.values())
    counts = "、".join(f"{word} {counted[state]}" for state, word in STATE_WORDS.items() if counted[state])
    yield sheet.head()
    yield row_xml(1, ["A"], [looks.cell(_TITLE, MAILS)], 2)
    yield row_xml(2, ["A"], [looks.cell(_PLAIN, f"メールで送ったもの、送れなかったもの: {counts}")], 1)
    yield table.heading(HEADER_ROW)
    for number, line in enumerate(lines, HEADER_ROW + 1):
        yield table.row(number, "", line)
    yield from sheet.tail()


def _line(notice: str, record: MailRecord) -> list[Value]:
    entry = record.entry
    # Of a mail that waits the journal has the time when it was planned.
    when = "" if entry.event is Event.PLANNED else entry.at[:16].replace("T", " ")
    addresses, files = "\n".join(entry.addresses), "\n".join(name for name, _ in entry.files)
    state = STATE_WORDS[record.state]
    remark = in_words(record)
    return [entry.member, entry.name, state, when, addresses, notice, entry.subject, files, remark]

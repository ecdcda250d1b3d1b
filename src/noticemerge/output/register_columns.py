"""The columns of the register: those that each merge writes, and those that are the clerk's.

Ours are known by their headings; every other column is the clerk's, whatever it is called.
"""

from __future__ import annotations

from collections.abc import Iterable

from noticemerge.excel import TableColumn
from noticemerge.japan import fold

TITLE = "発送台帳"
HEADER_ROW = 4
NUMBER, ADDRESSEE, ISSUED, FILE, STATE = "会員番号", "宛先", "発信日", "ファイル", "状態"
COLUMNS = (
    TableColumn("連番", 6, 8, align="center"),
    TableColumn(NUMBER, 10, 14, align="center", as_text=True),
    TableColumn(ADDRESSEE, 24, 36),
    TableColumn("文書番号", 12, 20, as_text=True),
    TableColumn(ISSUED, 16, 18, align="center"),
    TableColumn("件名", 20, 26),
    TableColumn("添付資料", 14, 22),
    TableColumn("部数", 7, 9, align="right"),
    TableColumn("発送方法", 10, 14, align="center"),
    TableColumn("電話番号", 17, 20, as_text=True),
    TableColumn("メールアドレス", 15, 30, as_text=True),
    TableColumn("住所", 10, 30, as_text=True),
    TableColumn(FILE, 20, 90),
    TableColumn(STATE, 10, 12, align="center"),
    TableColumn("理由", 10, 28),
)
# The columns that stay on the screen and are repeated on each printed page.
NAMING = 3
# What the column 状態 says of a letter that is not there.
NOT_SENT = frozenset({"除外", "エラー", "対象外", "作成不可"})
_CLERKS = "FFFFF2CC"
SENT, RECEIVED, REPLY, REMARK = "発送日", "受領", "返信", "メモ"
# Sheets that a merge writes, and the one for what was noted of members who are not in the list any more.
SUMMARY, OTHER_FILES, MAILS = "集計", "そのほかの作成物", "メール"
NOT_LISTED = "名簿にない会員"
OURS = (TITLE, SUMMARY, OTHER_FILES, MAILS)
_FOLDED = frozenset(fold(column.heading) for column in COLUMNS)


def clerks_columns(*, replies: bool) -> tuple[TableColumn, ...]:
    """The clerk's columns of a register that is made for the first time; with `replies` one for them."""
    headings = (SENT, RECEIVED, *((REPLY,) if replies else ()), REMARK)
    return tuple(map(clerks_column, headings))


def clerks_column(heading: str, width: int = 0, fill: str = "") -> TableColumn:
    """A column of the clerk's, as wide as it was where that is known; `fill` is the one of its heading."""
    usual = {SENT: 17, REMARK: 24}.get(heading, 10)
    align = "left" if heading not in (SENT, RECEIVED, REPLY) else "center"
    return TableColumn(heading, width or usual, width or max(usual, 30), align, fill=fill or _CLERKS)


def ours_among(headings: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Which columns, by their indexes, are ours: of two with the same heading the first."""
    found: dict[str, int] = {}
    for index, heading in headings:
        if (key := fold(heading)) in _FOLDED:
            found.setdefault(key, index)
    return {index: key for key, index in found.items()}

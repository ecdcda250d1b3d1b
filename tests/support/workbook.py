"""Small workbooks for the tests, written with openpyxl."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

NOTICE: dict[str, Any] = {
    "文書番号": "全協発第123号",
    "発信日": datetime.date(2023, 9, 28),
    "件名": "周知について（依頼）",
    "発信者団体": "全国例示協会",
    "TEL": "03-0000-0000",
}
ATTACHMENTS = [("資料1", "チラシ"), ("資料6", "スマホ用電子証明書搭載サービス")]
HEADER = ("会員番号", "会社名", "部署", "担当者名", "発送方法", "資料6", "送付不要")
MEMBERS: list[tuple[Any, ...]] = [
    ("0001", "㈱髙﨑製作所", None, None, "郵送", "○", None),
    ("0002", "A&B商事", "総務部", None, "メール", "×", None),
    ("0003", "株式会社神𠮷", None, "葛󠄀城　孝行", "郵送", 50, None),
    ("0004", "除外社", None, None, "郵送", "○", "○"),
]


def workbook(
    path: Path,
    members: Sequence[Sequence[Any]] = MEMBERS,
    *,
    header: Sequence[str] = HEADER,
    notice: Mapping[str, Any] = NOTICE,
    attachments: Sequence[Sequence[str]] = ATTACHMENTS,
) -> Path:
    """A workbook with the three sheets; returns its path."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "会員名簿"
    for row in (["会員名簿"], header, *members):
        sheet.append(list(row))
    lines = book.create_sheet("通知")
    for pair in notice.items():
        lines.append(list(pair))
    listed = book.create_sheet("添付資料")
    for row in (["番号", "資料名"], *attachments):
        listed.append(list(row))
    book.save(path)
    return path

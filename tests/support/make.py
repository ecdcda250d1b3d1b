"""Small workbooks and model letters for a test to be about one thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import openpyxl

HEADER = ("会員番号", "会社名", "部署", "役職", "担当者名", "郵便番号", "住所", "発送方法")
MEMBERS = (
    ("0007", "株式会社あおば商事", "", "", "", "100-0001", "東京都千代田区1-1", "郵送"),
    ("0012", "A&B商事 <東京>", "総務部", "", "", "060-0001", "北海道札幌市1-2", "メール"),
    ("0123", "㈲髙﨑製作所", "営業部", "部長", "𠮷田　葛\U000e0100子", "530-0001", "大阪府大阪市1-3", "郵送"),
)
NOTICE = {
    "文書番号": "協発第1号",
    "発信日": "2023-09-25",
    "件名": "お願いについて（依頼）",
    "発信者団体": "一般社団法人青葉協会",
}
ATTACHMENTS = (("1", "資料の見本（ポスター用）"), ("2", "資料の見本(チラシ)"))
PARAGRAPHS = ("{{ 文書番号 }}", "{{ 発信日 }}", "{{ 宛名 }}", "{{ 件名 }}", "{{ 会社名 }}におかれましては")


def workbook(
    path: Path,
    *,
    header: Sequence[str] = HEADER,
    members: Sequence[Sequence[object]] = MEMBERS,
    notice: Mapping[str, object] | None = NOTICE,
    attachments: Sequence[Sequence[str]] | None = ATTACHMENTS,
) -> Path:
    """A member list, with the sheets 通知 and 添付資料 unless they are None; returns `path`."""
    book = openpyxl.Workbook()
    listed = book.active
    listed.title = "会員名簿"
    for row in (header, *members):
        listed.append(row)
    if notice is not None:
        said = book.create_sheet("通知")
        for row in (("項目", "値"), *notice.items()):
            said.append(row)
    if attachments is not None:
        enclosed = book.create_sheet("添付資料")
        for row in (("番号", "資料名"), *attachments):
            enclosed.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def letter(path: Path, *paragraphs: str) -> Path:
    """A model letter with these paragraphs (default: a plain letter); returns `path`."""
    document = docx.Document()
    for text in paragraphs or PARAGRAPHS:
        document.add_paragraph(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path

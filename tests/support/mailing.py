"""An office that sends mail: members with addresses, documents to enclose, letters made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import openpyxl

HEADER = ("会員番号", "会社名", "部署", "役職", "担当者名", "発送方法", "資料2", "メールアドレス")
MEMBERS: tuple[tuple[object, ...], ...] = (
    ("0007", "株式会社あおば商事", "", "", "", "郵送", "○", ""),
    ("0012", "A&B商事 <東京>", "総務部", "", "", "メール", "○", "info@ab.example.jp"),
    (
        "0123",
        "㈲髙﨑製作所",
        "営業部",
        "部長",
        "𠮷田　葛\U000e0100子",
        "メール",
        "×",
        "yoshida@takasaki.example.jp",
    ),
    ("0200", "例示協同組合", "", "", "組合員各位", "電子メール", "10", "kumiai@example.jp"),
)
NOTICE = {
    "文書番号": "協発第1号",
    "発信日": "2023-09-25",
    "件名": "お願いについて（依頼）",
    "発信者団体": "一般社団法人青葉協会",
    "担当部署": "事務局総務課",
    "担当者": "青葉　二葉",
    "TEL": "03-5555-0100",
    "E-mail": "soumu@aoba.example",
    "差出人メール": "soumu@aoba.example",
}
FILES = {"資料/1 実施要綱.pdf": b"%PDF-1.4 one", "資料/2 ポスター.pdf": b"%PDF-1.4 two"}
ATTACHMENTS = (
    ("1", "実施要綱", "資料/1 実施要綱.pdf"),
    ("2", "ポスター（掲示用）", "資料\\2 ポスター.pdf"),
)
PARAGRAPHS = ("{{ 文書番号 }}", "{{ 発信日 }}", "{{ 宛名 }}", "{{ 件名 }}", "{{ 会社名 }}におかれましては")


def office(
    folder: Path,
    *,
    members: Sequence[Sequence[object]] = MEMBERS,
    notice: Mapping[str, object] | None = None,
    attachments: Sequence[Sequence[str]] = ATTACHMENTS,
    files: Mapping[str, bytes] = FILES,
    header: Sequence[str] = HEADER,
) -> Path:
    """The files of such an office in `folder`; `notice` is added to its sheet. Returns the list."""
    book = openpyxl.Workbook()
    listed = book.active
    listed.title = "会員名簿"
    for row in (header, *members):
        listed.append(row)
    said = book.create_sheet("通知")
    for row in (("項目", "値"), *(NOTICE | dict(notice or {})).items()):
        said.append(row)
    enclosed = book.create_sheet("添付資料")
    for row in (("番号", "資料名", "ファイル"), *attachments):
        enclosed.append(row)
    folder.mkdir(parents=True, exist_ok=True)
    book.save(folder / "members.xlsx")
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    document = docx.Document()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    (folder / "templates").mkdir(exist_ok=True)
    document.save(str(folder / "templates" / "request-letter.docx"))
    return folder / "members.xlsx"


def change(members: Path, sheet: str = "会員名簿", **cells: object) -> None:
    """Type values into cells of a sheet of the list."""
    book = openpyxl.load_workbook(members)
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(members)


def many_members(count: int) -> list[tuple[object, ...]]:
    """So many members who get mail, every third of them without the second attachment."""
    return [
        (
            f"{n:04d}",
            f"株式会社会員{n:04d}",
            "",
            "",
            f"担当　{n}",
            "メール",
            "×" if n % 3 == 0 else "○",
            f"m{n:04d}@member{n % 7}.example.jp",
        )
        for n in range(1, count + 1)
    ]

"""An association's office: a list, a model letter and the folder the letters go to."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from noticemerge import LetterTemplate, Notice, Plan, Roster, Run, plan, run
from noticemerge.output import LAST, MADE_FROM
from support.make import workbook
from support.template_maker import letter_file, paragraph, saved

HEADER = ("会員番号", "会社名", "部署", "担当者名", "発送方法", "資料6", "送付不要")
MEMBERS: list[tuple[Any, ...]] = [
    ("0001", "㈱髙﨑製作所", None, None, "郵送", "○", None),
    ("0002", "A&B商事", "総務部", None, "メール", "×", None),
    ("0003", "株式会社神𠮷", None, "葛󠄀城　孝行", "郵送", 50, None),
    ("0004", "除外社", None, None, "郵送", "○", "○"),
]
NOTICE = {"文書番号": "全協発第123号", "発信日": "2023-09-28", "件名": "周知について（依頼）"}
ATTACHMENTS = (("資料1", "チラシ"), ("資料6", "スマホ用電子証明書のご案内"))
BODY = "".join(map(paragraph, ["{{ 発信日 }}", "{{ 宛名 }}", "{{ 件名 }}"]))
LETTERS = ["0001_㈱髙﨑製作所.docx", "0002_A&B商事.docx", "0003_株式会社神𠮷.docx"]
REGISTER = "発送台帳.xlsx"


class Office:
    """A folder with a list, a template and an output folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"
        self.members: list[tuple[Any, ...]] = list(MEMBERS)
        self.header = HEADER
        self.body = BODY

    def plan(self, **choices: Any) -> Plan:
        book = workbook(
            self.folder / "members.xlsx",
            header=self.header,
            members=self.members,
            notice=NOTICE,
            attachments=ATTACHMENTS,
        )
        template = LetterTemplate.read(saved(self.folder, letter_file(self.body)))
        return plan(Roster.read(book), template, Notice.read(book), **choices)

    def run(
        self,
        *,
        force: bool = False,
        skip_errors: bool = False,
        prune: bool = False,
        jobs: int = 1,
        **choices: Any,
    ) -> Run:
        made = self.plan(**choices)
        return run(made, self.out, force=force, skip_errors=skip_errors, prune=prune, jobs=jobs)

    def files(self) -> dict[str, str]:
        paths = sorted(p for p in self.out.rglob("*") if p.is_file())
        return {p.relative_to(self.out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}

    def register(self) -> dict[str, tuple[str, str]]:
        """Of each member in the register: the state and the remark."""
        rows = list(load_workbook(self.out / REGISTER)["発送台帳"].iter_rows(values_only=True))
        header = next(row for row in rows if "会員番号" in row)
        places = [header.index(name) for name in ("会員番号", "状態", "理由")]
        below = rows[rows.index(header) + 1 :]
        return {row[places[0]]: (row[places[1]], row[places[2]] or "") for row in below if row[places[0]]}


def states(done: Run) -> list[tuple[str, str]]:
    return [(o.letter.number, str(o.status)) for o in done.outcomes]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path, the program's own record too.

    Not what it remembers of the words that were typed: they differ, and it may be lost.
    """
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in {LAST, MADE_FROM})
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def letters(office: Office) -> list[str]:
    """The names of the Word files in the output folder."""
    return [name for name in office.files() if name.endswith(".docx")]


def codes(done: Run) -> list[str]:
    return [p.code for p in done.problems]

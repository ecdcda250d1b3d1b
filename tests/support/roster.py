"""Member lists for tests: made with openpyxl, or changed afterwards part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from noticemerge.excel import read_book
from noticemerge.problems import CannotUse
from noticemerge.roster import Roster

HEADER = ("会員番号", "会社名", "郵便番号", "住所", "電話番号", "担当者名", "備考")
MEMBER = ("0001", "株式会社あおば", "060-0001", "札幌市中央区1", "011-000-0001", "山田", "")


def save(path: Path, rows: Sequence[Sequence[object]], change: Callable[[Any], None] | None = None) -> Path:
    """A workbook with one sheet 会員名簿 that has these rows; `change` may do more to the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "会員名簿"
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    book.save(path)
    return path


def roster(
    path: Path, *rows: Sequence[object], change: Callable[[Any], None] | None = None, **how: Any
) -> Roster:
    """The roster of a workbook made of these rows in the folder `path`."""
    return Roster.read(save(path / "members.xlsx", rows, change), **how)


def rewrite(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Change the text of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode("utf-8")).encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def said(found: Roster, *codes: str) -> list[tuple[str, str]]:
    """Code and cell of each problem, of these codes only where any are named."""
    return [(p.code, p.place.cell) for p in found.problems if not codes or p.code in codes]  # type: ignore[attr-defined]


def refusal(read: Callable[[], object]) -> str:
    """The code with which `read` refuses."""
    try:
        read()
    except CannotUse as error:
        assert error.problem.message and error.problem.hint and error.problem.place.file
        return error.problem.code
    raise AssertionError("it was not refused")


def refused(path: Path) -> str:
    """The code with which a file is refused as a workbook, when it is opened or when its sheets are read."""
    return refusal(lambda: [list(sheet.rows()) for sheet in read_book(path).sheets])

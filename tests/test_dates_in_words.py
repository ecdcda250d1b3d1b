"""Dates of issue that name no day, and days whose year a cell does not show."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from noticemerge import LetterTemplate, Notice, Roster, plan
from noticemerge.japan import read_month
from noticemerge.problems.language import use_language
from support.make import letter

LIST = [["会員番号", "会社名", "締切"], ["1", "甲社", datetime.date(2026, 5, 1)]]


def workbook(folder: Path, *lines: tuple[str, Any], sheets: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    members = book.active
    assert members is not None
    members.title = "会員名簿"
    for row in LIST:
        members.append(row)
    members["C2"].number_format = 'm"月"d"日"'
    for title in ("通知", *sheets):
        sheet = book.create_sheet(title)
        sheet.append(["項目", "内容"])
        for line in lines:
            sheet.append(list(line))
            if isinstance(line[1], datetime.date):
                sheet.cell(sheet.max_row, 2).number_format = 'm"月"d"日"'
    path = folder / "members.xlsx"
    book.save(path)
    return path


def printed(path: Path, folder: Path, text: str) -> list[Any]:
    """The values of the letter's fields, and the codes of what is an error."""
    use_language("en")
    made = plan(Roster.read(path), LetterTemplate.read(letter(folder / "t.docx", text)), Notice.read(path))
    assert [p.code for p in made.problems if p.severity == "error"] == []
    return [match.sample for match in made.matches]


@pytest.mark.parametrize(
    ("typed", "western"),
    [
        ("令和8年4月吉日", "2026年4月吉日"),
        ("令和８年４月", "2026年4月"),
        ("2026年4月吉日", "2026年4月吉日"),
        ("令和元年5月吉日", "2019年5月吉日"),
    ],
)
def test_a_date_of_issue_without_a_day_is_printed_as_typed(tmp_path: Path, typed: str, western: str) -> None:
    path = workbook(tmp_path, ("発信日", typed))
    assert printed(path, tmp_path, "{{ 発信日 }} {{ 発信日_西暦 }}") == [typed, western]
    assert Notice.read(path).date is not None


@pytest.mark.parametrize("text", ["令和8年13月吉日", "8年4月吉日", "4月吉日", "令和8年4月1日", "吉日"])
def test_what_names_no_month_of_a_year_is_none(text: str) -> None:
    assert read_month(text) is None


def test_a_day_whose_year_is_not_shown_is_known_to_filters(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("発信日", "令和8年4月1日"), ("開催日", datetime.date(2026, 6, 1)))
    text = "{{ 締切 }} {{ 締切|和暦 }} {{ 開催日|和暦 }}"
    made = plan(Roster.read(path), LetterTemplate.read(letter(tmp_path / "t.docx", text)), Notice.read(path))
    assert made.problems == [] or {p.code for p in made.problems} <= {
        "NM-N02",
        "NM-N63",
    }  # far ahead of the day of the tests
    said = made.render(made.letters[0])
    assert "5月1日 令和8年5月1日 令和8年6月1日" in text_of(said)


def test_a_sheet_that_is_called_like_the_notice_is_told(tmp_path: Path) -> None:
    use_language("en")
    path = workbook(tmp_path, ("発信日", "令和8年4月1日"), sheets=("通知 (2)", "通知文案"))
    told = [(p.code, p.message) for p in Notice.read(path).problems if p.code == "NM-N40"]
    assert told == [("NM-N40", 'The sheet "通知 (2)" is not used; "通知" is.')]


def text_of(data: bytes) -> str:
    import io

    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)

"""Files that are not what their names say, that are open elsewhere, and headings that are too long."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticemerge.japan import nearest
from noticemerge.notice import Notice
from noticemerge.problems import CannotUse
from noticemerge.problems.language import use_language
from noticemerge.roster import Roster
from support.roster import rewrite, save

ROWS = [["会員番号", "会社名"], ["1", "甲社"]]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("list.xlsx", "The file is not an Excel workbook, whatever its name says."),
        ("list.csv", "The file is not a text file (CSV), whatever its name says."),
        ("letter.docx", "The file is not a member list: its name says that it is a Word file."),
        ("list.pdf", "The file is not a member list: its name says that it is a PDF."),
        ("list.numbers", "The file is not an Excel workbook or a text file (CSV)."),
    ],
)
def test_a_file_that_cannot_be_read_is_spoken_of_as_what_its_name_says(
    tmp_path: Path, name: str, said: str
) -> None:
    use_language("en")
    (tmp_path / name).write_bytes(b"%PDF-1.7\n%\xe2\xe3\0\xff\xfe binary")
    with pytest.raises(CannotUse) as refused:
        Roster.read(tmp_path / name)
    assert (refused.value.problem.code, refused.value.problem.message) == ("NM-R10", said)


@pytest.mark.parametrize("beside", ["~$members.xlsx", ".~lock.members.xlsx#"])
def test_a_list_that_is_open_in_another_program_is_told(tmp_path: Path, beside: str) -> None:
    path = save(tmp_path / "members.xlsx", ROWS)
    assert Roster.read(path).problems == []
    (tmp_path / beside).write_bytes(b"x")
    assert [p.code for p in Roster.read(path).problems] == ["NM-R117"]


def test_a_date_of_issue_that_another_day_changes_is_told_with_the_stored_value(tmp_path: Path) -> None:
    use_language("en")
    path = save(tmp_path / "members.xlsx", [["項目", "内容"], ["発信日", 45748]])
    rewrite(path, "xl/workbook.xml", lambda xml: xml.replace("会員名簿", "通知"))
    rewrite(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<v>45748</v>", "<f>TODAY()</f><v>45748</v>"),
    )
    told = [p.message for p in Notice.read(path).problems if p.code == "NM-N41"]
    assert told == [
        "発信日 is a formula (=TODAY()) whose result changes by the day; "
        '"45748" was stored when the workbook was saved.'
    ]


def test_names_of_any_length_are_compared_by_their_beginning() -> None:
    """Headings of 16,000 characters took minutes: the time grew with the square of their length."""
    assert nearest("担当部書" + "あ" * 16000, [f"{n}" + "い" * 16000 for n in range(50)]) is None
    assert nearest("担当部書", ["担当部署"]) == "担当部署"

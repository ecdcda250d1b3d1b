"""The date of issue against today, deadlines against the date of issue, the number against other mailings."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from noticemerge import LetterTemplate, Notice, Problem, Roster, plan
from noticemerge.cli import root
from noticemerge.cli.starter import LETTER, WORKBOOK, starter_file
from noticemerge.planning import Mailing, Plan
from noticemerge.planning.issue_checks import deadlines_in
from support import make

TODAY = datetime.date(2023, 10, 5)


def planned(
    folder: Path,
    *paragraphs: str,
    today: datetime.date = TODAY,
    earlier: tuple[Mailing, ...] = (),
    **notice: str,
) -> Plan:
    listed = make.workbook(folder / "own.xlsx", notice={**make.NOTICE, **notice}, attachments=None)
    letter = make.letter(folder / "letter.docx", *make.PARAGRAPHS, *paragraphs)
    return plan(
        Roster.read(listed), LetterTemplate.read(letter), Notice.read(listed), today=today, earlier=earlier
    )


def doubts(made: Plan) -> list[Problem]:
    codes = {"NM-N62", "NM-N63", "NM-N64", "NM-N65", "NM-T180"}
    return [p for p in made.problems if p.code in codes]


@pytest.mark.parametrize(
    ("issued", "codes"),
    [
        ("2023-10-05", []),
        ("2023-09-05", []),
        ("2023-09-04", ["NM-N62"]),
        ("2023-12-04", []),
        ("2023-12-05", ["NM-N63"]),
        ("平成元年4月1日", ["NM-N62"]),
        ("令和4年10月5日", ["NM-N62"]),
        ("令和5年9月吉日", []),
        ("令和5年8月吉日", ["NM-N62"]),
        ("令和6年10月吉日", ["NM-N63"]),
    ],
)
def test_a_date_of_issue_far_from_today_is_asked_about(tmp_path: Path, issued: str, codes: list[str]) -> None:
    found = doubts(planned(tmp_path, 発信日=issued))
    assert [(p.code, str(p.severity)) for p in found] == [(code, "warning") for code in codes]
    assert all(p.place.as_json() == {"file": "own.xlsx", "sheet": "通知", "cell": "B3"} for p in found)


def test_a_date_that_no_letter_prints_is_a_note(tmp_path: Path) -> None:
    listed = make.workbook(tmp_path / "own.xlsx", notice={**make.NOTICE, "発信日": "2020-01-01"})
    letter = make.letter(tmp_path / "letter.docx", "{{ 宛名 }}")
    made = plan(Roster.read(listed), LetterTemplate.read(letter), Notice.read(listed), today=TODAY)
    assert [str(p.severity) for p in doubts(made)] == ["note"]


def test_the_example_keeps_its_own_date_for_ever_but_no_other() -> None:
    workbook, later = starter_file(WORKBOOK), datetime.date(2035, 1, 1)
    parts = Roster.read(workbook), LetterTemplate.read(starter_file(LETTER))
    assert doubts(plan(*parts, Notice.read(workbook), today=later)) == []
    other = Notice.read(workbook, settings={"発信日": "平成元年4月1日"})
    assert "NM-N62" in [p.code for p in doubts(plan(*parts, other, today=later))]


@pytest.mark.parametrize(
    "text",
    [
        "回答は9月30日（土）までにお願いします。",
        "提出期限：令和5年9月29日（金）必着",
        "９月３０日までにご返信ください。",
        "2023/9/30迄",
        "締切　9月30日",
        "受付期間：令和5年9月1日～令和5年9月30日まで",
        "令和五年九月三十日までにお申し込みください。",
        "9月末日までにお振り込みください。",
        "回答期限は、令和5年9月25日午後5時です。",
    ],
)
def test_a_deadline_before_the_date_of_issue_is_asked_about_with_its_paragraph(
    tmp_path: Path, text: str
) -> None:
    (found,) = doubts(planned(tmp_path, text, 発信日="2023-10-05"))
    assert (found.code, str(found.severity)) == ("NM-T180", "warning")
    place = found.place.as_json()
    assert (place["file"], place["paragraph"]) == ("letter.docx", 6)
    assert text.replace("\u3000", " ").startswith(place["text"].rstrip("…"))


@pytest.mark.parametrize(
    "text",
    [
        "回答は10月31日（火）までにお願いします。",
        "1月31日までにお願いします。",
        "令和5年2月末までにカードを申請した方が対象です。",
        "対象期間：令和4年4月1日から令和5年3月31日まで",
        "令和4年4月1日から令和5年3月31日までの会費",
        "令和5年9月25日付けで依頼がありました。",
        "翌年9月30日までにお願いします。",
        "資料は5/9部です。電話 03-5555-0930 まで",
    ],
)
def test_what_is_no_deadline_gone_by_is_left_alone(tmp_path: Path, text: str) -> None:
    assert doubts(planned(tmp_path, text, 発信日="2023-10-05")) == []


def test_a_deadline_in_a_table_is_told_by_the_cell_on_its_left(tmp_path: Path) -> None:
    import docx

    listed = make.workbook(tmp_path / "own.xlsx", notice={**make.NOTICE, "発信日": "2023-10-05"})
    document = docx.Document()
    document.add_paragraph("{{ 発信日 }}")
    table = document.add_table(rows=2, cols=2)
    for row, (name, day) in enumerate((("開催日", "令和5年9月1日"), ("回答期限", "令和5年9月29日"))):
        table.cell(row, 0).text, table.cell(row, 1).text = name, day
    document.save(str(tmp_path / "letter.docx"))
    template = LetterTemplate.read(tmp_path / "letter.docx")
    made = plan(Roster.read(listed), template, Notice.read(listed), today=TODAY)
    assert [p.facts["text"] for p in doubts(made)] == ["令和5年9月29日"]


def test_a_deadline_among_the_lines_of_the_notice_is_asked_about_with_its_cell(tmp_path: Path) -> None:
    made = planned(tmp_path, "{{ 回答期限 }}まで", 発信日="2023-10-05", 回答期限="令和5年9月29日")
    (found,) = doubts(made)
    assert (found.code, found.place.as_json()["cell"]) == ("NM-N64", "B6")


BEFORE = Mailing("協発第1号", "会費のご請求について", datetime.date(2023, 9, 1), "会費")


@pytest.mark.parametrize(
    ("number", "subject", "is_asked"),
    [
        ("協発第1号", "総会のご案内", True),
        ("協発第１号", "総会のご案内", True),
        ("協発第1号", "会費のご請求について", False),
        ("協発第1号", "会費の御請求について", False),
        ("協発第2号", "総会のご案内", False),
    ],
)
def test_a_number_that_another_letter_has_is_asked_about(
    tmp_path: Path, number: str, subject: str, is_asked: bool
) -> None:
    made = planned(
        tmp_path, earlier=(BEFORE,), today=datetime.date(2023, 9, 25), 文書番号=number, 件名=subject
    )
    assert [p.code for p in doubts(made)] == ["NM-N65"] * is_asked


def test_last_years_number_is_asked_about_though_the_subject_is_alike(tmp_path: Path) -> None:
    made = planned(tmp_path, earlier=(BEFORE,), 発信日="2024-09-01", today=datetime.date(2024, 9, 1),
                   件名="会費のご請求について")  # fmt: skip
    assert [p.code for p in doubts(made)] == ["NM-N65"]


def test_merge_knows_the_numbers_of_the_folders_beside_its_own(members: Path) -> None:
    def said(*words: str) -> str:
        return CliRunner().invoke(root, ["merge", str(members), "--lang", "ja", *words]).output

    assert "NM-N65" not in said("-o", "一回目")
    assert "NM-N65" not in said("-o", "一回目")
    asked = said("-o", "二回目", "--set", "件名=総会のご案内")
    assert (
        "      文書番号「協発第1号」は、別の文書「お願いについて（依頼）」（令和5年9月\n"
        "      25日、フォルダー 一回目）で使われています。\n"
    ) in asked
    assert "NM-N65" not in said("-o", "三回目", "--set", "件名=総会のご案内", "--set", "文書番号=協発第2号")


@pytest.mark.parametrize(
    ("text", "missing"),
    [("2024/2/30", "2月30日"), ("令和5年2月29日", "2月29日"), ("2023-13-01", "13月"), ("R5.4.31", "4月31日")],
)
def test_a_day_that_does_not_exist_is_said_not_to(members: Path, text: str, missing: str) -> None:
    shown = CliRunner().invoke(root, ["check", str(members), "--set", f"発信日={text}", "--lang", "ja"])
    assert shown.exit_code == 1
    assert f"発信日「{text}」は正しい日付ではありません。{missing}はありません。" in shown.output
    assert shown.output.splitlines()[-2:] == [
        "次に: 指定を直して、もう一度入力してください。",
        "  noticemerge check members.xlsx --set 発信日=（正しい日付）",
    ]


_WORDS = st.sampled_from(
    [
        "9",
        "30",
        "月",
        "日",
        "年",
        "末",
        "令和",
        "５",
        "/",
        "まで",
        "期限",
        "から",
        "。",
        "（土）",
        "元",
        "三十",
        "\n",
    ]
)


@given(text=st.lists(_WORDS, max_size=20).map("".join))
def test_any_text_can_be_looked_through_for_deadlines(text: str) -> None:
    for found in deadlines_in(text, TODAY):
        assert abs((found.day - TODAY).days) <= 366 or "年" in found.written or found.written.count("/") == 2

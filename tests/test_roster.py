"""The members of a list: who is one, what the letters take, and what is doubtful."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from noticemerge.problems import has_errors
from noticemerge.roster import Roster
from support.roster import HEADER, MEMBER, roster, said


def formatted(**cells: tuple[object, str]) -> Any:
    """Puts values with number formats into cells of the sheet."""

    def change(sheet: Any) -> None:
        for name, (value, code) in cells.items():
            sheet[name] = value
            sheet[name].number_format = code

    return change


def problems(found: Roster) -> list[tuple[str, str, str]]:
    return [(str(p.severity), p.place.as_json().get("cell", ""), p.message) for p in found.problems]


# -- values


def test_values_are_what_the_cells_show_character_for_character(tmp_path: Path) -> None:
    names = [
        "㈱髙島﨑",
        "𠮷田\U000e0100商事",
        "\ufa19谷組",
        "A&B商事 <東京>",
        "一行目\n二行目",
    ]
    found = roster(tmp_path, ["会員番号", "会社名"], *([str(n), name] for n, name in enumerate(names)))
    assert [found.value(m, "company") for m in found.members] == names
    assert found.problems == []


def test_numbers_show_as_in_excel_and_never_with_a_point(tmp_path: Path) -> None:
    found = roster(
        tmp_path,
        ["会員番号", "会社名", "郵便番号", "電話番号", "部数", "法人番号"],
        ["", "甲社", "", "", "", ""],
        change=formatted(
            A2=(7, "0000"), C2=(600001, "000-0000"), D2=(312345678, r"00\-0000\-0000"), E2=(50.0, "General"),
            F2=(9012345678901.0, "General"),
        ),
    )  # fmt: skip
    assert found.members[0].texts == ("0007", "甲社", "060-0001", "03-1234-5678", "50", "9012345678901")
    assert found.problems == []


def test_a_cell_of_spaces_is_empty(tmp_path: Path) -> None:
    found = roster(tmp_path, HEADER, ["0001", "甲社", "", "", "", "　 ", ""])
    assert found.value(found.members[0], "person") == ""


def test_what_can_be_asked_of_a_roster(tmp_path: Path) -> None:
    found = roster(tmp_path, ["名簿"], HEADER, MEMBER)
    member, company = found.members[0], found.column_of("company")
    assert company is not None
    assert (company.header, company.letter, company.index) == ("会社名", "B", 1)
    assert found.text(member, company) == found.value(member, "company") == "株式会社あおば"
    assert found.value(member, "delivery") == ""
    assert found.column_of("delivery") is None
    assert found.place(member, company).as_json() == {
        "file": "members.xlsx", "sheet": "会員名簿", "cell": "B3", "member": "0001",
    }  # fmt: skip
    assert found.place(member).cell == "3"
    assert (found.file.name, found.sheet, found.header_row) == ("members.xlsx", "会員名簿", 2)


# -- rows that are no members


def test_blank_rows_totals_remarks_and_repeated_headings_are_no_members(tmp_path: Path) -> None:
    found = roster(
        tmp_path, HEADER, MEMBER, [], ["　"], HEADER, ["0002", "乙社", "", "", "", "", ""],
        ["合計", "2社", "", "", "", "", ""], ["", "※ 退会した会員を除く"], ["(注) 令和5年現在"],
        ["総計：2社"],
    )  # fmt: skip
    assert [found.number(m) for m in found.members] == ["0001", "0002"]
    assert [(p.row, p.text, p.reason) for p in found.passed_over] == [
        (5, "会員番号 会社名 郵便番号 住所 電話番号 担当者名 備考", "heading"),
        (7, "合計 2社", "total"),
        (8, "※ 退会した会員を除く", "remark"),
        (9, "(注) 令和5年現在", "remark"),
        (10, "総計：2社", "total"),
    ]
    assert said(found) == [("NM-R34", "")]
    assert "5, 7, 8, 9, 10" in found.problems[0].message


def test_members_whose_names_only_look_like_a_total_or_a_remark_are_members(tmp_path: Path) -> None:
    found = roster(
        tmp_path, ["会社名", "会員番号", "備考"], ["計測器工業㈱", "1", ""], ["注文住宅㈱", "2", ""],
        ["平均年齢社", "3", ""], ["備考商店", "4", ""],
    )  # fmt: skip
    assert len(found.members) == 4
    marked = roster(tmp_path, ["印", "会員番号", "会社名"], ["※", "1", "甲社"])
    assert len(marked.members) == 1


def test_a_marker_of_a_group_merged_over_the_list_is_no_member(tmp_path: Path) -> None:
    found = roster(
        tmp_path, HEADER, ["【札幌支部】"], MEMBER, change=lambda sheet: sheet.merge_cells("A2:G2")
    )
    assert [m.row for m in found.members] == [3]


def test_numbers_prepared_for_later_members_are_no_members(tmp_path: Path) -> None:
    found = roster(tmp_path, ["No", "会社名", "電話番号"], [1, "甲社", ""], [2, "", ""], [3, "", ""])
    assert [m.row for m in found.members] == [2]
    assert [(p.row, p.reason) for p in found.passed_over] == [(3, "empty"), (4, "empty")]


def test_words_below_the_list_are_passed_over_with_a_warning(tmp_path: Path) -> None:
    found = roster(tmp_path, HEADER, MEMBER, ["", "", "", "", "", "", "作成：総務課"])
    assert [m.row for m in found.members] == [2]
    assert said(found) == [("NM-R35", "")]


def test_a_member_without_a_company_is_not_passed_over(tmp_path: Path) -> None:
    found = roster(tmp_path, HEADER, MEMBER, ["0002", "", "", "", "", "", ""])
    assert [m.row for m in found.members] == [2, 3]


def test_a_list_without_members_is_an_error(tmp_path: Path) -> None:
    assert said(roster(tmp_path, HEADER)) == [("NM-R33", "")]


# -- hidden rows


def hide(*rows: int) -> Any:
    def change(sheet: Any) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True

    return change


def test_hidden_rows_must_be_decided_about(tmp_path: Path) -> None:
    rows = [HEADER, MEMBER, ["0002", "乙社", "", "", "", "", ""], ["0003", "丙社", "", "", "", "", ""]]
    asked = roster(tmp_path, *rows, change=hide(3, 4))
    assert problems(asked) == [("error", "", "2 rows of the list are hidden or filtered out (row 3, 4).")]
    assert "--hidden include" in asked.problems[0].hint and "--hidden skip" in asked.problems[0].hint
    with_them = roster(tmp_path, *rows, change=hide(3, 4), hidden="include")
    assert len(with_them.members) == 3 and not has_errors(with_them.problems)
    without = roster(tmp_path, *rows, change=hide(3, 4), hidden="skip")
    assert [without.number(m) for m in without.members] == ["0001"] and not has_errors(without.problems)
    assert [(p.row, p.reason) for p in without.passed_over] == [(3, "hidden"), (4, "hidden")]


def test_a_hidden_row_that_is_no_member_needs_no_decision(tmp_path: Path) -> None:
    found = roster(tmp_path, ["作業用"], HEADER, MEMBER, ["合計", "1社"], change=hide(1, 4))
    assert not has_errors(found.problems)


# -- doubts about cells


def test_errors_and_formulas_without_a_result_are_named_all_at_once(tmp_path: Path) -> None:
    found = roster(tmp_path, HEADER, ["0001", "=B9&C9", "", "#N/A", "", "", ""], ["0002", "#REF!"])
    assert problems(found) == [
        ("error", "B2", "The formula of this cell has never been calculated (=B9&C9)."),
        ("error", "D2", "The cell shows the error #N/A."),
        ("error", "B3", "The cell shows the error #REF!."),
    ]


DATE = "{0} holds a date ({1}): Excel took something like 1-2-3 for one."
UNKNOWN = "The number format ?/?/? cannot be followed; what Excel shows is not known (stored: 0.5)."
DIGITS = "The number has more than 15 digits; Excel has already lost the last ones (1234567890123460)."
POSTCODE = "The postcode {0} has fewer than seven digits: a 0 at the front was lost."
TELEPHONE = "The telephone number {0} does not begin with 0: it was lost."
SIGN = "The sign {0} may stand for a character that was lost: {1}"
NOTHING = "The cell holds 甲社, but its number format shows nothing; the letter prints nothing either."


@pytest.mark.parametrize(
    ("cell", "value", "code", "severity", "message"),
    [
        ("D2", datetime.date(2001, 2, 3), "yyyy/m/d", "error", DATE.format("住所", "2001/2/3")),
        ("A2", datetime.date(2023, 1, 2), "m/d", "error", DATE.format("会員番号", "1/2")),
        ("D2", 0.5, "?/?/?", "error", UNKNOWN),
        ("A2", 1234567890123456, "0", "error", DIGITS),
        ("C2", 600001, "General", "warning", POSTCODE.format(600001)),
        ("C2", 10001, "General", "warning", POSTCODE.format(10001)),
        ("C2", "060-001", "General", "warning", '"060-001" is not a postcode (three digits, four digits).'),
        ("E2", 312345678, "General", "warning", TELEPHONE.format(312345678)),
        ("E2", "90-1234-5678", "General", "warning", TELEPHONE.format("90-1234-5678")),
        ("B2", "山?商事", "General", "warning", SIGN.format("?", "山?商事")),
        ("B2", "〓川商事", "General", "warning", SIGN.format("〓", "〓川商事")),
        ("F2", "\ue000田", "General", "warning", SIGN.format("U+E000", " 田")),
        (
            "G2", 123456789012, "General", "warning",
            "Excel shows 1.23457E+11 for 123456789012, and so would the letter.",
        ),
        ("B2", "甲社", ";;;", "warning", NOTHING),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_said_with_the_cell(
    tmp_path: Path, cell: str, value: object, code: str, severity: str, message: str
) -> None:
    found = roster(tmp_path, HEADER, MEMBER, change=formatted(**{cell: (value, code)}))
    assert problems(found) == [(severity, cell, message)]


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("C2", "060-0001", "General"),
        ("C2", "〒060-0001", "General"),
        ("C2", "０６０－０００１", "General"),
        ("C2", "0600001", "@"),
        ("C2", 600001, "000-0000"),
        ("C2", 1000001, "General"),
        ("E2", "03-1234-5678", "General"),
        ("E2", "0120-000-000（代）", "General"),
        ("E2", "(011)000-0001", "General"),
        ("E2", "+81-3-1234-5678", "General"),
        ("G2", datetime.date(2023, 9, 25), "yyyy/m/d"),
        ("G2", "至急?", "General"),
        ("B2", "東京タワー？商店", "General"),
    ],
)
def test_what_is_sound_is_not_doubted(tmp_path: Path, cell: str, value: object, code: str) -> None:
    assert roster(tmp_path, HEADER, MEMBER, change=formatted(**{cell: (value, code)})).problems == []


def test_the_cure_of_a_lost_zero_is_the_whole_number(tmp_path: Path) -> None:
    found = roster(tmp_path, HEADER, ["0001", "甲社", 10001, "", 9012345678, "", ""])
    assert [p.hint for p in found.problems] == [
        "Type 001-0001.",
        "Set the cell to Text and type 09012345678.",
    ]


def test_dates_that_have_lost_their_format_or_are_none(tmp_path: Path) -> None:
    found = roster(
        tmp_path, ["会社名", "入会日", "退会日"], ["甲社", 45194, ""], ["乙社", "令和5年", 2015],
        change=formatted(C2=(0, "yyyy/m/d")),
    )  # fmt: skip
    assert problems(found) == [
        ("warning", "B2", "入会日 shows the plain number 45194, which looks like a date without its format."),
        ("warning", "C2", "退会日 shows 1900/1/0: a small number that was given the format of a date."),
    ]


def test_member_numbers_must_differ_however_they_are_written(tmp_path: Path) -> None:
    found = roster(
        tmp_path, ["会員番号", "会社名"], ["A-01", "甲社"], ["Ａ－０１", "乙社"], ["", "丙社"], ["", "丁社"]
    )
    assert problems(found) == [
        ("error", "A3", "The member number Ａ－０１ is there twice (the other is A2).")
    ]
    assert found.problems[0].place.member == "Ａ－０１"


def test_controls_that_no_letter_can_hold_are_left_out_and_said(tmp_path: Path) -> None:
    found = roster(tmp_path, ["会員番号", "会社名"], ["1", "甲_x0007_社_x000B_\t乙\n丙"])
    assert found.value(found.members[0], "company") == "甲社\t乙\n丙"
    assert said(found) == [("NM-R46", "B2")]


# -- members who get no letter


@pytest.mark.parametrize(
    ("heading", "text", "reason", "codes"),
    [
        ("送付不要", "", "", []),
        ("送付不要", "○", "送付不要: ○", []),
        ("送付不要", "不要", "送付不要: 不要", []),
        ("送付不要", "要", "", []),
        ("送付不要", "保留", "", ["NM-R60"]),
        ("送付可否", "○", "", []),
        ("送付可否", "否", "送付可否: 否", []),
        ("送付可否", "×", "送付可否: ×", []),
        ("送付可否", "", "", ["NM-R61"]),
        ("送付可否", "?", "", ["NM-R60"]),
        ("発送要否（○×）", "×", "発送要否（○×）: ×", []),
        ("発送方法", "郵送", "", []),
        ("発送方法", "送付不要", "発送方法: 送付不要", []),
    ],
)
def test_who_is_left_out_is_told_by_the_lists_own_words(
    tmp_path: Path, heading: str, text: str, reason: str, codes: list[str]
) -> None:
    found = roster(tmp_path, ["会員番号", "会社名", heading], ["1", "甲社", text])
    said_reason, doubts = found.left_out(found.members[0])
    assert (said_reason, [d.code for d in doubts]) == (reason, codes)
    assert all(d.place.as_json()["cell"] == "C2" for d in doubts)

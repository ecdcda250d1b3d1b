"""Which sheet and which rows are the header, what the columns mean, and what is said about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from noticemerge.problems import use_language
from noticemerge.roster import Roster
from support.roster import HEADER, MEMBER, refusal, roster, said, save


def headers(found: Roster) -> list[str]:
    return [column.header for column in found.columns]


def meanings(found: Roster) -> dict[str, str]:
    keys = ("member_no", "company", "rep_title", "rep_name", "title", "person", "postcode", "address1", "tel")
    return {key: column.header for key in keys if (column := found.column_of(key))}


# -- the header row


def test_title_rows_above_the_header_are_passed(tmp_path: Path) -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:G1")

    found = roster(
        tmp_path,
        ["令和5年度　会員名簿"],
        ["", "", "", "", "", "令和5年9月1日現在"],
        [],
        HEADER,
        MEMBER,
        change=merge,
    )
    assert found.header_row == 4
    assert headers(found) == list(HEADER)
    assert [found.number(m) for m in found.members] == ["0001"]


def test_headings_may_have_line_breaks_spaces_and_other_spellings(tmp_path: Path) -> None:
    found = roster(
        tmp_path, ["会 員\n番 号", "企　業　名", "〒", "ＴＥＬ", "所在地"], ["1", "甲社", "", "", ""]
    )
    assert headers(found) == ["会 員 番 号", "企 業 名", "〒", "ＴＥＬ", "所在地"]
    assert meanings(found) == {
        "member_no": "会 員 番 号",
        "company": "企 業 名",
        "postcode": "〒",
        "address1": "所在地",
        "tel": "ＴＥＬ",
    }


def test_two_rows_merged_into_one_header_are_read_together(tmp_path: Path) -> None:
    def merge(sheet: Any) -> None:
        for area in ("A1:H1", "A2:A3", "B2:B3", "C2:D2", "E2:G2", "H2:H3"):
            sheet.merge_cells(area)

    found = roster(
        tmp_path,
        ["会員名簿"],
        ["会員番号", "会社名", "代表者", "", "送付先", "", "", "備考"],
        ["", "", "役職", "氏名", "〒", "住所", "TEL", ""],
        ["0001", "甲社", "社長", "山田", "060-0001", "札幌", "011-000-0001", "x"],
        change=merge,
    )
    assert found.header_row == 3
    assert headers(found) == ["会員番号", "会社名", "代表者役職", "代表者氏名", "〒", "住所", "TEL", "備考"]
    assert meanings(found) == {
        "member_no": "会員番号", "company": "会社名", "rep_title": "代表者役職", "rep_name": "代表者氏名",
        "postcode": "〒", "address1": "住所", "tel": "TEL",
    }  # fmt: skip
    assert found.members[0].texts == ("0001", "甲社", "社長", "山田", "060-0001", "札幌", "011-000-0001", "x")


def test_two_rows_that_are_not_merged_are_read_together_too(tmp_path: Path) -> None:
    found = roster(
        tmp_path,
        ["会員番号", "会社名", "代表者", "", "担当者", "", "電話番号"],
        ["", "", "役職", "氏名", "役職", "氏名", ""],
        ["0001", "甲社", "社長", "山田", "課長", "佐藤", "011-000-0001"],
    )
    assert headers(found)[2:6] == ["代表者役職", "代表者氏名", "担当者役職", "担当者氏名"]
    assert found.value(found.members[0], "person") == "佐藤"
    assert found.value(found.members[0], "rep_name") == "山田"


def test_the_first_member_is_never_taken_for_a_heading(tmp_path: Path) -> None:
    found = roster(tmp_path, ["会社名", "担当者名", "発送方法"], ["甲社", "", "メール"], ["", "代表", "FAX"])
    assert found.header_row == 1
    assert [m.texts for m in found.members] == [("甲社", "", "メール"), ("", "代表", "FAX")]


def test_a_heading_merged_over_two_columns_names_the_first(tmp_path: Path) -> None:
    found = roster(
        tmp_path, ["会員番号", "会社名", "", "電話番号"], ["1", "甲社", "", "011-000-0001"],
        change=lambda sheet: sheet.merge_cells("B1:C1"),
    )  # fmt: skip
    assert headers(found) == ["会員番号", "会社名", "電話番号"]
    assert [c.letter for c in found.columns] == ["A", "B", "D"]
    assert [c.index for c in found.columns] == [0, 1, 2]
    assert found.place(found.members[0], found.columns[2]).cell == "D2"


def test_without_known_headings_the_first_row_that_looks_like_them_is_taken_and_said(tmp_path: Path) -> None:
    rows = [["Lots", "of"], ["words"], ["Nickname", "Shoe size", "Age"], ["David", 42, 69]]
    found = Roster.read(save(tmp_path / "members.xlsx", rows))
    assert (headers(found), found.header_row) == (["Nickname", "Shoe size", "Age"], 3)
    use_language("en")
    assert [(p.code, p.message) for p in found.problems] == [
        ("NM-R72", "None of the headings is known; row 3 is taken for them: Nickname, Shoe size, Age")
    ]


def test_numbers_are_no_headings(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx", [[2021, 15], [2022, 16]])
    assert refusal(lambda: Roster.read(path)) == "NM-R23"


def test_a_row_that_is_named_is_taken_whatever_it_says(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx", [["Lots", "of"], ["Name", "Age"], ["David", 69]])
    found = Roster.read(path, header_row=2)
    assert headers(found) == ["Name", "Age"]
    assert [m.texts for m in found.members] == [("David", "69")]
    assert refusal(lambda: Roster.read(path, header_row=9)) == "NM-R24"


def test_the_row_that_is_named_wins_over_a_better_one(tmp_path: Path) -> None:
    found = roster(tmp_path, HEADER, ["番号", "名前", "x"], ["1", "甲", "y"], header_row=2)
    assert headers(found) == ["番号", "名前", "x"]
    assert found.header_row == 2


# -- the sheet


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


LIST: list[list[object]] = [list(HEADER), list(MEMBER)]


def test_the_sheet_called_member_list_wins(tmp_path: Path) -> None:
    path = workbook(tmp_path / "m.xlsx", 旧名簿=LIST, 会員名簿=LIST)
    assert Roster.read(path).sheet == "会員名簿"
    assert Roster.read(path, sheet="旧 名簿").sheet == "旧名簿"


def test_else_the_only_visible_sheet_with_a_header_is_taken(tmp_path: Path) -> None:
    path = workbook(tmp_path / "m.xlsx", 記入例=LIST, 表紙=[["会員名簿"]], 正会員=LIST, 集計=LIST)
    assert Roster.read(path).sheet == "正会員"


def test_where_it_cannot_be_told_the_user_is_asked(tmp_path: Path) -> None:
    several = workbook(tmp_path / "several.xlsx", 正会員=LIST, 賛助会員=LIST)
    assert refusal(lambda: Roster.read(several)) == "NM-R22"
    none = workbook(tmp_path / "none.xlsx", 通知=[["件名", "x"]], 添付資料=[["資料名"]])
    assert refusal(lambda: Roster.read(none)) == "NM-R21"
    assert refusal(lambda: Roster.read(several, sheet="会員")) == "NM-R20"
    with pytest.raises(Exception, match=r"正会員 \(1 rows\), 賛助会員 \(1 rows\)"):
        Roster.read(several, sheet="会員")


# -- what the columns mean


def test_headings_written_alike_are_an_error_that_names_both_cells(tmp_path: Path) -> None:
    found = roster(tmp_path, [*HEADER, "資料６", "資料6"], [*MEMBER, "○", "×"])
    assert said(found, "NM-R30") == [("NM-R30", "I1")]
    assert "H1" in next(p.message for p in found.problems if p.code == "NM-R30")


def test_two_columns_of_one_meaning_are_an_error_where_neither_is_clearly_meant(tmp_path: Path) -> None:
    found = roster(tmp_path, ["会員番号", "企業名", "団体名"], ["1", "甲社", "甲工場"])
    assert said(found) == [("NM-R31", "C1")]
    assert found.problems[0].message == 'The columns "団体名" and "企業名" (B1) both mean 会社名.'


def test_the_fields_own_name_wins_over_another_word_for_it_with_a_warning(tmp_path: Path) -> None:
    found = roster(tmp_path, ["団体名", "会社名", "会員番号"], ["甲工場", "甲社", "1"])
    assert said(found) == [("NM-R26", "A1")]
    assert found.value(found.members[0], "company") == "甲社"


def test_columns_nothing_is_decided_by_may_mean_the_same(tmp_path: Path) -> None:
    found = roster(
        tmp_path, ["会社名", "会員番号", "摘要", "メモ", "地区", "支部"], ["甲社", "1", "", "", "", ""]
    )
    assert said(found) == []


def test_an_address_for_sending_wins_and_the_plain_one_fills_in_for_it(tmp_path: Path) -> None:
    found = roster(
        tmp_path,
        ["会社名", "郵便番号", "住所", "送付先郵便番号", "送付先住所"],
        ["甲社", "060-0001", "札幌", "100-0001", "東京"],
        ["乙社", "060-0002", "函館", "", "　"],
        ["丙社", "060-0003", "小樽", "", "大阪"],
    )
    first, second, third = found.members
    assert said(found) == [("NM-R27", "B1"), ("NM-R27", "C1")]
    assert (found.value(first, "postcode"), found.value(first, "address1")) == ("100-0001", "東京")
    assert (found.value(second, "postcode"), found.value(second, "address1")) == ("060-0002", "函館")
    # Never the postcode of one address with the other.
    assert (found.value(third, "postcode"), found.value(third, "address1")) == ("", "大阪")


def test_a_row_number_is_the_member_number_only_where_there_is_no_other(tmp_path: Path) -> None:
    both = roster(tmp_path, ["No.", "会員番号", "会社名"], ["1", "0777", "甲社"])
    assert both.number(both.members[0]) == "0777"
    only = roster(tmp_path, ["No.", "会社名"], ["1", "甲社"])
    assert only.number(only.members[0]) == "1"


def test_a_column_without_a_heading_is_named_if_it_holds_something(tmp_path: Path) -> None:
    found = roster(tmp_path, ["会員番号", "", "会社名", ""], ["1", "", "甲社", ""], ["2", "x", "乙社", ""])
    assert said(found) == [("NM-R32", "B1")]
    assert headers(found) == ["会員番号", "会社名"]


def test_hidden_columns_are_read_and_mentioned(tmp_path: Path) -> None:
    found = roster(
        tmp_path, HEADER, MEMBER, change=lambda sheet: sheet.column_dimensions.group("C", "E", hidden=True)
    )
    assert [p.message for p in found.problems] == [
        "The columns C, D, E are hidden in Excel; tags can use them all the same."
    ]
    assert found.value(found.members[0], "tel") == "011-000-0001"

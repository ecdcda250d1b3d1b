"""The register belongs to the clerk: what is written at its right is kept, and is nobody's fault."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.output import State, merge_run, verify
from support import make
from support.on_paper import converted
from support.program import noticemerge
from support.validator import assert_valid

OUT = Path("out")
REGISTER, ASIDE = OUT / "発送台帳.xlsx", OUT / "発送台帳_旧.xlsx"
LIST = Path("members.xlsx")
HEADER_ROW = 4


@pytest.fixture
def made(members: Path) -> Path:
    assert noticemerge("merge", members).exit_code == 0
    return members


class Register:
    """The register as a clerk has it open."""

    def __init__(self, title: str = "発送台帳", header_row: int = HEADER_ROW) -> None:
        self.book: Workbook = load_workbook(REGISTER)
        self.sheet: Worksheet = self.book[title]
        self.header_row = header_row

    @property
    def headings(self) -> list[Any]:
        return [cell.value for cell in self.sheet[self.header_row]]

    def cell(self, number: str, heading: str) -> Any:
        rows = self.sheet.iter_rows(min_row=self.header_row + 1)
        at = self.headings.index("会員番号")
        row = next(row for row in rows if row[at].value == number)
        return self.sheet.cell(row[0].row, self.headings.index(heading) + 1)

    def add(self, heading: str) -> None:
        self.sheet.cell(self.header_row, self.sheet.max_column + 1).value = heading

    def write(self, number: str, **texts: object) -> None:
        for heading, text in texts.items():
            self.cell(number, heading).value = text

    def save(self) -> None:
        self.book.save(REGISTER)

    def noted(self, *headings: str) -> dict[str, list[Any]]:
        """The clerk's cells by member."""
        at = self.headings.index("会員番号") + 1
        numbers = [self.sheet.cell(r, at).value for r in range(self.header_row + 1, self.sheet.max_row + 1)]
        return {n: [self.cell(n, heading).value for heading in headings] for n in numbers if n}


def changed_list(rows: Iterable[Sequence[object]] = make.MEMBERS, **notice: str) -> None:
    make.workbook(LIST, members=list(rows), notice=make.NOTICE | notice)


def merged(*words: str) -> list[str]:
    """Merge, and the codes of what was told."""
    ran = noticemerge("merge", LIST, *words, "--json")
    assert ran.exit_code == 0, ran.stdout
    return [code for code, *_ in ran.told]


def filled_in() -> None:
    register = Register()
    register.add("担当")
    register.write("0007", 発送日=datetime.date(2023, 9, 28), 受領="○", 担当="佐藤")
    register.write("0012", メモ="電話で確認\n（山田様）")
    register.write("0123", 受領="×", 担当=1234.5)
    register.save()


NOTED = {
    "0007": [datetime.datetime(2023, 9, 28), "○", None, "佐藤"],
    "0012": [None, None, "電話で確認\n（山田様）", None],
    "0123": [None, "×", None, 1234.5],
}
COLUMNS = ("発送日", "受領", "メモ", "担当")
BEFORE = (
    "連番",
    "文書番号",
    "発送日",
    "会員番号",
    "宛先",
    "件名",
    "添付資料",
    "部数",
    "発送方法",
    "ファイル",
    "状態",
    "備考",
)


def test_what_was_filled_in_is_in_the_next_register_beside_the_same_members(made: Path) -> None:
    filled_in()
    changed_list(reversed(make.MEMBERS), 件名="別のお願いについて（依頼）")
    assert merged() == []
    register = Register()
    assert register.noted(*COLUMNS) == dict(reversed(NOTED.items()))
    assert register.cell("0007", "件名").value == "別のお願いについて（依頼）"
    assert not ASIDE.exists()
    assert_valid(REGISTER)


def test_it_is_still_there_after_many_merges(made: Path) -> None:
    filled_in()
    for subject in (
        "お願いについて（依頼）その二",
        "お願いについて（依頼）その三",
        "お願いについて（依頼）その四",
    ):
        changed_list(件名=subject)
        assert merged() == []
    assert Register().noted(*COLUMNS) == NOTED
    assert Register().headings[-4:] == ["発送日", "受領", "メモ", "担当"]


def test_a_merge_that_changes_nothing_leaves_the_clerks_file_alone(made: Path) -> None:
    filled_in()
    before = REGISTER.read_bytes()
    assert merged() == []
    assert REGISTER.read_bytes() == before


def test_nobody_counts_it_as_an_edit(made: Path) -> None:
    filled_in()
    ran = noticemerge("verify")
    assert (ran.exit_code, ran.stdout.splitlines()[-1]) == (
        0, "作成後の変更はありません。内容の確認が済んでいれば、発送できます。",
    )  # fmt: skip


def test_a_run_that_is_stopped_when_all_is_placed_costs_no_notes(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_in()
    changed_list(件名="別のお願いについて（依頼）")
    with monkeypatch.context() as stopped:
        stopped.setattr(merge_run, "_finished", lambda *_: 1 / 0)
        assert noticemerge("merge", LIST).exit_code == 70
    assert Register().noted(*COLUMNS) == NOTED
    changed_list(件名="また別のお願いについて（依頼）")
    assert merged() == []
    assert Register().noted(*COLUMNS) == NOTED


def widths_sorted_and_filtered(register: Register) -> None:
    sheet = register.sheet
    sheet.column_dimensions["C"].width = 80
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    for number, row in enumerate(reversed(rows), 5):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    sheet.auto_filter.add_filter_column(13, ["作成"])
    sheet.row_dimensions[5].hidden = True


def test_neither_widths_nor_sorting_nor_a_filter_is_an_edit(made: Path) -> None:
    filled_in()
    register = Register()
    widths_sorted_and_filtered(register)
    register.save()
    assert noticemerge("verify").exit_code == 0
    changed_list(件名="別のお願いについて（依頼）")
    assert merged() == []
    assert Register().noted(*COLUMNS) == NOTED


def other_addressee(register: Register) -> None:
    register.write("0007", 宛先="別の会社　御中")


def other_sum(register: Register) -> None:
    register.book["集計"]["C6"] = 99


def one_line_less(register: Register) -> None:
    register.sheet.delete_rows(5)


def one_column_less(register: Register) -> None:
    register.sheet.delete_cols(register.headings.index("件名") + 1)


def one_line_more(register: Register) -> None:
    for column, text in enumerate((4, "0999", "手で足した会社　御中"), 1):
        register.sheet.cell(8, column).value = text


def above_the_table(register: Register) -> None:
    register.sheet["D1"] = "担当：佐藤"


@pytest.mark.parametrize(
    "edit", [other_addressee, other_sum, one_line_less, one_column_less, one_line_more, above_the_table]
)
def test_what_was_changed_in_our_part_is_told_and_kept_aside(made: Path, edit: Any) -> None:
    filled_in()
    register = Register()
    edit(register)
    register.save()
    kept = REGISTER.read_bytes()
    assert [p.code for p in verify(OUT).problems] == ["NM-W37"]
    changed_list(件名="別のお願いについて（依頼）")
    assert merged() == ["NM-W06"]
    assert ASIDE.read_bytes() == kept
    assert Register().noted(*COLUMNS)["0012"] == NOTED["0012"]


def test_the_look_of_the_clerks_cells_survives(made: Path) -> None:
    register = Register()
    register.write("0007", 発送日=datetime.date(2023, 9, 28), 受領=0.5, メモ="至急")
    register.cell("0007", "発送日").number_format = 'm"月"d"日"'
    register.cell("0007", "受領").number_format = "0%"
    register.cell("0007", "メモ").font = Font(name="ＭＳ 明朝", bold=True, color="FFFF0000")
    register.cell("0012", "受領").fill = PatternFill("solid", fgColor="FFFFFF00")
    register.cell("0123", "メモ").fill = PatternFill("solid", fgColor=Color(theme=7, tint=0.6))
    register.save()
    for subject in ("お願いについて（依頼）その二", "お願いについて（依頼）その三"):
        changed_list(件名=subject)
        assert merged() == []
    now = Register()
    assert now.cell("0007", "発送日").number_format == 'm"月"d"日"'
    assert (now.cell("0007", "受領").value, now.cell("0007", "受領").number_format) == (0.5, "0%")
    font = now.cell("0007", "メモ").font
    assert (font.name, font.bold, font.color.rgb) == ("ＭＳ 明朝", True, "FFFF0000")
    assert now.cell("0012", "受領").fill.fgColor.rgb == "FFFFFF00"
    assert now.cell("0012", "メモ").border.left.style == "thin"
    assert (now.cell("0123", "メモ").fill.fgColor.theme, now.book.loaded_theme is not None) == (7, True)
    assert_valid(REGISTER)


def test_a_line_marked_with_a_colour_stays_marked(made: Path) -> None:
    register = Register()
    for cell in register.sheet[6]:
        cell.fill = PatternFill("solid", fgColor="FFFFFF99")
    register.save()
    for members in (make.MEMBERS[1:], make.MEMBERS):
        changed_list(members)
        noticemerge("merge", LIST, "--prune")
    now = Register()
    colors = {now.cell(n, "宛先").fill.fgColor.rgb for n in ("0007", "0123")}
    assert (now.cell("0012", "宛先").fill.fgColor.rgb, colors) == ("FFFFFF99", {"00000000"})
    assert {now.cell("0012", h).fill.fgColor.rgb for h in ("件名", "発送日", "メモ")} == {"FFFFFF99"}
    assert "名簿にない会員" not in now.book.sheetnames
    assert_valid(REGISTER)


def test_a_register_that_another_office_program_saved_is_the_same(made: Path, tmp_path: Path) -> None:
    filled_in()
    shutil.copy(*converted([REGISTER], "xlsx", tmp_path / "saved"), REGISTER)
    assert noticemerge("verify").exit_code == 0
    changed_list(件名="別のお願いについて（依頼）")
    assert merged() == []
    assert Register().noted(*COLUMNS) == NOTED
    assert_valid(REGISTER)


def test_the_notes_of_a_member_who_left_are_kept_and_come_back_with_the_member(made: Path) -> None:
    filled_in()
    changed_list(make.MEMBERS[1:])
    ran = noticemerge("merge", LIST, "--prune", "--json")
    assert [told for told in ran.told if told[0] == "NM-W33"] == [
        (
            "NM-W33",
            str(REGISTER),
            "発送台帳に記入のある会員のうち1件は、名簿にありません: 0007 株式会社あおば商事 御中",
            "記入した内容は、発送台帳の「名簿にない会員」シートに残しました。",
        )
    ]
    left = Register("名簿にない会員", 3)
    assert left.noted(*COLUMNS) == {"0007": NOTED["0007"]}
    assert_valid(REGISTER)
    changed_list(make.MEMBERS[1:], 件名="別のお願いについて（依頼）")
    assert merged() == []  # it is told once
    assert Register("名簿にない会員", 3).noted(*COLUMNS) == {"0007": NOTED["0007"]}
    changed_list()
    merged()
    assert Register().noted(*COLUMNS) == NOTED
    assert "名簿にない会員" not in Register().book.sheetnames


def test_a_line_of_notes_that_is_nobodys_is_kept_too(made: Path) -> None:
    register = Register()
    register.sheet.cell(8, register.headings.index("受領") + 1).value = "計 2"
    register.save()
    assert noticemerge("verify").exit_code == 0
    changed_list(件名="別のお願いについて（依頼）")
    assert merged() == ["NM-W33"]
    assert Register("名簿にない会員", 3).sheet["D4"].value == "計 2"


@pytest.mark.parametrize(
    ("numbers", "after"), [(("1", "2", "3"), ("0001", "0002", "0003")), (("007", "8", "9"), ("7", "8", "9"))]
)
def test_a_number_that_is_written_with_other_zeros_is_the_same_number(
    members: Path, numbers: Sequence[str], after: Sequence[str]
) -> None:
    rows = [(number, *row[1:]) for number, row in zip(numbers, make.MEMBERS, strict=True)]
    changed_list(rows)
    merged()
    register = Register()
    register.write(numbers[0], メモ="一")
    register.save()
    changed_list([(number, *row[1:]) for number, row in zip(after, make.MEMBERS, strict=True)])
    merged()
    assert Register().noted("メモ")[after[0]] == ["一"]


def test_a_list_without_numbers_goes_by_the_names(members: Path) -> None:
    header, rows = make.HEADER[1:], [row[1:] for row in make.MEMBERS]
    make.workbook(LIST, header=header, members=rows)
    merged()
    register = Register()
    memo = register.headings.index("メモ") + 1
    for row, text in ((5, "一"), (7, "三")):
        register.sheet.cell(row, memo).value = text
    register.save()
    make.workbook(
        LIST, header=header, members=rows[::-1], notice=make.NOTICE | {"件名": "別のお願いについて（依頼）"}
    )
    merged()
    assert [Register().sheet.cell(row, memo).value for row in (5, 6, 7)] == ["三", None, "一"]


def test_columns_called_alike_or_not_at_all_are_kept_apart(made: Path) -> None:
    register = Register()
    for heading in ("備考", "備考", None):
        register.sheet.cell(HEADER_ROW, register.sheet.max_column + 1).value = heading
    for column, text in enumerate(("一", "二", "三"), len(register.headings) - 2):
        register.sheet.cell(5, column).value = text
    register.save()
    for subject in ("お願いについて（依頼）その二", "お願いについて（依頼）その三"):
        changed_list(件名=subject)
        assert merged() == []
    now = Register()
    assert now.headings[-3:] == ["備考", "備考", None]
    assert [cell.value for cell in now.sheet[5]][-3:] == ["一", "二", "三"]


def test_a_column_the_clerk_deleted_does_not_come_back(made: Path) -> None:
    register = Register()
    register.sheet.delete_cols(register.headings.index("受領") + 1)
    register.save()
    changed_list(件名="別のお願いについて（依頼）")
    assert merged() == []
    assert Register().headings[-2:] == ["発送日", "メモ"]


def test_a_deadline_that_is_set_later_brings_the_column_for_replies(made: Path) -> None:
    filled_in()
    changed_list(回答期限="令和5年10月20日")
    assert merged() == []
    assert Register().headings[-5:] == ["発送日", "受領", "返信", "メモ", "担当"]
    assert Register().noted(*COLUMNS) == NOTED


def with_sheet(register: Register) -> None:
    register.book.create_sheet("当番表")["A1"] = "佐藤"


def with_table(register: Register) -> None:
    register.sheet.auto_filter.ref = None
    register.sheet.add_table(Table(displayName="台帳", ref=f"A4:{register.sheet.dimensions.split(':')[1]}"))


def with_merged_cells(register: Register) -> None:
    register.sheet.merge_cells("R5:R6")


def with_formula_of_another_line(register: Register) -> None:
    register.write("0012", 担当="=P5")


def with_formula_that_looks_for_its_cell(register: Register) -> None:
    register.write("0012", 担当='=INDIRECT("P6")')


def with_choices_from_another_sheet(register: Register) -> None:
    choice = DataValidation("list", formula1="集計!$A$5:$A$6")
    choice.add("Q5:Q7")
    register.sheet.add_data_validation(choice)


def with_comment_on_nobody(register: Register) -> None:
    register.sheet["R9"].comment = Comment("締切は月末", "佐藤")


@pytest.mark.parametrize(
    ("add", "what"),
    [
        (with_sheet, "当番表"),
        (with_table, "テーブル"),
        (with_merged_cells, "セルの結合"),
        (with_formula_of_another_line, "数式"),
        (with_formula_that_looks_for_its_cell, "数式"),
        (with_choices_from_another_sheet, "入力規則"),
        (with_comment_on_nobody, "コメント"),
    ],
)
def test_what_cannot_be_taken_over_is_not_lost_without_a_word(made: Path, add: Any, what: str) -> None:
    filled_in()
    register = Register()
    add(register)
    register.save()
    kept = REGISTER.read_bytes()
    assert noticemerge("verify").exit_code == 0
    changed_list(件名="別のお願いについて（依頼）")
    (told,) = noticemerge("merge", LIST, "--json").told
    assert (told[0], f"（{what}）" in told[2]) == ("NM-W32", True)
    assert ASIDE.read_bytes() == kept
    assert Register().noted(*COLUMNS)["0007"] == NOTED["0007"]
    changed_list(件名="また別のお願いについて（依頼）")
    assert merged() == []  # it is told once
    assert_valid(REGISTER)


def test_a_register_of_before_fills_no_day_of_sending(made: Path) -> None:
    """Before, the date of issue stood under 発送日, and a record did not know what the sheets said."""
    register = Register()
    sheet = register.sheet
    for column, heading in enumerate(BEFORE, 1):
        sheet.cell(HEADER_ROW, column).value = heading
        for row in (5, 6, 7):
            sheet.cell(row, column).value = (None, "0012")[heading == "会員番号" and row == 6]
    for row in (5, 6, 7):
        sheet.cell(row, BEFORE.index("発送日") + 1).value = datetime.date(2023, 9, 25)
    sheet.delete_cols(len(BEFORE) + 1, 9)
    register.add("メモ書き")
    sheet.cell(6, len(BEFORE) + 1).value = "残る"
    register.save()
    state = State.read(OUT)
    state.told, state.register = {}, "0"
    state.write(state.files.items())
    assert merged() == ["NM-W06"]
    now = Register()
    assert now.headings[-4:] == ["発送日", "受領", "メモ", "メモ書き"]
    assert now.noted("発送日", "メモ書き") == {
        "0007": [None, None], "0012": [None, "残る"], "0123": [None, None],
    }  # fmt: skip


def test_a_clerk_who_deletes_the_date_of_issue_keeps_the_days_of_sending(made: Path) -> None:
    filled_in()
    register = Register()
    register.sheet.delete_cols(register.headings.index("発信日") + 1)
    register.save()
    changed_list(件名="別のお願いについて（依頼）")
    assert merged() == ["NM-W06"]
    assert Register().noted(*COLUMNS) == NOTED


TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=3, max_size=3), order=st.permutations(range(3)))
def test_any_text_stays_beside_its_member_in_any_order(
    members: Path, texts: list[str], order: Sequence[int]
) -> None:
    shutil.rmtree(OUT, ignore_errors=True)
    changed_list()
    merged()
    register = Register()
    for (number, *_), text in zip(make.MEMBERS, texts, strict=True):
        cell = register.cell(number, "メモ")
        cell.value, cell.data_type = text, "s"
    register.save()
    changed_list([make.MEMBERS[index] for index in order], 件名="別のお願いについて（依頼）")
    merged()
    expected = {row[0]: [text] for row, text in zip(make.MEMBERS, texts, strict=True) if text.strip()}
    assert {n: v for n, v in Register().noted("メモ").items() if v != [None]} == expected

"""Lists to choose from, colours by rule, formulas and comments of the clerk's stay in the register."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from noticemerge.output.moved_references import Moves, Stand, moved
from support import make
from support.on_paper import converted
from support.program import noticemerge
from support.validator import assert_valid
from test_register_notes import ASIDE, HEADER_ROW, LIST, REGISTER, Register, changed_list, merged

YELLOW = PatternFill("solid", bgColor="FFFFFF00")
# The members in another order, with one who joined in front.
OTHERS = (("0003", "新入会商事", "", "", "", "100-0009", "東京都千代田区9-9", "郵送"), *make.MEMBERS[::-1])
# Columns of the register that is made first: N 状態, P 発送日, Q 受領, R メモ.


@pytest.fixture
def made(members: Path) -> Path:
    assert merged() == []
    return members


def edited(*edits: Callable[[Register], object]) -> None:
    register = Register()
    for edit in edits:
        edit(register)
    register.save()


def renewed(rows: Sequence[Sequence[object]] = OTHERS) -> Register:
    """The register after a merge of these members, which loses nothing."""
    changed_list(rows)
    ran = noticemerge("merge", LIST, "--prune", "--json")
    assert [told for told in ran.told if told[0] != "NM-W14"] == []
    assert not ASIDE.exists()
    assert_valid(REGISTER)
    return Register()


def choices(register: Register) -> dict[str, str]:
    """The lists to choose from, by the cells they are of."""
    return {str(rule.sqref): rule.formula1 for rule in register.sheet.data_validations.dataValidation}


def colours(register: Register) -> dict[str, list[str]]:
    """The formulas of rules for colours, by the cells they are of."""
    found = register.sheet.conditional_formatting
    return {str(area.sqref): [text for rule in area.rules for text in rule.formula] for area in found}


def choice(cells: str, formula: str = '"済,未"') -> Callable[[Register], object]:
    rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
    rule.error, rule.prompt = "済か未を選んでください。", "返信の有無"
    rule.sqref = MultiCellRange(cells)
    return lambda register: register.sheet.add_data_validation(rule)


def colour(cells: str, rule: Rule) -> Callable[[Register], object]:
    return lambda register: register.sheet.conditional_formatting.add(cells, rule)


def formulas(heading: str, *texts: str) -> Callable[[Register], object]:
    """These formulas in the lines of a column of this heading, which is added where it is new."""

    def edit(register: Register) -> None:
        if heading not in register.headings:
            register.add(heading)
        column = register.headings.index(heading) + 1
        for row, text in enumerate(texts, HEADER_ROW + 1):
            register.sheet.cell(row, column).value = text

    return edit


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Q5:Q7", "Q5:Q8"),  # all lines: those who come too
        ("Q4:Q1048576", "Q4:Q1048576"),
        ("Q5:Q100", "Q5:Q101"),
        ("Q5:R7", "Q5:R8"),
        ("Q5:Q6", "Q7:Q8"),  # 0007 and 0012, who stand at the end now
        ("Q5 Q7", "Q6 Q8"),
    ],
)
def test_a_list_to_choose_from_is_there_for_the_same_members(made: Path, before: str, after: str) -> None:
    edited(choice(before))
    found = renewed().sheet.data_validations.dataValidation
    assert {cell for rule in found for cell in str(rule.sqref).split()} == set(after.split())
    assert {(r.formula1, r.error, r.prompt, r.showErrorMessage) for r in found} == {
        ('"済,未"', "済か未を選んでください。", "返信の有無", True)
    }


def test_it_is_there_after_many_merges(made: Path) -> None:
    edited(choice("Q5:Q7"), colour("A5:R7", FormulaRule(['$Q5="済"'], fill=YELLOW)))
    for rows in (OTHERS, make.MEMBERS[:2], OTHERS[1:], make.MEMBERS):
        now = renewed(rows)
    assert choices(now) == {"Q5:Q7": '"済,未"'}
    assert colours(now) == {"A5:R7": ['$Q5="済"']}


def test_a_column_that_comes_between_moves_all_that_is_right_of_it(made: Path) -> None:
    """A deadline brings the column 返信 before メモ."""
    edited(
        choice("R5:R7"),
        colour("A5:R7", FormulaRule(['AND($R5="済",$N5="作成")'], fill=YELLOW)),
        formulas("残り", *(f'=IF(R{row}="","未",$A{row})' for row in (5, 6, 7))),
    )
    changed_list(OTHERS, 回答期限="令和5年10月20日")
    assert merged() == []
    now = Register()
    assert now.headings[-5:] == ["発送日", "受領", "返信", "メモ", "残り"]
    assert choices(now) == {"S5:S8": '"済,未"'}
    assert colours(now) == {"A5:S8": ['AND($S5="済",$N5="作成")']}
    assert [now.cell(n, "残り").value for n in ("0003", "0123")] == [
        '=IF(S5="","未",$A5)',
        '=IF(S6="","未",$A6)',
    ]
    assert_valid(REGISTER)


def test_colours_by_rule_look_as_they_did(made: Path) -> None:
    bold = DifferentialStyle(font=Font(bold=True, color="FFFF0000"))
    edited(
        colour("Q5:Q7", CellIsRule("equal", ['"未"'], fill=YELLOW, stopIfTrue=True)),
        colour("R5:R7", Rule("containsText", dxf=bold, operator="containsText", text="至急",
                             formula=['NOT(ISERROR(SEARCH("至急",R5)))'])),
        colour("Q5:Q7", Rule("duplicateValues", dxf=bold)),
        colour("R5:R7", ColorScaleRule("min", None, "FFFFFFFF", "max", None, "FF00FF00")),
    )  # fmt: skip
    now = renewed()
    rules = {str(area.sqref): area.rules for area in now.sheet.conditional_formatting}
    first, twice = rules["Q5:Q8"]
    assert (first.type, first.formula, first.stopIfTrue) == ("cellIs", ['"未"'], True)
    assert first.dxf.fill.bgColor.rgb == "FFFFFF00"
    assert (twice.type, twice.dxf.font.color.rgb) == ("duplicateValues", "FFFF0000")
    text, scale = rules["R5:R8"]
    assert (text.text, text.formula, text.dxf.font.b) == ("至急", ['NOT(ISERROR(SEARCH("至急",R5)))'], True)
    assert [color.rgb for color in scale.colorScale.color] == ["FFFFFFFF", "FF00FF00"]


@pytest.mark.parametrize(
    ("written", "new"),
    [
        # What every line says, new lines say too; 0003 comes first, and 0007, who was first, is last.
        ('=IF(Q{0}="","未","済")', '=IF(Q{0}="","未","済")'),
        ("=B{0}&発送台帳!$C{0}", "=B{0}&発送台帳!$C{0}"),
        ("=COUNTIF($Q$5:$Q$7,Q{0})", "=COUNTIF($Q$5:$Q$8,Q{0})"),
        ("=COUNTIF(Q:Q,Q{0})", "=COUNTIF(Q:Q,Q{0})"),
        ("=COUNTA(Q$5:Q{0})", "=COUNTA(Q$5:Q{0})"),
        ("=SUM(P{0}:R{0})", "=SUM(P{0}:R{0})"),
        ('=S$4&"："&Q{0}', '=S$4&"："&Q{0}'),
        ("=ROW()-4", "=ROW()-4"),
        ("=TODAY()-E{0}", "=TODAY()-E{0}"),
    ],
)
def test_a_formula_of_every_line_is_in_new_lines_too(made: Path, written: str, new: str) -> None:
    edited(formulas("確認", *map(written.format, (5, 6, 7))))
    now = renewed()
    column = now.headings.index("確認") + 1
    assert [now.sheet.cell(row, column).value for row in (5, 6, 7, 8)] == [
        new.format(r) for r in (5, 6, 7, 8)
    ]


def test_a_formula_of_one_line_goes_with_its_member_alone(made: Path) -> None:
    edited(formulas("確認", "=Q5*2", "", "=Q$7+$Q$5"))
    now = renewed()
    assert {n: now.cell(n, "確認").value for n, *_ in OTHERS} == {
        "0003": None, "0123": "=Q$6+$Q$8", "0012": None, "0007": "=Q8*2",
    }  # fmt: skip


def test_the_result_of_a_formula_stands_there_until_it_is_calculated_anew(made: Path, tmp_path: Path) -> None:
    edited(
        formulas("確認", *(f'=IF(Q{row}="","未<"&A{row},12.5)' for row in (5, 6, 7))),
        formulas("空", *(f'=IF(Q{row}="","","済")' for row in (5, 6, 7))),
    )
    register = Register()
    register.write("0012", 受領="○")
    register.save()
    shutil.copy(*converted([REGISTER], "xlsx", tmp_path / "saved"), REGISTER)
    renewed()
    assert noticemerge("check", LIST, "--where", "空=済").exit_code == 1  # the new member's has no result
    shown = load_workbook(REGISTER, data_only=True)["発送台帳"]
    column = Register().headings.index("確認") + 1
    assert [shown.cell(row, column).value for row in (5, 6, 7, 8)] == [None, "未<3", 12.5, "未<1"]
    again = load_workbook(*converted([REGISTER], "xlsx", tmp_path / "again"), data_only=True)["発送台帳"]
    assert [again.cell(row, column).value for row in (5, 7, 8)] == ["未<1", 12.5, "未<4"]
    with zipfile.ZipFile(REGISTER) as package:
        assert b'<calcPr fullCalcOnLoad="1"/>' in package.read("xl/workbook.xml")


def test_an_array_formula_leaves_its_result_and_is_told(made: Path) -> None:
    register = Register()
    register.add("確認")
    register.sheet["S5"] = ArrayFormula("S5:S6", "=Q5:Q6")
    register.save()
    changed_list(OTHERS)
    assert merged() == ["NM-W32"]


def test_comments_stay_with_their_members_and_headings(made: Path) -> None:
    def comment(register: Register) -> None:
        register.cell("0007", "メモ").comment = Comment(
            "折り返し待ち\n（9/28）", "佐藤", height=60, width=200
        )
        register.cell("0012", "宛先").comment = Comment("旧社名：あけぼの", "佐藤")
        register.sheet["Q4"].comment = Comment("受領印の有無", "鈴木")

    edited(comment)
    for rows in (OTHERS, make.MEMBERS):
        now = renewed(rows)
        told = {
            cell.coordinate: cell.comment for row in now.sheet.iter_rows() for cell in row if cell.comment
        }
        at = [now.cell("0007", "メモ").coordinate, now.cell("0012", "宛先").coordinate, "Q4"]
        assert {cell: (c.text, c.author) for cell, c in told.items()} == {
            at[0]: ("折り返し待ち\n（9/28）", "佐藤"),
            at[1]: ("旧社名：あけぼの", "佐藤"),
            at[2]: ("受領印の有無", "鈴木"),
        }


def test_a_conversation_becomes_a_comment_with_its_text(made: Path) -> None:
    """Excel stores one as a comment too, with words for older programs, by an author tc= and an id."""
    words = "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment.\n\n"
    said = "Comment:\n    9月28日に再送\nReply:\n    届いたとのこと"
    edited(lambda register: setattr(
        register.sheet["R5"], "comment", Comment(words + said, "tc={6F8A31B5-11AB-4C68-9D8B-0A2B6C7E1F00}")
    ))  # fmt: skip
    assert renewed().cell("0007", "メモ").comment.text == said


def test_the_comment_of_a_member_who_left_is_told(made: Path) -> None:
    edited(lambda register: setattr(register.cell("0007", "メモ"), "comment", Comment("再送", "佐藤")))
    changed_list(make.MEMBERS[1:])
    assert "NM-W32" in merged("--prune")
    assert ASIDE.exists()


def test_rules_that_only_newer_programs_know_are_told(made: Path) -> None:
    """A list on another sheet is stored behind all else, as x14:dataValidation."""
    edited(choice("Q5:Q7"))
    newer = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"'
        b' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        b'<x14:dataValidations count="1"'
        b' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">'
        b"<x14:formula1><xm:f>\xe9\x9b\x86\xe8\xa8\x88!$A$5:$A$6</xm:f></x14:formula1><xm:sqref>R5:R7</xm:sqref>"
        b"</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    with zipfile.ZipFile(REGISTER) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(REGISTER, "w") as package:
        for name, content in parts.items():
            is_register = name == "xl/worksheets/sheet1.xml"
            package.writestr(name, content.replace(b"</worksheet>", newer) if is_register else content)
    changed_list(OTHERS)
    assert merged() == ["NM-W32"]
    assert choices(Register()) == {"Q5:Q8": '"済,未"'}


def test_what_the_reader_of_rules_cannot_read_costs_no_notes(made: Path) -> None:
    edited(choice("Q5:Q7"), lambda register: register.write("0007", メモ="至急"))
    with zipfile.ZipFile(REGISTER) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(REGISTER, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content.replace(b'type="list"', b'type="choice"'))
    changed_list(OTHERS)
    assert merged() == ["NM-W32"]
    assert Register().cell("0007", "メモ").value == "至急"


def test_formats_colours_and_widths_of_cells_to_be_filled_in_stay(made: Path) -> None:
    def form(register: Register) -> None:
        register.add("着日")
        for row in (5, 6, 7):
            register.sheet.cell(row, 19).number_format = "m/d"
        register.sheet["S4"].fill = PatternFill("solid", fgColor="FF92D050")
        register.sheet.column_dimensions["S"].width = 27

    edited(form)
    now = renewed()
    assert {n: now.cell(n, "着日").number_format for n, *_ in make.MEMBERS} == dict.fromkeys(
        ("0007", "0012", "0123"), "m/d"
    )
    assert now.sheet["S4"].fill.fgColor.rgb == "FF92D050"
    assert now.sheet.column_dimensions["S"].width == 27


def test_a_register_with_all_of_it_that_another_office_program_saved_keeps_it(
    made: Path, tmp_path: Path
) -> None:
    edited(
        choice("Q5:Q7"),
        colour("A5:R7", FormulaRule(['$Q5="済"'], fill=YELLOW)),
        formulas("確認", *(f'=IF(Q{row}="","未","済")' for row in (5, 6, 7))),
        lambda register: setattr(register.sheet["R5"], "comment", Comment("折り返し待ち", "佐藤")),
    )
    shutil.copy(*converted([REGISTER], "xlsx", tmp_path / "saved"), REGISTER)
    now = renewed()
    assert choices(now) == {"Q5:Q8": '"済,未"'}
    assert colours(now) == {"A5:R8": ['$Q5="済"']}
    assert now.sheet["S8"].value == '=IF(Q8="","未","済")'
    assert now.cell("0007", "メモ").comment.text == "折り返し待ち"


def test_only_what_was_put_in_by_the_clerk_is_looked_for_again(made: Path) -> None:
    """Rules without a single value are notes enough."""
    edited(choice("Q5:Q7"))
    before = REGISTER.read_bytes()
    assert merged() == []
    assert REGISTER.read_bytes() == before


MOVES = Moves({0: 0, 1: 1, 15: 15, 16: 17, 17: 18}, {4: 4, 5: 7, 6: 5}, 4, 7, 9)


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("=Q5", "=R7"),
        ("=Q$6", "=R$5"),
        ("=Q6", None),  # another member's line
        ("=$Q$7", None),  # a member who left
        ("=O5:Q5", None),  # a column came between
        ("=Q5:R5", "=R7:S7"),
        ("=Q5:Q7", "=R5:R9"),
        ("=Q$5:Q5", "=R$5:R7"),
        ("=Q6:Q7", None),
        ("=Z5", None),  # nobody's column
        ("=P:P", "=P:P"),
        ("=$Q:$R", "=$R:$S"),
        ("=5:5", None),
        ("=集計!C6", None),
        ("=[1]発送台帳!Q5", None),
        ("=発送台帳!q5", "=発送台帳!R7"),
        ("='発送台帳'!Q5", "='発送台帳'!R7"),
        ("=担当者", None),  # a name
        ("=台帳[受領]", None),
        ('="Q5"&A1', None),
        ('="Q5"&A5', '="Q5"&A7'),
        ("=IF(TRUE,1.5,#N/A)", "=IF(TRUE,1.5,#N/A)"),
        ("=OFFSET(Q5,0,1)", None),
        ("=Q5#", None),
        ("=_xlfn.XLOOKUP(Q5,$B$5:$B$7,$P$5:$P$7)", "=_xlfn.XLOOKUP(R7,$B$5:$B$9,$P$5:$P$9)"),
        ("=Q4", "=R4"),
        ("=Q1", None),
    ],
)
def test_a_reference_goes_where_its_cell_goes_or_nowhere(formula: str, after: str | None) -> None:
    assert moved(formula, Stand(5, 17, (17,), 7, 18), MOVES) == after

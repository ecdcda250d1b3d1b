"""The marked copy of a list: what it says where, what of the workbook survives, and what is lost."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from noticemerge.problems import CannotUse, CellPlace, problem, use_language
from noticemerge.roster import Roster, marked_copy, marked_workbook
from noticemerge.roster.marked_workbook import MarkedList
from support import make
from support.program import noticemerge
from support.roster import HEADER, MEMBER, rewrite, save
from support.validator import assert_valid

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
WRONG = ("0002", "山?商事", "060-001", "#N/A", "", "", "")


def marked(path: Path, **how: Any) -> tuple[MarkedList, Any]:
    roster = Roster.read(path, **how)
    copy = marked_copy(roster, roster.problems)
    assert copy is not None
    return copy, openpyxl.load_workbook(io.BytesIO(copy.data), keep_vba=copy.suffix == ".xlsm")


# -- what is marked


def test_each_doubtful_cell_is_coloured_by_its_severity_and_explained(tmp_path: Path) -> None:
    use_language("ja")
    path = save(tmp_path / "members.xlsx", [HEADER, MEMBER, WRONG])
    before = path.read_bytes()
    copy, book = marked(path)
    sheet = book["会員名簿"]
    assert (copy.count, copy.suffix, copy.lost) == (3, ".xlsx", ())
    assert {c.coordinate: c.fill.fgColor.rgb for row in sheet for c in row if c.comment} == {
        "B3": YELLOW, "C3": YELLOW, "D3": RED,
    }  # fmt: skip
    assert sheet["D3"].comment.text == (
        "セルがエラー #N/A になっています。\n→ 数式を直すか値を入れて、保存してください。\n(NM-R40)"
    )
    assert sheet["D3"].comment.author == "noticemerge"
    assert path.read_bytes() == before


def test_a_sheet_lists_every_problem_with_a_link_to_its_cell_errors_first(tmp_path: Path) -> None:
    use_language("ja")
    _, book = marked(save(tmp_path / "members.xlsx", [HEADER, MEMBER, WRONG, ["合計"]]))
    sheet = book["点検結果"]
    assert sheet["A2"].value == "修正が必要です 1件、確かめてください 2件、ご参考 1件"
    assert [c.value for c in sheet[4]] == ["種類", "場所", "会員番号", "内容", "直し方", "コード"]
    lines = [[c.value for c in row] for row in sheet.iter_rows(min_row=5)]
    assert [(line[0], line[1], line[2], line[5]) for line in lines] == [
        ("修正が必要です", "会員名簿 D3", "0002", "NM-R40"),
        ("確かめてください", "会員名簿 B3", "0002", "NM-R47"),
        ("確かめてください", "会員名簿 C3", "0002", "NM-R51"),
        ("ご参考", "会員名簿", None, "NM-R34"),
    ]
    links = [row[1].hyperlink.location if row[1].hyperlink else None for row in sheet.iter_rows(min_row=5)]
    assert links == ["'会員名簿'!D3", "'会員名簿'!B3", "'会員名簿'!C3", None]
    assert book.active is sheet
    assert [ws.title for ws in book if ws.sheet_view.tabSelected] == ["点検結果"]


def test_several_doubts_about_a_cell_are_one_comment_in_the_worst_colour(tmp_path: Path) -> None:
    roster = Roster.read(save(tmp_path / "members.xlsx", [HEADER, MEMBER]))
    place = roster.place(roster.members[0], roster.columns[1])
    doubts = [problem("NM-R66", place), problem("NM-R40", place, text="#N/A")]
    copy = marked_copy(roster, doubts)
    assert copy is not None and copy.count == 1
    cell = openpyxl.load_workbook(io.BytesIO(copy.data))["会員名簿"]["B2"]
    assert cell.fill.fgColor.rgb == RED
    assert "(NM-R66)" in cell.comment.text and "(NM-R40)" in cell.comment.text


def test_what_the_clerk_noted_at_a_cell_stays_above(tmp_path: Path) -> None:
    def note(sheet: Any) -> None:
        sheet["D3"].comment = Comment("要確認", "事務局")

    _, book = marked(save(tmp_path / "members.xlsx", [HEADER, MEMBER, WRONG], note))
    assert book["会員名簿"]["D3"].comment.text.startswith("要確認\n――――\n")


def test_rows_columns_and_merged_cells_are_marked_where_they_can_be_seen(tmp_path: Path) -> None:
    roster = Roster.read(
        save(tmp_path / "members.xlsx", [HEADER, MEMBER], lambda sheet: sheet.merge_cells("C2:D2"))
    )
    places = [CellPlace(file="members.xlsx", sheet="会員名簿", cell=cell) for cell in ("2", "G", "D2", "")]
    elsewhere = CellPlace(file="other.xlsx", sheet="会員名簿", cell="A1")
    copy = marked_copy(roster, [problem("NM-R66", place) for place in [*places, elsewhere]])
    assert copy is not None
    sheet = openpyxl.load_workbook(io.BytesIO(copy.data))["会員名簿"]
    assert {c.coordinate for row in sheet for c in row if c.comment} == {"A2", "G1", "C2"}


def test_a_list_without_a_doubt_has_a_sheet_that_says_so(tmp_path: Path) -> None:
    copy, book = marked(save(tmp_path / "members.xlsx", [HEADER, MEMBER]))
    assert (copy.count, book["点検結果"]["A2"].value) == (0, "問題は見つかりませんでした。")


def test_the_copy_is_sound_and_can_be_read_as_a_list_again(tmp_path: Path) -> None:
    copy, _ = marked(save(tmp_path / "members.xlsx", [HEADER, MEMBER, WRONG]))
    assert_valid(copy.data)
    (tmp_path / "again.xlsx").write_bytes(copy.data)
    again = Roster.read(tmp_path / "again.xlsx")
    assert (again.sheet, [m.texts for m in again.members]) == ("会員名簿", [MEMBER, WRONG])


# -- what survives


def written(text: str) -> str:
    """A text as openpyxl writes it into a sheet."""
    return text.encode("ascii", "xmlcharrefreplace").decode()


def furnish(sheet: Any) -> None:
    """What clerks have in their sheets."""
    sheet["H1"], sheet["H2"] = "部数", '=IF(A2="","",1+1)'
    sheet["H2"].number_format = '0"部"'
    sheet["A1"].font = Font(bold=True, color="FF0000FF")
    sheet["E2"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.column_dimensions["B"].width = 44
    sheet.column_dimensions["G"].hidden = True
    sheet.row_dimensions[1].height = 33
    sheet.auto_filter.ref = "A1:H3"
    sheet.freeze_panes = "C2"
    choice = DataValidation(type="list", formula1='"郵送,メール"')
    choice.add("G2:G9")
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add("H2:H9", CellIsRule(operator="greaterThan", formula=["5"]))
    sheet.merge_cells("J1:K1")
    sheet.print_title_rows = "1:1"


def test_formulas_formats_widths_filters_and_rules_survive(tmp_path: Path) -> None:
    _, book = marked(save(tmp_path / "members.xlsx", [HEADER, MEMBER, WRONG], furnish))
    sheet = book["会員名簿"]
    assert (sheet["H2"].value, sheet["H2"].number_format) == ('=IF(A2="","",1+1)', '0"部"')
    assert (sheet["A1"].font.b, sheet["A1"].font.color.rgb) == (True, "FF0000FF")
    assert sheet["E2"].fill.fgColor.rgb == "FF00FF00"
    assert (sheet.column_dimensions["B"].width, sheet.row_dimensions[1].height) == (44, 33)
    assert sheet.column_dimensions["G"].hidden
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:H3", "C2")
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["G2:G9"]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["H2:H9"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["J1:K1"]
    assert sheet.print_title_rows == "$1:$1"


def test_text_of_several_formats_keeps_them(tmp_path: Path) -> None:
    rich = "<is><r><rPr><b/></rPr><t>株式会社</t></r><r><t>あおば</t></r></is>"
    path = rewrite(
        save(tmp_path / "members.xlsx", [HEADER, MEMBER]), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(f"<is><t>{written(MEMBER[1])}</t></is>", rich),
    )  # fmt: skip
    copy, _ = marked(path)
    kept = openpyxl.load_workbook(io.BytesIO(copy.data), rich_text=True)["会員名簿"]["B2"].value
    assert [str(part) for part in kept] == ["株式会社", "あおば"]


def with_parts(path: Path, **parts: bytes) -> Path:
    """Parts that nothing refers to: openpyxl leaves them out, as it does what it cannot write."""
    with zipfile.ZipFile(path, "a") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return path


def test_macros_are_kept_in_a_workbook_of_their_kind(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx", [HEADER, MEMBER])
    macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    rewrite(path, "[Content_Types].xml", lambda xml: xml.replace(plain, macros))
    copy, _ = marked(with_parts(path, **{"xl__vbaProject.bin": b"VBA"}))
    assert copy.suffix == ".xlsm"
    with zipfile.ZipFile(io.BytesIO(copy.data)) as archive:
        assert archive.read("xl/vbaProject.bin") == b"VBA"
        assert macros in archive.read("[Content_Types].xml").decode()


# -- what does not


SHAPES = b'<xdr:wsDr xmlns:xdr="x"><xdr:sp macro=""/></xdr:wsDr>'


@pytest.mark.parametrize(
    ("part", "data", "lost"),
    [
        ("xl__media__image1.png", b"\x89PNG", "画像"),
        ("xl__charts__chart1.xml", b"<c/>", "グラフ"),
        ("xl__drawings__drawing1.xml", SHAPES, "図形とテキストボックス"),
        ("xl__diagrams__data1.xml", b"<d/>", "SmartArt"),
        ("xl__pivotTables__pivotTable1.xml", b"<p/>", "ピボットテーブル"),
        ("xl__slicers__slicer1.xml", b"<s/>", "スライサー"),
        ("xl__ctrlProps__ctrlProp1.xml", b"<f/>", "ボタンなどのコントロール"),
        ("xl__embeddings__oleObject1.bin", b"o", "埋め込まれたファイル"),
        ("xl__threadedComments__threadedComment1.xml", b"<t/>", "スレッド形式のコメント"),
    ],
)
def test_what_the_copy_does_not_keep_is_found_in_the_package(
    tmp_path: Path, part: str, data: bytes, lost: str
) -> None:
    use_language("ja")
    copy, _ = marked(with_parts(save(tmp_path / "members.xlsx", [HEADER, MEMBER]), **{part: data}))
    assert copy.lost == (lost,)


def test_phonetic_guides_are_said_to_be_lost(tmp_path: Path) -> None:
    use_language("ja")
    plain = f"<t>{written('山田')}</t>"
    path = rewrite(
        save(tmp_path / "members.xlsx", [HEADER, MEMBER]), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(plain, '<t>山田</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh>'),
    )  # fmt: skip
    assert marked(path)[0].lost == ("ふりがな",)


def test_a_workbook_that_cannot_be_copied_is_said_to_be_so(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx", [HEADER, MEMBER])
    roster = Roster.read(path)
    rewrite(path, "xl/styles.xml", lambda _: "<styles")
    with pytest.raises(CannotUse) as refused:
        marked_copy(roster, [])
    assert refused.value.problem.code == "NM-R70"
    assert "(it is built in an unusual way)" in refused.value.problem.message


def test_a_workbook_too_large_for_openpyxl_is_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked_workbook, "MOST", 1000)
    roster = Roster.read(save(tmp_path / "members.xlsx", [HEADER, MEMBER]))
    with pytest.raises(CannotUse, match=r"it is too large"):
        marked_copy(roster, [])


def test_check_goes_on_where_no_copy_can_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked_workbook, "MOST", 1000)
    ran = checked(tmp_path, make.workbook(tmp_path / "members.xlsx"))
    assert ran.exit_code == 0
    assert [p["code"] for p in ran.json["problems"] if p["code"] == "NM-R70"] == ["NM-R70"]
    assert "marked_list" not in ran.json


# -- the command line


def checked(tmp_path: Path, members: Path) -> Any:
    letter = make.letter(tmp_path / "letter.docx", "{{ 会社名 }} 御中")
    return noticemerge("check", members, "-t", letter, "--mark", "--json")


def test_check_writes_the_copy_beside_the_list_and_replaces_an_older_one(tmp_path: Path) -> None:
    members = make.workbook(
        tmp_path / "members.xlsx", header=("会員番号", "会社名", "備考"), members=(("1", "山?社", "x"),)
    )
    path = tmp_path / "members_確認.xlsx"
    path.write_bytes(b"old")
    ran = checked(tmp_path, members)
    assert ran.json["marked_list"] == str(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["会員名簿", "通知", "添付資料", "点検結果"]
    assert book["会員名簿"]["B2"].comment is not None
    assert ran.json["problems"] == checked(tmp_path, members).json["problems"]


def test_check_says_what_was_written_and_what_is_lost(tmp_path: Path) -> None:
    members = with_parts(make.workbook(tmp_path / "members.xlsx"), **{"xl__media__image1.png": b"x"})
    letter = make.letter(tmp_path / "letter.docx", "{{ 会社名 }} 御中")
    ran = noticemerge("check", members, "-t", letter, "--mark")
    assert ran.exit_code == 0
    assert f"0個のセルに印を付けた名簿の写し: {tmp_path / 'members_確認.xlsx'}" in " ".join(
        ran.stdout.split()
    )
    assert "次のものが失われるか、元のとおりにはなりません: 画像" in "".join(ran.stdout.split("\n    "))


def test_of_a_text_list_no_copy_is_made_and_that_is_said(tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text("会員番号,会社名\n1,甲社\n", "utf-8")
    notice = make.workbook(tmp_path / "notice.xlsx")
    letter = make.letter(tmp_path / "letter.docx", "{{ 会社名 }} 御中")
    ran = noticemerge("check", members, "-t", letter, "--notice", notice, "--mark")
    assert "名簿はテキストファイル（CSV）なので、印を付けた写しは作りません:" in ran.stdout
    assert not list(tmp_path.glob("members_確認*"))
